"""Who may do what, written once and asked in three directions.

    policy.may(actor, "answer", thing)          -> bool
    policy.reachable(actor, "view", queryset)   -> queryset
    policy.holders("answer", thing)             -> seats of those who may

The first is the second asked about one row, so the two can never disagree. A grant joins a role, some
verbs and a reach: how the actor's seat must stand to the thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop as noop

NOBODY = Q(pk__in=[])
STEP = 4  # characters of one step of a path: "001."


@dataclass(frozen=True)
class Seat:
    role: str
    path: str = ""  # place in the organisation tree, e.g. "001.004."
    person_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts. Always an argument, never ambient. `scopes` narrows what a token may do."""

    label: str
    seats: tuple[Seat, ...] = ()
    person_id: int | None = None
    is_clock: bool = False
    scopes: frozenset[str] | None = None

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(s.role for s in self.seats)

    def owns(self, seat: Seat) -> bool:
        """A seat of this very person; a raiser's seat carries the number of a voice and is nobody's."""
        return self.person_id is not None and seat.person_id == self.person_id

    @property
    def person(self) -> int:
        """The person's number, where somebody signed in must act. Raises LookupError for everybody else."""
        if self.person_id is None:
            raise LookupError("nobody is signed in")
        return self.person_id

    def place(self, role: str) -> int | None:
        """The number on a seat of that role, for somebody without an account whose seat is all that is known of her."""
        return next((s.person_id for s in self.seats if s.role == role and s.person_id), None)

    def narrowed(self, scopes: Iterable[str]) -> Actor:
        return Actor(self.label, self.seats, self.person_id, self.is_clock, frozenset(scopes))


CLOCK = Actor(noop("时钟"), is_clock=True)
PUBLIC = Actor(noop("公众"), seats=(Seat("public"),))


def steps(path: str) -> list[str]:
    """The path itself and every path above it."""
    return [path[: i + STEP] for i in range(0, len(path), STEP)]


@dataclass(frozen=True)
class Reach:
    """How an actor's seat must stand to the thing: anywhere, same, below, above, mine.

    below: the thing lies at or under the seat's unit. above: the thing belongs to a unit at or over it.
    many: the field crosses a to-many relation; the question is then asked in a sub-query.
    """

    name: str
    field: str = ""
    many: bool = False

    def q(self, seat: Seat, model: type[Model]) -> Q:
        """The things of `model` that this seat reaches; a seat without a place reaches nothing by place.

        It follows from seat and model alone and asks the database nothing: the statement made of it is kept.
        """
        if self.name in {"same", "below", "above"} and not seat.path:
            return NOBODY
        match self.name:
            case "anywhere":
                q = Q()
            case "same":
                q = Q(**{self.field: seat.path})
            case "below":
                # A range on a "C" collated column: one index scan, no LIKE.
                q = Q(**{f"{self.field}__gte": seat.path, f"{self.field}__lt": seat.path + "~"})
            case "above":
                q = Q(**{f"{self.field}__in": steps(seat.path)})
            case "mine":
                q = Q(**{self.field: seat.person_id}) if seat.person_id else NOBODY
            case _:
                raise ValueError(self.name)
        return Q(pk__in=model._base_manager.filter(q).values("pk")) if self.many and q else q

    def covers(self, seat: Seat, path: str) -> bool:
        """Whether a thing that does not exist yet would be reached, were it made in this unit."""
        match self.name:
            case "anywhere":
                return True
            case "same":
                return seat.path == path
            case "below":
                return path.startswith(seat.path)
            case "above":
                return seat.path.startswith(path)
        return False

    def seat_q(self, thing: Model) -> Q:
        """The seats that reach this thing: the same relation, turned round."""
        if self.name == "anywhere":
            return Q()
        values = [v for v in _read(thing, self.field) if v not in (None, "")]
        match self.name:
            case "same":
                return Q(unit__path__in=values)
            case "below":
                return Q(unit__path__in=[s for v in values for s in steps(v)])
            case "above":
                q = NOBODY
                for value in values:
                    q |= Q(unit__path__gte=value, unit__path__lt=value + "~")
                return q
            case "mine":
                return Q(person_id__in=values)
        raise ValueError(self.name)


def _read(thing: Model, field: str) -> list[Any]:
    """What stands in this field of the thing; what was fetched with the thing is not fetched again."""
    at: Any = thing
    *ways, last = field.split("__")
    for way in ways:
        at = at._state.fields_cache.get(way) if at is not None else None
    if at is not None and last in {"pk", *(f.attname for f in at._meta.concrete_fields)}:
        return [getattr(at, last)]
    return list(type(thing)._base_manager.filter(pk=thing.pk).values_list(field, flat=True))


