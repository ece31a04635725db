"""Who may prepare something new: the office of the place, and of a gathering its convener."""

from __future__ import annotations

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.models import Staged
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit


def may_plan(kind: type[Staged], *, unit: Unit, gathering: Gathering | None, actor: Actor) -> bool:
    if moves.kind_of(kind).policy.may_at(actor, "plan", unit.path):
        return True
    convener = gathering.convener_id if gathering else None
    return convener is not None and convener == actor.person_id
