"""The two questions before every verb that changes no state: may she, and is it the moment."""

from __future__ import annotations

from collections.abc import Sequence

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.minutes.models import OPEN, Minutes


def held(paper: Minutes, verb: str, *, actor: Actor, states: Sequence[str] = OPEN) -> Minutes:
    """The minutes, held until the end of the transaction: whoever edits, signs or settles comes one after the other.

    Raises NotAllowed, then Stale (2 queries).
    """
    moves.must(paper, verb, actor=actor)
    return holding(paper, states)


def holding(paper: Minutes, states: Sequence[str] = OPEN) -> Minutes:
    """The same where the right was asked of something else: a signature, a draft (1 query)."""
    now = moves.held(paper, "unit", "gathering__unit")
    moves.must_stand(now, *states)
    return now
