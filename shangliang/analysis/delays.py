"""How long an answer took: days of the calendar and working days, from dates as people and programs write them."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta

EARLIEST, LATEST = 1980, 2100

_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_PACKED = re.compile(r"(?<!\d)((?:19|20)\d{2})([01]\d)([0-3]\d)(?:\D|\d{4}(?:\d{2})?(?!\d)|$)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_HAN_DATE = re.compile(r"([0-9]{4})年([0-9十]{1,3})月([0-9十]{1,3})[日号]")
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
_LAWFUL = frozenset({(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)})


def day(text: str) -> date | None:
    """The day a cell names; None when it names none. The time of day makes no difference.

    Read are 2019/4/25 9:32:09, 2019-04-25T09:32:09+08:00, 2019.4.25, 2019年4月25日, 20190425, 25.4.2019,
    4/25/2019, 二〇一九年四月二十五日, days of a spreadsheet (43580.39) and seconds since 1970. Of two numbers that
    could both be the month, before a year that stands last, the first is the month.
    """
    said = unicodedata.normalize("NFKC", text).strip()
    if _SERIAL.fullmatch(said):
        return _within(date(1899, 12, 30) + timedelta(days=int(float(said))))
    if _SECONDS.fullmatch(said):
        # Eight hours on: the moment is told for Beijing, whatever the machine thinks.
        return _within(date(1970, 1, 1) + timedelta(seconds=int(said[:10]) + 8 * 3_600))
    for pattern, order in ((_YEAR_FIRST, (0, 1, 2)), (_PACKED, (0, 1, 2)), (_YEAR_LAST, (2, 0, 1))):
        if found := pattern.search(said):
            year, month, number = (int(found.groups()[k]) for k in order)
            if pattern is _YEAR_LAST and month > 12:
                month, number = number, month
            return _made(year, month, number)
    if found := _HAN_DATE.search(said.translate(_HAN_DIGITS)):
        return _made(int(found[1]), _ten(found[2]), _ten(found[3]))
    return None


def _ten(text: str) -> int:
    """A number up to 31 in which a ten may stand as a letter: 十, 十5, 2十, 2十5."""
    if "十" not in text:
        return int(text)
    tens, ones = text.split("十", 1)
    return 10 * int(tens or 1) + int(ones or 0)


def _made(year: int, month: int, number: int) -> date | None:
    try:
        return _within(date(year, month, number))
    except ValueError:
        return None


def _within(found: date) -> date | None:
    return found if EARLIEST <= found.year <= LATEST else None


class WorkingDays:
    """Counts working days, given the days that differ from their weekday (day → worked?).

    For a year of which the list knows nothing, the days whose date the law itself fixes are free (1 January,
    1 May, 1 to 3 October); `knows` tells.
    """

    def __init__(self, listed: Mapping[date, bool]):
        self._years = frozenset(d.year for d in listed)
        self._listed = listed
        # The weekdays off and the weekend days worked, each in order, so that a span is two look-ups.
        self._off = sorted(d for d, works in listed.items() if not works and d.weekday() < 5)
        self._on = sorted(d for d, works in listed.items() if works and d.weekday() >= 5)

    def knows(self, start: date, end: date) -> bool:
        """Whether every year between the two is listed."""
        return all(year in self._years for year in range(start.year, end.year + 1))

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end` (`end` not before `start`)."""
        count = _weekdays(end) - _weekdays(start)
        count -= bisect_right(self._off, end) - bisect_right(self._off, start)
        count += bisect_right(self._on, end) - bisect_right(self._on, start)
        for year in range(start.year, end.year + 1):
            if year not in self._years:
                fixed = (date(year, month, number) for month, number in _LAWFUL)
                count -= sum(start < d <= end and d.weekday() < 5 for d in fixed)
        return count


def _weekdays(until: date) -> int:
    """Weekdays from Monday 1 January of year 1 up to and including this day."""
    weeks, rest = divmod(until.toordinal(), 7)
    return 5 * weeks + min(rest, 5)
