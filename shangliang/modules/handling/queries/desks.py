"""What lies before a department."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from shangliang.kernel import bounds, calendar
from shangliang.kernel.access import Actor
from shangliang.modules.handling.models import Assignment, Countersign

OPEN_STATES = [
    "pending", "refusing", "accepted", "drafting", "countersigning", "checking", "bounced", "advising",
    "redoing",
]  # fmt: skip
# What a clerk calls a pile on the desk: name → the states in it.
PILES = {
    "sign": ["pending"],
    "write": ["accepted", "drafting", "bounced", "redoing"],
    "advise": ["advising"],
    "countersign": ["countersigning"],
    "check": ["checking"],
    "refuse": ["refusing"],
    "done": ["replied", "advised"],
}
CLOCKS = ("overdue", "today", "week", "none", "all")
DIRECT = "direct"  # the source of what came from no other thing
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def departments(actor: Actor) -> list[str]:
    """The paths of the departments for which this actor works (no query)."""
    return sorted({s.path for s in actor.seats if s.role in {"clerk", "head"}})


def basket(actor: Actor) -> QuerySet[Assignment]:
    """Everything that lies on the desk of this actor's departments."""
    return Assignment.objects.filter(unit__path__in=departments(actor)).select_related(
        "unit", "dispatch__unit"
    )


def _clock_q(clock: str, at: datetime) -> Q:
    today = calendar.day_of(at)
    if clock == "overdue":
        return Q(due_at__lt=at)
    if clock in {"today", "week"}:
        last = today if clock == "today" else today + timedelta(days=6 - today.weekday())
        return Q(due_at__gte=at, due_at__lte=calendar.end_of(last))
    return Q(due_at=None) if clock == "none" else Q()


def desk(
    actor: Actor, *, at: datetime, clock: str = "all", pile: str = "", source: str = ""
) -> QuerySet[Assignment]:
    """What a department has before it, soonest first; everything open unless a pile is named (1 query).

    clock: overdue, today, week (to Sunday), none (no time limit runs), all. pile: one of PILES. source: what kind of
    thing it came from, or DIRECT.
    """
    rows = basket(actor).filter(_clock_q(clock, at), state__in=PILES.get(pile, OPEN_STATES))
    if source:
        rows = rows.filter(dispatch__source="" if source == DIRECT else source)
    return rows.order_by("-entered_at", "-pk") if pile == "done" else rows.order_by("due_at", "pk")


@dataclass(frozen=True)
class DeskCounts:
    """How much lies on the desk: by clock (open work only) and by pile."""

    clocks: dict[str, int]
    piles: dict[str, int]
    sources: dict[str, int]


def desk_counts(actor: Actor, *, at: datetime) -> DeskCounts:
    """1 query."""
    ours = Assignment.objects.filter(unit__path__in=departments(actor)).values("state", "dispatch__source")
    rows: list[Any] = list(
        ours.annotate(**{c: Count("pk", filter=_clock_q(c, at)) for c in CLOCKS}).order_by()
    )
    open_now = [r for r in rows if r["state"] in OPEN_STATES]
    sources: Counter[str] = Counter()
    for row in open_now:
        sources[row["dispatch__source"] or DIRECT] += row["all"]
    return DeskCounts(
        {c: sum(r[c] for r in open_now) for c in CLOCKS},
        {name: sum(r["all"] for r in rows if r["state"] in states) for name, states in PILES.items()},
        dict(sources.most_common()),
    )


def by_due(rows: QuerySet[Assignment], *, after: str = "", size: int = 50) -> tuple[list[Assignment], str]:
    """One slice of rows ordered by time limit, those without one last, and the key of the next or "" (1 query)."""
    moment, _dot, pk = after.partition("-")
    if moment == "none" and pk.isascii() and pk.isdigit():
        rows = rows.filter(due_at=None, pk__gt=int(pk[:18]))
    elif moment.isascii() and moment.isdigit() and pk.isascii() and pk.isdigit() and len(after) < 40:
        due = bounds.within(EPOCH + timedelta(microseconds=int(moment[:17])))
        rows = rows.filter(Q(due_at__gt=due) | Q(due_at=due, pk__gt=int(pk[:18])) | Q(due_at=None))
    taken = list(rows[: size + 1])
    if len(taken) <= size:
        return taken, ""
    last = taken[size - 1]
    key = (last.due_at - EPOCH) // timedelta(microseconds=1) if last.due_at else "none"
    return taken[:size], f"{key}-{last.pk}"


def following(assignment: Assignment, actor: Actor) -> Assignment | None:
    """The next thing for this department to sign or write, soonest first (1 query)."""
    todo = [*PILES["sign"], *PILES["write"], *PILES["advise"]]
    rows = basket(actor).filter(state__in=todo).exclude(pk=assignment.pk)
    return rows.order_by("due_at", "pk").first()


def to_countersign(actor: Actor) -> list[Countersign]:
    """What waits for the countersign of this actor's departments, soonest first (1 query)."""
    ours = departments(actor)
    rows = (
        Countersign.objects.filter(unit__path__in=ours, state="asked") if ours else Countersign.objects.none()
    )
    about = rows.select_related("unit", "reply__assignment__unit", "reply__assignment__dispatch")
    return list(about.order_by("due_at", "pk")[:100])
