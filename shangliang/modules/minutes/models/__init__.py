"""What minutes are made of.

papers    纪要, its items and its versions
signing   who is asked to sign off, and what each said to each item
treating  what became of each opinion; a consensus that rests on none
machine   drafts of a language model, kept whole
"""

from shangliang.modules.minutes.models.machine import Draft
from shangliang.modules.minutes.models.papers import OPEN, OUT, Item, Minutes, Section, Version
from shangliang.modules.minutes.models.signing import Signing, Verdict
from shangliang.modules.minutes.models.treating import Treatment, Unsourced

__all__ = [
    "OPEN",
    "OUT",
    "Draft",
    "Item",
    "Minutes",
    "Section",
    "Signing",
    "Treatment",
    "Unsourced",
    "Verdict",
    "Version",
]
