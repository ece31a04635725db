"""What stands before the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from shangliang.modules.briefs.models import Adoption, Brief
from shangliang.modules.briefs.queries.reading import rows

# The order in which a brief passes the office.
STAGES = (
    "submitted", "edited", "reviewed", "signed", "issued", "forwarded", "handling", "refusing", "handled", "merged",
    "rejected", "fed_back",
)  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """How many stand in each state, how many of them late; how many adoptions are still owed to their authors."""

    counts: dict[str, int]
    late: dict[str, int]
    owed: int
    sudden: int

    @property
    def total_late(self) -> int:
        return sum(self.late.values())


def desk(briefs: QuerySet[Brief], adoptions: QuerySet[Adoption], *, at: datetime) -> Desk:
    """2 queries."""
    counted = (
        briefs.order_by()
        .values("state")
        .annotate(
            n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)), hot=Count("pk", filter=Q(sudden=True))
        )
    )
    none = {"n": 0, "late": 0, "hot": 0}
    found = {row["state"]: row for row in counted}
    return Desk(
        counts={state: found.get(state, none)["n"] for state in STAGES},
        late={state: found[state]["late"] for state in STAGES if found.get(state, none)["late"]},
        owed=adoptions.filter(state="owed").count(),
        sudden=found.get("submitted", none)["hot"],
    )


def in_state(briefs: QuerySet[Brief], state: str, *, most: int = 60) -> list[Brief]:
    """Sudden ones first, then what is due soonest (1 query)."""
    held = rows(briefs.filter(state=state))
    return list(held.order_by("-sudden", F("due_at").asc(nulls_last=True), "-pk")[:most])


def owed(adoptions: QuerySet[Adoption]) -> list[Adoption]:
    """Results of which those who reported have not been told, soonest first (1 query)."""
    found = adoptions.filter(state="owed").select_related("unit", "brief__edition")
    return list(found.order_by("due_at", "pk")[:60])


def mergeable(briefs: QuerySet[Brief]) -> QuerySet[Brief]:
    """What may go into a composite, newest first (1 query)."""
    return rows(briefs.filter(state__in=["submitted", "edited", "rejected"], composite=False)).order_by("-pk")
