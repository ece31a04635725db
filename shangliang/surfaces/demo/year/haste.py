"""How a play differs from a working day: it is one long work by one hand, and must come out the same every time.

Nothing is left out by it: not a row, not a line of the journal, not a constraint.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, models

from shangliang.kernel import calendar, params
from shangliang.kernel.access import steps
from shangliang.kernel.models import Parameter


@contextmanager
def in_haste() -> Iterator[None]:
    """Everything below together; the units, their days and their numbers must stand already."""
    with ExitStack() as held:
        for way in (plainly, unhurried, trusting, remembered):
            held.enter_context(way())
        yield


@contextmanager
def plainly() -> Iterator[None]:
    """Transactions without savepoints inside: here a failure ends the whole play, so nothing smaller is undone.

    Savepoints are a third of all statements of the year.
    """
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        connection.features.uses_savepoints = True


@contextmanager
def unhurried() -> Iterator[None]:
    """The disk is not waited for day by day: whoever loses power in the middle plays again from the start."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


@contextmanager
def trusting() -> Iterator[None]:
    """That what a new row points at is there is asked once, by the table's own constraint, not beforehand too."""
    with _instead(models.ForeignKey, "validate", models.Field.validate):
        yield


@contextmanager
def remembered() -> Iterator[None]:
    """Days and numbers that nobody changes during the play are read once, not at every clock that starts."""
    rows = list(Parameter.objects.order_by("-path", "-starts_on"))
    initial = calendar.Calendar.__init__

    @cache
    def days(path: str) -> dict[date, tuple[bool, str]]:
        initial(once := calendar.Calendar.__new__(calendar.Calendar), path)
        return once.days

    def opened(self: calendar.Calendar, path: str = "") -> None:
        self.days = days(path)

    def value(path: str, name: str, on: date) -> Any:
        places = {"", *steps(path)}
        fits = (r for r in rows if r.name == name and r.path in places and r.starts_on <= on)
        nearest = next(fits, None)
        return nearest.value if nearest else params.definition(name).default

    with _instead(calendar.Calendar, "__init__", opened), _instead(params, "value", value):
        yield


@contextmanager
def _instead(place: Any, name: str, stand_in: Any) -> Iterator[None]:
    before = getattr(place, name)
    setattr(place, name, stand_in)
    try:
        yield
    finally:
        setattr(place, name, before)
