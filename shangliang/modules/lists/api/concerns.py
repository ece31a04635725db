from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from shangliang.look import answers
from shangliang.modules.lists import queries, services
from shangliang.modules.lists.api.common import ListNoteIn, field, given, one_of, unit, units
from shangliang.modules.lists.models import Campaign, ConcernPart, MemberConcern

router = Router()


class ConcernOut(answers.StagedOut):
    campaign_id: int
    member_id: int
    title: str
    present: str
    suggestion: str
    field: str
    raised_at: datetime
    merged_into_id: int | None
    like_id: int | None
    round: int
    adoption: str
    answer: str
    reason: str
    dispatch_id: int | None

    @staticmethod
    def resolve_field(thing: MemberConcern) -> str:
        return thing.field.name if thing.field else ""


class ConcernPartOut(answers.StagedOut):
    concern_id: int
    unit: answers.UnitCode
    round: int
    claimed: bool
    adoption: str
    answer: str
    reason: str


class ConcernFullOut(ConcernOut):
    authors: list[int]
    departments: list[str]
    parts: list[ConcernPartOut]

    @staticmethod
    def resolve_authors(thing: MemberConcern) -> list[int]:
        return list(thing.authors.values_list("person_id", flat=True))

    @staticmethod
    def resolve_departments(thing: MemberConcern) -> list[str]:
        return list(thing.departments.values_list("code", flat=True))

    @staticmethod
    def resolve_parts(thing: MemberConcern) -> list[ConcernPart]:
        return queries.parts_of(thing)


class ConcernsOut(answers.Page[ConcernOut]):
    pass


class ConcernIn(Schema):
    title: str
    present: str
    suggestion: str
    field: str = ""
    departments: list[str] = []


class ConcernPushIn(Schema):
    departments: list[str]


class ConcernClaimIn(Schema):
    unit: str


class MergeConcernIn(Schema):
    into: int


class SendConcernIn(Schema):
    lead: str
    joint: list[str] = []
    split: list[str] = []
    assist: list[str] = []


class PartAnswerIn(Schema):
    """adoption: adopted, partly, reference or rejected; rejected needs a reason."""

    adoption: str
    answer: str
    reason: str = ""


class NearConcernOut(Schema):
    id: int
    title: str
    state: str
    score: float
    same: bool


def _concern(request: HttpRequest, pk: int) -> MemberConcern:
    return answers.find(request, MemberConcern, pk)


def _content(data: ConcernIn, path: str) -> dict[str, Any]:
    words = data.dict(include={"title", "present", "suggestion"})
    return {**words, "field": field(path, data.field), "departments": units(path, data.departments)}


@router.get("/concerns", response=ConcernsOut)
def concerns_list(
    request: HttpRequest, state: str = "", campaign: int = 0, field: int = 0, department: int = 0, matched: str = "",
    alike: bool = False, mine: bool = False, q: str = "", cursor: str = "", limit: int = 50,
) -> Any:  # fmt: skip
    """matched: yes or no; alike: only those that look like another one; mine: only the caller's own."""
    asked = given(state=state, campaign=campaign, field=field, department=department, matched=matched, q=q)
    chosen = {**{name: str(value) for name, value in asked.items()}, **({"alike": "1"} if alike else {})}
    rows = queries.filter_concerns(answers.reachable(request, MemberConcern), chosen).select_related("field")
    if mine:
        rows = rows.filter(authors__person=answers.actor_of(request).person_id)
    return answers.sliced(rows, cursor, limit)


@router.get("/concerns/{int:pk}", response=ConcernFullOut)
def concerns_get(request: HttpRequest, pk: int) -> MemberConcern:
    return _concern(request, pk)


@router.get("/campaigns/{int:pk}/similar-concerns", response=list[NearConcernOut])
def concerns_similar(request: HttpRequest, pk: int, title: str, text: str = "") -> list[dict[str, Any]]:
    """What may be about the same matter as the one being written."""
    campaign = answers.find(request, Campaign, pk)
    near = queries.similar_to(title, text, root=campaign.root)
    return [
        {
            "id": n.concern.pk,
            "title": n.concern.title,
            "state": n.concern.state,
            "score": n.score,
            "same": n.same,
        }
        for n in near
    ]


