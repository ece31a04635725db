"""Lists of gatherings, and who has to do with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shangliang.kernel import leading, moves
from shangliang.kernel.access import Actor, steps
from shangliang.kernel.search import Found
from shangliang.modules.gatherings.models import Gathering, Light, Opinion, Participant
from shangliang.modules.gatherings.queries.catalogue import kind_notes
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person, Role, Seat
from shangliang.modules.plans.models import PlanItem
from shangliang.modules.topics.models import Topic

# A topic that may be consulted on, and the items of the plan that still wait for their meeting.
TOPIC_STATES = ("filed", "planned", "discussing")
ITEM_STATES = ("listed",)


@dataclass(frozen=True)
class TypeCount:
    """One kind in the pattern of consultation (多层协商格局): how often it should be, how often it was."""

    type: str
    label: str
    often: str
    about: str
    held: int


def found(gathering: Gathering) -> Found | None:
    """How a gathering reads to a searcher; minutes only when they are settled (no query)."""
    if gathering.state == "cancelled":
        return None
    public = gathering.open_to_public and gathering.state != "preparing"
    minutes = gathering.minutes if public and gathering.state in {"concluded", "closed"} else ""
    body = f"{gathering.place} {minutes}".strip()
    return Found(gathering.title, body, gathering.get_absolute_url(), public, gathering.entered_at)


def filtered(
    things: QuerySet[Gathering],
    *,
    state: str = "",
    type: str = "",
    month: date | None = None,
    mine: int | None = None,
    topic: int | None = None,
) -> QuerySet[Gathering]:
    """The part of a list that was asked for (no query of its own)."""
    if state:
        things = things.filter(state=state)
    if type:
        things = things.filter(type=type)
    if topic:
        things = things.filter(topic_id=topic)
    if month:
        start = timezone.make_aware(datetime.combine(month.replace(day=1), time()))
        end = timezone.make_aware(
            datetime.combine((month.replace(day=1) + timedelta(days=32)).replace(day=1), time())
        )
        things = things.filter(starts_at__gte=start, starts_at__lt=end)
    if mine:
        invited = Participant.objects.filter(gathering=OuterRef("pk"), person_id=mine)
        things = things.filter(Q(convener_id=mine) | Exists(invited))
    return things


def month_of(typed: str) -> date | None:
    """2026-03 as the first day of the month; None when it is no month (no query)."""
    try:
        return date.fromisoformat(f"{typed}-01")
    except ValueError:
        return None


def newest(things: QuerySet[Gathering]) -> QuerySet[Gathering]:
    """Rows for a list: unit, topic, convener at hand; `signed`, `invited`, `said`, `lit` (1 query)."""
    return things.select_related("unit", "topic", "convener").annotate(
        invited=counted(Participant.objects.all()),
        signed=counted(Participant.objects.filter(signed_in_at__isnull=False)),
        said=counted(Opinion.objects.all()),
        lit=counted(Light.objects.all()),
    )


def counted(rows: QuerySet[Any]) -> Coalesce:
    """How many of these rows each gathering has, as a column that multiplies nothing."""
    counted = (
        rows.filter(gathering=OuterRef("pk"))
        .order_by()
        .values("gathering")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def type_counts(things: QuerySet[Gathering], year: int) -> list[TypeCount]:
    """Of the gatherings given, how many of each kind were held in this year (1 query)."""
    held = things.filter(starts_at__year=year, state__in=["sitting", "held", "concluded", "closed"])
    counts = dict(held.order_by().values_list("type").annotate(n=Count("pk")))
    return [
        TypeCount(n.type, n.label, n.often, n.about, counts.get(n.type, 0)) for n in kind_notes().values()
    ]


def open_topics(actor: Actor) -> QuerySet[Topic]:
    """Topics that may be consulted on, of the actor's own line of units, newest first (1 query)."""
    ours = Q(pk__in=[])
    for seat in actor.seats:
        if seat.role == Role.SECRETARY:
            ours |= Q(unit__path__gte=seat.path, unit__path__lt=seat.path + "~")
            ours |= Q(unit__path__in=steps(seat.path))
    reach = moves.kind_of(Topic).policy.reachable(actor, "view", Topic.objects.filter(ours))
    return reach.filter(state__in=TOPIC_STATES).select_related("unit").order_by("-pk")


