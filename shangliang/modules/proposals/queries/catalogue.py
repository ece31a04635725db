"""选题目录: what is listed, by field; who writes on it and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from shangliang.modules.proposals.models import FILED, LISTED, WRITING, ProposalTopic

Source = ProposalTopic.Source


@dataclass(frozen=True)
class FieldOf:
    """One field of the catalogue with its topics."""

    name: str
    topics: list[ProposalTopic]


@dataclass(frozen=True)
class CatalogueFigures:
    """A year of one catalogue by source: offered, listed, claimed by anybody, written on, filed."""

    source: str
    label: str
    offered: int
    listed: int
    claimed: int
    written: int
    filed: int


def topics(within: QuerySet[ProposalTopic]) -> QuerySet[Any]:
    """With field, offering unit and the counts a list shows: writers, proposals handed in, of these filed (1 query)."""
    return within.select_related("unit", "field", "offered_by", "offerer").annotate(
        writers=Count("claims", filter=Q(claims__dropped_at=None), distinct=True),
        handed_in=Count("proposals", filter=_HANDED_IN, distinct=True),
        filed=Count("proposals", filter=Q(proposals__state__in=FILED), distinct=True),
    )


_HANDED_IN = Q(proposals__isnull=False) & ~Q(proposals__state__in=[*WRITING, "withdrawn"])


def by_field(rows: Iterable[ProposalTopic]) -> list[FieldOf]:
    """The catalogue as it is printed: fields in their order, the newest topic first."""
    found: dict[tuple[int, str], list[ProposalTopic]] = {}
    for topic in rows:
        key = (topic.field.order, topic.field.name) if topic.field else (9999, "")
        found.setdefault(key, []).append(topic)
    return [FieldOf(name, held) for (_order, name), held in sorted(found.items())]


def catalogue(within: QuerySet[ProposalTopic], *, year: int, source: str = "") -> list[ProposalTopic]:
    """What stands in a year's catalogue, the past ones of that year included (1 query)."""
    rows = topics(within).filter(state__in=[*LISTED, "over"], year=year)
    rows = rows.filter(source=source) if source in Source.values else rows
    return list(rows.order_by("field__order", "-listed_on", "-pk"))


def years(within: QuerySet[ProposalTopic]) -> list[int]:
    """The years that have a catalogue, newest first (1 query)."""
    return sorted(set(within.order_by().values_list("year", flat=True)), reverse=True)


def catalogue_figures(within: QuerySet[ProposalTopic], *, year: int) -> list[CatalogueFigures]:
    """1 query."""
    rows = list(topics(within.filter(year=year)).order_by())
    out = [*LISTED, "over"]
    found = []
    for source, label in Source.choices:
        mine = [r for r in rows if r.source == source and r.state != "withdrawn"]
        listed_ = [r for r in mine if r.state in out]
        found.append(
            CatalogueFigures(
                source, str(label), len(mine), len(listed_), sum(r.writers > 0 for r in listed_),
                sum(r.handed_in > 0 for r in listed_), sum(r.filed for r in listed_),
            )
        )  # fmt: skip
    return found
