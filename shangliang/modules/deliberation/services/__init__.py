"""boarding   preparing a board, opening and concluding it
saying     statements and reasons: put, screened in the open, answered one by one
casting    answers: durable when acknowledged, sent again safely, the last one counts
tickets    the right to answer on one board, signed, read without the database
sealing    batches of answers under one hash in the journal, and what a voter can check
charting   maps of opinions drawn from the answers
"""

from shangliang.modules.deliberation.services.boarding import conclude, edit, open_board, plan, sow
from shangliang.modules.deliberation.services.casting import Answer, cast, head_of, take
from shangliang.modules.deliberation.services.charting import redraw, redraw_stale
from shangliang.modules.deliberation.services.saying import (
    answer,
    answer_rest,
    hide,
    put,
    reason,
    restore,
    show,
)
from shangliang.modules.deliberation.services.sealing import seal, seal_all
from shangliang.modules.deliberation.services.tickets import Ticket, open_ticket, ticket

__all__ = [
    "Answer",
    "Ticket",
    "answer",
    "answer_rest",
    "cast",
    "conclude",
    "edit",
    "head_of",
    "hide",
    "open_board",
    "open_ticket",
    "plan",
    "put",
    "reason",
    "redraw",
    "redraw_stale",
    "restore",
    "seal",
    "seal_all",
    "show",
    "sow",
    "take",
    "ticket",
]
