"""Gapless numbers per unit, kind and year."""

from __future__ import annotations

from django.db import connection, transaction

_TAKE = """
    INSERT INTO kernel_counter (path, kind, year, last) VALUES (%s, %s, %s, 1)
    ON CONFLICT (path, kind, year) DO UPDATE SET last = kernel_counter.last + 1
    RETURNING last
"""

_KEEP = """
    INSERT INTO kernel_counter (path, kind, year, last) VALUES (%s, %s, %s, %s)
    ON CONFLICT (path, kind, year) DO UPDATE SET last = GREATEST(kernel_counter.last, EXCLUDED.last)
"""


def take(path: str, kind: str, year: int) -> int:
    """The next number. It holds the counter until the transaction ends: a rollback gives the number back,
    so there are no gaps, and two people at once wait for each other. Must run inside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "numbers are taken inside the transaction that uses them"
        )
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [path, kind, year])
        row = cursor.fetchone()
    return int(row[0])


def keep_above(path: str, kind: str, year: int, last: int) -> None:
    """Numbers up to this one were given elsewhere (an import): the next one is higher."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [path, kind, year, last])
