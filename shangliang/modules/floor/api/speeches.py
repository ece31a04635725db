"""Who asks to speak, and who speaks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers, pages
from shangliang.modules.floor import services
from shangliang.modules.floor.api.common import ActIn, FloorRouter, find, person
from shangliang.modules.floor.models import Speech

router = FloorRouter()


ACTS = {
    "call": services.call, "pause": services.pause, "resume": services.resume, "admit": services.admit,
    "requeue": services.requeue, "withdraw": services.withdraw,
}  # fmt: skip
REASONED = {"skip": services.skip, "refuse": services.refuse}


class SpeechOut(answers.StagedOut):
    """seconds: allowed. spoken: whole seconds up to now."""

    participant: int
    name: str
    capacity: str
    kind: str
    about: str
    agenda: int | None
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    seconds: int
    spoken: int
    notes: str

    @staticmethod
    def resolve_participant(speech: Speech) -> int:
        return speech.participant_id

    @staticmethod
    def resolve_name(speech: Speech) -> str:
        return speech.participant.name

    @staticmethod
    def resolve_capacity(speech: Speech) -> str:
        return speech.participant.capacity

    @staticmethod
    def resolve_agenda(speech: Speech) -> int | None:
        return speech.agenda_id

    @staticmethod
    def resolve_spoken(speech: Speech, context: Any) -> int:
        return speech.spoken(answers.at_of(context["request"]))


class PlacedOut(Schema):
    place: int
    turns: int
    speech: SpeechOut


class WishIn(Schema):
    """participant: for somebody else, by those who run the room; empty for oneself."""

    participant: int | None = None
    kind: str = "speech"
    agenda: int | None = None
    about: str = ""


@router.post("/{int:pk}/speeches", response={201: SpeechOut})
def floor_ask(request: HttpRequest, pk: int, data: WishIn) -> Status[Speech]:
    floor = find(request, pk)
    part = floor.gathering.agenda.filter(pk=data.agenda).first() if data.agenda else None
    if data.agenda and part is None:
        raise moves.Refused(_("议程里没有这一项"))
    who = person(request, floor, data.participant)
    made = services.ask_to_speak(
        floor, participant=who, kind=data.kind, agenda=part, about=data.about, **answers.by(request)
    )
    return Status(201, made)


@router.post("/speeches/{int:pk}/{slug:act}", response=SpeechOut)
def floor_speech(request: HttpRequest, pk: int, act: str, data: ActIn) -> Speech:
    """call, pause, resume, admit, requeue, withdraw; skip and refuse with the reason in `note`; finish with notes."""
    related = ("unit", "participant", "floor__gathering__unit")
    speech = pages.find(Speech, answers.actor_of(request), "view", *related, pk=pk)
    if act in ACTS:
        ACTS[act](speech, **answers.by(request))
    elif act in REASONED:
        REASONED[act](speech, why=data.note, **answers.by(request))
    elif act == "finish":
        services.finish(speech, notes=data.note, **answers.by(request))
    else:
        raise Http404
    return speech
