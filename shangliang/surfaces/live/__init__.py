"""A small bare-ASGI process beside the page server: it tells open pages that something they show has changed, and
takes answers on boards by the thousand.
"""
