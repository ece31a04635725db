"""Everything that came of one topic."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from shangliang.kernel import calendar
from shangliang.kernel.models import Entry
from shangliang.kernel.search import Found
from shangliang.modules.gatherings.models import Consensus, Gathering, Opinion
from shangliang.modules.handling.models import Promise
from shangliang.modules.outcomes.models import (
    Document,
    FeedbackItem,
    FeedbackList,
    Instruction,
    LookBack,
    Recommendation,
)
from shangliang.modules.outcomes.queries.handled import Line, lines, recommendations
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Letter, Voice

# The topic itself, what it follows and what follows it, however many years.
_YEARS = """
    WITH RECURSIVE up AS (
        SELECT id, follows_id FROM topics_topic WHERE id = %s
        UNION SELECT t.id, t.follows_id FROM topics_topic t JOIN up ON t.id = up.follows_id
    ), down AS (
        SELECT id FROM up UNION SELECT t.id FROM topics_topic t JOIN down ON t.follows_id = down.id
    )
    SELECT * FROM topics_topic WHERE id IN (SELECT id FROM down) ORDER BY id
"""
MILESTONES = ("file", "send", "answer", "reopen", "close")


@dataclass(frozen=True)
class TopicOutcomes:
    """What a page about the outcomes of a topic shows. voices: state → how many."""

    topic: Topic
    documents: list[Document]
    instructions: list[Instruction]
    lines: list[Line]
    promises: dict[int, list[Promise]]  # by dispatch
    feedback_lists: list[FeedbackList]
    look_backs: list[LookBack]
    voices: dict[str, int]

    @property
    def draft_feedback(self) -> FeedbackList | None:
        return next((f for f in self.feedback_lists if f.state == "draft"), None)

    @property
    def waiting(self) -> int:
        return sum(line.recommendation.state in {"draft", "sent"} for line in self.lines)


@dataclass(frozen=True)
class Sources:
    """What recommendations can be drawn from; `drawn`: what was agreed and has become one already."""

    gatherings: list[Gathering]
    consensus: list[Consensus]
    opinions: list[Opinion]
    drawn: frozenset[int]


@dataclass(frozen=True)
class FeedbackView:
    """A list as the desk sees it. voices: state → how many; told and seen: letters that carry the answer."""

    feedback: FeedbackList
    items: list[FeedbackItem]
    lines: dict[int, Line]  # by recommendation
    voices: dict[str, int]
    told: int
    seen: int


@dataclass(frozen=True)
class Event:
    """One milestone in the years a matter is followed through."""

    on: date
    what: str
    words: str
    link: str
    topic: Topic
    tone: str = "moving"
    facts: dict[str, str] = field(default_factory=dict)


def found(feedback: FeedbackList) -> Found | None:
    if feedback.state == "dropped":
        return None
    link = feedback.get_absolute_url()
    return Found(feedback.title, feedback.summary, link, feedback.state == "published", feedback.entered_at)


def found_recommendation(recommendation: Recommendation) -> Found | None:
    """At the desk; the public finds the topic and the list instead."""
    if recommendation.state == "withdrawn":
        return None
    r = recommendation
    return Found(r.text, f"{r.reason} {r.result}", r.get_absolute_url(), False, r.entered_at)


def found_document(document: Document) -> Found | None:
    if document.state == "dropped":
        return None
    words = f"{document.number} {document.body}"
    return Found(document.title, words, document.get_absolute_url(), False, document.entered_at)


def topic_outcomes(topic: Topic) -> TopicOutcomes:
    """Everything for one page (8 queries)."""
    held = lines(recommendations().filter(topic=topic).exclude(state="withdrawn"))
    promises: dict[int, list[Promise]] = {}
    sent = [line.recommendation.dispatch_id for line in held if line.recommendation.dispatch_id]
    for promise in Promise.objects.filter(assignment__dispatch__in=sent).select_related("assignment", "unit"):
        promises.setdefault(promise.assignment.dispatch_id, []).append(promise)
    asked = Instruction.objects.filter(document__topic=topic).select_related("unit", "document", "passed_to")
    return TopicOutcomes(
        topic=topic,
        documents=list(
            topic.documents.exclude(state="dropped").select_related("unit", "author").order_by("-pk")
        ),
        instructions=list(asked.order_by("-on", "-pk")),
        lines=held,
        promises=promises,
        feedback_lists=list(
            topic.feedback_lists.exclude(state="dropped").select_related("unit").order_by("-pk")
        ),
        look_backs=list(
            topic.look_backs.exclude(state="dropped").select_related("unit", "person").order_by("-round")
        ),
        voices=voices_of(topic),
    )


def voices_of(topic: Topic) -> dict[str, int]:
    """State → how many voices of the topic stand in it (1 query)."""
    rows = Voice.objects.filter(topic_links__topic=topic).order_by().values_list("state")
    return dict(rows.annotate(n=Count("pk", distinct=True)))


def sources(topic: Topic) -> Sources:
    """The gatherings of a topic, what was agreed there and what was said (3 queries)."""
    living = Count("recommendations", filter=~Q(recommendations__state="withdrawn"))
    held = Gathering.objects.filter(topic=topic).exclude(state="cancelled")
    agreed = Consensus.objects.filter(gathering__in=held).select_related("gathering", "responsible")
    rows = list(agreed.annotate(used=living).order_by("pk"))
    said = Opinion.objects.filter(gathering__in=held).select_related("gathering", "participant")
    return Sources(
        gatherings=list(held.order_by("-pk")),
        consensus=list(rows),
        opinions=list(said.order_by("pk")[:300]),
        drawn=frozenset(c.pk for c in rows if c.used),
    )


def feedback(feedback: FeedbackList) -> FeedbackView:
    """One list with its lines, and how the raisers have taken it (5 queries)."""
    items = list(feedback.items.select_related("recommendation"))
    rows = recommendations().filter(pk__in=[i.recommendation_id for i in items])
    letters = Letter.objects.filter(voice__topic_links__topic=feedback.topic_id, entry__verb="answer")
    told = letters.aggregate(
        told=Count("pk", distinct=True), seen=Count("pk", filter=Q(seen_at__isnull=False), distinct=True)
    )
    return FeedbackView(
        feedback=feedback,
        items=items,
        lines={line.recommendation.pk: line for line in lines(rows)},
        voices=voices_of(feedback.topic),
        told=told["told"],
        seen=told["seen"],
    )


def tracking(topic: Topic) -> list[Event]:
    """批办件一督到底: the milestones of a matter through all the years, newest first (5 queries)."""
    years = {t.pk: t for t in Topic.objects.raw(_YEARS, [topic.pk])}
    events = [
        Event(calendar.day_of(e.at), "topic", e.verb, years[int(e.ref)].get_absolute_url(), years[int(e.ref)])
        for e in Entry.objects.filter(kind="topic", ref__in=[str(pk) for pk in years], verb__in=MILESTONES)
    ]
    for i in Instruction.objects.filter(document__topic__in=years).select_related("document", "passed_to"):
        facts = {"leader": i.leader, "to": i.passed_to.short if i.passed_to else "", "text": i.text}
        events.append(
            Event(i.on, "instruction", i.state, i.get_absolute_url(), years[i.document.topic_id], facts=facts)
        )
    for f in FeedbackList.objects.filter(topic__in=years, state="published"):
        on = f.published_on or calendar.day_of(f.entered_at)
        facts = {"title": f.title, "told": str(f.told)}
        events.append(Event(on, "feedback", f.state, f.get_absolute_url(), years[f.topic_id], "good", facts))
    for b in LookBack.objects.filter(topic__in=years).exclude(state="dropped"):
        tone = {"kept": "good", "slipped": "bad"}.get(b.finding, "moving")
        facts = {"round": str(b.round), "finding": b.get_finding_display(), "why": b.why}
        events.append(
            Event(b.visit_on, "look_back", b.state, b.get_absolute_url(), years[b.topic_id], tone, facts)
        )
    events.reverse()  # of one day: what came later stands first
    return sorted(events, key=lambda e: e.on, reverse=True)


def reopenable(topic: Topic) -> list[Recommendation]:
    """What a look-back may send back to departments (1 query)."""
    return list(topic.recommendations.filter(state__in=["decided", "delivered", "fed_back"]))
