"""The questions before every verb of the room: may she, is it open, and is it she who speaks."""

from __future__ import annotations

from typing import TypeVar

from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.floor.models import Caption, Floor, LiveQuestion
from shangliang.modules.gatherings.models import Participant

S = TypeVar("S", Caption, LiveQuestion)


def held(floor: Floor, verb: str, *, actor: Actor) -> Floor:
    """The room, held until the end of the transaction: two at once follow each other. NotAllowed, Stale."""
    moves.must(floor, verb, actor=actor)
    now = moves.held(floor, "unit", "gathering", no_key=True)
    if now.state != "open":
        raise moves.Stale(_("会场已经关闭"), state=moves.label_of(now))
    return now


def runs(floor: Floor, actor: Actor) -> bool:
    """Whether the actor acts for everybody in the room: the office, the convener (1 query)."""
    return moves.kind_of(floor).policy.may(actor, "arrange", floor)


def as_oneself(floor: Floor, participant: Participant, actor: Actor) -> None:
    """Raises unless the participant is of this gathering, and is the actor or the actor runs the room."""
    if participant.gathering_id != floor.gathering_id:
        raise moves.Refused(_("这个人不在本次协商的名单里"))
    own = participant.person_id is not None and participant.person_id == actor.person_id
    guest = any(s.role == "guest" and s.person_id == participant.pk for s in actor.seats)
    if not (own or guest or runs(floor, actor)):
        raise moves.NotAllowed(_("您只能以自己的名义"))


def same_words(earlier: S, said: str, *, state: str) -> S:
    """What was kept under this token; raises Stale where it says something else: other words would be lost."""
    if earlier.text != said:
        raise moves.Stale(
            _("这张表单已经送过一次，内容是“%s”。要另写一条，请刷新后再送") % earlier.text, state=state
        )
    return earlier
