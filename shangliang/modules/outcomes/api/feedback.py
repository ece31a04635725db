from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from shangliang.look import answers
from shangliang.modules.outcomes import services
from shangliang.modules.outcomes.api.common import all_of, topic_of
from shangliang.modules.outcomes.models import FeedbackItem, FeedbackList

router = Router()


class FeedbackOut(answers.StagedOut):
    topic_id: int
    unit: answers.UnitCode
    title: str
    summary: str
    published_on: date | None
    told: int


class FeedbackItemOut(Schema):
    id: int
    recommendation_id: int
    order: int
    text: str
    result: str

    @staticmethod
    def resolve_order(item: FeedbackItem) -> int:
        return item.recommendation.order

    @staticmethod
    def resolve_text(item: FeedbackItem) -> str:
        return item.recommendation.text


class FeedbackFull(FeedbackOut):
    items: list[FeedbackItemOut]

    @staticmethod
    def resolve_items(feedback: FeedbackList) -> list[FeedbackItem]:
        return list(feedback.items.select_related("recommendation"))


class FeedbackListsOut(answers.Page[FeedbackOut]):
    pass


class DraftFeedbackIn(Schema):
    title: str
    summary: str


class ItemIn(Schema):
    result: str


@router.get("/feedback", response=FeedbackListsOut)
def feedback_list(
    request: HttpRequest, state: str = "", topic: int = 0, cursor: str = "", limit: int = 50
) -> Any:
    rows = answers.reachable(request, FeedbackList).exclude(state="dropped").select_related("unit")
    given = {"state": state, "topic_id": topic}
    return answers.sliced(rows.filter(**{k: v for k, v in given.items() if v}), cursor, limit)


@router.get("/feedback/{int:pk}", response=FeedbackFull)
def feedback_get(request: HttpRequest, pk: int) -> FeedbackList:
    return answers.find(request, FeedbackList, pk)


@router.post("/topics/{int:pk}/feedback", response={201: FeedbackFull})
def feedback_draft(request: HttpRequest, pk: int, data: DraftFeedbackIn) -> Status[FeedbackList]:
    """One line for each living recommendation, filled with what the departments answered."""
    return Status(201, services.draft_feedback(topic_of(request, pk), **data.dict(), **answers.by(request)))


@router.post("/feedback/{int:pk}/items/{int:item}", response=FeedbackFull)
def feedback_edit_item(request: HttpRequest, pk: int, item: int, data: ItemIn) -> FeedbackList:
    feedback = answers.find(request, FeedbackList, pk)
    found = all_of(feedback.items.select_related("list"), [item])[0]
    services.edit_item(found, result=data.result, **answers.by(request))
    return feedback


@router.post("/feedback/{int:pk}/refill", response=FeedbackFull)
def feedback_refill(request: HttpRequest, pk: int) -> FeedbackList:
    feedback = answers.find(request, FeedbackList, pk)
    services.refill(feedback, **answers.by(request))
    return feedback


@router.post("/feedback/{int:pk}/publish", response=FeedbackFull)
def feedback_publish(request: HttpRequest, pk: int) -> FeedbackList:
    """Make it public and tell every raiser directly; `told` says how many."""
    feedback = answers.find(request, FeedbackList, pk)
    services.publish(feedback, **answers.by(request))
    return feedback
