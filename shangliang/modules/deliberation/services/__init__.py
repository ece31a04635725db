"""boarding   preparing a board, opening and concluding it
saying     statements and reasons: put, screened in the open, answered one by one
casting    answers: durable when acknowledged, sent again safely, the last one counts
tickets    the right to answer on one board, signed, read without the database
sealing    batches of answers under one hash in the journal, and what a voter can check
charting   maps of opinions drawn from the answers
lotting    lots: drawn up and sealed, then drawn with a public seed
polling    a poll prepared and put to its roll
hands      举手表决, counted in the room
balloting  its ballots cast and counted; the clock counts when the time is up (the consumer `polls`)
"""

from shangliang.modules.deliberation.services.balloting import (
    Confirmation,
    cast_by_name,
    cast_secretly,
    close_poll,
    confirm_ballot,
    follow,
    wants,
)
from shangliang.modules.deliberation.services.boarding import conclude, edit, open_board, plan, sow
from shangliang.modules.deliberation.services.casting import Answer, cast, head_of, take, voter_of
from shangliang.modules.deliberation.services.charting import redraw, redraw_stale
from shangliang.modules.deliberation.services.hands import Count, raise_hands
from shangliang.modules.deliberation.services.lotting import announce, draw_lots, plan_draw
from shangliang.modules.deliberation.services.polling import Terms, ask_now, edit_poll, open_poll, plan_poll
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
    "Confirmation",
    "Count",
    "Terms",
    "Ticket",
    "announce",
    "answer",
    "answer_rest",
    "ask_now",
    "cast",
    "cast_by_name",
    "cast_secretly",
    "close_poll",
    "conclude",
    "confirm_ballot",
    "draw_lots",
    "edit",
    "edit_poll",
    "follow",
    "head_of",
    "hide",
    "open_board",
    "open_poll",
    "open_ticket",
    "plan",
    "plan_draw",
    "plan_poll",
    "put",
    "raise_hands",
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
    "voter_of",
    "wants",
]
