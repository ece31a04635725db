"""What the journal makes of a room: when its meeting is over the line goes home, and what was asked is settled.

A consumer: safe to run twice and to replay from the first entry.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.models import Entry
from shangliang.modules.floor.flow.floors import nothing_left
from shangliang.modules.floor.models import Floor, Speech
from shangliang.modules.floor.services.speaking import RELATED, close

OPEN = ("waiting", "admitted", "skipped", "speaking", "paused")


def wants(kind: str, verb: str) -> bool:
    return kind == "gathering" and verb in {"end", "cancel"}


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """The consumer `floor`."""
    floor = (
        Floor.objects.select_for_update(of=("self",))
        .select_related("unit", "gathering")
        .filter(gathering=int(entry.ref), state="open")
        .first()
    )
    if floor is None or floor.gathering.state in {"preparing", "noticed", "sitting"}:
        return
    _send_home(floor, entry.at, at)
    if nothing_left(floor, at):
        moves.make(floor, "wind_up", actor=CLOCK, at=at)
    else:
        moves.make(floor, "drop" if entry.verb == "cancel" else "rest", actor=CLOCK, at=at)


def _send_home(floor: Floor, ended: datetime, at: datetime) -> None:
    """Who speaks has spoken until the meeting ended; who is in the line was not reached."""
    left = Speech.objects.filter(floor=floor, state__in=OPEN).select_related(*RELATED).order_by("pk")
    for speech in left:
        if speech.state in {"speaking", "paused"}:
            _cut(speech, ended)
        else:
            moves.make(speech, "not_reached", actor=CLOCK, at=at, floor=floor.pk)


def _cut(speech: Speech, ended: datetime) -> None:
    close(speech, "cut_off", actor=CLOCK, at=max(ended, speech.resumed_at or ended))
