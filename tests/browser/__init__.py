"""The house in a real browser: every address, and what each of its people comes to do.

site        a whole site of its own: database, demo year, pages, live events, jobs
routes      every address with what to open there, and who opens it
things      what the journeys need to know of the demo year
checks      what is asked of every page
"""
