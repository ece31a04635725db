from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.api.common import found, unit_in, unit_of
from shangliang.modules.proposals.models import ProposalTopic
from shangliang.modules.voices.models import Voice

router = Router()


class ProposalTopicOut(answers.StagedOut):
    unit: answers.UnitCode
    year: int
    until: date
    source: str
    title: str
    background: str
    wanted: str
    field: str
    offered_by: str
    listed_on: date | None
    reason: str
    writers: int
    handed_in: int
    filed: int

    @staticmethod
    def resolve_field(topic: ProposalTopic) -> str:
        return topic.field.name if topic.field else ""

    @staticmethod
    def resolve_offered_by(topic: ProposalTopic) -> str:
        return topic.offered_by.code if topic.offered_by else ""


class ProposalTopicsOut(answers.Page[ProposalTopicOut]):
    pass


class ProposalTopicWords(Schema):
    title: str
    background: str
    wanted: str = ""
    field: str = ""


class ProposalTopicIn(ProposalTopicWords):
    unit: str
    offered_by: str = ""


class ProposalTopicFieldIn(Schema):
    field: str = ""


class ProposalTopicReasonIn(Schema):
    reason: str


class ProposalTopicVoiceIn(Schema):
    voice: int
    unit: str


class ProposalWriteOnIn(Schema):
    """topic: its number in the catalogue; none takes the proposal off it."""

    topic: int | None = None


def _field(path: str, name: str) -> Field | None:
    if not name:
        return None
    held = org.fields(path).filter(name=name).first()
    if held is None:
        raise moves.Refused(_("没有这个领域：%s") % name)
    return held


def _topic(request: HttpRequest, pk: int) -> ProposalTopic:
    topic: ProposalTopic = answers.find(request, ProposalTopic, pk)
    return topic


def _again(request: HttpRequest, pk: int) -> Any:
    return queries.topics(answers.reachable(request, ProposalTopic)).get(pk=pk)


@router.get("/catalogue", response=ProposalTopicsOut)
def proposal_topics_list(
    request: HttpRequest, year: int = 0, source: str = "", state: str = "", cursor: str = "", limit: int = 50
) -> dict[str, Any]:  # fmt: skip
    given = {name: value for name, value in (("year", year), ("source", source), ("state", state)) if value}
    rows = queries.topics(answers.reachable(request, ProposalTopic).filter(**given))
    return answers.sliced(rows, cursor, limit)


@router.get("/catalogue/{int:pk}", response=ProposalTopicOut)
def proposal_topics_get(request: HttpRequest, pk: int) -> Any:
    _topic(request, pk)
    return _again(request, pk)


@router.post("/catalogue", response={201: ProposalTopicOut})
def proposal_topics_offer(request: HttpRequest, data: ProposalTopicIn) -> Status[Any]:
    """荐题, for one's own unit."""
    unit: Unit = unit_of(data.unit)
    made = services.offer_topic(
        unit, title=data.title, background=data.background, wanted=data.wanted, field=_field(unit.path, data.field),
        offered_by=unit_in(unit.path[:4], data.offered_by), **answers.by(request),
    )  # fmt: skip
    return Status(201, _again(request, made.pk))


@router.post("/catalogue/from/voice", response={201: ProposalTopicOut})
def proposal_topics_from_voice(request: HttpRequest, data: ProposalTopicVoiceIn) -> Status[Any]:
    voice = answers.find(request, Voice, data.voice)
    made = services.topic_from_voice(voice, unit=unit_of(data.unit), **answers.by(request))
    return Status(201, _again(request, made.pk))


@router.post("/catalogue/{int:pk}/edit", response=ProposalTopicOut)
def proposal_topics_edit(request: HttpRequest, pk: int, data: ProposalTopicWords) -> Any:
    topic = _topic(request, pk)
    content = data.dict(exclude={"field"})
    services.edit_topic(topic, **content, field=_field(topic.unit.path, data.field), **answers.by(request))
    return _again(request, pk)


@router.post("/catalogue/{int:pk}/list", response=ProposalTopicOut)
def proposal_topics_put(request: HttpRequest, pk: int, data: ProposalTopicFieldIn) -> Any:
    topic = _topic(request, pk)
    services.list_topic(topic, field=_field(topic.unit.path, data.field), **answers.by(request))
    return _again(request, pk)


@router.post("/catalogue/{int:pk}/decline", response=ProposalTopicOut)
def proposal_topics_decline(request: HttpRequest, pk: int, data: ProposalTopicReasonIn) -> Any:
    services.decline_topic(_topic(request, pk), reason=data.reason, **answers.by(request))
    return _again(request, pk)


@router.post("/catalogue/{int:pk}/voice", response=ProposalTopicOut)
def proposal_topics_join(request: HttpRequest, pk: int, data: ProposalTopicVoiceIn) -> Any:
    """One more voice that asks for the same."""
    services.join_voice(
        _topic(request, pk), voice=answers.find(request, Voice, data.voice), **answers.by(request)
    )
    return _again(request, pk)


@router.post("/catalogue/{int:pk}/claim", response=ProposalTopicOut)
def proposal_topics_claim(request: HttpRequest, pk: int) -> Any:
    services.claim_topic(_topic(request, pk), **answers.by(request))
    return _again(request, pk)


@router.post("/catalogue/{int:pk}/unclaim", response=ProposalTopicOut)
def proposal_topics_unclaim(request: HttpRequest, pk: int) -> Any:
    services.unclaim_topic(_topic(request, pk), **answers.by(request))
    return _again(request, pk)


@router.post("/proposals/{int:pk}/topic", response=ProposalWriteOnIn)
def proposals_write_on(request: HttpRequest, pk: int, data: ProposalWriteOnIn) -> dict[str, Any]:
    """Which topic of the catalogue the proposal being written answers."""
    topic = _topic(request, data.topic) if data.topic else None
    services.write_on(found(request, pk), topic=topic, **answers.by(request))
    return {"topic": data.topic}
