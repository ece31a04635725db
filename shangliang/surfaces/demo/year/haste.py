"""How a play differs from a working day: it is one long work by one hand, and must come out the same every time.

Nothing is left out by it: not a row, not a line of the journal, not a constraint.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connection, models
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg import waiting

from shangliang.kernel import calendar, params


@contextmanager
def in_haste() -> Iterator[None]:
    """Everything below together; the units, their days and their numbers must stand already."""
    with ExitStack() as held:
        for way in (
            plainly,
            unhurried,
            trusting,
            prepared,
            watched,
            unswept,
            calendar.read_once,
            params.read_once,
        ):
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
def undoing() -> Iterator[None]:
    """Savepoints again, for what is refused on purpose and goes on."""
    before = connection.features.uses_savepoints
    connection.features.uses_savepoints = True
    try:
        yield
    finally:
        connection.features.uses_savepoints = before


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
def prepared() -> Iterator[None]:
    """The database works out once how to answer a statement, not each of the hundred times it comes again."""
    connection.ensure_connection()
    features: Any = connection.features
    live, usual = connection.connection, connection.connection.cursor_factory
    live.cursor_factory, live.prepare_threshold, live.prepared_max = ServerBindingCursor, 2, 1000
    features.uses_server_side_binding = True
    try:
        yield
    finally:
        features.uses_server_side_binding = False
        live.cursor_factory, live.prepare_threshold = usual, None


@contextmanager
def watched() -> Iterator[None]:
    """The line is looked at until the answer is there: to be woken for it takes longer than most answers.

    Where the database has no processor of its own it would be in its way.
    """
    live = connection.connection
    if (os.cpu_count() or 1) > 1:
        live.wait = lambda answer, **_when: waiting.wait_poll(answer, live.pgconn.socket)
    try:
        yield
    finally:
        vars(live).pop("wait", None)


@contextmanager
def unswept() -> Iterator[None]:
    """Nothing is searched for rubbish meanwhile: a whole year leaves less of it than what the program consists of."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _instead(place: Any, name: str, stand_in: Any) -> Iterator[None]:
    before = getattr(place, name)
    setattr(place, name, stand_in)
    try:
        yield
    finally:
        setattr(place, name, before)
