"""What those see who send and inspect: what waits for them, and what is overdue with whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, params, text
from shangliang.kernel.access import PUBLIC, STEP, Actor
from shangliang.kernel.models import Entry
from shangliang.modules.handling.models import Assignment, Dispatch, Evidence, Promise, Reply
from shangliang.modules.handling.queries.desks import OPEN_STATES
from shangliang.modules.handling.queries.opened import SHOWN
from shangliang.modules.org.models import Unit


def office(actor: Actor) -> Unit:
    """The highest unit for which this actor inspects. Raises NotAllowed (1 query)."""
    paths = sorted((s.path for s in actor.seats if s.role == "dispatcher"), key=len)
    if not paths:
        raise moves.NotAllowed(_("催办由督查室办理"))
    return Unit.objects.get(path=paths[0])


def to_check(actor: Actor) -> QuerySet[Assignment]:
    """Replies that wait for the check, longest waiting first, with the version to be checked (2 queries)."""
    rows = moves.kind_of(Assignment).policy.reachable(
        actor, "pass_check", Assignment.objects.filter(state="checking")
    )
    newest = Prefetch("replies", Reply.objects.select_related("author"), to_attr="drafts")
    return rows.select_related("unit", "dispatch__unit").prefetch_related(newest).order_by("entered_at", "pk")


def checked_late(parts: list[Assignment], *, at: datetime) -> dict[int, int]:
    """Of the replies that wait for the check: by how many working days the check itself is late (2 queries)."""
    if not parts:
        return {}
    root, today = parts[0].root, calendar.day_of(at)
    allowed = int(params.value(root, "handling.check_within", today))
    cal = calendar.Calendar(root)
    waited = {a.pk: cal.between(calendar.day_of(a.entered_at), today) for a in parts}
    return {pk: days - allowed for pk, days in waited.items() if days > allowed}


def to_rule(actor: Actor) -> list[tuple[Assignment, str]]:
    """Refusals that wait for a ruling, each with the reason given, soonest due first (2 queries)."""
    rows = moves.kind_of(Assignment).policy.reachable(
        actor, "keep", Assignment.objects.filter(state="refusing")
    )
    things = list(rows.select_related("unit", "dispatch__unit").order_by("due_at", "pk"))
    refs = [str(a.pk) for a in things]
    said = Entry.objects.filter(kind="assignment", ref__in=refs, verb="refuse").order_by("id")
    notes = dict(said.values_list("ref", "note")) if refs else {}
    return [(a, notes.get(str(a.pk), "")) for a in things]


def disputed(at: datetime) -> Q:
    """Countersigns that wait for a ruling: an objection, or silence after its time."""
    return Q(state="objected") | Q(state="asked", due_at__lt=at)


def to_verify(actor: Actor) -> list[Promise]:
    """Promises said to be kept that wait for somebody to look, soonest due first (3 queries)."""
    rows = moves.kind_of(Promise).policy.reachable(actor, "confirm", Promise.objects.filter(state="claimed"))
    about = rows.select_related("unit", "assignment__dispatch").prefetch_related(*SHOWN)
    return list(about.order_by("due_at", "pk")[:200])


@dataclass(frozen=True)
class Late:
    """One overdue line. No names of people, no contact data: it may be shown to anybody."""

    kind: str  # assignment or promise
    pk: int
    number: str
    title: str
    what: str
    due_on: date
    days: int
    thing: Any
    public: bool

    @property
    def answers(self) -> bool:
        """Whether it is owed to those who asked, not to another department."""
        return self.kind == "promise" or bool(self.thing.answers)

    @property
    def link(self) -> str:
        return str(self.thing.get_absolute_url())


@dataclass(frozen=True)
class LateUnit:
    """A department with what it owes, oldest first."""

    unit: Unit
    lines: list[Late]

    @property
    def days(self) -> int:
        return self.lines[0].days


def board(root: str, *, at: datetime, actor: Actor | None = None) -> list[LateUnit]:
    """Overdue parts and promises of a root by department; the one that owes longest first (2 queries).

    With an actor, only what this actor oversees.
    """
    things = Assignment.objects.filter(root=root, due_at__lt=at, state__in=OPEN_STATES)
    owed = Promise.objects.filter(root=root, due_at__lt=at, state__in=["open", "claimed"])
    if actor is not None:
        things = moves.kind_of(Assignment).policy.reachable(actor, "oversee", things)
        owed = moves.kind_of(Promise).policy.reachable(actor, "oversee", owed)
    lines = [
        _late(a, a.dispatch, "", at)
        for a in things.select_related("unit", "dispatch").order_by("due_at", "pk")[:1000]
    ]
    lines += [
        _late(p, p.assignment.dispatch, p.text, at)
        for p in owed.select_related("unit", "assignment__dispatch").order_by("due_at", "pk")[:1000]
    ]
    units: dict[Unit, list[Late]] = defaultdict(list)
    for line in sorted(lines, key=lambda late: (late.thing.due_at, late.kind, late.pk)):
        units[line.thing.unit].append(line)
    return [LateUnit(unit, rows) for unit, rows in units.items()]


def _late(thing: Any, dispatch: Dispatch, what: str, at: datetime) -> Late:
    due = calendar.day_of(thing.due_at)
    return Late(
        kind=moves.kind_of(thing).flow.kind, pk=thing.pk, number=dispatch.number,
        title=text.without_contacts(dispatch.title), what=text.without_contacts(what), due_on=due,
        days=max(1, (calendar.day_of(at) - due).days), thing=thing, public=dispatch.public,
    )  # fmt: skip


def public_board(*, at: datetime) -> list[LateUnit]:
    """The public list: departments whose answers or promises are late by more days than their unit allows before
    it is made known; what it is about only where that is public (2 queries and 1 for each root).
    """
    found: list[LateUnit] = []
    for root in Unit.objects.annotate(steps=Length("path")).filter(steps=STEP).values_list("path", flat=True):
        days = int(params.value(root, "handling.public_after", calendar.day_of(at)))
        for unit in board(root, at=at):
            lines = [late for late in unit.lines if late.days > days and late.answers]
            if lines:
                found.append(LateUnit(unit.unit, lines))
    return sorted(found, key=lambda u: -u.days)


def register(
    *, state: str = "", unit: str = "", only_slipped: bool = False, at: datetime, late: bool = False
) -> QuerySet[Promise]:
    """The promises that everybody may read, soonest first (2 queries a page)."""
    rows = moves.kind_of(Promise).policy.reachable(PUBLIC, "view", Promise.objects.all())
    if state:
        rows = rows.filter(state=state)
    if unit:
        rows = rows.filter(unit__code=unit)
    if only_slipped:
        rows = rows.filter(due_on__gt=F("first_due_on"))
    if late:
        rows = rows.filter(state__in=["open", "claimed"], due_at__lt=at)
    told = Prefetch("evidence", Evidence.objects.order_by("at", "pk"))
    return rows.select_related("unit", "assignment__dispatch").prefetch_related(told)
