"""Days beyond all sense come from nowhere into the database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import connection

from shangliang.kernel import bounds, moves

pytestmark = pytest.mark.django_db
EAST = timezone(timedelta(hours=14))


def kept(value: Any, kind: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{kind}", [value])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2026, 3, 2), date(2199, 12, 31)])
def test_days_of_people_now_alive_are_kept(day: date) -> None:
    assert kept(day, "date") == day
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert kept(noon, "timestamptz") == noon


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (date(9999, 12, 31), "date"),
        (date(1, 1, 1), "date"),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-12))), "timestamptz"),
        (datetime(1, 1, 1, tzinfo=EAST), "timestamptz"),
        (datetime(2400, 1, 1), "timestamp"),
    ],
)
def test_days_beyond_are_told_in_words(value: date, kind: str) -> None:
    with pytest.raises(moves.Refused, match="1900 年到 2199 年"):
        kept(value, kind)


def test_a_clock_may_say_anything_and_stays_readable() -> None:
    far, early = datetime(9999, 12, 31, tzinfo=UTC), datetime(1, 1, 1, tzinfo=EAST)
    assert bounds.within(far).year == 2199 and bounds.within(early).year == 1900
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert bounds.within(now) == now
