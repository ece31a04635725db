from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from shangliang.look import answers
from shangliang.modules.lists import queries, services
from shangliang.modules.lists.api.common import field, given, one_of, unit, units
from shangliang.modules.lists.models import Campaign, Counsel, DeptAsk, MemberConcern

router = Router()


class AskOut(answers.StagedOut):
    campaign_id: int
    unit: answers.UnitCode
    title: str
    background: str
    wanted: str
    deadline: date
    open_to_public: bool
    summary: str
    answers: int

    @staticmethod
    def resolve_answers(thing: DeptAsk) -> int:
        counted: int | None = getattr(thing, "answers", None)
        return thing.counsels.exclude(state="withdrawn").count() if counted is None else counted


class AsksOut(answers.Page[AskOut]):
    pass


class EditAskIn(Schema):
    title: str
    background: str = ""
    wanted: str
    open_to_public: bool = True


class AskIn(EditAskIn):
    unit: str
    deadline: date


class AskSummaryIn(Schema):
    summary: str


class CounselOut(answers.StagedOut):
    """What a member said. occasion: ask, post or briefing."""

    unit: answers.UnitCode
    occasion: str
    ask_id: int | None
    sign_up_id: int | None
    gathering_id: int | None
    member_id: int
    text: str
    due_on: date
    adoption: str
    answer: str
    reason: str
    concern_id: int | None


class CounselsOut(answers.Page[CounselOut]):
    pass


class CounselIn(Schema):
    text: str


class BriefingQuestionIn(CounselIn):
    unit: str


class CounselAnswerIn(Schema):
    """adoption is required but for a question: adopted, partly, reference or rejected; rejected needs a reason."""

    answer: str
    adoption: str = ""
    reason: str = ""


class CounselRaiseIn(Schema):
    campaign: int
    title: str = ""
    present: str
    field: str = ""
    departments: list[str] = []


def _ask(request: HttpRequest, pk: int) -> DeptAsk:
    return answers.find(request, DeptAsk, pk)


@router.get("/asks", response=AsksOut)
def asks_list(
    request: HttpRequest, state: str = "", campaign: int = 0, department: int = 0, matched: str = "", q: str = "",
    cursor: str = "", limit: int = 50,
) -> Any:  # fmt: skip
    asked = given(state=state, campaign=campaign, department=department, matched=matched, q=q)
    reached = queries.filter_asks(answers.reachable(request, DeptAsk), {n: str(v) for n, v in asked.items()})
    return answers.sliced(queries.asks().filter(pk__in=reached.values("pk")), cursor, limit)


@router.get("/asks/{int:pk}", response=AskOut)
def asks_get(request: HttpRequest, pk: int) -> DeptAsk:
    return _ask(request, pk)


@router.post("/campaigns/{int:pk}/asks", response={201: AskOut})
def asks_ask(request: HttpRequest, pk: int, data: AskIn) -> Status[DeptAsk]:
    campaign = answers.find(request, Campaign, pk)
    content = data.dict(exclude={"unit"})
    return Status(
        201, services.ask(campaign, unit=unit(campaign.root, data.unit), **content, **answers.by(request))
    )


@router.post("/asks/{int:pk}/edit", response=AskOut)
def asks_edit(request: HttpRequest, pk: int, data: EditAskIn) -> DeptAsk:
    found = _ask(request, pk)
    services.edit_ask(found, **data.dict(), **answers.by(request))
    return found


@router.post("/asks/{int:pk}/conclude", response=AskOut)
def asks_conclude(request: HttpRequest, pk: int, data: AskSummaryIn) -> DeptAsk:
    found = _ask(request, pk)
    services.conclude_ask(found, **data.dict(), **answers.by(request))
    return found


@router.post("/asks/{int:pk}/counsels", response={201: CounselOut})
def asks_reply(request: HttpRequest, pk: int, data: CounselIn) -> Status[Counsel]:
    """A member answers an ask."""
    return Status(201, services.reply_to_ask(_ask(request, pk), **data.dict(), **answers.by(request)))


@router.get("/counsels", response=CounselsOut)
def counsels_list(
    request: HttpRequest, state: str = "", occasion: str = "", ask: int = 0, gathering: int = 0, cursor: str = "",
    limit: int = 50,
) -> Any:  # fmt: skip
    asked = given(state=state, occasion=occasion, ask_id=ask, gathering_id=gathering)
    rows = answers.reachable(request, Counsel).select_related("unit")
    return answers.sliced(rows.filter(**asked), cursor, limit)


@router.get("/counsels/{int:pk}", response=CounselOut)
def counsels_get(request: HttpRequest, pk: int) -> Counsel:
    return answers.find(request, Counsel, pk)


@router.post("/counsels/{int:pk}/answer", response=CounselOut)
def counsels_answer(request: HttpRequest, pk: int, data: CounselAnswerIn) -> Counsel:
    found = answers.find(request, Counsel, pk)
    services.answer_counsel(found, **data.dict(), **answers.by(request))
    return found


@router.post("/counsels/{int:pk}/raise", response={201: CounselOut})
def counsels_raise(request: HttpRequest, pk: int, data: CounselRaiseIn) -> Status[Counsel]:
    """What was said becomes a concern of its own (`concern_id`)."""
    found = answers.find(request, Counsel, pk)
    campaign = one_of(answers.reachable(request, Campaign), data.campaign)
    made: MemberConcern = services.raise_from(
        found, campaign=campaign, title=data.title, present=data.present, field=field(campaign.root, data.field),
        departments=units(campaign.root, data.departments), **answers.by(request),
    )  # fmt: skip
    found.concern = made
    return Status(201, found)


@router.post("/briefings/{int:pk}/questions", response={201: CounselOut})
def briefings_question(request: HttpRequest, pk: int, data: BriefingQuestionIn) -> Status[Counsel]:
    """A question to a department at a briefing; `pk` is the gathering's."""
    found = queries.briefings(answers.actor_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    asked = unit(found.root, data.unit)
    return Status(201, services.question(found, unit=asked, text=data.text, **answers.by(request)))
