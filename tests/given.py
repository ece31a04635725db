"""One more thing of any kind for a test, made by the kernel alone: no services, the least the tables demand.

given.one(world, "topic", title="路灯")          begun, in its first state
given.in_state(world, "topic", "merged")         put there by hand: for tests of rights, not of work

What the least of a kind is, its module says itself, in `tests/bare.py`:
FIELDS   kind → the columns of a new one
AROUND   kind → what stands around it
NEEDS    kind → state → the columns that the table's constraints demand there
FILLS    "kind.guard" → what that guard asks for, supplied by hand
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from django.conf import settings

from shangliang.kernel import moves
from shangliang.kernel.access import Actor, Seat
from shangliang.kernel.models import Staged
from tests.world import NOON, World

numbers = count(1)
DAY = date(2026, 3, 2)
LATER = timedelta(days=60)

Fill = Callable[[World, Any, datetime], object]
Fields = dict[str, Callable[[World, dict[str, Any]], dict[str, Any]]]
Around = dict[str, Callable[[World, Any], None]]
Needs = dict[str, dict[str, Callable[[World], dict[str, Any]]]]
Fills = dict[str, Fill]


@cache
def told(table: str) -> dict[str, Any]:
    """This table of every module that has one, as one."""
    found: dict[str, Any] = {}
    for module in settings.MODULES:
        try:
            bare = importlib.import_module(f"shangliang.modules.{module}.tests.bare")
        except ModuleNotFoundError:
            continue  # a module without a life-cycle: org, people
        found |= getattr(bare, table, {})
    return found


def model(kind: str) -> type[Staged]:
    return moves.kind_named(kind).model


def raiser(voice: Staged) -> Actor:
    """Somebody who shows the receipt of this voice."""
    return Actor("提出人", seats=(Seat("raiser", "", voice.pk), Seat("public")))


def voice(world: World, **more: Any) -> Any:
    return one(world, "voice", **more)


def bare(world: World, kind: str, *, by: str = "wang", **more: Any) -> Any:
    """The thing alone, without what would stand around it."""
    thing = model(kind)(**{**told("FIELDS")[kind](world, more), **more})
    moves.begin(thing, actor=world.actor(by), at=NOON)
    return thing


def one(world: World, kind: str, *, by: str = "wang", **more: Any) -> Any:
    """A new thing of this kind in its first state, with what stands around it."""
    thing = bare(world, kind, by=by, **more)
    if around := told("AROUND").get(kind):
        around(world, thing)
    return thing


def in_state(world: World, kind: str, state: str, **more: Any) -> Any:
    """A thing in this state. What the table's constraints ask of the state is filled in."""
    thing = one(world, kind, **more)
    type(thing)._default_manager.filter(pk=thing.pk).update(state=state, **needs(world, kind, state))
    thing.refresh_from_db()
    return thing


def needs(world: World, kind: str, state: str) -> dict[str, Any]:
    """What the table's constraints demand of a thing in this state."""
    return told("NEEDS").get(kind, {}).get(state, lambda world: {})(world)


def put(**columns: Any) -> Fill:
    """A fill that writes these columns."""
    return lambda world, thing, at: type(thing)._default_manager.filter(pk=thing.pk).update(**columns)
