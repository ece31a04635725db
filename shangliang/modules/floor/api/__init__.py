"""The room over JSON: for telephones' own programs, dictation programs and screens of other makers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers, pages
from shangliang.modules.floor import queries, services
from shangliang.modules.floor.models import Caption, Floor, LiveQuestion, Speech
from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.modules.org.models import Unit

router = Router()
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


class LiveQuestionOut(answers.StagedOut):
    number: int
    text: str
    at: datetime
    support: int
    told: str
    reply: str
    answered_at: datetime | None
    answerer: str
    due_on: date | None

    @staticmethod
    def resolve_support(question: LiveQuestion) -> int:
        known = getattr(question, "support", None)  # counted with the list it comes from; 0 is a count too
        return question.supports.count() if known is None else int(known)

    @staticmethod
    def resolve_told(question: LiveQuestion) -> str:
        return question.told if question.state == "hidden" else ""  # what was put back is not spoken ill of

    @staticmethod
    def resolve_answerer(question: LiveQuestion) -> str:
        return question.answerer.code if question.answerer else ""


class CaptionOut(Schema):
    """text: as it reads now. was: as it was first taken down, where that was put right."""

    id: int
    text: str
    at: datetime
    was: str


class FloorOut(Schema):
    """The room at this moment; `line` in the order in which people are called."""

    id: int
    state: str
    state_label: str
    version: int
    due_at: datetime | None
    gathering: int
    minutes: int
    alternate: bool
    screened: bool
    shows: str
    rule: str
    running: str
    speaking: SpeechOut | None
    paused: list[SpeechOut]
    line: list[PlacedOut]
    orders: list[PlacedOut]
    questions: list[LiveQuestionOut]
    captions: list[CaptionOut]
    ticket: str


class RulesIn(Schema):
    minutes: int
    alternate: bool = False
    screened: bool = False


class ScreenIn(Schema):
    shows: str
    poll: int | None = None
    material: int | None = None
    page: int = 1


class WishIn(Schema):
    """participant: for somebody else, by those who run the room; empty for oneself."""

    participant: int | None = None
    kind: str = "speech"
    agenda: int | None = None
    about: str = ""


class ActIn(Schema):
    note: str = ""


class LiveQuestionIn(Schema):
    text: str
    token: str
    participant: int | None = None


class LiveAnswerIn(Schema):
    participant: int
    text: str = ""


class HandIn(Schema):
    unit: str
    due_on: date


class CaptionIn(Schema):
    text: str
    token: str


def _ask(request: HttpRequest) -> dict[str, Any]:
    return {"actor": answers.actor_of(request), "at": answers.at_of(request)}


def _floor(request: HttpRequest, pk: int) -> Floor:
    related = ("unit", "gathering__unit")
    return pages.find(Floor, answers.actor_of(request), "view", *related, pk=pk)


def _out(request: HttpRequest, floor: Floor) -> dict[str, Any]:
    at = answers.at_of(request)
    hall = queries.hall(floor, at=at)
    fields = {
        name: getattr(floor, name)
        for name in ("id", "state", "version", "due_at", "minutes", "alternate", "screened", "shows")
    }  # fmt: skip
    return {
        **fields, "state_label": moves.label_of(floor), "gathering": floor.gathering_id,
        "rule": queries.rule_words(floor), "running": hall.running.title if hall.running else "",
        "speaking": hall.speaking, "paused": hall.paused, "line": hall.line.now + hall.line.later,
        "orders": hall.line.orders, "questions": hall.questions, "ticket": queries.ticket(floor),
        "captions": [_said(c) for c in hall.captions],
    }  # fmt: skip


def _said(line: queries.Said) -> dict[str, Any]:
    return {"id": line.pk, "text": line.text, "at": line.at, "was": line.was}


def _person(request: HttpRequest, floor: Floor, pk: int | None) -> Participant:
    """Somebody on the list, or the caller herself."""
    if pk is None:
        me = queries.me_in(floor, answers.actor_of(request))
        if me is None:
            raise moves.NotAllowed(_("您不在本次协商的名单里"))
        return me
    found = floor.gathering.participants.filter(pk=pk).first()
    if found is None:
        raise moves.Refused(_("这个人不在本次协商的名单里"))
    return found


@router.post("/of/{int:gathering}", response={201: FloorOut})
def floor_open(request: HttpRequest, gathering: int) -> Status[dict[str, Any]]:
    """Open the room of a gathering; a second time it is the same room."""
    meeting = pages.find(Gathering, answers.actor_of(request), "view", "unit", pk=gathering)
    return Status(201, _out(request, services.open_floor(meeting, **_ask(request))))


@router.get("/{int:pk}", response=FloorOut)
def floor_get(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(request, _floor(request, pk))


@router.post("/{int:pk}/rules", response=FloorOut)
def floor_arrange(request: HttpRequest, pk: int, data: RulesIn) -> dict[str, Any]:
    floor = _floor(request, pk)
    services.arrange(floor, **data.dict(), stenographer=floor.stenographer, **_ask(request))
    return _out(request, floor)


@router.post("/{int:pk}/screen", response=FloorOut)
def floor_screen(request: HttpRequest, pk: int, data: ScreenIn) -> dict[str, Any]:
    floor = _floor(request, pk)
    poll = floor.gathering.polls.filter(pk=data.poll).first() if data.poll else None
    shown = floor.gathering.materials.select_related("file")
    material = shown.filter(pk=data.material).first() if data.material else None
    services.show_on_screen(
        floor, shows=data.shows, poll=poll, material=material, page=data.page, **_ask(request)
    )
    return _out(request, floor)


@router.post("/{int:pk}/speeches", response={201: SpeechOut})
def floor_ask(request: HttpRequest, pk: int, data: WishIn) -> Status[Speech]:
    floor = _floor(request, pk)
    part = floor.gathering.agenda.filter(pk=data.agenda).first() if data.agenda else None
    if data.agenda and part is None:
        raise moves.Refused(_("议程里没有这一项"))
    who = _person(request, floor, data.participant)
    made = services.ask_to_speak(
        floor, participant=who, kind=data.kind, agenda=part, about=data.about, **_ask(request)
    )
    return Status(201, made)


@router.post("/speeches/{int:pk}/{slug:act}", response=SpeechOut)
def floor_speech(request: HttpRequest, pk: int, act: str, data: ActIn) -> Speech:
    """call, pause, resume, admit, requeue, withdraw; skip and refuse with the reason in `note`; finish with notes."""
    related = ("unit", "participant", "floor__gathering__unit")
    speech = pages.find(Speech, answers.actor_of(request), "view", *related, pk=pk)
    if act in ACTS:
        ACTS[act](speech, **_ask(request))
    elif act in REASONED:
        REASONED[act](speech, why=data.note, **_ask(request))
    elif act == "finish":
        services.finish(speech, notes=data.note, **_ask(request))
    else:
        raise Http404
    return speech


@router.get("/{int:pk}/questions", response=list[LiveQuestionOut])
def floor_questions(request: HttpRequest, pk: int) -> list[LiveQuestion]:
    """Those that the caller may read, most supported first."""
    floor = _floor(request, pk)
    seen = answers.reachable(request, LiveQuestion).values("pk")
    return [q for q in queries.record(floor).questions if q.pk in {row["pk"] for row in seen}]


@router.post("/{int:pk}/questions", response={201: LiveQuestionOut})
def floor_put(request: HttpRequest, pk: int, data: LiveQuestionIn) -> Status[LiveQuestion]:
    floor = _floor(request, pk)
    who = _person(request, floor, data.participant)
    return Status(
        201, services.put(floor, participant=who, text=data.text, token=data.token, **_ask(request))
    )


def _question(request: HttpRequest, pk: int) -> LiveQuestion:
    related = ("unit", "participant", "floor__gathering__unit", "floor__unit", "answerer")
    return pages.find(LiveQuestion, answers.actor_of(request), "view", *related, pk=pk)


@router.post("/questions/{int:pk}/support", response=LiveQuestionOut)
def floor_support(request: HttpRequest, pk: int) -> LiveQuestion:
    """Once for each participant; a second time changes nothing."""
    question = _question(request, pk)
    services.support(question, participant=_person(request, question.floor, None), **_ask(request))
    return question


@router.post("/questions/{int:pk}/unsupport", response=LiveQuestionOut)
def floor_unsupport(request: HttpRequest, pk: int) -> LiveQuestion:
    question = _question(request, pk)
    services.unsupport(question, participant=_person(request, question.floor, None), **_ask(request))
    return question


@router.post("/questions/{int:pk}/hide", response=LiveQuestionOut)
def floor_hide(request: HttpRequest, pk: int, data: ActIn) -> LiveQuestion:
    """The reason in `note` is read by everybody in the hall."""
    question = _question(request, pk)
    services.hide(question, why=data.note, **_ask(request))
    return question


@router.post("/questions/{int:pk}/answer", response=LiveQuestionOut)
def floor_answer(request: HttpRequest, pk: int, data: LiveAnswerIn) -> LiveQuestion:
    question = _question(request, pk)
    who = _person(request, question.floor, data.participant)
    services.answer(question, participant=who, text=data.text, **_ask(request))
    return question


@router.post("/questions/{int:pk}/hand", response=LiveQuestionOut)
def floor_hand(request: HttpRequest, pk: int, data: HandIn) -> LiveQuestion:
    """Which unit answers after the meeting, by which day."""
    question, unit = _question(request, pk), Unit.objects.filter(code=data.unit).first()
    if unit is None:
        raise moves.Refused(_("没有这个单位：%s") % data.unit)
    services.hand(question, unit=unit, due_on=data.due_on, **_ask(request))
    return question


@router.post("/questions/{int:pk}/reply", response=LiveQuestionOut)
def floor_reply(request: HttpRequest, pk: int, data: ActIn) -> LiveQuestion:
    question = _question(request, pk)
    services.reply(question, text=data.note, **_ask(request))
    return question


@router.get("/{int:pk}/captions", response=list[CaptionOut])
def floor_captions(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    return [_said(c) for c in queries.captions(_floor(request, pk))]


@router.post("/{int:pk}/captions", response={201: CaptionOut})
def floor_caption(request: HttpRequest, pk: int, data: CaptionIn) -> Status[dict[str, Any]]:
    """One more line, from a dictation program; sent twice with one `token` it is kept once."""
    line = services.caption(_floor(request, pk), text=data.text, token=data.token, **_ask(request))
    return Status(201, _said(queries.read(line)))


@router.post("/captions/{int:pk}/correct", response={201: CaptionOut})
def floor_correct(request: HttpRequest, pk: int, data: CaptionIn) -> Status[dict[str, Any]]:
    found = (
        Caption.objects.select_related("floor__unit", "floor__gathering", "corrects").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    first = found.corrects or found
    floor = _floor(request, found.floor_id)
    first.floor = floor
    services.correct_caption(first, text=data.text, token=data.token, **_ask(request))
    return Status(201, _said(queries.read(Caption.objects.prefetch_related("corrections").get(pk=first.pk))))
