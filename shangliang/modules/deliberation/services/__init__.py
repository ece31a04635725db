"""boarding   preparing a board, opening and concluding it
saying     statements and reasons: put, screened in the open, answered one by one
casting    answers: durable when acknowledged, sent again safely, the last one counts
sealing    batches of answers under one hash in the journal, and what a voter can check
charting   maps of opinions drawn from the answers
"""

from shangliang.modules.deliberation.services.boarding import conclude, edit, open_board, plan, sow
from shangliang.modules.deliberation.services.casting import Answer, cast, head_of, take, voter_of
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

__all__ = [
    "Answer",
    "answer",
    "answer_rest",
    "cast",
    "conclude",
    "edit",
    "head_of",
    "hide",
    "open_board",
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
    "voter_of",
]
