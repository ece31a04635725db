"""Two tabs, two devices, a repeated batch: at the same moment, with real threads."""

from __future__ import annotations

import pytest

from shangliang.modules.deliberation.models import Hands
from shangliang.modules.gatherings.models import Participant
from shangliang.modules.kits import services
from shangliang.modules.kits.models import Carried, Kit, Matter
from shangliang.modules.kits.tests import given
from shangliang.modules.kits.tests.given import entry, spoken, states
from tests.crowd import together
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True)]
NEW = {"name": "方小妹", "capacity": "grassroots", "standing": ""}


def test_the_same_batch_from_four_tabs_is_kept_once(world: World) -> None:
    taken = given.kit(world)
    lines = [entry(world, "opinion", spoken(taken, text=f"第 {n} 条")) for n in range(6)]
    jobs = [
        lambda order=order: given.back(world, taken, *order)
        for order in (lines, lines[::-1], lines, lines[::-1])
    ]
    found = together(jobs)
    assert all(states(r) == ["kept"] * 6 for r in found), found
    assert taken.gathering.opinions.count() == Carried.objects.count() == 6
    assert len({tuple(sorted(str(r.made) for r in one)) for one in found}) == 1


def test_two_devices_add_and_sign_in_the_same_people(world: World) -> None:
    taken = given.kit(world)
    other = given.kit(world, taken.gathering, "chen")

    def device(kit: Kit, who: str) -> list[services.Result]:
        person = entry(world, "person", NEW)
        signs = entry(world, "sign_in", {"participant": {"entry": str(person.id)}})
        return given.back(world, kit, person, signs, who=who)

    found = together(
        [lambda: device(taken, "wang"), lambda: device(taken, "wang"), lambda: device(taken, "wang")]
    )
    assert all(states(r) == ["kept", "kept"] for r in found), found
    assert Participant.objects.filter(gathering=taken.gathering, name="方小妹").count() == 1
    assert states(device(other, "chen")) == ["matter", "matter"], "a convener puts nobody on the list"


def test_one_poll_counted_on_two_devices_stands_once(world: World) -> None:
    taken = given.kit(world)
    asks = {"question": "同意吗？", "options": ["同意", "不同意"]}
    lines = [entry(world, "hands", {**asks, "counts": [n, 1]}) for n in (3, 4)]
    found = together([lambda e=e: given.back(world, taken, e) for e in lines])
    assert sorted(states([r[0] for r in found])) == ["kept", "matter"]
    assert Hands.objects.filter(stands=True).count() == 1 and Matter.objects.count() == 1


def test_two_who_decide_at_once_decide_once(world: World) -> None:
    taken = given.kit(world)
    Kit.objects.filter(pk=taken.pk).update(starts_at=None)
    given.back(world, taken, entry(world, "opinion", spoken(taken)))

    def press() -> str:
        waits = Matter.objects.select_related("gathering", "carried").get()
        return services.take(waits, actor=world.actor("wang"), at=given.now(world, 6))

    found = together([press, press, press])
    assert sorted(type(f).__name__ for f in found) == ["Stale", "Stale", "str"], found
    assert taken.gathering.opinions.count() == 1
