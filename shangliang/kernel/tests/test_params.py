"""Numbers of a unit: the nearest that has set one decides, from its day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from shangliang.kernel import params
from shangliang.kernel.models import Parameter
from tests.world import NOON, World

NAME = "tests.days"
DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def days() -> Iterator[None]:
    params.define(NAME, "试验期限", 10, "working_days", "DOMAIN 0")
    yield
    del params.definitions[NAME]


def put(world: World, unit: str, value: Any, since: date = date(2026, 1, 1)) -> None:
    path = world.units[unit].path if unit else ""
    Parameter.objects.create(path=path, name=NAME, value=value, starts_on=since, reason="试验")


def read(world: World, unit: str, on: date = DAY) -> Any:
    return params.value(world.units[unit].path, NAME, on)


def test_the_default_when_nobody_has_set_it(world: World) -> None:
    assert read(world, "liudi-dong") == 10


def test_the_nearest_upwards_decides(world: World) -> None:
    put(world, "", 9)
    put(world, "yunchuan", 8)
    put(world, "lanxi", 7)
    put(world, "liudi", 6)
    found = {
        unit: read(world, unit) for unit in ("yunchuan", "wangling", "lanxi", "shiqiao", "liudi", "liudi-xi")
    }
    assert found == {"yunchuan": 8, "wangling": 8, "lanxi": 7, "shiqiao": 7, "liudi": 6, "liudi-xi": 6}
    assert params.value("999.", NAME, DAY) == 9


def test_it_holds_from_its_day_on(world: World) -> None:
    put(world, "yunchuan", 5, date(2026, 3, 1))
    put(world, "yunchuan", 4, date(2026, 4, 1))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1), date(2027, 1, 1)]
    assert [read(world, "yunchuan", day) for day in days] == [10, 5, 5, 4, 4]


def test_an_older_value_near_beats_a_newer_one_far(world: World) -> None:
    put(world, "lanxi", 7, date(2025, 1, 1))
    put(world, "yunchuan", 8, date(2026, 3, 1))
    assert read(world, "lanxi") == 7
    put(world, "lanxi", 3, date(2026, 6, 1))  # not yet
    assert read(world, "lanxi") == 7


def test_zero_and_empty_are_values(world: World) -> None:
    put(world, "yunchuan", 0)
    assert read(world, "yunchuan") == 0


def test_one_value_a_day(world: World) -> None:
    put(world, "yunchuan", 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        put(world, "yunchuan", 6)


def test_one_query(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    path = world.units["liudi-dong"].path
    with django_assert_num_queries(1):
        params.value(path, NAME, DAY)


def test_names_are_known(world: World) -> None:
    with pytest.raises(params.UnknownParameter):
        params.value("001.", "tests.nothing", DAY)
    with pytest.raises(params.UnknownParameter):
        params.check("tests.nothing", 1)
    with pytest.raises(ValueError, match="twice"):
        params.define(NAME, "again", 1, "days")


@pytest.mark.parametrize("value", [-1, 3661, 2.5, "7", None, True, [1]])
def test_values_that_no_number_of_days_can_be(value: Any) -> None:
    with pytest.raises(params.BadValue, match="试验期限"):
        params.check(NAME, value)


def test_values_that_are_taken() -> None:
    assert [params.check(NAME, value) for value in (0, 1, 3660)] == [0, 1, 3660]


@pytest.mark.parametrize("kind", ["text", "choice"])
def test_texts(kind: str) -> None:
    params.define("tests.text", "文字", "甲", kind)
    try:
        assert params.check("tests.text", "乙") == "乙"
        for bad in ("", "  ", 5, None):
            with pytest.raises(params.BadValue):
                params.check("tests.text", bad)
    finally:
        del params.definitions["tests.text"]


def test_every_parameter_of_the_house_has_a_default_it_would_take() -> None:
    for name, definition in params.definitions.items():
        assert params.check(name, definition.default) == definition.default, name
        assert str(definition.label).strip(), name


def test_read_once_is_read_the_same(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    put(world, "", 9)
    put(world, "lanxi", 7)
    put(world, "lanxi", 6, date(2026, 4, 1))
    with params.read_once(), django_assert_num_queries(0):
        found = [read(world, unit) for unit in ("yunchuan", "liudi-dong")]
        assert found == [9, 7] and read(world, "liudi", date(2026, 5, 1)) == 6
    Parameter.objects.all().delete()
    assert read(world, "liudi") == 10


def test_nobody_sets_a_number_while_they_are_read_once(world: World) -> None:
    new: dict[str, Any] = {"new": 3, "starts_on": DAY, "reason": "试验", "at": NOON}
    path = world.units["yunchuan"].path
    with params.read_once(), pytest.raises(RuntimeError, match="read once"):
        params.put(path, NAME, **new, actor=world.actor("wang"))
    params.put(path, NAME, **new, actor=world.actor("wang"))
    assert read(world, "yunchuan") == 3
