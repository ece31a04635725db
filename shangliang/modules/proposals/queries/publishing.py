"""What everybody may read of a proposal. Frozen records without names of those who brought it, without contact data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import PUBLIC
from shangliang.kernel.text import without_contacts
from shangliang.modules.handling import queries as handling
from shangliang.modules.handling.models import Assignment, Reply
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import Proposal


@dataclass(frozen=True)
class PublicItem:
    """One suggestion, as it was asked."""

    number: int
    text: str


@dataclass(frozen=True)
class PublicAnswer:
    """What one department says to one suggestion."""

    number: int
    text: str
    adoption: str
    result: str
    reason: str


@dataclass(frozen=True)
class PublicPromise:
    text: str
    due_on: date
    label: str


@dataclass(frozen=True)
class PublicPart:
    """One department: which part it has, its published reply item by item, what it promised."""

    unit: str
    part: str
    label: str
    answered_on: date | None
    text: str
    result: str
    answers: tuple[PublicAnswer, ...]
    promises: tuple[PublicPromise, ...]


@dataclass(frozen=True)
class PublicProposal:
    """One proposal. rated: (attitude, result) → how many, in the present round."""

    id: int
    number: str
    title: str
    unit: str
    kind: str
    category: str
    label: str
    filed_on: date | None
    situation: str
    reasons: str
    items: tuple[PublicItem, ...]
    parts: tuple[PublicPart, ...]
    rated: dict[tuple[str, str], int]


def public(
    *, unit: str = "", category: str = "", department: str = "", query: str = ""
) -> QuerySet[Proposal]:
    """What was opened to everybody, newest first (1 query a page)."""
    rows = moves.kind_of(Proposal).policy.reachable(PUBLIC, "view", Proposal.objects.filter(open_ok=True))
    if unit:
        rows = rows.filter(unit__code=unit)
    if category:
        rows = rows.filter(category__name=category)
    if department:
        inside = Assignment.objects.filter(unit__code=department).exclude(state__in=Assignment.OUT)
        rows = rows.filter(dispatch__in=inside.values("dispatch"))
    if query:
        rows = rows.filter(title__icontains=query)
    return rows.select_related("unit", "category", "session__term").order_by("-published_at", "-pk")


def categories() -> list[str]:
    """The classes in which anything is open to everybody (1 query)."""
    return sorted(set(public().order_by().values_list("category__name", flat=True)) - {None})


def departments() -> list[Unit]:
    """The departments that handle anything open to everybody (1 query)."""
    inside = Assignment.objects.filter(dispatch__proposal__in=public().values("pk")).exclude(
        state__in=Assignment.OUT
    )
    return list(Unit.objects.filter(pk__in=inside.values("unit")).order_by("path"))


def public_of(proposal: Proposal) -> PublicProposal:
    """One proposal as everybody reads it (up to 11 queries). Raises nothing; the caller has found it with `public`.

    What was merged into it is shown only where those who brought that agreed, too.
    """
    own = [PublicItem(s.number, without_contacts(s.text)) for s in proposal.suggestions.all()]
    merged_open = not proposal.merged.filter(state="merged", open_ok=False).exists()
    shown = None if merged_open else {i.number for i in own}
    parts: tuple[PublicPart, ...] = ()
    rated: dict[tuple[str, str], int] = {}
    if proposal.dispatch is not None:
        found = [p for p in handling.parts(proposal.dispatch) if p.assignment.state not in Assignment.OUT]
        parts = tuple(_part(p, shown) for p in found)
        rated = dict(handling.satisfaction(proposal.dispatch).counts)
    return PublicProposal(
        proposal.pk, proposal.number, without_contacts(proposal.title), proposal.unit.name,
        proposal.get_kind_display(), proposal.category.name if proposal.category else "", moves.label_of(proposal),
        proposal.filed_on, without_contacts(proposal.situation), without_contacts(proposal.reasons), tuple(own),
        parts, rated,
    )  # fmt: skip


def _part(part: handling.PartOf, shown: set[int] | None) -> PublicPart:
    a, reply = part.assignment, part.reply
    promises = tuple(
        PublicPromise(without_contacts(p.text), p.due_on, moves.label_of(p)) for p in part.promises
    )
    return PublicPart(
        a.unit.name, a.get_part_display(), moves.label_of(a),
        calendar.day_of(reply.published_at) if reply and reply.published_at else None,
        without_contacts(reply.text) if reply else "", reply.get_norm_display() if reply else "",
        _answers(reply, shown) if reply else (), promises if reply else (),
    )  # fmt: skip


def _answers(reply: Reply, shown: set[int] | None) -> tuple[PublicAnswer, ...]:
    return tuple(
        PublicAnswer(
            a.item.number,
            without_contacts(a.text),
            a.get_adoption_display(),
            a.get_norm_display(),
            without_contacts(a.reason),
        )
        for a in reply.by_item
        if shown is None or a.item.number in shown
    )
