"""What became of opinions; on what a consensus rests."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from shangliang.kernel import moves
from shangliang.look import answers, pages
from shangliang.modules.minutes import queries, services
from shangliang.modules.minutes.api.common import find, full
from shangliang.modules.minutes.api.papers import MinutesFull
from shangliang.modules.minutes.models import Minutes, Treatment

router = Router()


class TreatmentOut(answers.StagedOut):
    opinion: int
    text: str
    told: str

    @staticmethod
    def resolve_opinion(treatment: Treatment) -> int:
        return treatment.opinion_id

    @staticmethod
    def resolve_text(treatment: Treatment) -> str:
        return treatment.opinion.text


class TreatmentIn(Schema):
    """what: adopted, partly, declined."""

    what: str
    why: str


class CiteIn(Schema):
    """Either the opinions, or why there is none."""

    opinions: list[int] = []
    reason: str = ""


@router.get("/mine/opinions", response=list[TreatmentOut])
def minutes_mine(request: HttpRequest, limit: int = 100) -> Any:
    """What became of what the caller said, at whatever gathering."""
    actor = answers.actor_of(request)
    if actor.person_id is None:
        raise moves.NotAllowed(_("请先登录或使用密钥"))
    return queries.mine(actor.person_id).order_by("-pk")[: max(1, min(limit, answers.LARGEST))]


@router.get("/{int:pk}/treatments", response=list[TreatmentOut])
def minutes_treatments(request: HttpRequest, pk: int) -> Any:
    rows = answers.reachable(request, Treatment).filter(minutes=find(request, pk))
    return rows.select_related("opinion").order_by("opinion")


@router.post("/treatments/{int:pk}/answer", response=TreatmentOut)
def minutes_answer(request: HttpRequest, pk: int, data: TreatmentIn) -> Treatment:
    related = ("unit", "minutes", "opinion")
    treatment = pages.find(Treatment, answers.actor_of(request), "view", *related, pk=pk)
    services.answer(treatment, what=data.what, why=data.why, **answers.by(request))
    return treatment


@router.post("/{int:pk}/answer-rest", response=int)
def minutes_answer_rest(request: HttpRequest, pk: int, data: TreatmentIn) -> int:
    return services.answer_rest(find(request, pk), what=data.what, why=data.why, **answers.by(request))


@router.post("/{int:pk}/consensus/{int:consensus}/cite", response=MinutesFull)
def minutes_cite(request: HttpRequest, pk: int, consensus: int, data: CiteIn) -> Minutes:
    paper = find(request, pk)
    one = paper.gathering.consensus.select_related("gathering").filter(pk=consensus).first()
    if one is None:
        raise moves.Refused(_("没有这项共识"))
    opinions = list(paper.gathering.opinions.filter(pk__in=data.opinions))
    if len(opinions) != len(set(data.opinions)):
        raise moves.Refused(_("只能引用本次协商的意见"))
    services.cite(paper, consensus=one, opinions=opinions, reason=data.reason, **answers.by(request))
    return full(paper)
