"""Duty clocks: how long a thing may stay in a state, and when the clock speaks meanwhile."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from shangliang.kernel import calendar, params
from shangliang.kernel.flow import ESCALATE, OVERDUE, WARN, Due, Flow
from shangliang.kernel.models import Staged

# Warnings are given when offices open, not at midnight.
MORNING = timedelta(hours=16)


@dataclass(frozen=True)
class Clock:
    """The clock fields of a staged thing, all at once."""

    due_at: datetime | None = None
    clock_of: str = ""
    clock_from: datetime | None = None
    clock_at: datetime | None = None
    clock_step: int = 0

    def put(self, thing: Staged) -> None:
        for name, value in asdict(self).items():
            setattr(thing, name, value)


def entering(flow: Flow, thing: Staged, state: str, at: datetime) -> Clock:
    """The clock of a thing that enters this state now: its own, the one carried on, or none. None too where the end is
    a field of the thing that is not set.
    """
    entered = flow.states[state]
    if entered.carry:
        return Clock(thing.due_at, thing.clock_of, thing.clock_from, thing.clock_at, thing.clock_step)
    if entered.due is None:
        return Clock()
    due = entered.due
    if due.field and getattr(thing, due.field) is None:
        return Clock()
    started = (getattr(thing, due.since) if due.since else None) or at
    end = _own_end(getattr(thing, due.field)) if due.field else time_limit(thing, due.param, started)
    return until(thing, due, end, at, of=state, started=started)


def until(thing: Staged, due: Due, end: datetime, at: datetime, *, of: str, started: datetime) -> Clock:
    """A clock that runs to `end`; warnings whose moment has passed at `at` are left out."""
    for step, (verb, moment) in enumerate(plan(thing, due, end)):
        if moment > at or verb == OVERDUE:
            return Clock(end, of, started, moment, step)
    raise LookupError("a plan always holds its end")


def _own_end(end: date | datetime) -> datetime:
    """A thing's own end: a day runs to its last second, a moment is what it says (three hours in a session)."""
    return end if isinstance(end, datetime) else calendar.end_of(end)


def running(flow: Flow, thing: Staged) -> Due | None:
    """The limit whose clock runs."""
    return flow.states[thing.clock_of].due if thing.clock_of else None


def plan(thing: Staged, due: Due, due_at: datetime) -> list[tuple[str, datetime]]:
    """Every moment at which the clock speaks: warnings, the end, steps upwards (1 query)."""
    cal, day = calendar.Calendar(path_of(thing)), calendar.day_of(due_at)
    kind = params.definition(due.param).kind if due.param else calendar.CALENDAR
    moments = [(WARN, calendar.end_of(cal.shift(day, -n, kind)) - MORNING) for n in due.warn]
    moments.append((OVERDUE, due_at))
    moments += [(ESCALATE, calendar.end_of(cal.shift(day, n, kind))) for n in due.escalate]
    return moments


def time_limit(thing: Staged, param: str, start: datetime) -> datetime:
    """The end of the last day that this parameter of the thing's unit allows (2 queries)."""
    path, day = path_of(thing), calendar.day_of(start)
    days = int(params.value(path, param, day))
    return calendar.end_of(calendar.Calendar(path).shift(day, days, params.definition(param).kind))


def path_of(thing: Staged) -> str:
    """The place of a thing in the organisation tree: everything staged has a unit."""
    return str(thing.unit.path)  # type: ignore[attr-defined]
