"""Ways that a higher module opens on the page of a lower one: named in its `apps.ready`, shown where the page asks.

doors.open_on("gathering", lambda gathering, may, actor: Link(…) if "part" in may else None)
{{ ui.doors(doors_of("gathering", g, may)) }}

A door that has to ask the database is asked by the view, never by the template.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from shangliang.kernel.access import PUBLIC, Actor
from shangliang.look.shapes import Link

Door = Callable[[Any, Collection[str], Actor], Link | None]
_doors: dict[str, list[Door]] = defaultdict(list)


def open_on(place: str, door: Door) -> None:
    _doors[place].append(door)


def doors_of(place: str, thing: Any, may: Collection[str] = (), actor: Actor = PUBLIC) -> list[Link]:
    """The ways that are open from this thing to somebody with these rights."""
    return [link for door in _doors[place] if (link := door(thing, may, actor))]


def way_of(place: str, thing: Any, may: Collection[str] = (), actor: Actor = PUBLIC) -> str:
    """The address behind the first door that is open, where the page has words of its own for it; else ""."""
    return next((link.href for link in doors_of(place, thing, may, actor)), "")
