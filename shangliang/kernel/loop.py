"""The loop of a public question: its stations, and the arrows between things.

Each arrow is the foreign key of a later thing to an earlier one. A module names its station and its arrows
once; from any thing the chain can then be walked both ways with one query an arrow, and the chain strip and
the loop meter (闭环率) follow from it. Modules never need to know what comes after them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet, Value

from shangliang.kernel import moves
from shangliang.kernel.access import Actor


@dataclass(frozen=True)
class Station:
    """One stop of the chain. `done` tells whether a thing has passed it."""

    name: str
    label: Any
    order: int
    model: type[Model]
    done: Callable[[Any], bool]
    holder: Callable[[Any], str]
    related: tuple[str, ...] = ()  # select_related
    branch: bool = False  # a way that only some take: shown only where it was taken


@dataclass(frozen=True)
class Arrow:
    """From a later thing back to an earlier one. `pairs` yields (later id, earlier id)."""

    later: str
    earlier: str
    pairs: Callable[[], QuerySet[Any]]
    later_field: str
    earlier_field: str


@dataclass
class Stop:
    station: Station
    things: list[Any] = field(default_factory=list)
    place: str = "ahead"  # passed, skipped (it went another way), here, ahead
    shut: bool = False  # whoever looks may not open what is here

    @property
    def here(self) -> Any:
        """The thing that holds the chain up: the first one not yet done, else the last."""
        waiting = [t for t in self.things if not self.station.done(t)]
        return waiting[0] if waiting else (self.things[-1] if self.things else None)


stations: dict[str, Station] = {}
arrows: list[Arrow] = []


def station(
    name: str, label: Any, order: int, model: type[Model], *,
    done: Callable[[Any], bool], holder: Callable[[Any], str], related: tuple[str, ...] = (), branch: bool = False,
) -> None:  # fmt: skip
    stations[name] = Station(name, label, order, model, done, holder, related, branch)


def arrow(
    later: str, earlier: str, pairs: Callable[[], QuerySet[Any]], later_field: str, earlier_field: str
) -> None:
    arrows.append(Arrow(later, earlier, pairs, later_field, earlier_field))


def walk(name: str, pk: int) -> dict[str, set[int]]:
    """All things of the chain that one thing stands in: up to what it came from, then down to all that came of
    it. One query an arrow and direction, however long the chain.
    """
    found: dict[str, set[int]] = {s: set() for s in stations}
    found[name].add(pk)
    for a in sorted(arrows, key=lambda a: -stations[a.later].order):
        if found[a.later]:
            found[a.earlier] |= _across(a, a.later_field, found[a.later], a.earlier_field)
    for a in sorted(arrows, key=lambda a: stations[a.later].order):
        if found[a.earlier]:
            found[a.later] |= _across(a, a.earlier_field, found[a.earlier], a.later_field)
    return found


def _across(a: Arrow, given: str, ids: set[int], wanted: str) -> set[int]:
    rows = a.pairs().filter(**{f"{given}__in": ids}).values_list(wanted, flat=True)
    return {pk for pk in rows if pk is not None}


def chain(name: str, pk: int, *, actor: Actor | None = None) -> list[Stop]:
    """The chain strip: every station in order with its things, the passed, the present, those ahead.

    actor: who looks; a stop that leads to what she may not open is `shut` (1 query, however many stops).
    """
    found = walk(name, pk)
    stops = []
    for s in sorted(stations.values(), key=lambda s: s.order):
        if s.branch and not found[s.name]:
            continue
        rows: list[Any] = []
        if found[s.name]:
            rows = list(
                s.model._default_manager.filter(pk__in=found[s.name])
                .select_related(*s.related)
                .order_by("pk")
            )
        stops.append(Stop(s, rows))
    return shut(_placed(stops), actor) if actor else _placed(stops)


def shut(stops: list[Stop], actor: Actor) -> list[Stop]:
    """Shut the stops whose present thing this actor may not view (1 query)."""
    asked = []
    for number, stop in enumerate(stops):
        thing = stop.here
        if thing is not None and moves.is_kind(type(thing)):
            one = type(thing)._default_manager.order_by().filter(pk=thing.pk)
            seen = moves.kind_of(thing).policy.reachable(actor, "view", one)
            asked.append((number, seen.annotate(stop=Value(number)).values_list("stop")))
    if asked:
        first, *others = (seen for _number, seen in asked)
        may_open = {number for (number,) in first.union(*others, all=True)}
        for number, _seen in asked:
            stops[number].shut = number not in may_open
    return stops


def _placed(stops: list[Stop]) -> list[Stop]:
    """The present stop is the last one reached; if that one is done, the next one is awaited."""
    reached = [i for i, stop in enumerate(stops) if stop.things]
    if not reached:
        return stops
    last = reached[-1]
    closed = all(stops[last].station.done(t) for t in stops[last].things)
    here = last + 1 if closed and last + 1 < len(stops) else last
    for i, stop in enumerate(stops):
        if i < here or (i == here and closed and here == last):
            stop.place = "passed" if stop.things else "skipped"
        elif i == here:
            stop.place = "here"
    return stops
