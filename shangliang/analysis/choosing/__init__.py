"""Choosing what to do in proportion, so that a large group cannot take every place.

`read` takes an election from a Pabulib file, `choose` applies a rule: Equal Shares with its completions, Phragmén,
sequential PAV, and by votes for comparison. docs/decisions/0011-choosing-fairly.md says which real places use which.
"""

from shangliang.analysis.choosing.choice import RULES, TIE_BREAK, VERSION, Choice, Winner, choose, represented
from shangliang.analysis.choosing.completing import COMPLETIONS
from shangliang.analysis.choosing.election import Election, Project, read
from shangliang.analysis.choosing.shares import UTILITIES

__all__ = [
    "COMPLETIONS", "RULES", "TIE_BREAK", "UTILITIES", "VERSION", "Choice", "Election", "Project", "Winner", "choose",
    "read", "represented",
]  # fmt: skip
