"""Working days: weekends, holidays and the weekends worked instead (调休), per unit.

National days come from data/days-cn.csv (State Council notices); a unit may add its own (DayRule).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from shangliang.kernel.access import steps
from shangliang.kernel.days import national
from shangliang.kernel.models import DayRule

WORKING, CALENDAR = "working_days", "days"
_kept: ContextVar[dict[str, dict[date, tuple[bool, str]]] | None] = ContextVar("kept", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Meanwhile, in this thread, each unit's days are read once: for long work during which nobody changes them."""
    before = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(before)


class Calendar:
    """The working days of one unit. Reads the unit's own days once (1 query)."""

    def __init__(self, path: str = ""):
        kept = _kept.get()
        self.days = _days(path) if kept is None or path not in kept else kept[path]
        if kept is not None:
            kept[path] = self.days

    def works(self, day: date) -> bool:
        return self.days[day][0] if day in self.days else day.weekday() < 5

    def name(self, day: date) -> str:
        return self.days[day][1] if day in self.days else ""

    def add(self, day: date, count: int) -> date:
        """The working day `count` working days after (or, negative, before) this day."""
        step = timedelta(days=1 if count >= 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.works(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before."""
        if end < start:
            return -self.between(end, start)
        return sum(self.works(start + timedelta(days=i + 1)) for i in range((end - start).days))

    def shift(self, day: date, count: int, kind: str) -> date:
        return self.add(day, count) if kind == WORKING else day + timedelta(days=count)


def _days(path: str) -> dict[date, tuple[bool, str]]:
    rules: Iterable[DayRule] = DayRule.objects.filter(path__in=["", *steps(path)]).order_by("path")
    return {**national(), **{r.day: (r.works, r.name) for r in rules}}


def end_of(day: date) -> datetime:
    """The last second of this day in the house's time zone: a time limit runs to the end of its day."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def day_of(at: datetime) -> date:
    return timezone.localtime(at).date()
