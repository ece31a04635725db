"""Key proposals: who can be asked, who leads, what was done, what one person leads or supervises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from shangliang.kernel import leading, moves
from shangliang.kernel.access import Actor
from shangliang.modules.handling import queries as handling
from shangliang.modules.handling.models import Assignment, Promise, Talk
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.people import queries as people
from shangliang.modules.people.models import Person, Role
from shangliang.modules.proposals.models import (
    KeyInstruction,
    KeyProposal,
    KeyView,
    Proposal,
    Signer,
    SuperviseAct,
)

ASKABLE = (Unit.Kind.DEMOCRATIC, Unit.Kind.BODY, Unit.Kind.COMMITTEE, Unit.Kind.SECTOR)
ENDED = ("summarised", "dropped")


def may_be_asked(key: KeyProposal) -> QuerySet[Unit]:
    """Parties, people's bodies, special committees and sectors of this committee's place (1 query)."""
    return org.below(key.unit.path).filter(kind__in=ASKABLE, level=key.unit.level).order_by("path")


def leaders(key: KeyProposal, *, on: date) -> QuerySet[Person]:
    """党政领导: who could lead it (1 query)."""
    return people.holding(Role.LEADER, key.unit.path, on)


def supervisors(key: KeyProposal, *, on: date) -> QuerySet[Person]:
    """政协领导: who could supervise it (1 query)."""
    return people.holding(Role.CHAIR, key.unit.path, on)


def proposers(proposal: Proposal) -> list[Person]:
    """Everybody who signed it in time, and what was merged into it, each once (1 query)."""
    signed = Signer.objects.filter(agreed_at__isnull=False).filter(
        Q(proposal=proposal) | Q(proposal__merged_into=proposal, proposal__state="merged")
    )
    rows = signed.select_related("person").order_by("proposal_id", "place")
    return list(dict.fromkeys(s.person for s in rows))


def rows(actor: Actor, *, state: str = "", year: int = 0) -> QuerySet[KeyProposal]:
    """The key proposals this actor may see, newest first, with how many activities were held (1 query)."""
    found = moves.kind_of(KeyProposal).policy.reachable(actor, "view", KeyProposal.objects.all())
    if state:
        found = found.filter(state=state)
    if year:
        found = found.filter(year=year)
    about = found.select_related("unit", "proposal", "leader", "supervisor")
    held = Count("acts", filter=Q(acts__state="held"), distinct=True)
    return about.annotate(held=held).order_by("-pk")


@dataclass(frozen=True)
class KeySheet:
    """One key proposal with everything that belongs to it."""

    views: list[KeyView]
    acts: list[SuperviseAct]
    instructions: list[KeyInstruction]
    talks: list[Talk]
    parts: list[Assignment]
    promises: list[Promise]


def sheet(key: KeyProposal) -> KeySheet:
    """Views, activities with who came, instructions; of its dispatch talks, departments, promises (11 queries)."""
    came = Prefetch("proposers", Person.objects.order_by("pk"))
    acts = key.acts.select_related("unit", "photo", "person", "key__proposal").prefetch_related(came)
    dispatch = key.proposal.dispatch
    parts: list[Assignment] = []
    if dispatch:
        inside = dispatch.assignments.exclude(state__in=Assignment.OUT)
        parts = list(inside.select_related("unit", "dispatch").order_by("pk"))
    return KeySheet(
        list(key.views.select_related("unit", "person")), list(acts),
        list(key.instructions.select_related("person", "file")),
        handling.talks(dispatch) if dispatch else [], parts,
        handling.promises(*parts),
    )  # fmt: skip


def led(actor: Actor, at: datetime) -> list[leading.Row]:
    """What this person leads or supervises and is not over, soonest due first (1 query)."""
    mine = KeyProposal.objects.filter(Q(leader=actor.person_id) | Q(supervisor=actor.person_id))
    rows = mine.exclude(state__in=ENDED).select_related("unit", "proposal")
    ordered = rows.order_by(F("due_at").asc(nulls_last=True), "pk")[: leading.MOST]
    return [leading.Row(k, k.proposal.title, str(k.unit), _part(k, actor)) for k in ordered]


def _part(key: KeyProposal, actor: Actor) -> str:
    return _("领办") if key.leader_id == actor.person_id else _("督办")


@dataclass(frozen=True)
class Led:
    """One thing that a person leads or supervises, with how far the departments are."""

    key: KeyProposal
    leads: bool  # else supervises
    late: list[Assignment]
    soonest: datetime | None  # when the next department's time is up
    open_promises: int


def led_by(person_id: int, *, at: datetime) -> list[Led]:
    """What this person leads or supervises and is not over, soonest due first, with the tasks' clocks (3 queries)."""
    found = KeyProposal.objects.filter(Q(leader=person_id) | Q(supervisor=person_id)).exclude(state__in=ENDED)
    keys = list(found.select_related("unit", "proposal__dispatch", "leader", "supervisor").order_by("-pk"))
    tasks = [k.proposal.dispatch_id for k in keys if k.proposal.dispatch_id]
    running: dict[int, list[Assignment]] = {}
    parts = Assignment.objects.filter(dispatch__in=tasks, due_at__isnull=False)
    for part in parts.exclude(state__in=Assignment.OUT).select_related("unit").order_by("due_at", "pk"):
        running.setdefault(part.dispatch_id, []).append(part)
    owed = Promise.objects.filter(assignment__dispatch__in=tasks, state__in=["open", "claimed"])
    promised = dict(owed.values_list("assignment__dispatch").annotate(n=Count("pk")))
    rows_ = [_led(k, person_id, running.get(k.proposal.dispatch_id or 0, []), promised, at) for k in keys]
    return sorted(rows_, key=lambda r: (r.soonest is None, r.soonest or at, -r.key.pk))


def _led(
    key: KeyProposal, person_id: int, parts: list[Assignment], promised: dict[int, int], at: datetime
) -> Led:
    late = [p for p in parts if p.due_at and p.due_at < at]
    due = [d for d in (key.due_at, *(p.due_at for p in parts)) if d]
    return Led(
        key,
        key.leader_id == person_id,
        late,
        min(due, default=None),
        promised.get(key.proposal.dispatch_id or 0, 0),
    )


def of_proposal(proposal: Proposal, actor: Actor) -> KeyProposal | None:
    """Its key proposal, where it is one and this actor may know (1 query)."""
    found = moves.kind_of(KeyProposal).policy.reachable(
        actor, "view", KeyProposal.objects.filter(proposal=proposal)
    )
    return found.exclude(state="dropped").select_related("leader", "supervisor").first()
