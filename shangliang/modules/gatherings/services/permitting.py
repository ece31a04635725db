"""The two questions before every verb that changes no state: may she, and is it the moment."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.gatherings.flow import GATHERING
from shangliang.modules.gatherings.models import Gathering

OPEN = frozenset({"preparing", "noticed", "sitting", "held", "concluded"})


def permit(gathering: Gathering, verb: str, *, actor: Actor, states: frozenset[str]) -> None:
    """NotAllowed, then Stale. Holds the row: nobody ends the meeting under a pen (2 queries)."""
    if not moves.kind_of(gathering).policy.may(actor, verb, gathering):
        raise moves.NotAllowed(_("这一步不归您办理"))
    now = (
        Gathering.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=gathering.pk)
    )
    if now not in states:
        label = str(GATHERING.states[now].label)
        raise moves.Stale(_("现在的状态是“%s”，不能再做这一步") % label, state=label)
