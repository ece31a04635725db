"""Which days the house takes at all: no form, program or table brings a day beyond them, whatever it checks itself.

A day of the year 9999 is a slip of the keyboard, and a moment beyond the calendar could be written but never read
again: every list with it would fail. So the check stands where every value passes, before it goes to the database.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from django.utils.translation import gettext as _
from psycopg.types.datetime import DateDumper, DatetimeDumper, DatetimeNoTzDumper

from shangliang.kernel.moves import Refused

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
_SLACK = timedelta(days=1)  # what is the last day here may be the next one in UTC


def beyond(day: date) -> bool:
    """Whether a day or moment lies outside; of a moment within a day, wherever its clock stands."""
    if FIRST.year < day.year < LAST.year:  # every value of every statement passes here
        return False
    here = date(day.year, day.month, day.day)
    return not FIRST - _SLACK <= here <= LAST + _SLACK


def within(moment: datetime) -> datetime:
    """The moment itself, or the nearest one that the house takes: for clocks of devices, which may say anything."""
    if not beyond(moment):
        return moment
    nearest = FIRST if moment.year < FIRST.year else LAST
    return datetime(nearest.year, nearest.month, nearest.day, tzinfo=UTC)


def _checked(day: date) -> None:
    if beyond(day):
        raise Refused(
            _("日期要在 %(first)d 年到 %(last)d 年之间，请核对：%(day)s")
            % {"first": FIRST.year, "last": LAST.year, "day": day.isoformat()[:10]}
        )


class _Day(DateDumper):
    def dump(self, obj: date) -> Any:
        _checked(obj)
        return super().dump(obj)


class _Moment(DatetimeDumper):
    def dump(self, obj: datetime) -> Any:
        _checked(obj)
        return super().dump(obj)

    def upgrade(self, obj: datetime, format: Any) -> Any:
        return self if obj.tzinfo else _Naive(self.cls)


class _Naive(DatetimeNoTzDumper):
    def dump(self, obj: datetime) -> Any:
        _checked(obj)
        return super().dump(obj)


def guard() -> None:
    """Once in a process, before its first connection."""
    psycopg.adapters.register_dumper(date, _Day)
    psycopg.adapters.register_dumper(datetime, _Moment)
