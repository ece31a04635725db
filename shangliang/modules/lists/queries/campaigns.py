"""A campaign in figures, its two lists side by side, the matching desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from shangliang.kernel.text import whole
from shangliang.modules.lists.models import (
    Campaign,
    Candidate,
    Comparison,
    ConcernPart,
    DeptAsk,
    ListAction,
    Match,
    MemberConcern,
)

SIDE = 20  # of each list that stand beside each other


@dataclass(frozen=True)
class Figures:
    """What a campaign has come to. answered: concerns that have their answer; late: parts that are overdue."""

    concerns: int
    new: int
    waiting: int
    answered: int
    adopted: int
    asks: int
    counsels: int
    candidates: int
    matches: int
    actions: int
    done: int
    published: int
    late: int


@dataclass(frozen=True)
class DepartmentLine:
    """One department in a campaign."""

    unit: Any
    asks: int
    pushed: int
    answered: int
    matches: int
    actions: int
    published: int


def campaigns() -> QuerySet[Campaign]:
    """With unit, counts of both lists and of matches (1 query)."""
    counted = {
        "concern_count": MemberConcern.objects.exclude(state__in=["merged", "withdrawn"]),
        "ask_count": DeptAsk.objects.exclude(state="withdrawn"),
        "match_count": Match.objects.exclude(state="dissolved"),
        "action_count": ListAction.objects.all(),
    }
    return Campaign.objects.select_related("unit").annotate(
        **{n: _counted(rows) for n, rows in counted.items()}
    )


def _counted(rows: QuerySet[Any]) -> Any:
    one = rows.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    return one.annotate(n=Count("pk")).values("n")


def figures(campaign: Campaign, at: Any) -> Figures:
    """All numbers of one campaign (6 queries, however much is in it)."""
    states = _by_state(campaign.concerns.all())
    asks = campaign.asks.exclude(state="withdrawn").aggregate(
        n=Count("pk", distinct=True), said=Count("counsels", filter=~Q(counsels__state="withdrawn"))
    )
    matches, actions = _by_state(campaign.matches.all()), _by_state(campaign.actions.all())
    late = ConcernPart.objects.filter(concern__campaign=campaign, state="waiting", due_at__lt=at).count()
    living = {s: n for s, n in states.items() if s not in {"merged", "withdrawn"}}
    return Figures(
        concerns=sum(living.values()), new=states.get("new", 0),
        waiting=states.get("pushed", 0) + states.get("handled", 0),
        answered=sum(states.get(s, 0) for s in ("answered", "adopted", "declined")),
        adopted=states.get("adopted", 0), asks=asks["n"], counsels=asks["said"],
        candidates=campaign.candidates.filter(refused_at=None).count(),
        matches=sum(n for s, n in matches.items() if s != "dissolved"), actions=sum(actions.values()),
        done=sum(actions.get(s, 0) for s in ("done", "published", "kept")),
        published=actions.get("published", 0), late=late,
    )  # fmt: skip


def _by_state(rows: QuerySet[Any]) -> dict[str, int]:
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


def by_department(campaign: Campaign) -> list[DepartmentLine]:
    """The departments of a campaign and what each has done (5 queries)."""
    asks = _by(campaign.asks.exclude(state="withdrawn"), "unit")
    parts = ConcernPart.objects.filter(concern__campaign=campaign, state__in=["waiting", "answered"])
    pushed, answered = _by(parts, "unit"), _by(parts.filter(state="answered"), "unit")
    matches = _by(campaign.matches.exclude(state="dissolved"), "ask__unit")
    rows = (
        campaign.actions.order_by()
        .values_list("unit")
        .annotate(n=Count("pk"), out=Count("pk", filter=Q(state="published")))
    )
    actions = {unit: (n, out) for unit, n, out in rows}
    return [
        DepartmentLine(
            unit, asks.get(unit.pk, 0), pushed.get(unit.pk, 0), answered.get(unit.pk, 0), matches.get(unit.pk, 0),
            *actions.get(unit.pk, (0, 0)),
        )
        for unit in campaign.departments.order_by("path")
    ]  # fmt: skip


def _by(rows: QuerySet[Any], column: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(column).annotate(n=Count("pk")))


def joined(within: QuerySet[Match], *, campaign: Campaign) -> QuerySet[Match]:
    """The pairs that were joined, with both sides; within: what the reader reaches (1 query)."""
    rows = within.filter(campaign=campaign).exclude(state="dissolved")
    return rows.select_related("unit", "concern__member", "concern__unit", "ask__unit")


def unjoined(
    concerns: QuerySet[MemberConcern], asks: QuerySet[DeptAsk], *, campaign: Campaign
) -> tuple[list[MemberConcern], list[DeptAsk]]:
    """The newest of each list, out of what the reader reaches, that have no partner yet (2 queries)."""
    alone = ~Exists(Match.objects.filter(concern=OuterRef("pk")).exclude(state="dissolved"))
    left = concerns.filter(alone, campaign=campaign).exclude(state__in=["merged", "withdrawn"])
    free = ~Exists(Match.objects.filter(ask=OuterRef("pk")).exclude(state="dissolved"))
    right = asks.filter(free, campaign=campaign).exclude(state="withdrawn")
    return (
        list(left.select_related("unit", "member", "field").order_by("-pk")[:SIDE]),
        list(right.select_related("unit").order_by("-pk")[:SIDE]),
    )


@dataclass(frozen=True)
class Runs:
    """The newest comparison of a campaign, whether it runs, is done or failed; and the newest that is done."""

    newest: Comparison | None
    done: Comparison | None


def running_comparisons() -> QuerySet[Comparison]:
    """Those that were asked for and have not ended, oldest first (1 query)."""
    return Comparison.objects.filter(done_at=None, failed="").select_related("campaign").order_by("pk")


def comparisons(campaign: Campaign) -> Runs:
    """2 queries; 1 when the newest is done."""
    rows = campaign.comparisons.order_by("-pk")
    newest = rows.first()
    done = newest if newest is None or newest.done_at else rows.exclude(done_at=None).first()
    return Runs(newest, done)


def seen(typed: str) -> tuple[int, int] | None:
    """The place "score-id" in the order of candidates, as it stands in an address; None when it is none."""
    score, _dash, pk = typed.partition("-")
    a, b = whole(score), whole(pk)
    return (a, b) if a is not None and b is not None else None


def candidates(
    campaign: Campaign, *, below: tuple[int, int] | None = None, limit: int = 10
) -> list[Candidate]:
    """The best pairs that nobody has decided about (1 query). below: (score, id) of the last one that was seen."""
    rows = campaign.candidates.filter(refused_at=None)
    if below is not None:
        score, pk = below
        rows = rows.filter(Q(score__lt=score) | Q(score=score, pk__gt=pk))
    related = rows.select_related("concern__member", "concern__field", "concern__unit", "ask__unit")
    return list(related.order_by("-score", "id")[:limit])


def candidates_of(concern: MemberConcern) -> list[Candidate]:
    """The asks that may meet this concern, best first (1 query)."""
    return list(
        concern.candidates.filter(refused_at=None).select_related("ask__unit").order_by("-score", "id")[:5]
    )
