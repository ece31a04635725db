"""The public's questions. Each says what it costs; none of them ever touches contact data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from shangliang.kernel import moves
from shangliang.kernel.access import PUBLIC
from shangliang.modules.deliberation.models import Board
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Field
from shangliang.modules.outcomes.models import FeedbackList, LookBack, Recommendation
from shangliang.modules.plans.models import Plan, PlanItem
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices import queries as voices
from shangliang.modules.voices.models import Call, Voice


def reach(model: Any) -> QuerySet[Any]:
    """What everybody may see of a kind: the same grants as everywhere."""
    return moves.kind_of(model).policy.reachable(PUBLIC, "view", model._default_manager.all())


@dataclass(frozen=True)
class Figures:
    """The loop in four numbers, for the front page."""

    voices: int
    with_answer: int
    topics: int
    delivered: int

    @property
    def waiting(self) -> int:
        return self.voices - self.with_answer


ANSWERED = Q(state__in=["answered", "settled", "not_taken", "unsolved", "withdrawn"])


def figures() -> Figures:
    """3 queries."""
    count = Voice.objects.aggregate(all=Count("pk"), done=Count("pk", filter=ANSWERED))
    topics = reach(Topic).count()
    delivered = Recommendation.objects.filter(state__in=["delivered", "fed_back", "settled"]).count()
    return Figures(count["all"], count["done"], topics, delivered)


@dataclass(frozen=True)
class Front:
    calls: list[Call]
    feedback: list[FeedbackList]
    gatherings: list[Gathering]
    topics: list[Topic]
    boards: list[Board]
    figures: Figures


def front(at: datetime) -> Front:
    """8 queries."""
    soon = reach(Gathering).filter(starts_at__gte=at).select_related("unit", "region").order_by("starts_at")
    return Front(
        calls=list(voices.open_calls(at)[:4]),
        feedback=list(
            reach(FeedbackList).select_related("unit", "topic").order_by("-published_on", "-pk")[:4]
        ),
        gatherings=list(soon[:4]),
        topics=list(reach(Topic).select_related("unit", "field").order_by("-entered_at")[:6]),
        boards=list(reach(Board).filter(state="open").select_related("unit").order_by("closes_at")[:3]),
        figures=figures(),
    )


@dataclass(frozen=True)
class TopicPage:
    """Everything the public sees of one topic."""

    topic: Topic
    voices: list[Voice]
    gatherings: list[Gathering]
    recommendations: list[Recommendation]
    feedback: list[FeedbackList]
    look_backs: list[LookBack]
    boards: list[Board]


def fields() -> QuerySet[Field]:
    """Fields of which there are public topics, whatever root they belong to (1 query)."""
    return Field.objects.filter(pk__in=reach(Topic).values("field")).order_by("name")


def topic(found: Topic) -> TopicPage:
    """7 queries, however much hangs on it."""
    voiced = reach(Voice).filter(topic_links__topic=found).select_related("place", "unit").distinct()
    asked = reach(Recommendation).filter(topic=found).select_related("unit", "dispatch")
    return TopicPage(
        topic=found,
        voices=list(voiced.order_by("raised_at")[:12]),
        gatherings=list(reach(Gathering).filter(topic=found).select_related("unit").order_by("starts_at")),
        recommendations=list(asked.prefetch_related("dispatch__assignments__unit")),
        feedback=list(reach(FeedbackList).filter(topic=found)),
        look_backs=list(reach(LookBack).filter(topic=found).order_by("round")),
        boards=list(reach(Board).filter(topic=found).order_by("-pk")),
    )


def units_of(asked: Recommendation) -> list[str]:
    """The departments that answer a recommendation (no query: fetched with it)."""
    if asked.dispatch is None:
        return []
    return [a.unit.short for a in asked.dispatch.assignments.all() if a.state != "reassigned"]


def plans() -> list[Plan]:
    """Issued plans, newest first (1 query)."""
    return list(reach(Plan).select_related("unit").order_by("-year", "unit__path"))


def items(plan: Plan) -> list[PlanItem]:
    """The plan's items by month (2 queries)."""
    rows = reach(PlanItem).filter(plan=plan).select_related("topic", "leader", "committee")
    return list(rows.prefetch_related("departments").order_by("month", "pk"))
