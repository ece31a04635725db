"""发言: asked for, let speak, ended; the clock stands on the server."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.wording import clean
from shangliang.modules.floor.models import WAITING, Floor, Speech
from shangliang.modules.floor.services.holding import as_oneself, held
from shangliang.modules.gatherings.models import Agenda, Participant
from shangliang.modules.people.services import person_of

RELATED = ("unit", "participant", "floor__unit", "floor__gathering")
NOTES = 4000


@transaction.atomic
def ask_to_speak(
    floor: Floor, *, participant: Participant, actor: Actor, at: datetime, kind: str = "speech",
    agenda: Agenda | None = None, about: str = "",
) -> Speech:  # fmt: skip
    """Into the line; who waits there already keeps her place. A point of order says what it is about."""
    now = held(floor, "ask", actor=actor)
    as_oneself(now, participant, actor)
    if kind not in Speech.Kind.values:
        raise moves.Refused(_("没有这种发言"))
    if agenda and agenda.gathering_id != now.gathering_id:
        raise moves.Refused(_("这一项不属于本次协商"))
    waiting = now.speeches.filter(participant=participant, kind=kind, state__in=WAITING)
    if there := waiting.select_related(*RELATED).first():
        return there
    order = kind == Speech.Kind.ORDER
    about = clean(about, missing=_("请写明程序动议要说什么") if order else "", most=200)
    speech = Speech(
        unit=now.unit, floor=now, participant=participant, kind=kind, about=about, asked_at=at,
        agenda=None if order else agenda, seconds=now.minutes * 60,
    )  # fmt: skip
    moves.begin(speech, actor=actor, at=at, floor=now.pk, participant=participant.pk, speech=kind)
    return speech


def _taken(speech: Speech, move: str, actor: Actor) -> Speech:
    """The speech as it is now; its room is held first, so that two who act at once follow each other."""
    moves.must(speech, move, actor=actor)
    Floor.objects.select_for_update(no_key=True).get(pk=speech.floor_id)
    now = moves.held(speech, *RELATED)
    if now.state not in moves.kind_of(now).flow.moves[move].sources:
        label = moves.label_of(now)
        raise moves.Stale(_("刚刚已有人办理，现在的状态是“%s”") % label, state=label)
    return now


def _put(speech: Speech, **columns: Any) -> None:
    Speech.objects.filter(pk=speech.pk).update(**columns)
    for name, value in columns.items():
        setattr(speech, name, value)


def call(speech: Speech, *, actor: Actor, at: datetime) -> None:
    """请发言: the clock runs from this moment."""
    _start(speech, "call", actor=actor, at=at)


def resume(speech: Speech, *, actor: Actor, at: datetime) -> None:
    _start(speech, "resume", actor=actor, at=at)


def _start(speech: Speech, move: str, *, actor: Actor, at: datetime) -> None:
    """Only one speaks: the database holds to it, whoever comes second is told."""
    try:
        with transaction.atomic():
            now = _taken(speech, move, actor)
            _put(now, started_at=now.started_at or at, resumed_at=at)
            moves.make(now, move, actor=actor, at=at, floor=now.floor_id)
    except IntegrityError as taken:
        raise moves.Stale(_("刚刚已请别人发言"), state=moves.label_of(speech)) from taken
    speech.refresh_from_db()


@transaction.atomic
def pause(speech: Speech, *, actor: Actor, at: datetime) -> None:
    """What was spoken so far is kept to the thousandth of a second."""
    now = _taken(speech, "pause", actor)
    _put(now, spoken_ms=_so_far(now, at))
    moves.make(now, "pause", actor=actor, at=at, floor=now.floor_id)
    speech.refresh_from_db()


def _so_far(speech: Speech, at: datetime) -> int:
    if speech.state != "speaking" or speech.resumed_at is None:
        return speech.spoken_ms
    return speech.spoken_ms + max(0, int((at - speech.resumed_at).total_seconds() * 1000))


@transaction.atomic
def finish(speech: Speech, *, actor: Actor, at: datetime, notes: str = "") -> None:
    """The speech is over, with its seconds; notes may come along."""
    now = _taken(speech, "finish", actor)
    close(now, "finish", actor=actor, at=at)
    if notes.strip():
        note(now, notes=notes, actor=actor, at=at)
    speech.refresh_from_db()


def close(speech: Speech, move: str, *, actor: Actor, at: datetime) -> None:
    """Ended by hand or by the clock."""
    spoken = _so_far(speech, at)
    _put(speech, spoken_ms=spoken, ended_at=at)
    moves.make(speech, move, actor=actor, at=at, floor=speech.floor_id, seconds=spoken // 1000)


def mark_of(notes: str) -> str:
    """A short mark of notes as somebody saw them."""
    return hashlib.sha256(notes.encode()).hexdigest()[:16]


@transaction.atomic
def note(speech: Speech, *, notes: str, actor: Actor, at: datetime, seen: str = "") -> None:
    """发言要点, written by the secretary; what stood there before stays in the journal.

    seen: the mark (mark_of) of the notes on which she wrote; where somebody else wrote meanwhile she is told (Stale).
    """
    moves.must(speech, "note", actor=actor)
    now = moves.held(speech, "unit")
    words = clean(notes, missing=_("请写下发言要点"), most=NOTES)
    if words == now.notes:
        return
    if seen and seen != mark_of(now.notes):
        raise moves.Stale(_("您打开页面之后已有人写过：%s") % now.notes, state=moves.label_of(now))
    if now.started_at is None:
        raise moves.Stale(_("还没有发言，不能记要点"), state=moves.label_of(now))
    was = now.notes
    _put(speech, notes=words, notes_by=person_of(actor))
    moves.record(now, "note", actor=actor, at=at, was=was)


@transaction.atomic
def skip(speech: Speech, *, why: str, actor: Actor, at: datetime) -> None:
    _told(speech, "skip", why, actor=actor, at=at)


@transaction.atomic
def admit(speech: Speech, *, actor: Actor, at: datetime) -> None:
    """The chair lets the point of order in: it comes first."""
    _plain(speech, "admit", actor=actor, at=at)


@transaction.atomic
def refuse(speech: Speech, *, why: str, actor: Actor, at: datetime) -> None:
    _told(speech, "refuse", why, actor=actor, at=at)


@transaction.atomic
def requeue(speech: Speech, *, actor: Actor, at: datetime) -> None:
    """Back in the line, with the time at which she asked first."""
    now = _taken(speech, "requeue", actor)
    if now.floor.speeches.filter(participant=now.participant_id, kind=now.kind, state__in=WAITING).exists():
        raise moves.Refused(_("%s已经重新排队了") % now.participant.name)
    moves.make(now, "requeue", actor=actor, at=at, floor=now.floor_id)
    _put(now, told="")
    speech.refresh_from_db()


@transaction.atomic
def withdraw(speech: Speech, *, actor: Actor, at: datetime) -> None:
    _plain(speech, "withdraw", actor=actor, at=at)


def _plain(speech: Speech, move: str, *, actor: Actor, at: datetime) -> None:
    now = _taken(speech, move, actor)
    moves.make(now, move, actor=actor, at=at, floor=now.floor_id)
    speech.refresh_from_db()


def _told(speech: Speech, move: str, why: str, *, actor: Actor, at: datetime) -> None:
    now = _taken(speech, move, actor)
    said = clean(why, missing=_("请写明理由"), most=300)
    _put(now, told=said)
    moves.make(now, move, actor=actor, at=at, note=said, floor=now.floor_id)
    speech.refresh_from_db()
