"""A year in figures, each author's credits, and what stations bring in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from shangliang.modules.briefs.models import Adoption, Brief, Credit, Station, Version
from shangliang.modules.org.models import Unit

LEVELS = tuple(Adoption.Level.values)
VALID = Q(state__in=["owed", "told"], void=False)


@dataclass(frozen=True)
class Line:
    """One source in a year. adopted: level → briefs adopted there at least once, alone or in a composite."""

    source: str
    label: str
    received: int
    rejected: int
    issued: int
    adopted: dict[str, int]
    instructed: int
    fed_back: int


@dataclass(frozen=True)
class Year:
    """Lines by source and their sum; printed: 期数; composites: of these, made of several."""

    year: int
    lines: list[Line]
    total: Line
    printed: int
    composites: int


@dataclass(frozen=True)
class StationLine:
    station: Station
    informants: int
    received: int
    issued: int
    adopted: int


def year(unit: Unit, *, year: int, total_label: str = "") -> Year:
    """Received, issued and adopted by level and source (2 queries). What was merged counts with its composite."""
    counted = {row["source"]: row for row in _by_source(unit, year)}
    lines = [
        _line(source, str(label), [row])
        for source, label in Brief.Source.choices
        if (row := counted.get(source)) and (row["received"] or row["issued"] or any(row[v] for v in LEVELS))
    ]
    issued = Brief.objects.filter(unit=unit, issue_year=year).aggregate(
        printed=Count("pk"), composites=Count("pk", filter=Q(composite=True))
    )
    total = _line("", total_label, counted.values())
    return Year(year, lines, total, issued["printed"], issued["composites"])


def _by_source(unit: Unit, year: int) -> QuerySet[Any]:
    """Of briefs that were reported (composites are the office's own) the counts of one year by source."""
    first = Version.objects.filter(brief=OuterRef("pk"), number=1, at__year=year)
    of_it = Q(brief=OuterRef("pk")) | Q(brief=OuterRef("merged_into"))
    valid = Adoption.objects.filter(VALID, of_it, on__year=year)
    marked = (
        Brief.objects.filter(unit=unit, composite=False)
        .exclude(state__in=["draft", "withdrawn"])
        .annotate(
            is_received=Exists(first),
            is_instructed=Exists(valid.filter(result=Adoption.Result.INSTRUCTION)),
            **{f"is_{level}": Exists(valid.filter(level=level)) for level in LEVELS},
        )
    )
    levels: dict[str, Any] = {level: Count("pk", filter=Q(**{f"is_{level}": True})) for level in LEVELS}
    return (
        marked.order_by()
        .values("source")
        .annotate(
            received=Count("pk", filter=Q(is_received=True)),
            rejected=Count("pk", filter=Q(is_received=True, state="rejected")),
            issued=Count("pk", filter=Q(issue_year=year) | Q(merged_into__issue_year=year)),
            instructed=Count("pk", filter=Q(is_instructed=True)),
            fed_back=Count("pk", filter=Q(is_received=True, state="fed_back")),
            **levels,
        )
    )


def _line(source: str, label: str, found: Iterable[dict[str, Any]]) -> Line:
    held = list(found)

    def count(name: str) -> int:
        return sum(row[name] for row in held)

    return Line(
        source, label, count("received"), count("rejected"), count("issued"),
        {level: count(level) for level in LEVELS}, count("instructed"), count("fed_back"),
    )  # fmt: skip


def years(unit: Unit, *, now: int) -> list[int]:
    """The years in which anything was handed in or printed, newest first (1 query)."""
    first = Version.objects.filter(brief__unit=unit).aggregate(first=Min("at"))["first"]
    return list(range(now, (first.year if first else now) - 1, -1))


def credits(path: str, *, since: date, until: date) -> QuerySet[Credit]:
    """Valid shares of events between two days, for the book of members' duty (1 query).

    Each is numerator/denominator of `rule`: "submit", "issue", or level.result such as "city.instruction".
    """
    held = Credit.objects.filter(reversed_at=None, on__gte=since, on__lte=until)
    held = held.filter(brief__unit__path__gte=path, brief__unit__path__lt=path + "~")
    return held.select_related("person", "brief").order_by("person__sound", "on", "pk")


def stations(held: QuerySet[Station], *, year: int) -> list[StationLine]:
    """Each station with what came from it in a year (2 queries)."""
    rows = held.select_related("unit", "contact").annotate(
        serving=Count("informants", filter=Q(informants__until=None), distinct=True)
    )
    rows = rows.order_by("state", "unit__path", "name")
    first = Version.objects.filter(brief=OuterRef("pk"), number=1, at__year=year)
    of_it = Q(brief=OuterRef("pk")) | Q(brief=OuterRef("merged_into"))
    valid = Adoption.objects.filter(VALID, of_it, on__year=year)
    counted = (
        Brief.objects.filter(station__in=held)
        .exclude(state__in=["draft", "withdrawn"])
        .annotate(is_received=Exists(first), is_adopted=Exists(valid))
        .order_by()
        .values(key=F("station"))
        .annotate(
            received=Count("pk", filter=Q(is_received=True)),
            issued=Count("pk", filter=Q(issue_year=year) | Q(merged_into__issue_year=year)),
            adopted=Count("pk", filter=Q(is_adopted=True)),
        )
    )
    by = {row["key"]: row for row in counted}
    none = {"received": 0, "issued": 0, "adopted": 0}
    lines = []
    for station in rows:
        row = by.get(station.pk, none)
        lines.append(StationLine(station, station.serving, row["received"], row["issued"], row["adopted"]))
    return lines