ANYWHERE = Reach("anywhere")


@dataclass(frozen=True)
class Impartial(Reach):
    """As the reach it is named after, but not for those whom the thing itself concerns (`own`: ways to persons)."""

    own: tuple[str, ...] = ()

    def reached(self, seat: Seat, model: type[Model]) -> Q:
        """Those that the seat would reach, were nothing its own."""
        return super().q(seat, model)

    def q(self, seat: Seat, model: type[Model]) -> Q:
        reached = self.reached(seat, model)
        for way in self.own if seat.person_id else ():
            concerned = model._base_manager.filter(**{way: seat.person_id})
            reached &= ~Q(pk__in=concerned.values("pk"))
        return reached

    def seat_q(self, thing: Model) -> Q:
        return super().seat_q(thing) & ~Q(person_id__in=self.concerned(thing))

    def concerned(self, thing: Model) -> set[Any]:
        """The persons whom the thing itself concerns."""
        found: set[Any] = set()
        for way in self.own:
            found |= set(type(thing)._base_manager.filter(pk=thing.pk).values_list(way, flat=True))
        return found - {None}


@dataclass(frozen=True)
class Through(Impartial):
    """Mine, or my unit's (same), through one row of which all of `where` holds: an appointment that has not ended, an
    invitation nobody has answered yet. where: pairs of a way and what stands there.
    """

    where: tuple[tuple[str, Any], ...] = ()

    def reached(self, seat: Seat, model: type[Model]) -> Q:
        who = seat.person_id if self.name == "mine" else seat.path
        if not who:
            return NOBODY
        rows = model._base_manager.filter(**{self.field: who, **dict(self.where)})
        return Q(pk__in=rows.values("pk"))

    def seat_q(self, thing: Model) -> Q:
        rows = type(thing)._base_manager.filter(pk=thing.pk, **dict(self.where))
        found = set(rows.values_list(self.field, flat=True)) - {None}
        if self.name == "mine":
            return Q(person_id__in=found - self.concerned(thing))
        return Q(unit__path__in=found) & ~Q(person_id__in=self.concerned(thing))


def current(field: str, ended: str, own: tuple[str, ...] = ()) -> Through:
    """Mine, through a row that has not ended. ended: the way to that row's end."""
    return Through("mine", field, own=own, where=((ended, None),))


@dataclass(frozen=True)
class Inner(Impartial):
    """The seat sits in a unit of its own right under the one whose thing it is: its office, one of its committees.

    which: what that unit must be.
    """

    which: Q = field(default_factory=Q)

    def q(self, seat: Seat, model: type[Model]) -> Q:
        if len(seat.path) <= STEP:
            return NOBODY
        above = Seat(seat.role, seat.path[:-STEP], seat.person_id)
        return super().q(above, model) & Q(Exists(_units().filter(self.which, path=seat.path)))

    def seat_q(self, thing: Model) -> Q:
        found = type(thing)._base_manager.filter(pk=thing.pk).values_list(self.field, flat=True)
        inside = NOBODY
        for path in found:
            inside |= Q(path__regex=rf"^{re.escape(path)}\d{{3}}\.$")
        units = _units().filter(self.which).filter(inside)
        return Q(unit__in=units) & ~Q(person_id__in=self.concerned(thing))

    def covers(self, seat: Seat, path: str) -> bool:
        """Asks the database whether the seat's unit is such a one (1 query, for seats right under only)."""
        right_under = len(seat.path) > STEP and seat.path[:-STEP] == path
        return right_under and bool(_units().filter(self.which, path=seat.path).exists())


def _units() -> QuerySet[Any]:
    seats = apps.get_model(settings.SEAT_MODEL)
    return seats._meta.get_field("unit").related_model._default_manager.all()


@dataclass(frozen=True)
class Grant:
    role: str
    verbs: frozenset[str]
    reach: Reach
    only: Q = field(default_factory=Q)  # a further limit on the thing, e.g. Q(state="published")


def grant(role: str, verbs: str, reach: Reach, only: Q | None = None) -> Grant:
    return Grant(role, frozenset(verbs.split()), reach, only or Q())


