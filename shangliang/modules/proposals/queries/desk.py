"""What stands before the committee, and what each person has of her own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from shangliang.modules.proposals.models import WRITING, Proposal, Review, Signer
from shangliang.modules.proposals.queries.reading import rows

# The order in which a proposal passes the committee.
STAGES = (
    "submitted", "returned", "reviewing", "offered", "filed", "pre_assigned", "assigned", "handling", "replied",
    "evaluated", "rehandling", "tracking", "closed", "archived", "merged", "not_filed", "turned", "withdrawn",
)  # fmt: skip
WITH_OFFICE = ("submitted", "reviewing", "offered", "filed", "pre_assigned", "closed")


@dataclass(frozen=True)
class Desk:
    """How many stand in each state, and how many of them late."""

    counts: dict[str, int]
    late: dict[str, int]

    @property
    def total_late(self) -> int:
        return sum(self.late.values())


def desk(proposals: QuerySet[Proposal], *, at: datetime) -> Desk:
    """1 query."""
    counted = (
        proposals.order_by()
        .values("state")
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)))
    )
    found = {row["state"]: row for row in counted}
    return Desk(
        counts={state: found[state]["n"] if state in found else 0 for state in STAGES},
        late={state: row["late"] for state, row in found.items() if row["late"] and state in STAGES},
    )


def in_state(proposals: QuerySet[Proposal], state: str, *, most: int = 60) -> list[Proposal]:
    """What is due soonest first (1 query)."""
    held = rows(proposals.filter(state=state))
    return list(held.order_by(F("due_at").asc(nulls_last=True), "-pk")[:most])


def mine(person_id: int) -> QuerySet[Proposal]:
    """What she wrote or stands on, newest first (1 query); not what she declined or left unsigned."""
    own = Signer.objects.filter(person=person_id, struck_at=None, agreed_at__isnull=False)
    return rows(Proposal.objects.filter(Q(drafter=person_id) | Q(pk__in=own.values("proposal"))))


def former(person_id: int, *, of: Proposal | None = None) -> list[Proposal]:
    """What a new one may go on from: hers that were handed in, newest first, and what `of` goes on from (1 query)."""
    hers = Q(pk__in=mine(person_id).values("pk"), submitted_at__isnull=False) & ~Q(state="withdrawn")
    if of is None:
        return list(Proposal.objects.filter(hers).order_by("-pk")[:FORMER])
    rows_ = Proposal.objects.filter(hers | Q(pk=of.previous_id or 0)).exclude(pk=of.pk)
    return list(rows_.order_by("-pk")[:FORMER])


def asked(person_id: int, *, at: datetime) -> list[Proposal]:
    """等我签: what she was asked to sign with others and may still sign, soonest first (1 query)."""
    open_ = Signer.objects.filter(person=person_id, agreed_at=None, struck_at=None)
    held = Proposal.objects.filter(pk__in=open_.values("proposal"), state="cosigning", cosign_until__gt=at)
    return list(rows(held).order_by("cosign_until"))


def mine_by(proposals: QuerySet[Proposal], stage: str) -> QuerySet[Proposal]:
    """Of these the ones being written, in review, with departments, answered, ended."""
    return proposals.filter(state__in=MINE[stage])


FORMER = 50
MINE: dict[str, tuple[str, ...]] = {
    "writing": tuple(WRITING),
    "review": ("submitted", "reviewing", "offered"),
    "handling": ("filed", "pre_assigned", "assigned", "handling", "rehandling", "merged"),
    "answered": ("replied", "evaluated", "tracking", "closed", "archived"),
    "ended": ("not_filed", "turned", "withdrawn"),
}


def to_review(proposals: QuerySet[Proposal], person_id: int) -> QuerySet[Proposal]:
    """审查中 before one person: what her group reviews first, what she has spoken on last (1 query)."""
    spoke = Review.objects.filter(
        proposal=OuterRef("pk"), person=person_id, version=OuterRef("original__number")
    )
    group = Proposal.objects.filter(
        pk=OuterRef("pk"), panel__seats__person=person_id, panel__seats__until=None
    )
    held = rows(proposals.filter(state="reviewing")).annotate(
        spoke=Exists(spoke), my_group=Exists(group),
        said=Count("reviews", filter=Q(reviews__version=F("original__number")), distinct=True),
    )  # fmt: skip
    return held.order_by("spoke", "-my_group", F("due_at").asc(nulls_last=True), "pk")