def in_one_line(one: str, other: str) -> bool:
    """Whether of two places in the tree one lies at or over the other (no query)."""
    return one.startswith(other) or other.startswith(one)


def plan_items(actor: Actor) -> QuerySet[PlanItem]:
    """Items of the plan that still wait for their meeting (1 query)."""
    reach = moves.kind_of(PlanItem).policy.reachable(actor, "view", PlanItem.objects.all())
    return reach.filter(state__in=ITEM_STATES).select_related("topic", "plan").order_by("month", "pk")


def conveners(root: str, on: date) -> QuerySet[Person]:
    """Who can call a meeting together: leaders, members and staff of the root (1 query)."""
    roles = [Role.CHAIR, Role.LEADER, Role.MEMBER, Role.SECRETARY]
    seats = Seat.objects.on(on).filter(role__in=roles, unit__path__gte=root, unit__path__lt=root + "~")
    return Person.objects.filter(pk__in=seats.values("person_id")).order_by("sound")


def guests(root: str, on: date) -> QuerySet[Person]:
    """Everybody of the root who holds a seat and could be invited (1 query)."""
    seats = Seat.objects.on(on).filter(unit__path__gte=root, unit__path__lt=root + "~")
    return Person.objects.filter(pk__in=seats.values("person_id")).order_by("sound")


def persons_named(root: str, names: set[str]) -> dict[str, Person]:
    """Name → person, for names that exactly one person of the root bears (1 query)."""
    seats = Seat.objects.filter(unit__path__gte=root, unit__path__lt=root + "~")
    rows = list(Person.objects.filter(name__in=names, pk__in=seats.values("person_id")))
    return {p.name: p for p in rows if sum(1 for other in rows if other.name == p.name) == 1}


def answerable(path: str) -> QuerySet[Unit]:
    """Who can be made responsible for what was agreed: departments, towns and villages (1 query)."""
    return org.departments(path) | org.places(path)


def preparing_units(actor: Actor) -> QuerySet[Unit]:
    """The units for which this actor may prepare gatherings (1 query)."""
    q = Q(pk__in=[])
    for seat in actor.seats:
        if seat.role == Role.SECRETARY:
            q |= Q(path__gte=seat.path, path__lt=seat.path + "~")
    kinds = [Unit.Kind.CPPCC, Unit.Kind.COMMITTEE, Unit.Kind.PLACE]
    return Unit.objects.filter(q, active=True, kind__in=kinds)


def inside(gathering: Gathering, actor: Actor) -> bool:
    """Whether the actor sees it as one of the house, not merely as the public does (1 query)."""
    own = tuple(s for s in actor.seats if s.role != "public")
    person = actor.person_id
    if person and not own:
        # Somebody without any seat may still be invited or be the convener.
        invited = Participant.objects.filter(gathering=gathering, person_id=person).exists()
        return gathering.convener_id == person or invited
    insider = Actor(actor.label, own, person, actor.is_clock, actor.scopes)
    return moves.kind_of(Gathering).policy.may(insider, "view", gathering)


def attended_by(person_ids: Iterable[int]) -> QuerySet[Participant]:
    """Meetings that these people really attended, newest first (1 query): for the duty ledger."""
    rows = Participant.objects.filter(person_id__in=list(person_ids), signed_in_at__isnull=False)
    return rows.select_related("gathering", "gathering__unit").order_by(F("signed_in_at").desc())


def led(actor: Actor, at: datetime) -> list[leading.Row]:
    """Meetings that this person calls together, or whose item of the plan they lead, soonest first (1 query)."""
    mine = Q(convener=actor.person_id) | Q(plan_item__leader=actor.person_id)
    rows = moves.kind_of(Gathering).policy.reachable(actor, "view", Gathering.objects.filter(mine))
    rows = rows.exclude(state__in=["closed", "cancelled"]).select_related("unit")
    soonest = rows.order_by(F("starts_at").asc(nulls_last=True), "pk")[: leading.MOST]
    return [leading.Row(g, g.title, str(g.unit), _when(g)) for g in soonest]


def _when(gathering: Gathering) -> str:
    if gathering.starts_at is None:
        return _("时间待定")
    when = date_format(timezone.localtime(gathering.starts_at), "n月j日 H:i")
    return f"{when} {gathering.place}".strip()
