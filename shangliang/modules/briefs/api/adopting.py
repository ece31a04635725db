from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers, pages
from shangliang.modules.briefs import queries, services
from shangliang.modules.briefs.api.common import AnyYear, BriefFull, again, found, unit_of
from shangliang.modules.briefs.models import Adoption, Author, Brief, Credit

router = Router()


class AdoptionOut(answers.StagedOut):
    brief_id: int
    level: str
    kind: str
    result: str
    send_to: str
    leader: str
    instruction: str
    on: date
    evidence: str
    person_id: int
    corrects_id: int | None
    void: bool


class AdoptionsOut(answers.Page[AdoptionOut]):
    pass


class AdoptionIn(Schema):
    level: str
    kind: str
    result: str
    on: date
    send_to: str = ""
    leader: str = ""
    instruction: str = ""
    evidence: str = ""


class CorrectionIn(Schema):
    """Without `said` the entry is taken back altogether."""

    note: str
    said: AdoptionIn | None = None


class BriefTellIn(Schema):
    text: str
    outside: str = ""


class BriefContactIn(Schema):
    why: str


class BriefContactOut(Schema):
    name: str
    contact: str


class CreditOut(Schema):
    """The share numerator/denominator of one event for one person."""

    brief_id: int
    person_id: int
    rule: str
    numerator: int
    denominator: int
    on: date
    adoption_id: int | None


class BriefLineOut(Schema):
    source: str
    label: str
    received: int
    rejected: int
    issued: int
    adopted: dict[str, int]
    instructed: int
    fed_back: int


class BriefYearOut(Schema):
    year: int
    printed: int
    composites: int
    lines: list[BriefLineOut]
    total: BriefLineOut


class PublicBriefOut(Schema):
    id: int
    unit: str
    field: str
    number: str
    issued_on: date | None
    title: str
    situation: str
    advice: str
    feedback: str


class PublicBriefsOut(answers.Page[PublicBriefOut]):
    pass


@router.get("/adoptions", response=AdoptionsOut)
def adoptions_list(
    request: HttpRequest,
    *,
    brief: int = 0,
    state: str = "",
    level: str = "",
    cursor: str = "",
    limit: int = 50,
) -> dict[str, Any]:
    rows = answers.reachable(request, Adoption)
    given = {"brief": brief, "state": state, "level": level}
    return answers.sliced(rows.filter(**{k: v for k, v in given.items() if v}), cursor, limit)


@router.post("/briefs/{int:pk}/adoptions", response={201: AdoptionOut})
def adoptions_enter(request: HttpRequest, pk: int, data: AdoptionIn) -> Status[Adoption]:
    """登记采用, on evidence; those who reported it are owed the news from now on."""
    row = services.adopt(found(request, pk), said=services.Evidence(**data.dict()), **answers.by(request))
    return Status(201, row)


@router.post("/adoptions/{int:pk}/correct", response={201: AdoptionOut})
def adoptions_correct(request: HttpRequest, pk: int, data: CorrectionIn) -> Status[Adoption]:
    """Another row in its place; the old one stays."""
    adoption = pages.find(Adoption, answers.actor_of(request), "view", "unit", "brief__unit", pk=pk)
    said = services.Evidence(**data.said.dict()) if data.said else None
    return Status(201, services.correct(adoption, note=data.note, said=said, **answers.by(request)))


@router.post("/briefs/{int:pk}/tell", response=BriefFull)
def briefs_tell(request: HttpRequest, pk: int, data: BriefTellIn) -> Brief:
    brief = found(request, pk)
    services.tell(brief, **data.dict(), **answers.by(request))
    return again(request, brief)


@router.post("/briefs/{int:pk}/feed-back", response=BriefFull)
def briefs_feed_back(request: HttpRequest, pk: int, data: BriefTellIn) -> Brief:
    """Tell those who reported it what came of it, and close."""
    brief = found(request, pk)
    services.feed_back(brief, **data.dict(), **answers.by(request))
    return again(request, brief)


@router.post("/briefs/{int:pk}/contacts", response=list[BriefContactOut])
def briefs_contacts(request: HttpRequest, pk: int, data: BriefContactIn) -> list[Author]:
    """How to reach those without an account; the reading and its reason stay in the journal."""
    return services.read_contacts(found(request, pk), why=data.why, **answers.by(request))


@router.get("/credits", response=list[CreditOut])
def credits_list(request: HttpRequest, unit: str, since: date, until: date) -> list[Credit]:
    """Valid shares of a unit and all under it between two days; one's own alone without the office's rights."""
    actor, path = answers.actor_of(request), unit_of(unit).path
    rows = queries.credits(path, since=since, until=until)
    if not moves.kind_of(Brief).policy.may_at(actor, "oversee", path):
        if actor.person_id is None:
            raise moves.NotAllowed(_("请先登录"))
        rows = rows.filter(person=actor.person_id)
    return list(rows[: answers.LARGEST * 25])


@router.get("/figures", response=BriefYearOut)
def briefs_figures(request: HttpRequest, unit: str, year: AnyYear) -> queries.Year:
    of = unit_of(unit)
    if not moves.kind_of(Brief).policy.may_at(answers.actor_of(request), "oversee", of.path):
        raise moves.NotAllowed(_("这个单位的统计不归您查看"))
    return queries.year(of, year=year, total_label=_("合计"))


@router.get("/public", response=PublicBriefsOut)
def briefs_public(request: HttpRequest, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    """What was opened to everybody: edited words and result, no names."""
    page = answers.sliced(queries.public(), cursor, limit)
    return {"items": [queries.public_of(b) for b in page["items"]], "next": page["next"]}
