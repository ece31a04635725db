"""What everybody may read. Frozen records without contact data; nothing here is a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from shangliang.kernel import moves
from shangliang.kernel.text import without_contacts
from shangliang.modules.handling.models import Promise
from shangliang.modules.outcomes.models import FeedbackList, LookBack, Recommendation
from shangliang.modules.outcomes.queries.handled import answering
from shangliang.modules.topics.models import PUBLIC_STATES
from shangliang.modules.voices.models import Rating

HIDDEN = ("draft", "withdrawn")


@dataclass(frozen=True)
class PublicPromise:
    text: str
    unit: str
    due_on: date
    state: str
    label: str


@dataclass(frozen=True)
class PublicLine:
    """One recommendation in public. result: what the list says of it, else what was answered so far."""

    id: int
    order: int
    text: str
    state: str
    label: str
    adoption: str
    adoption_label: str
    reason: str
    departments: tuple[str, ...]
    result: str
    promises: tuple[PublicPromise, ...]


@dataclass(frozen=True)
class PublicFeedback:
    """结果反馈清单. ratings: result of the raisers' judgement → how many."""

    id: int
    title: str
    unit: str
    topic_id: int
    topic: str
    heads: int
    published_on: date
    summary: str
    told: int
    lines: tuple[PublicLine, ...]
    ratings: dict[str, int]

    def count(self, adoption: str) -> int:
        return sum(line.adoption == adoption for line in self.lines)


@dataclass(frozen=True)
class PublicLookBack:
    round: int
    visit_on: date
    finding: str
    label: str
    notes: str


@dataclass(frozen=True)
class PublicOutcomes:
    """What came of a topic, for its public page. feedback: (id, title, day) of each list, newest first."""

    lines: tuple[PublicLine, ...]
    feedback: tuple[tuple[int, str, date], ...]
    look_backs: tuple[PublicLookBack, ...]


def public_outcomes(topic_id: int) -> PublicOutcomes:
    """The chain facts of a public topic page: recommendations, promises, lists, look-backs (5 queries)."""
    rows = list(Recommendation.objects.filter(topic_id=topic_id).exclude(state__in=HIDDEN))
    published = FeedbackList.objects.filter(topic_id=topic_id, state="published").order_by(
        "-published_on", "-pk"
    )
    seen = LookBack.objects.filter(topic_id=topic_id, state="concluded").order_by("-round")
    return PublicOutcomes(
        lines=tuple(_lines(rows, {})),
        feedback=tuple(
            (f.pk, without_contacts(f.title), f.published_on) for f in published if f.published_on
        ),
        look_backs=tuple(
            PublicLookBack(b.round, b.visit_on, b.finding, b.get_finding_display(), without_contacts(b.notes))
            for b in seen
        ),
    )


def public_feedback(pk: int) -> PublicFeedback | None:
    """One published list of a topic that is public; None for anything else (5 queries)."""
    listed = FeedbackList.objects.filter(pk=pk, state="published", topic__state__in=PUBLIC_STATES)
    feedback = listed.select_related("unit", "topic").first()
    if feedback is None or feedback.published_on is None:
        return None
    items = list(feedback.items.select_related("recommendation"))
    results = {i.recommendation_id: i.result for i in items}
    rated = Rating.objects.filter(voice__topic_links__topic=feedback.topic_id).order_by()
    return PublicFeedback(
        id=feedback.pk,
        title=without_contacts(feedback.title),
        unit=feedback.unit.name,
        topic_id=feedback.topic_id,
        topic=feedback.topic.title,
        heads=feedback.topic.heads,
        published_on=feedback.published_on,
        summary=without_contacts(feedback.summary),
        told=feedback.told,
        lines=tuple(_lines([i.recommendation for i in items], results)),
        ratings=dict(rated.values_list("result").annotate(n=Count("pk", distinct=True))),
    )


def _lines(rows: list[Recommendation], results: dict[int, str]) -> list[PublicLine]:
    """2 queries, however many rows."""
    parts = answering(r.dispatch_id for r in rows)
    assignments = {a.pk: a.dispatch_id for found in parts.values() for a in found}
    promises: dict[int, list[PublicPromise]] = {}
    # What is promised in a draft is not yet a promise: only answered parts are read.
    given = Promise.objects.filter(
        assignment__in=assignments, assignment__replies__published_at__isnull=False
    )
    for p in given.select_related("unit").order_by("due_on", "pk").distinct():
        said = PublicPromise(without_contacts(p.text), p.unit.short, p.due_on, p.state, moves.label_of(p))
        promises.setdefault(assignments[p.assignment_id], []).append(said)
    return [
        PublicLine(
            id=r.pk,
            order=r.order,
            text=without_contacts(r.text),
            state=r.state,
            label=moves.label_of(r),
            adoption=r.adoption,
            adoption_label=str(r.get_adoption_display()) if r.adoption else "",
            reason=without_contacts(r.reason),
            departments=tuple(a.unit.short for a in parts.get(r.dispatch_id or 0, [])),
            result=without_contacts(results.get(r.pk, r.result)),
            promises=tuple(promises.get(r.dispatch_id or 0, [])),
        )
        for r in rows
    ]