class Policy:
    """The grants of one kind of thing. `anyone` is the role of every signed-in person; `public` of everybody."""

    def __init__(self, *grants: Grant):
        self.grants = grants

    @property
    def verbs(self) -> set[str]:
        return set().union(*(g.verbs for g in self.grants))

    @property
    def reading(self) -> str:
        """The verb of those who may read a thing's journal: where a kind keeps its inside apart, not all who see it."""
        return "inside" if "inside" in self.verbs else "view"

    def q(self, actor: Actor, verb: str, model: type[Model]) -> Q:
        if actor.scopes is not None and not _in_scope(verb, actor.scopes):
            return NOBODY
        q = NOBODY
        for g in self.grants:
            if verb not in g.verbs:
                continue
            for seat in actor.seats:
                if g.role == seat.role or (g.role == "anyone" and actor.owns(seat)):
                    part = g.reach.q(seat, model) & g.only
                    if not part:
                        return Q()
                    q |= part
        return q

    def reachable(self, actor: Actor, verb: str, things: QuerySet[Any]) -> QuerySet[Any]:
        return things.filter(self.q(actor, verb, things.model))

    def may(self, actor: Actor, verb: str, thing: Model) -> bool:
        return self.which(actor, [verb], thing) == {verb}

    def may_at(self, actor: Actor, verb: str, path: str) -> bool:
        """Whether the actor could do this to a new thing in this unit: asked before making one. No query."""
        if actor.scopes is not None and not _in_scope(verb, actor.scopes):
            return False
        return any(
            verb in g.verbs and g.role == seat.role and g.reach.covers(seat, path)
            for g in self.grants
            for seat in actor.seats
        )

    def which(self, actor: Actor, verbs: Iterable[str], thing: Model) -> set[str]:
        """Of these verbs, those that the actor may do to this thing. One query, however many verbs."""
        nameless = replace(actor, label="")
        asked, statement, params = _asking(self, type(thing), nameless, tuple(sorted(set(verbs))))
        if not asked:
            return set()
        with connection.cursor() as cursor:
            cursor.execute(statement, (*params, thing.pk))
            row = cursor.fetchone() or ()
        return {verb for verb, yes in zip(asked, row, strict=False) if yes}

    def which_of(self, actor: Actor, verbs: Iterable[str], things: Sequence[Model]) -> dict[Any, set[str]]:
        """The same for many things of one kind, by primary key. One query, however many things and verbs."""
        if not things:
            return {}
        model = type(things[0])
        columns = _columns(self, model, actor, verbs)
        if not columns:
            return {}
        rows = model._base_manager.filter(pk__in=[t.pk for t in things]).annotate(**columns)
        return {
            row.pop("pk"): {name.removeprefix("may_") for name, yes in row.items() if yes}
            for row in rows.values("pk", *columns)
        }

    def holders(self, verbs: str, thing: Model, seats: QuerySet[Any] | None = None) -> QuerySet[Any]:
        """The seats whose holders may do this, or one of these (divided by spaces), to the thing."""
        q, asked, reached = NOBODY, set(verbs.split()), dict[Reach, Q]()
        for g in self.grants:
            if not asked & g.verbs or g.role == "public":
                continue
            if g.only and not type(thing)._base_manager.filter(g.only, pk=thing.pk).exists():
                continue
            if g.reach not in reached:
                reached[g.reach] = g.reach.seat_q(thing)
            role = Q() if g.role == "anyone" else Q(role=g.role)
            q |= role & reached[g.reach] & Q(pk__isnull=False)
        if seats is None:
            seats = apps.get_model(settings.SEAT_MODEL)._default_manager.all()
        return seats.filter(q).distinct()


def _in_scope(verb: str, scopes: frozenset[str]) -> bool:
    """A token with the scope `read` may look; `write` may do everything its owner may."""
    return "write" in scopes or ("read" in scopes and verb in {"view", "inside"})


@lru_cache(maxsize=2048)
def _asking(
    policy: Policy, model: type[Model], actor: Actor, verbs: tuple[str, ...]
) -> tuple[list[str], str, tuple[Any, ...]]:
    """The verbs worth asking about, and the statement that asks; its last parameter is the number of the thing.

    Grants are code, so the statement follows from the arguments alone; putting it together anew each time took
    longer than the database took to answer it.
    """
    columns = _columns(policy, model, actor, verbs)
    if not columns:
        return [], "", ()
    row = model._base_manager.filter(pk=-1).order_by().annotate(**columns).values_list(*columns)
    statement, params = row.query.sql_with_params()
    if params[-1] != -1:
        raise AssertionError("the number of the thing stands last")
    return [name.removeprefix("may_") for name in columns], statement, tuple(params[:-1])


def _columns(policy: Policy, model: type[Model], actor: Actor, verbs: Iterable[str]) -> dict[str, Coalesce]:
    """One column for each verb that is worth asking about."""
    found = {verb: policy.q(actor, verb, model) for verb in verbs}
    return {
        f"may_{verb}": Coalesce(
            ExpressionWrapper(q if q else Q(pk__isnull=False), output_field=BooleanField()), Value(False)
        )
        for verb, q in found.items()
        if q != NOBODY
    }