@router.post("/campaigns/{int:pk}/concerns", response={201: ConcernFullOut})
def concerns_raise(request: HttpRequest, pk: int, data: ConcernIn) -> Status[MemberConcern]:
    campaign = answers.find(request, Campaign, pk)
    return Status(
        201, services.raise_concern(campaign, **_content(data, campaign.root), **answers.by(request))
    )


@router.post("/concerns/{int:pk}/edit", response=ConcernFullOut)
def concerns_edit(request: HttpRequest, pk: int, data: ConcernIn) -> MemberConcern:
    found = _concern(request, pk)
    services.edit_concern(found, **_content(data, found.root), **answers.by(request))
    return found


@router.post("/concerns/{int:pk}/push", response=ConcernFullOut)
def concerns_push(request: HttpRequest, pk: int, data: ConcernPushIn) -> MemberConcern:
    found = _concern(request, pk)
    services.push(found, departments=units(found.root, data.departments), **answers.by(request))
    return found


@router.post("/concerns/{int:pk}/claim", response={201: ConcernPartOut})
def concerns_claim(request: HttpRequest, pk: int, data: ConcernClaimIn) -> Status[ConcernPart]:
    found = _concern(request, pk)
    return Status(201, services.claim(found, unit=unit(found.root, data.unit), **answers.by(request)))


@router.post("/concerns/{int:pk}/merge", response=ConcernFullOut)
def concerns_merge(request: HttpRequest, pk: int, data: MergeConcernIn) -> MemberConcern:
    found = _concern(request, pk)
    services.merge(
        found, into=one_of(answers.reachable(request, MemberConcern), data.into), **answers.by(request)
    )
    return found


@router.post("/concerns/{int:pk}/split", response=ConcernFullOut)
def concerns_split(request: HttpRequest, pk: int, data: ListNoteIn) -> MemberConcern:
    found = _concern(request, pk)
    services.split(found, note=data.note, **answers.by(request))
    return found


@router.post("/concerns/{int:pk}/decline", response=ConcernFullOut)
def concerns_decline(request: HttpRequest, pk: int, data: ListNoteIn) -> MemberConcern:
    found = _concern(request, pk)
    services.decline(found, note=data.note, **answers.by(request))
    return found


@router.post("/concerns/{int:pk}/withdraw", response=ConcernFullOut)
def concerns_withdraw(request: HttpRequest, pk: int, data: ListNoteIn) -> MemberConcern:
    found = _concern(request, pk)
    services.withdraw(found, note=data.note, **answers.by(request))
    return found


@router.post("/concerns/{int:pk}/object", response=ConcernFullOut)
def concerns_object(request: HttpRequest, pk: int, data: ListNoteIn) -> MemberConcern:
    """A member who is not content asks for another answer, in a new round."""
    found = _concern(request, pk)
    services.object_to(found, note=data.note, **answers.by(request))
    return found


@router.post("/concerns/{int:pk}/send", response=ConcernFullOut)
def concerns_send(request: HttpRequest, pk: int, data: SendConcernIn) -> MemberConcern:
    """正式交办: a dispatch with its own clocks; its published reply becomes the answer."""
    found = _concern(request, pk)
    parts = {name: units(found.root, codes) for name, codes in data.dict(exclude={"lead"}).items()}
    services.send(found, lead=unit(found.root, data.lead), **parts, **answers.by(request))
    return found


@router.post("/concern-parts/{int:pk}/answer", response=ConcernPartOut)
def concern_parts_answer(request: HttpRequest, pk: int, data: PartAnswerIn) -> ConcernPart:
    part = answers.find(request, ConcernPart, pk)
    services.answer_part(part, **data.dict(), **answers.by(request))
    return part


@router.post("/concern-parts/{int:pk}/give-back", response=ConcernPartOut)
def concern_parts_give_back(request: HttpRequest, pk: int, data: ListNoteIn) -> ConcernPart:
    part = answers.find(request, ConcernPart, pk)
    services.give_back(part, note=data.note, **answers.by(request))
    return part
