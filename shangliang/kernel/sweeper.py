"""The clock's own moves: warnings, overdue, escalation and automatic hand-off. Safe to run twice or from two
places; one bad row is put off for an hour and never stops the others.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from shangliang.kernel import clocks, moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.flow import OVERDUE, WARN
from shangliang.kernel.models import Entry, Staged

log = logging.getLogger(__name__)
PUT_OFF = timedelta(hours=1)
ROUND = 200  # things of one kind that are read at once


def sweep(*, at: datetime) -> Iterator[Entry]:
    """Do everything whose time has come, oldest first; yields what was written."""
    for kind in _ripe_kinds(at):
        again = True
        while again:
            rows = _ripe(kind.model, at)
            for thing in rows:
                yield from _one(thing, at)
            # More than one round takes on, or a clock that has already more to say.
            again = len(rows) == ROUND or any(thing.clock_at and thing.clock_at <= at for thing in rows)


def _ripe_kinds(at: datetime) -> list[moves.Kind]:
    """The kinds of which anything is ripe (1 query; in most minutes there is none)."""
    kinds = moves.kinds()
    tables = [kind.model._meta.db_table for kind in kinds]
    asked = [f"EXISTS (SELECT FROM {table} WHERE clock_at <= %(at)s)" for table in tables]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(asked), {"at": at})
        found = cursor.fetchone()
    return [kind for kind, ripe in zip(kinds, found or (), strict=True) if ripe]


def _ripe(model: Any, at: datetime) -> list[Staged]:
    """With their units: every clock needs the place whose days it counts (1 query)."""
    ripe: Any = model._default_manager.filter(clock_at__lte=at)
    return list(ripe.select_related("unit").order_by("clock_at", "pk")[:ROUND])


def _one(thing: Staged, at: datetime) -> list[Entry]:
    try:
        with transaction.atomic():
            return _tick(thing, at)
    except moves.Stale:
        return []  # somebody acted in the same moment; the row is no longer ripe
    except Exception:
        log.exception("the clock could not handle %s %s", type(thing).__name__, thing.pk)
        type(thing)._default_manager.filter(pk=thing.pk).update(clock_at=at + PUT_OFF)
        return []


def _tick(thing: Staged, at: datetime) -> list[Entry]:
    """One step of the plan. A warning whose time limit has passed meanwhile is not given any more."""
    flow = moves.kind_of(thing).flow
    due, on_due = clocks.running(flow, thing), flow.states[thing.state].on_due
    if due is None or thing.due_at is None:
        raise LookupError("a clock without a time limit")
    plan = clocks.plan(thing, due, thing.due_at)
    step = thing.clock_step
    while step + 1 < len(plan) and plan[step][0] == WARN and plan[step + 1][1] <= at:
        step += 1
    verb = plan[step][0]
    following = plan[step + 1][1] if step + 1 < len(plan) else None
    won = type(thing)._default_manager.filter(pk=thing.pk, version=thing.version, clock_step=thing.clock_step)
    if not won.filter(clock_at=thing.clock_at).update(clock_at=following, clock_step=step + 1):
        raise moves.Stale("the clock was here already")
    thing.clock_at, thing.clock_step = following, step + 1
    if verb == OVERDUE and on_due:
        # Its time is simply up: nobody is late, and nobody is told so.
        return [moves.make(thing, on_due, actor=CLOCK, at=at)]
    return [moves.record(thing, verb, actor=CLOCK, at=at, due=thing.due_at.isoformat())]
