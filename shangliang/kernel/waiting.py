"""What waits for somebody: everything on which the next step is theirs, and what they alone are asked, most urgent
first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, F, Q, Value

from shangliang.kernel import moves
from shangliang.kernel.access import NOBODY, Actor
from shangliang.kernel.flow import Ask, Move

SHOWN = 60  # rows of one kind that are fetched
COUNTED = 1000  # beyond this "1000+" says enough


@dataclass(frozen=True)
class Waiting:
    """One thing, and the steps this actor could take on it now."""

    kind: str
    label: Any
    thing: Any
    steps: tuple[Any, ...]


@dataclass(frozen=True)
class Pile:
    """All of one kind that waits: how many, how many of them late, and the first ones."""

    kind: str
    label: Any
    count: int
    late: int
    rows: tuple[Waiting, ...]


Duty = tuple[Move | Ask, Q]


def piles(actor: Actor, *, at: datetime) -> list[Pile]:
    """One query for all kinds together, and two for each of which anything waits for this actor (three where
    somebody may be asked).
    """
    duties = _all_duties(actor)
    filled = dict(
        _by_kind(duties, lambda things: things.annotate(many=Value(1)).values_list("of_kind", "many")[:1])
    )
    found = [_pile(kind, mine, actor, at) for kind, mine in duties if kind.flow.kind in filled]
    return sorted((p for p in found if p.count), key=lambda p: (-p.late, _first_due(p)))


def counts(actor: Actor, *, apart: str) -> list[tuple[moves.Kind, int]]:
    """Of each kind how many wait, most first, leaving out those of the application `apart` (1 query)."""
    duties = [(kind, mine) for kind, mine in _all_duties(actor) if kind.model._meta.app_label != apart]

    def counted(things: Any) -> Any:
        return (
            things.values("of_kind").annotate(many=Count("pk", distinct=True)).values_list("of_kind", "many")
        )

    found = [(moves.kind_named(name), n) for name, n in _by_kind(duties, counted) if n]
    return sorted(found, key=lambda kn: -kn[1])


def urgent(found: list[Pile], *, first: int) -> list[Waiting]:
    """The most urgent of all kinds together: what is due soonest, then what has waited longest."""
    rows = [w for pile in found for w in pile.rows]
    return sorted(rows, key=lambda w: (w.thing.due_at is None, w.thing.due_at or w.thing.entered_at))[:first]


def _all_duties(actor: Actor) -> list[tuple[moves.Kind, list[Duty]]]:
    return [(kind, mine) for kind in moves.kinds() if (mine := _duties(kind, actor))]


def _duties(kind: moves.Kind, actor: Actor) -> list[Duty]:
    moving = [m for m in kind.flow.moves.values() if not m.clock and not m.option]
    each: list[Move | Ask] = [*moving, *kind.flow.asks]
    found = [(m, kind.policy.q(actor, m.name, kind.model)) for m in each]
    return [(m, q) for m, q in found if q != NOBODY]


def _things(kind: moves.Kind, mine: list[Duty]) -> Any:
    q = NOBODY
    for duty, reach in mine:
        q |= Q(state__in=duty.sources) & reach
    return kind.model._default_manager.filter(q)


def _by_kind(duties: list[tuple[moves.Kind, list[Duty]]], told: Callable[[Any], Any]) -> Any:
    """What is told of the things of each kind, as pairs of a kind's name and a number (1 query)."""
    each = [
        told(_things(kind, mine).order_by().annotate(of_kind=Value(kind.flow.kind, output_field=CharField())))
        for kind, mine in duties
    ]
    return each[0].union(*each[1:], all=True) if each else []


def _pile(kind: moves.Kind, mine: list[Duty], actor: Actor, at: datetime) -> Pile:
    things = _things(kind, mine)
    due = [d[0] for d in things.order_by(F("due_at").asc(nulls_last=True)).values_list("due_at")[:COUNTED]]
    order = (F("due_at").asc(nulls_last=True), "entered_at")
    rows = list(things.select_related("unit").order_by(*order)[:SHOWN]) if due else []
    steps = _steps(kind, rows, mine, actor)
    waiting = tuple(Waiting(kind.flow.kind, kind.flow.label, t, steps[t.pk]) for t in rows)
    late = sum(1 for d in due if d and d < at)
    return Pile(kind.flow.kind, kind.flow.label, len(due), late, waiting)


def _steps(kind: moves.Kind, rows: list[Any], mine: list[Duty], actor: Actor) -> dict[Any, tuple[Any, ...]]:
    """Where people are asked, who is asked of one thing may have to move another: a query tells them apart."""
    open_to = {t.pk: [m for m, _q in mine if t.state in m.sources] for t in rows}
    if any(isinstance(m, Ask) for m, _q in mine):
        able = kind.policy.which_of(actor, [m.name for m, _q in mine], rows)
        open_to = {pk: [m for m in steps if m.name in able.get(pk, set())] for pk, steps in open_to.items()}
    return {pk: tuple(m.label for m in steps) for pk, steps in open_to.items()}


def _first_due(pile: Pile) -> float:
    due = pile.rows[0].thing.due_at if pile.rows else None
    return due.timestamp() if due else float("inf")


def overdue(actor: Actor, *, at: datetime, limit: int = 200) -> list[Waiting]:
    """Everything late that this actor oversees, longest first; one query a kind."""
    rows: list[Waiting] = []
    for kind in moves.kinds():
        q = kind.policy.q(actor, "oversee", kind.model)
        if q == NOBODY:
            continue
        late: Any = kind.model._default_manager.filter(q, due_at__lt=at)
        first = late.select_related("unit").order_by("due_at", "pk")[:limit]
        rows += [Waiting(kind.flow.kind, kind.flow.label, t, ()) for t in first]
    return sorted(rows, key=lambda w: w.thing.due_at)[:limit]
