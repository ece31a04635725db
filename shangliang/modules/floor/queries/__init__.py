"""halls     everything that one room shows at a moment: the line, questions, captions, polls
records   what is kept of it: speeches for the minutes, questions, captions
finding   rooms and participants by what people bring along
"""

from shangliang.modules.floor.queries.finding import (
    Way,
    me_in,
    room_by_code,
    room_of,
    sitting_of,
    ticket,
    ticket_of,
)
from shangliang.modules.floor.queries.halls import Hall, Line, Placed, Said, hall, read, rule_words
from shangliang.modules.floor.queries.records import Kept, Record, captions, left_of, record, speeches

__all__ = [
    "Hall",
    "Kept",
    "Line",
    "Placed",
    "Record",
    "Said",
    "Way",
    "captions",
    "hall",
    "left_of",
    "me_in",
    "read",
    "record",
    "room_by_code",
    "room_of",
    "rule_words",
    "sitting_of",
    "speeches",
    "ticket",
    "ticket_of",
]
