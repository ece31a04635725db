"""Rooms and those in them, by what people bring along: a code, a pass, a ticket to the live lines."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.db.models import Q
from django.utils.translation import get_language

from shangliang.kernel import text
from shangliang.kernel.access import Actor
from shangliang.modules.floor.models import Floor
from shangliang.modules.gatherings.models import Gathering, Participant

_SALT = "floor.ticket"
LASTS = 12 * 3600  # seconds


def room_of(gathering_id: int) -> Floor | None:
    """The room of a gathering, if somebody has opened it (1 query)."""
    return Floor.objects.select_related("unit", "gathering__unit").filter(gathering=gathering_id).first()


def room_by_code(code: str) -> Floor | None:
    """The same by the code of the gathering (1 query)."""
    tidy = text.tidy_code(code)
    return (
        Floor.objects.select_related("unit", "gathering__unit").filter(gathering__sign_in_code=tidy).first()
    )


def sitting_of(actor: Actor) -> Gathering | None:
    """The meeting that sits now with its room open, to which this actor is invited and not excused; the one that began
    last (1 query).
    """
    if actor.person_id is None:
        return None
    mine = Participant.objects.filter(person=actor.person_id).filter(
        Q(excused_at=None) | Q(signed_in_at__isnull=False)
    )
    rooms = Floor.objects.filter(state="open").values("gathering")
    sits = Gathering.objects.filter(state="sitting", pk__in=rooms, participants__in=mine)
    return sits.order_by("-entered_at", "-pk").first()


def me_in(floor: Floor, actor: Actor) -> Participant | None:
    """The participant that this actor is (at most 1 query)."""
    listed = floor.gathering.participants.select_related("unit")
    if actor.person_id is not None:
        return listed.filter(person=actor.person_id).first()
    guest = actor.place("guest")
    return listed.filter(pk=guest).first() if guest else None


@dataclass(frozen=True)
class Way:
    """What a ticket opens: the live lines of one room in one language."""

    root: str
    floor: int
    language: str


def ticket(floor: Floor) -> str:
    """For the live process: whoever holds this page may hear what all in the hall see (no query)."""
    return signing.dumps([floor.root, floor.pk, get_language() or "zh-hans"], salt=_SALT)


def ticket_of(words: str) -> Way | None:
    """None for a ticket that was altered or is too old (no query)."""
    try:
        root, floor, language = signing.loads(words, salt=_SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Way(root, floor, language)
