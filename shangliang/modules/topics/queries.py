"""Questions about topics. Each says what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel.search import Found
from shangliang.modules.topics.models import PUBLIC_STATES, Cluster, Score, Topic, TopicVoice
from shangliang.modules.voices.models import Voice

LANE = 30  # cards of one lane of the board


def found(topic: Topic) -> Found | None:
    if topic.state in {"merged", "not_taken"}:
        return None
    return Found(
        topic.title, topic.summary, topic.get_absolute_url(), topic.state in PUBLIC_STATES, topic.entered_at
    )


_LISTED = (
    "title", "origin", "state", "version", "root", "entered_at", "due_at", "clock_of", "heads", "voice_count", "score",
    "unit__path", "unit__short", "unit__code", "field__name",
)  # fmt: skip


def rows(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """What a list shows of each topic, nothing more and with nothing left to ask (1 query)."""
    return topics.select_related("unit", "field").only(*_LISTED)


@dataclass(frozen=True)
class Board:
    """The screening board: groups proposed by analysis, single voices, candidates, filed topics."""

    clusters: list[Cluster]
    voices: list[Voice]
    candidates: list[Topic]
    filed: list[Topic]
    counts: dict[str, int]


def board(voices: QuerySet[Voice], topics: QuerySet[Topic], clusters: QuerySet[Cluster]) -> Board:
    """7 queries, however many rows there are."""
    received = voices.filter(state="received")
    loose = received.filter(cluster_link=None).select_related("unit", "place", "suggestion__field")
    by_due = ("due_at", "pk")
    return Board(
        clusters=list(clusters.select_related("centre__place", "unit").order_by("-heads", "-size")[:LANE]),
        voices=list(loose.order_by(*by_due)[:LANE]),
        candidates=list(rows(topics.filter(state="candidate")).order_by(*by_due)[:LANE]),
        filed=list(rows(topics.filter(state="filed")).order_by("-score", "-heads")[:LANE]),
        counts={
            "received": received.count(),
            "candidate": topics.filter(state="candidate").count(),
            "filed": topics.filter(state="filed").count(),
        },
    )


def voices_of(topic: Topic, limit: int = 100) -> list[TopicVoice]:
    """The topic's voices, the first ones first, each with what it came with (1 query)."""
    links = topic.links.select_related("voice__unit", "voice__place", "by_merge")
    return list(links.order_by("joined_at", "pk")[:limit])


def in_cluster(cluster: Cluster) -> list[Voice]:
    """The voices of a proposed group that still wait (1 query)."""
    waiting = Voice.objects.filter(cluster_link__cluster=cluster, state="received")
    return list(waiting.select_related("unit", "place", "field").order_by("raised_at", "pk"))


@dataclass(frozen=True)
class ScaleLine:
    """One scale of the scores: three names, their means in tenths, and how many have scored."""

    label: str
    marks: list[tuple[str, float]]
    count: int


_NAMES = {
    "doable": (lazy("好议"), lazy("可为"), lazy("能成")),
    "needed": (lazy("党政所需"), lazy("群众所盼"), lazy("政协所能")),
}


def score_lines(topic: Topic) -> list[ScaleLine]:
    """What the scorers said, a line a scale (1 query)."""
    given = list(topic.scores.all())
    lines = []
    for value, label in Score.Scale.choices:
        mine = [(s.first, s.second, s.third) for s in given if s.scale == value]
        means = (
            [round(sum(column) / len(mine), 1) for column in zip(*mine, strict=True)] if mine else [0.0] * 3
        )
        lines.append(ScaleLine(str(label), list(zip(map(str, _NAMES[value]), means, strict=True)), len(mine)))
    return lines


def same_field(topic: Topic, reach: QuerySet[Topic], limit: int = 8) -> list[Topic]:
    """Other open topics of the same field, to merge with (1 query)."""
    open_ones = reach.filter(state__in=["candidate", "filed", "planned"], root=topic.root).exclude(
        pk=topic.pk
    )
    same = open_ones.filter(field=topic.field) if topic.field_id else open_ones
    return list(same.select_related("unit").order_by("-heads")[:limit])


def fillable(root: str) -> QuerySet[Topic]:
    """Filed topics of a root that a plan or a gathering can take, best scores first (1 query)."""
    return (
        Topic.objects.filter(root=root, state="filed")
        .select_related("unit", "field")
        .order_by("-score", "-heads")
    )


def summary_of(voices: list[Voice]) -> str:
    """A first wording for a topic from its voices; a person puts it in better words."""
    return "\n".join(f"· {v.title}" for v in voices[:12])


def facts_for_csv(topics: QuerySet[Topic]) -> list[tuple[Any, ...]]:
    """The list as a table, at most 5,000 rows (1 query)."""
    return [
        (
            t.pk,
            t.title,
            t.get_origin_display(),
            str(t.field or ""),
            t.voice_count,
            t.heads,
            t.score / 10,
            t.state,
        )
        for t in rows(topics).order_by("-pk")[:5000]
    ]
