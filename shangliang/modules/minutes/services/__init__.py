"""The verbs of minutes.

assembling  按记录汇编, as often as one likes
editing     the words of an item by hand; what the record says by now, taken or not; 补记
signing     sent round, signed, objected to, settled
treating    what became of each opinion; on what a consensus rests
drafting    a language model proposes, a person takes over
printing    the paper
following   what the journal makes of it (the consumer `minutes`)
"""

from shangliang.modules.minutes.services.assembling import assemble
from shangliang.modules.minutes.services.drafting import ask_machine, run_draft, run_drafts, take_over
from shangliang.modules.minutes.services.editing import add_item, decide, edit_item, remove_item
from shangliang.modules.minutes.services.following import follow, wants
from shangliang.modules.minutes.services.printing import paper
from shangliang.modules.minutes.services.signing import (
    circulate,
    excuse,
    keep_objection,
    settle,
    sign,
)
from shangliang.modules.minutes.services.treating import answer, answer_rest, cite

__all__ = [
    "add_item",
    "answer",
    "answer_rest",
    "ask_machine",
    "assemble",
    "circulate",
    "cite",
    "decide",
    "edit_item",
    "excuse",
    "follow",
    "keep_objection",
    "paper",
    "remove_item",
    "run_draft",
    "run_drafts",
    "settle",
    "sign",
    "take_over",
    "wants",
]
