"""Who was asked to take a proposal, what they said, and what waits to be handed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import PreAssignment, Proposal

OUT = ("replaced", "void")
SHOWN = 100
RELATED = ("unit", "instead", "person", "ruler")


@dataclass(frozen=True)
class Asked:
    """One department that was asked. against: the others that say it is this one's, or of whom this one says so."""

    row: PreAssignment
    named_by: tuple[Unit, ...] = ()
    crossed: bool = False  # it and another each say that it is the other's

    @property
    def counts(self) -> bool:
        return self.row.state not in OUT


def asked(proposal: Proposal) -> list[Asked]:
    """Everybody who was asked, those who still count first, with who points at whom (1 query)."""
    return _crossed(list(proposal.pre_assignments.select_related(*RELATED).order_by("pk")))


def _crossed(rows: Sequence[PreAssignment]) -> list[Asked]:
    points_at = {r.unit_id: r.instead_id for r in rows if r.state == "objected"}
    named: dict[int | None, list[Unit]] = defaultdict(list)
    for row in rows:
        if row.state == "objected":
            named[row.instead_id].append(row.unit)
    found = [
        Asked(
            row, tuple(named[row.unit_id]) if row.state not in OUT else (),
            row.state == "objected" and points_at.get(row.instead_id or 0) == row.unit_id,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda a: (not a.counts, a.row.pk))


def disagree(rows: Iterable[Asked]) -> bool:
    """Whether at least two departments do not want it: both object, or each says that it is the other's."""
    return sum(a.row.state == "objected" for a in rows) > 1


def to_answer(actor: Actor) -> list[PreAssignment]:
    """What this actor's department has been asked and has not answered, soonest due first (1 query)."""
    rows = moves.kind_of(PreAssignment).policy.reachable(
        actor, "agree", PreAssignment.objects.filter(state="asked")
    )
    about = rows.select_related("unit", "proposal__session__term", "proposal__category")
    return list(about.order_by("due_at", "pk")[:SHOWN])


@dataclass(frozen=True)
class Ahead:
    """One proposal that waits to be handed over."""

    proposal: Proposal
    asked: tuple[Asked, ...] = ()

    @property
    def waiting(self) -> list[Asked]:
        return [a for a in self.asked if a.row.state == "asked"]

    @property
    def objected(self) -> list[Asked]:
        return [a for a in self.asked if a.row.state == "objected"]

    @property
    def agreed(self) -> bool:
        """Everybody asked has agreed, was silent or has been ruled upon."""
        return bool(self.asked) and not self.waiting and not self.objected


@dataclass(frozen=True)
class Desk:
    """交办台: what has not been pre-assigned, what departments differ about, what they are asked, what can go."""

    filed: list[Ahead]
    objected: list[Ahead]
    waiting: list[Ahead]
    agreed: list[Ahead]


def assigning(actor: Actor) -> Desk:
    """Everything this actor may hand over, soonest due first (2 queries)."""
    rows = moves.kind_of(Proposal).policy.reachable(
        actor, "assign", Proposal.objects.filter(state__in=["filed", "pre_assigned"])
    )
    said = Prefetch(
        "pre_assignments",
        PreAssignment.objects.exclude(state__in=OUT).select_related(*RELATED).order_by("pk"),
        to_attr="asked_rows",
    )
    taken = rows.select_related("unit", "category", "session__term", "suggested_lead", "handled_with")
    aheads = [
        Ahead(p, tuple(_crossed(p.asked_rows)))
        for p in taken.prefetch_related(said).order_by("due_at", "case_no", "pk")[: 5 * SHOWN]
    ]
    return Desk(
        [a for a in aheads if a.proposal.state == "filed"],
        [a for a in aheads if a.proposal.state == "pre_assigned" and a.objected],
        [a for a in aheads if a.proposal.state == "pre_assigned" and not a.objected and a.waiting],
        [a for a in aheads if a.proposal.state == "pre_assigned" and a.agreed],
    )


def together(proposal: Proposal) -> list[Proposal]:
    """办理并案: the others that are handled with this one (1 query)."""
    main = proposal.handled_with_id or proposal.pk
    group = Proposal.objects.filter(handled_with=main) | Proposal.objects.filter(pk=main)
    rows = group.exclude(pk=proposal.pk).select_related("unit", "category", "session__term", "dispatch")
    return list(rows.order_by("case_no", "pk"))


def can_be_main(proposal: Proposal, actor: Actor) -> QuerySet[Proposal]:
    """With which proposals this one could be handled together (1 query)."""
    rows = moves.kind_of(Proposal).policy.reachable(
        actor, "handle_with", Proposal.objects.filter(unit=proposal.unit_id, handled_with=None)
    )
    near = rows.filter(state__in=["filed", "pre_assigned", "assigned", "handling"]).exclude(pk=proposal.pk)
    return near.select_related("category", "session__term").order_by("-pk")
