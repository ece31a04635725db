"""Working days: the State Council's list, a unit's own days, and counting both ways."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as cases
from hypothesis import settings as hyp
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from shangliang.kernel import calendar, days
from shangliang.kernel.calendar import Calendar
from shangliang.kernel.models import DayRule
from tests.world import World

FEB = date(2026, 2, 1)


def february(day: int) -> date:
    return date(2026, 2, day)


def test_spring_festival_2026(db: None) -> None:
    """15 to 23 February off; Saturdays 14 and 28 February worked instead."""
    cal = Calendar()
    off = [day for day in range(1, 29) if not cal.works(february(day))]
    assert off == [1, 7, 8, 15, 16, 17, 18, 19, 20, 21, 22, 23]
    assert cal.name(february(17)) == "春节" and cal.name(february(14)) == "春节调休"
    assert cal.name(february(10)) == "" and cal.name(february(7)) == ""


@pytest.mark.parametrize(
    "start, count, end",
    [
        (february(13), 1, february(14)),
        (february(14), 1, february(24)),
        (february(13), 2, february(24)),
        (february(18), 1, february(24)),  # from inside the holiday
        (february(27), 1, february(28)),
        (february(24), -1, february(14)),
        (february(24), -2, february(13)),
        (february(18), -1, february(14)),
        (february(18), 0, february(18)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
        (date(2030, 2, 4), 5, date(2030, 2, 11)),  # a year nobody has announced yet: weekends only
    ],
)
def test_counting(start: date, count: int, end: date, db: None) -> None:
    assert Calendar().add(start, count) == end


def test_between(db: None) -> None:
    cal = Calendar()
    assert cal.between(february(13), february(24)) == 2
    assert cal.between(february(24), february(13)) == -2
    assert cal.between(february(15), february(23)) == 0
    assert cal.between(february(13), february(13)) == 0


def test_counting_there_and_back(db: None) -> None:
    cal = Calendar()

    @hyp(max_examples=200, derandomize=True, deadline=None)
    @cases(offset=st.integers(0, 700), count=st.integers(0, 120))
    def holds(offset: int, count: int) -> None:
        start = date(2025, 6, 1) + timedelta(days=offset)
        end = cal.add(start, count)
        assert cal.between(start, end) == count
        assert count == 0 or cal.works(end)
        assert cal.add(cal.add(start, count), -count) <= start or not cal.works(start)
        if cal.works(start):
            assert cal.add(end, -count) == start

    holds()


def test_days_of_other_kinds_are_counted_plainly(db: None) -> None:
    cal = Calendar()
    assert cal.shift(february(13), 10, calendar.WORKING) == date(2026, 3, 5)
    assert cal.shift(february(13), 10, calendar.CALENDAR) == february(23)


def test_a_units_own_days(world: World) -> None:
    """Everywhere, then the unit, then the place below it: the nearest decides; a neighbour is not touched."""
    city, county, town = (world.units[code] for code in ("yunchuan", "lanxi", "liudi"))
    day = date(2026, 3, 5)
    DayRule.objects.create(path="", day=day, works=False, name="全国停工")
    DayRule.objects.create(path=county.path, day=day, works=True, name="澜溪照常")
    DayRule.objects.create(path=town.path, day=day, works=False, name="柳堤庙会")
    names = {
        "yunchuan": "全国停工",
        "lanxi": "澜溪照常",
        "wangling": "全国停工",
        "liudi": "柳堤庙会",
        "liudi-dong": "柳堤庙会",
        "shiqiao": "澜溪照常",
    }
    assert {code: Calendar(world.units[code].path).name(day) for code in names} == names
    assert [Calendar(unit.path).works(day) for unit in (city, county, town)] == [False, True, False]


def test_a_unit_may_work_on_a_holiday(world: World) -> None:
    DayRule.objects.create(path=world.units["lanxi"].path, day=february(17), works=True, name="值班")
    assert Calendar(world.units["lanxi"].path).works(february(17))
    assert not Calendar(world.units["wangling"].path).works(february(17))
    assert days.national()[february(17)] == (False, "春节")  # the shared list was not written to


def test_one_query(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        cal = Calendar(world.units["liudi-dong"].path)
        cal.add(FEB, 200)


def test_the_end_of_a_day_is_the_houses() -> None:
    assert calendar.end_of(date(2026, 3, 2)) == datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
    assert calendar.day_of(datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)) == date(2026, 3, 2)
    assert calendar.day_of(datetime(2026, 3, 2, 16, 0, tzinfo=UTC)) == date(2026, 3, 3)


def test_the_list_is_sound() -> None:
    """A worked day of the list is a weekend day; no day stands twice; a worked day says so in its name."""
    lines = days.DATA.read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) == len(days.national())
    for day, (works, name) in days.national().items():
        assert name and (not works or (day.weekday() >= 5 and name.endswith("调休"))), day


def test_every_year_since_2010_is_listed() -> None:
    """Replies of years past are counted by the days of their year; 2015 and 2020 had days of their own."""
    listed = {day.year for day in days.national()}
    assert listed == set(range(2010, max(listed) + 1))
    for year in listed:
        off = [day for day, (works, _) in days.national().items() if day.year == year and not works]
        assert sum(day.weekday() < 5 for day in off) >= 5 or year == max(listed), year
        assert date(year, 1, 1) in off
    assert not days.national()[date(2015, 9, 3)][0] and days.national()[date(2015, 9, 6)][0]
    assert not days.national()[date(2020, 2, 1)][0]


def test_a_units_days_are_read_once(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    path = world.units["lanxi"].path
    DayRule.objects.create(path=path, day=february(11), works=False, name="县庆")
    with calendar.read_once():
        with django_assert_num_queries(2):
            found = [Calendar(p).works(february(11)) for p in (path, path, "", "")]
        assert found == [False, False, True, True]
    DayRule.objects.all().delete()
    assert Calendar(path).works(february(11))
