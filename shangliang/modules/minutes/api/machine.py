"""Drafts of a language model."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.minutes import queries, services
from shangliang.modules.minutes.api.common import find
from shangliang.modules.minutes.api.papers import MinutesItemOut
from shangliang.modules.minutes.models import Draft, Minutes

router = Router()


class MinutesDraftOut(Schema):
    id: int
    model: str
    host: str
    at: datetime
    done_at: datetime | None
    failed: str
    sentences: list[dict[str, Any]]
    prompt_sha256: str
    answer_sha256: str


class SentencesIn(Schema):
    """Which sentences, counted from 0."""

    sentences: list[int]


@router.get("/{int:pk}/drafts", response=list[MinutesDraftOut])
def minutes_drafts(request: HttpRequest, pk: int) -> list[Draft]:
    paper = find(request, pk)
    moves.must(paper, "ask_machine", actor=answers.actor_of(request))
    return queries.drafts(paper)


@router.post("/{int:pk}/drafts", response={202: MinutesDraftOut})
def minutes_ask_machine(request: HttpRequest, pk: int) -> Status[Any]:
    """The worker fetches it; read the list again after a while."""
    return Status(202, services.ask_machine(find(request, pk), **answers.by(request)))


@router.post("/drafts/{int:pk}/take", response=list[MinutesItemOut])
def minutes_take_over(request: HttpRequest, pk: int, data: SentencesIn) -> Any:
    draft = Draft.objects.filter(pk=pk).first()
    paper = Minutes.objects.filter(gathering=draft.gathering_id).first() if draft else None
    if draft is None or paper is None:
        raise Http404
    find(request, paper.pk)
    return services.take_over(draft, numbers=data.sentences, **answers.by(request))
