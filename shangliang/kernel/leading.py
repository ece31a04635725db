"""What somebody leads. Each module names once what there is of it; the leader's page needs to know no module.

A line is one question about one person, with a fixed price; a measure is a share of the area under a leader.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shangliang.kernel.access import Actor
from shangliang.kernel.models import Staged

ROLES = frozenset({"leader", "chair"})  # 党政领导, 政协领导
MOST = 100  # rows of one line that are fetched


@dataclass(frozen=True)
class Row:
    """One thing: it brings its own clock, state and address. holder: with whom it is now. note: a few words."""

    thing: Staged
    title: str
    holder: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """`ask` gives the rows for one actor, most urgent first, MOST at the most (1 query)."""

    name: str
    label: Any
    order: int
    ask: Callable[[Actor, datetime], Sequence[Row]]


@dataclass(frozen=True)
class Measure:
    """`ask` gives so many of so many in this actor's area (1 query)."""

    name: str
    label: Any
    order: int
    ask: Callable[[Actor, datetime], tuple[int, int]]


lines: list[Line] = []
measures: list[Measure] = []


def line(name: str, label: Any, order: int, ask: Callable[[Actor, datetime], Sequence[Row]]) -> None:
    lines.append(Line(name, label, order, ask))
    lines.sort(key=lambda one: one.order)


def measure(name: str, label: Any, order: int, ask: Callable[[Actor, datetime], tuple[int, int]]) -> None:
    measures.append(Measure(name, label, order, ask))
    measures.sort(key=lambda one: one.order)


def led_by(actor: Actor, at: datetime) -> list[tuple[Line, list[Row]]]:
    """Every line with its rows (1 query a line)."""
    return [(one, list(one.ask(actor, at))) for one in lines]


def as_leader(actor: Actor) -> Actor:
    """The actor with nothing but the seats of a leader: what else this person is does not widen the page."""
    seats = tuple(seat for seat in actor.seats if seat.role in ROLES)
    return Actor(actor.label, seats, actor.person_id, scopes=actor.scopes)
