"""Ways that a higher module opens on the page of a lower one: named in its `apps.ready`, shown where the page asks.

doors.open_on("gathering", lambda gathering, may: Link(…) if "part" in may else None)
{% for door in doors_of("gathering", g, may) %}<a class="button" href="{{ door.href }}">{{ door.label }}</a>{% endfor %}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from shangliang.look.shapes import Link

Door = Callable[[Any, Collection[str]], Link | None]
_doors: dict[str, list[Door]] = defaultdict(list)


def open_on(place: str, door: Door) -> None:
    _doors[place].append(door)


def doors_of(place: str, thing: Any, may: Collection[str] = ()) -> list[Link]:
    """The ways that are open from this thing to somebody with these rights (no query of its own)."""
    return [link for door in _doors[place] if (link := door(thing, may))]
