"""How departments handle what they answer for, and how people find it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.flow import OVERDUE
from shangliang.kernel.models import Entry
from shangliang.modules.handling.models import Assignment, Dispatch, Promise, Rating, Reply, Talk
from shangliang.modules.handling.queries.replies import newest_published
from shangliang.modules.org.models import Unit


@dataclass(frozen=True)
class Satisfaction:
    """Ratings in two axes: (attitude, result) → how many. Never one number."""

    counts: dict[tuple[str, str], int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def attitude(self, *values: str) -> int:
        return sum(n for (a, _r), n in self.counts.items() if a in values)

    def result(self, *values: str) -> int:
        return sum(n for (_a, r), n in self.counts.items() if r in values)


def satisfaction(dispatch: Dispatch) -> Satisfaction:
    """How this dispatch was rated in its present round (1 query)."""
    said = Rating.objects.filter(dispatch=dispatch, round=dispatch.round, replaced_at=None)
    rows = said.values_list("attitude", "result")
    return Satisfaction(dict(Counter(rows)))


@dataclass(frozen=True)
class Figures:
    """How a department handles what it answers for. Shares are left to the reader: so many of so many."""

    taken: int = 0  # parts it answers for, those still open included
    answered: int = 0  # of these: a reply has been published
    on_time: int = 0  # of the answered: no time limit for the reply was missed
    overdue: int = 0  # open and late now
    contacted: int = 0  # of the taken: talked with those who asked, before or during handling
    asks: int = 0  # what was asked and answered: each item, and each reply to a task without items
    asks_solved: int = 0
    norms: dict[str, int] = field(default_factory=dict)  # result of the newest published reply → how many
    promised: int = 0
    kept: int = 0
    broken: int = 0
    slipped: int = 0  # of the promised: postponed at least once
    satisfaction: Satisfaction = field(default_factory=lambda: Satisfaction({}))

    @property
    def solved(self) -> int:
        return self.norms.get(Reply.Norm.SOLVED, 0)

    @property
    def done(self) -> tuple[int, int]:
        """办成率: solved of all that was asked (DOMAIN 1.11)."""
        return self.asks_solved, self.asks


def figures(unit: Unit, *, at: datetime) -> Figures:
    """4 queries."""
    return figures_by_unit([unit.pk], at=at)[unit.pk]


def oversees(actor: Actor, unit: Unit) -> bool:
    """Whether this actor answers for, or supervises, anything that this department handles (1 query)."""
    ours = Assignment.objects.filter(unit=unit)
    return bool(moves.kind_of(Assignment).policy.reachable(actor, "oversee", ours).exists())


def figures_by_unit(units: Iterable[int], *, at: datetime) -> dict[int, Figures]:
    """The figures of many departments at once (4 queries, however many)."""
    ids = list(units)
    ours = Assignment.objects.filter(unit__in=ids, part__in=Assignment.ANSWERING).exclude(
        state__in=Assignment.OUT
    )
    rows: dict[int, dict[str, Any]] = {
        pk: {"norms": {}, "counts": {}, "asks": 0, "asks_solved": 0} for pk in ids
    }
    for row in (*_handled(ours, at), *_promised(ids)):
        rows[row.pop("unit")].update(row)
    latest = Reply.objects.filter(pk__in=newest_published(ours).values("pk"))
    said = latest.values_list("assignment__unit", "norm").annotate(
        n=Count("pk", distinct=True), items=Count("answers"),
        solved=Count("answers", filter=Q(answers__norm=Reply.Norm.SOLVED)),
        whole=Count("pk", filter=Q(answers=None), distinct=True),
    )  # fmt: skip
    for unit, norm, n, items, solved, whole in said.order_by():
        rows[unit]["norms"][norm] = n
        rows[unit]["asks"] += items + whole
        rows[unit]["asks_solved"] += solved + (whole if norm == Reply.Norm.SOLVED else 0)
    rated = Rating.objects.filter(dispatch__assignments__in=ours, replaced_at=None)
    for unit, attitude, result, n in (
        rated.values_list("dispatch__assignments__unit", "attitude", "result")
        .annotate(n=Count("pk"))
        .order_by()
    ):
        rows[unit]["counts"][attitude, result] = n
    return {pk: Figures(satisfaction=Satisfaction(row.pop("counts")), **row) for pk, row in rows.items()}


def _promised(units: list[int]) -> list[Any]:
    rows = Promise.objects.filter(unit__in=units).exclude(state="dropped").values("unit")
    return list(
        rows.annotate(
            promised=Count("pk"),
            kept=Count("pk", filter=Q(state="kept")),
            broken=Count("pk", filter=Q(state="broken")),
            slipped=Count("pk", filter=Q(due_on__gt=F("first_due_on"))),
        ).order_by()
    )


def was_late() -> Exists:
    """Of a part: whether a time limit for its reply was ever missed; a late signature is not a late reply."""
    about = Entry.objects.filter(kind="assignment", ref=Cast(OuterRef("pk"), CharField()))
    return Exists(about.filter(verb=OVERDUE, before__in=Assignment.WRITING))


def _handled(ours: QuerySet[Assignment], at: datetime) -> list[Any]:
    marked = ours.annotate(
        has_reply=Exists(Reply.objects.filter(assignment=OuterRef("pk"), published_at__isnull=False)),
        was_late=was_late(),
        talked=Exists(
            Talk.objects.filter(assignment=OuterRef("pk")).exclude(confirmed=False).exclude(phase="after")
        ),
    )
    counted = marked.values("unit").annotate(
        taken=Count("pk"),
        answered=Count("pk", filter=Q(has_reply=True)),
        on_time=Count("pk", filter=Q(has_reply=True, was_late=False)),
        contacted=Count("pk", filter=Q(talked=True)),
        overdue=Count("pk", filter=Q(due_at__lt=at, state__in=Assignment.WRITING)),
    )
    return list(counted.order_by())
