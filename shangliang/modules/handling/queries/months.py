"""One month of handling, department by department: what the monthly report says."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from shangliang.modules.handling.models import Assignment, Promise, Reply, Talk, Urging, UrgingLine
from shangliang.modules.handling.queries.figures import was_late
from shangliang.modules.org.models import Unit


@dataclass(frozen=True)
class MonthOf:
    """What one department did in a month; `overdue` is how it stood at the end (or now)."""

    unit: Unit
    sent: int = 0
    answered: int = 0
    on_time: int = 0  # of the answered
    contacted: int = 0  # of the answered: talked with those who asked before
    overdue: int = 0
    promised: int = 0
    kept: int = 0
    urged: int = 0


@dataclass(frozen=True)
class Month:
    year: int
    month: int
    units: list[MonthOf]

    @property
    def total(self) -> MonthOf:
        names = [f.name for f in fields(MonthOf) if f.name != "unit"]
        sums = {name: sum(getattr(u, name) for u in self.units) for name in names}
        return MonthOf(self.units[0].unit if self.units else Unit(), **sums)


def month(path: str, year: int, number: int, *, at: datetime) -> Month:
    """The departments to which anything was sent from under this path; the latest first (6 queries)."""
    start, end = _bounds(year, number)
    sent = Assignment.objects.filter(
        dispatch__unit__path__startswith=path, part__in=Assignment.ANSWERING
    ).exclude(state__in=Assignment.OUT)
    found: dict[int, dict[str, int]] = {}
    for name, counts in (
        ("sent", _count(sent.filter(sent_at__gte=start, sent_at__lt=end))),
        *_answered(sent, start, end),
        ("overdue", _count(sent.filter(state__in=Assignment.WRITING, due_at__lt=min(end, at)))),
        *_promised(path, start, end),
        ("urged", dict(_urged(path, start, end))),
    ):
        for unit, n in counts.items():
            found.setdefault(unit, {})[name] = n
    units = Unit.objects.in_bulk(found)
    rows = [MonthOf(units[pk], **row) for pk, row in found.items()]
    return Month(year, number, sorted(rows, key=lambda r: (-r.overdue, r.unit.path)))


def _bounds(year: int, number: int) -> tuple[datetime, datetime]:
    first = date(year, number, 1)
    after = (first + timedelta(days=32)).replace(day=1)
    zone = timezone.get_default_timezone()
    return datetime.combine(first, time(), zone), datetime.combine(after, time(), zone)


def _count(rows: QuerySet[Assignment]) -> dict[int, int]:
    return dict(rows.values_list("unit").annotate(n=Count("pk")).order_by())


def _answered(sent: QuerySet[Assignment], start: datetime, end: datetime) -> list[tuple[str, dict[int, int]]]:
    first = Reply.objects.filter(assignment=OuterRef("pk"), published_at__gte=start, published_at__lt=end)
    talked = Talk.objects.filter(assignment=OuterRef("pk")).exclude(confirmed=False).exclude(phase="after")
    rows = sent.filter(Exists(first)).annotate(late=was_late(), talked=Exists(talked))
    table = rows.values("unit").annotate(
        n=Count("pk"), good=Count("pk", filter=Q(late=False)), met=Count("pk", filter=Q(talked=True))
    )
    found = list(table.order_by().values_list("unit", "n", "good", "met"))
    return [
        ("answered", {u: n for u, n, _g, _m in found}), ("on_time", {u: g for u, _n, g, _m in found}),
        ("contacted", {u: m for u, _n, _g, m in found}),
    ]  # fmt: skip


def _promised(path: str, start: datetime, end: datetime) -> list[tuple[str, dict[int, int]]]:
    rows = Promise.objects.filter(assignment__dispatch__unit__path__startswith=path).exclude(state="dropped")
    made = rows.filter(
        assignment__replies__published_at__gte=start, assignment__replies__published_at__lt=end
    )
    kept = rows.filter(state="kept", entered_at__gte=start, entered_at__lt=end)
    count = Count("pk", distinct=True)
    return [
        ("promised", dict(made.values_list("unit").annotate(n=count).order_by())),
        ("kept", dict(kept.values_list("unit").annotate(n=count).order_by())),
    ]


def _urged(path: str, start: datetime, end: datetime) -> QuerySet[Urging, tuple[int, int]]:
    rows = Urging.objects.filter(unit__path__startswith=path, at__gte=start, at__lt=end)
    return rows.values_list("to").annotate(n=Count("lines")).order_by()


def urging_lines(letter: Urging) -> QuerySet[UrgingLine]:
    """What one letter is about, oldest first (1 query)."""
    return letter.lines.select_related("assignment__dispatch", "promise").order_by("due_on", "pk")


def urgings(path: str) -> QuerySet[Urging]:
    """Letters from under this path, newest first, each with how much it is about (1 query)."""
    rows = Urging.objects.filter(unit__path__startswith=path).select_related("unit", "to", "sender")
    return rows.annotate(count=Count("lines"))
