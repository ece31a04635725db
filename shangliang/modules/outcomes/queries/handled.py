"""What departments answered, and every recommendation with who holds it and until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from shangliang.modules.handling.models import Assignment, Dispatch, Promise, Reply
from shangliang.modules.outcomes.models import Recommendation

DONE = ("replied", "advised", *Assignment.OUT)
LIVING = ("draft", "sent", "decided", "delivered", "fed_back", "settled")


@dataclass(frozen=True)
class Line:
    """One recommendation; holders: the units that must act now; clock: the thing whose clock counts."""

    recommendation: Recommendation
    departments: tuple[str, ...]
    holders: tuple[str, ...]
    clock: Any

    @property
    def due_at(self) -> datetime | None:
        return self.clock.due_at if self.clock else None


@dataclass(frozen=True)
class Lane:
    """The recommendations in one state: how many in all, and the first of them."""

    state: str
    count: int
    lines: tuple[Line, ...]


def published_replies(dispatch: Dispatch) -> list[Reply]:
    """The newest published reply of each unit that answers itself, with its unit, lead first (1 query)."""
    rows = Reply.objects.filter(
        assignment__dispatch=dispatch, assignment__part__in=Assignment.ANSWERING, published_at__isnull=False
    ).exclude(assignment__state__in=Assignment.OUT)
    newest = rows.order_by("assignment_id", "-version").distinct("assignment_id")
    return list(newest.select_related("assignment__unit"))


def promises_of(replies: Sequence[Reply]) -> list[Promise]:
    """What these units promised and have not taken back, soonest first (1 query)."""
    made = Promise.objects.filter(assignment_id__in=[r.assignment_id for r in replies])
    return list(made.exclude(state="dropped").order_by("due_on", "pk"))


def recommendations() -> QuerySet[Recommendation]:
    """With everything a list or a page shows of each (1 query)."""
    return Recommendation.objects.select_related(
        "unit", "topic", "dispatch", "department", "reply", "gathering"
    )


def lines(rows: Iterable[Recommendation]) -> list[Line]:
    """Departments, holders and clock for rows of `recommendations()` (1 query; none for drafts alone)."""
    rows = list(rows)
    by_dispatch = answering(r.dispatch_id for r in rows)
    return [_line(r, by_dispatch.get(r.dispatch_id or 0, [])) for r in rows]


def answering(dispatches: Iterable[int | None]) -> dict[int, list[Assignment]]:
    """The parts of these dispatches that answer themselves, with their units (1 query)."""
    ids = {pk for pk in dispatches if pk}
    found: dict[int, list[Assignment]] = defaultdict(list)
    if ids:
        parts = Assignment.objects.filter(dispatch_id__in=ids, part__in=Assignment.ANSWERING)
        for a in parts.exclude(state__in=Assignment.OUT).select_related("unit").order_by("pk"):
            found[a.dispatch_id].append(a)
    return found


def _line(recommendation: Recommendation, parts: list[Assignment]) -> Line:
    departments = tuple(a.unit.short for a in parts)
    if recommendation.state == "sent":
        waiting = [a for a in parts if a.state not in DONE]
        clocked = sorted((a for a in waiting if a.due_at), key=lambda a: a.due_at)  # type: ignore[arg-type, return-value]
        return Line(
            recommendation, departments, tuple(a.unit.short for a in waiting), clocked[0] if clocked else None
        )
    final = recommendation.state in {"fed_back", "settled", "withdrawn"}  # nobody must act
    return Line(recommendation, departments, () if final else (recommendation.unit.short,), recommendation)


def overdue(at: datetime) -> Q:
    """Recommendations whose own clock, or that of a department that must answer, has run out."""
    parts = Assignment.objects.filter(part__in=Assignment.ANSWERING, due_at__lt=at).exclude(state__in=DONE)
    return Q(due_at__lt=at) | Q(state="sent", dispatch__in=parts.values("dispatch"))


def board(path: str, *, each: int = 20) -> list[Lane]:
    """The recommendations under a unit by state, newest first, with holder and clock (3 queries)."""
    rows = Recommendation.objects.filter(unit__path__gte=path, unit__path__lt=path + "~", state__in=LIVING)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    place = Window(RowNumber(), partition_by=F("state"), order_by=F("pk").desc())
    first = rows.annotate(place=place).filter(place__lte=each).values("pk")
    by_state: dict[str, list[Line]] = defaultdict(list)
    for line in lines(recommendations().filter(pk__in=first).order_by("-pk")):
        by_state[line.recommendation.state].append(line)
    return [Lane(state, counts.get(state, 0), tuple(by_state[state])) for state in LIVING]
