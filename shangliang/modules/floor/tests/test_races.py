"""Two at once: one speaks, one place in the line, one room, one line of captions."""

from __future__ import annotations

from typing import Any

import pytest

from shangliang.modules.floor import services
from shangliang.modules.floor.models import Caption, Floor, LiveQuestion, Speech, Support
from shangliang.modules.floor.tests import given
from shangliang.modules.gatherings.tests import given as gathering_given
from tests.crowd import together
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True)]


def kinds(found: list[Any]) -> list[str]:
    return sorted(type(f).__name__ for f in found)


def again(thing: Any) -> Any:
    return type(thing)._default_manager.select_related("unit").get(pk=thing.pk)


def test_two_secretaries_open_one_room(world: World) -> None:
    meeting = gathering_given.sitting(world)

    def press(who: str) -> Any:
        return lambda: services.open_floor(meeting, actor=world.actor(who), at=given.at(world))

    found = together([press("wang"), press("chen"), press("wang")])
    assert kinds(found) == ["Floor"] * 3 and Floor.objects.count() == 1


def test_two_secretaries_call_two_people_and_one_speaks(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    wishes = [given.wish(world, room, given.seat(room, c)) for c in ("member", "head", "expert")]
    call = lambda s: lambda: services.call(again(s), actor=wang, at=given.at(world, 5))  # noqa: E731
    found = together([call(s) for s in wishes])
    assert kinds(found) == ["NoneType", "Refused", "Refused"]
    assert Speech.objects.filter(state="speaking").count() == 1


def test_a_double_click_ends_nobody_twice(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    speech = given.wish(world, room, given.seat(room, "member"))
    services.call(speech, actor=wang, at=given.at(world))
    end = lambda: services.finish(again(speech), actor=wang, at=given.at(world, 9))  # noqa: E731
    assert kinds(together([end, end, end])) == ["NoneType", "Stale", "Stale"]
    assert again(speech).spoken_ms == 9000


def test_one_place_in_the_line_and_one_question(world: World) -> None:
    room, lin = given.floor(world), world.actor("lin")
    member = given.seat(room, "member")
    ask = lambda: given.wish(world, room, member, actor=lin)  # noqa: E731
    assert kinds(together([ask] * 4)) == ["Speech"] * 4 and Speech.objects.count() == 1
    put = lambda: services.put(  # noqa: E731
        room, participant=member, text="钱从哪里来", token="same", actor=lin, at=given.at(world)
    )
    assert kinds(together([put] * 3)) == ["LiveQuestion"] * 3 and LiveQuestion.objects.count() == 1


def test_one_support_from_many_presses(world: World) -> None:
    room = given.floor(world)
    asked = given.question(world, room, given.seat(room, "member"))
    guest, actor = given.seat(room, "grassroots"), given.guest(room)
    press = lambda: services.support(  # noqa: E731
        LiveQuestion.objects.select_related("floor__gathering").get(pk=asked.pk),
        participant=guest, actor=actor, at=given.at(world),
    )  # fmt: skip
    found = together([press] * 4)
    assert sorted(map(str, found)) == ["False"] * 3 + ["True"] and Support.objects.count() == 1


def test_lines_of_two_stenographers_are_all_kept_once(world: World) -> None:
    room = given.floor(world)
    jobs = [
        lambda n=n: given.caption(world, again(room), f"第{n % 4}句", token=f"line-{n % 4}") for n in range(8)
    ]
    assert kinds(together(jobs)) == ["Caption"] * 8 and Caption.objects.count() == 4
