"""A clerk signs for a whole basket at once; each item says how it went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import points
from shangliang.modules.handling.models import Assignment


@dataclass(frozen=True)
class Signed:
    """What became of one item. `words` say it to people."""

    assignment: Assignment
    ok: bool
    words: str


def sign_many(assignments: Iterable[Assignment], *, actor: Actor, at: datetime) -> list[Signed]:
    """Sign for each, in a transaction of its own: one that cannot be signed for stops no other."""
    results = []
    for assignment in assignments:
        verb = "sign" if assignment.answers else "sign_help"
        try:
            moves.make(assignment, verb, actor=actor, at=at)
        except moves.Refused as refused:
            results.append(Signed(assignment, False, points(refused.reasons)))
        else:
            results.append(Signed(assignment, True, _("已签收")))
    return results
