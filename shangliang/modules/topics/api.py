from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.org import queries as org
from shangliang.modules.topics import queries, services
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

router = Router(tags=["topics"])


class TopicOut(answers.StagedOut):
    title: str
    origin: str
    unit: answers.UnitCode
    field: str
    heads: int
    voice_count: int
    score: int

    @staticmethod
    def resolve_field(topic: Topic) -> str:
        return topic.field.name if topic.field else ""


class TopicFull(TopicOut):
    summary: str
    merged_into_id: int | None
    follows_id: int | None


class TopicsOut(answers.Page[TopicOut]):
    pass


class TopicIn(Schema):
    unit: str
    title: str
    summary: str
    origin: str
    field: str = ""
    voices: list[int] = []


class ScoreIn(Schema):
    scale: str
    first: int
    second: int
    third: int
    note: str = ""


class TopicDeclineIn(Schema):
    reason: str
    note: str


class MergeIn(Schema):
    into: int
    note: str = ""


class PassOnIn(Schema):
    lead: str
    assist: list[str] = []
    ask: str


def _department(path: str, code: str) -> Any:
    found = org.departments(path).filter(code=code).first()
    if found is None:
        raise moves.Refused(_("没有这个部门：%s") % code)
    return found


@router.get("/", response=TopicsOut)
def topics_list(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> dict[str, Any]:
    topics = queries.rows(answers.reachable(request, Topic))
    return answers.sliced(topics.filter(state=state) if state else topics, cursor, limit)


@router.get("/{int:pk}", response=TopicFull)
def topics_get(request: HttpRequest, pk: int) -> Topic:
    return answers.find(request, Topic, pk)


@router.post("/", response={201: TopicFull})
def topics_open(request: HttpRequest, data: TopicIn) -> Status[Topic]:
    """A new candidate from received voices (or none)."""
    unit = org.below("").filter(code=data.unit).first()
    if unit is None or not moves.kind_of(Topic).policy.may_at(answers.actor_of(request), "edit", unit.path):
        raise moves.NotAllowed(_("不能在这个单位立题"))
    if data.origin not in Topic.Origin.values or not data.title.strip():
        raise moves.Refused(_("请写明议题和来源"))
    chosen = list(answers.reachable(request, Voice, "take").filter(pk__in=data.voices).select_related("unit"))
    if len(chosen) != len(set(data.voices)):
        raise moves.Refused(_("有的来声不存在或不归您办理"))
    field = org.fields(unit.path).filter(name=data.field).first() if data.field else None
    topic = services.open_topic(
        unit, title=data.title[:120], summary=data.summary, origin=data.origin, field=field, voices=chosen,
        actor=answers.actor_of(request), at=answers.at_of(request),
    )  # fmt: skip
    return Status(201, topic)


@router.post("/{int:pk}/score", response=TopicFull)
def topics_score(request: HttpRequest, pk: int, data: ScoreIn) -> Topic:
    topic = answers.find(request, Topic, pk)
    services.score(topic, **data.dict(), actor=answers.actor_of(request), at=answers.at_of(request))
    return topic


@router.post("/{int:pk}/decline", response=TopicFull)
def topics_decline(request: HttpRequest, pk: int, data: TopicDeclineIn) -> Topic:
    topic = answers.find(request, Topic, pk)
    services.decline(topic, **data.dict(), actor=answers.actor_of(request), at=answers.at_of(request))
    return topic


@router.post("/{int:pk}/merge", response=TopicFull)
def topics_merge(request: HttpRequest, pk: int, data: MergeIn) -> Topic:
    topic, into = answers.find(request, Topic, pk), answers.find(request, Topic, data.into)
    services.merge(
        topic, into=into, note=data.note, actor=answers.actor_of(request), at=answers.at_of(request)
    )
    return topic


@router.post("/{int:pk}/pass-on", response=TopicFull)
def topics_pass_on(request: HttpRequest, pk: int, data: PassOnIn) -> Topic:
    topic = answers.find(request, Topic, pk)
    path = topic.unit.path
    services.pass_on(
        topic, lead=_department(path, data.lead), assist=[_department(path, c) for c in data.assist], ask=data.ask,
        actor=answers.actor_of(request), at=answers.at_of(request),
    )  # fmt: skip
    return topic


class TopicReopenIn(Schema):
    note: str


@router.post("/{int:pk}/reopen", response=TopicFull)
def topics_reopen(request: HttpRequest, pk: int, data: TopicReopenIn) -> Topic:
    """再商量：the voices that said "not solved" come back with it."""
    topic = answers.find(request, Topic, pk)
    services.reopen(topic, note=data.note, actor=answers.actor_of(request), at=answers.at_of(request))
    return topic
