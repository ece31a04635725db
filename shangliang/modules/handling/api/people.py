"""What people think of it: ratings, on paper too, and the question four weeks later; letters to those who are late."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from shangliang.kernel import files
from shangliang.look import answers
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.api.said import (
    ConfirmOut,
    QuestionAnswerIn,
    QuestionOut,
    QuestionsOut,
    RateIn,
    RatingOut,
    UrgeIn,
    UrgingOut,
)
from shangliang.modules.handling.models import Assignment, Dispatch, Promise, Question, Rating, Urging

router = Router(tags=["handling"])


@router.post("/dispatches/{int:pk}/ratings", response={200: ConfirmOut, 201: RatingOut})
def handling_rate(request: HttpRequest, pk: int, data: RateIn) -> Status[Any]:
    """One's own judgement, in one's own session; `then` also accepts the result or asks for second handling."""
    thing, who = answers.find(request, Dispatch, pk), answers.by(request)
    given = data.dict()
    then, code = given.pop("then"), given.pop("code")
    opinion = services.Opinion(**given)
    if not code:
        return Status(200, {"code": services.confirmation(thing, opinion=opinion, actor=who["actor"])})
    session = services.Session(
        address=request.META.get("REMOTE_ADDR"), device=request.headers.get("user-agent", "")
    )
    label = who["actor"].label
    rating = services.judge(thing, label=label, opinion=opinion, then=then, code=code, session=session, **who)
    return Status(201, rating)


@router.post("/dispatches/{int:pk}/proxy-ratings", response={201: RatingOut})
def handling_rate_proxy(
    request: HttpRequest,
    pk: int,
    by: Form[str],
    attitude: Form[str],
    result: Form[str],
    form: File[UploadedFile],
    comment: Form[str] = "",
) -> Status[Rating]:
    """multipart/form-data: what somebody concerned wrote on paper, with the signed form."""
    thing, who = answers.find(request, Dispatch, pk), answers.by(request)
    with transaction.atomic():
        kept = files.keep(form, root=thing.root, person_id=who["actor"].person_id, at=who["at"])
        opinion = services.Opinion(attitude, result, comment)
        return Status(201, services.rate_proxy(thing, by=by, opinion=opinion, form=kept, **who))


@router.get("/questions", response=QuestionsOut)
def handling_questions(
    request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    rows = answers.reachable(request, Question)
    return answers.sliced(rows.filter(state=state) if state else rows, cursor, limit)


@router.post("/questions/{int:pk}/answer", response=QuestionOut)
def handling_answer(request: HttpRequest, pk: int, data: QuestionAnswerIn) -> Question:
    """By the person asked; without an account it is answered from the link."""
    question = answers.find(request, Question, pk)
    services.answer(question, **data.dict(), **answers.by(request))
    return question


@router.post("/questions/{int:pk}/uphold", response=QuestionOut)
def handling_uphold(request: HttpRequest, pk: int, data: answers.NoteIn) -> Question:
    """The doubt is right: handled once more."""
    question = answers.find(request, Question, pk)
    services.uphold(question, note=data.note, **answers.by(request))
    return question


@router.post("/urgings", response={201: list[UrgingOut]})
def handling_urge(request: HttpRequest, data: UrgeIn) -> Status[list[Urging]]:
    """催办函: one letter to each department about everything named that is overdue."""
    who = answers.by(request)
    parts = list(answers.reachable(request, Assignment).filter(pk__in=data.tasks).select_related("unit"))
    owed = list(answers.reachable(request, Promise).filter(pk__in=data.promises).select_related("unit"))
    if len(parts) < len(set(data.tasks)) or len(owed) < len(set(data.promises)):
        raise Http404
    unit = queries.office(who["actor"])
    return Status(201, services.urge(unit, owed=[*parts, *owed], **who))
