"""What the hall asks, and what becomes of it."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers, pages
from shangliang.modules.floor import queries, services
from shangliang.modules.floor.api.common import ActIn, FloorRouter, find, person
from shangliang.modules.floor.models import LiveQuestion
from shangliang.modules.org.models import Unit

router = FloorRouter()


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


@router.get("/{int:pk}/questions", response=list[LiveQuestionOut])
def floor_questions(request: HttpRequest, pk: int) -> list[LiveQuestion]:
    """Those that the caller may read, most supported first."""
    floor = find(request, pk)
    seen = set(answers.reachable(request, LiveQuestion).filter(floor=floor).values_list("pk", flat=True))
    return [q for q in queries.record(floor).questions if q.pk in seen]


@router.post("/{int:pk}/questions", response={201: LiveQuestionOut})
def floor_put(request: HttpRequest, pk: int, data: LiveQuestionIn) -> Status[LiveQuestion]:
    floor = find(request, pk)
    who = person(request, floor, data.participant)
    return Status(
        201, services.put(floor, participant=who, text=data.text, token=data.token, **answers.by(request))
    )


def _question(request: HttpRequest, pk: int) -> LiveQuestion:
    related = ("unit", "participant", "floor__gathering__unit", "floor__unit", "answerer")
    return pages.find(LiveQuestion, answers.actor_of(request), "view", *related, pk=pk)


@router.post("/questions/{int:pk}/support", response=LiveQuestionOut)
def floor_support(request: HttpRequest, pk: int) -> LiveQuestion:
    """Once for each participant; a second time changes nothing."""
    question = _question(request, pk)
    services.support(question, participant=person(request, question.floor, None), **answers.by(request))
    return question


@router.post("/questions/{int:pk}/unsupport", response=LiveQuestionOut)
def floor_unsupport(request: HttpRequest, pk: int) -> LiveQuestion:
    question = _question(request, pk)
    services.unsupport(question, participant=person(request, question.floor, None), **answers.by(request))
    return question


@router.post("/questions/{int:pk}/hide", response=LiveQuestionOut)
def floor_hide(request: HttpRequest, pk: int, data: ActIn) -> LiveQuestion:
    """The reason in `note` is read by everybody in the hall."""
    question = _question(request, pk)
    services.hide(question, why=data.note, **answers.by(request))
    return question


@router.post("/questions/{int:pk}/answer", response=LiveQuestionOut)
def floor_answer(request: HttpRequest, pk: int, data: LiveAnswerIn) -> LiveQuestion:
    question = _question(request, pk)
    who = person(request, question.floor, data.participant)
    services.answer(question, participant=who, text=data.text, **answers.by(request))
    return question


@router.post("/questions/{int:pk}/hand", response=LiveQuestionOut)
def floor_hand(request: HttpRequest, pk: int, data: HandIn) -> LiveQuestion:
    """Which unit answers after the meeting, by which day."""
    question, unit = _question(request, pk), Unit.objects.filter(code=data.unit).first()
    if unit is None:
        raise moves.Refused(_("没有这个单位：%s") % data.unit)
    services.hand(question, unit=unit, due_on=data.due_on, **answers.by(request))
    return question


@router.post("/questions/{int:pk}/reply", response=LiveQuestionOut)
def floor_reply(request: HttpRequest, pk: int, data: ActIn) -> LiveQuestion:
    question = _question(request, pk)
    services.reply(question, text=data.note, **answers.by(request))
    return question
