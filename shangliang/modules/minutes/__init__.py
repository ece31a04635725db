"""纪要：put together from the record of a gathering, item by item with its source, signed off by those it speaks for.

What each person said is answered (adopted, partly, not, and why), what was agreed says on which opinions it rests,
every version stays, and only what all have signed is concluded.
"""
