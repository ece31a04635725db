"""A vote by show of hands, written down in the room."""

from __future__ import annotations

from typing import Any

import pytest

from shangliang.kernel import moves
from shangliang.modules.deliberation import services as deliberation
from shangliang.modules.deliberation.models import Hands, Poll
from shangliang.modules.kits import services
from shangliang.modules.kits.models import Kit, Matter
from shangliang.modules.kits.tests import given
from shangliang.modules.kits.tests.given import entry, states
from tests.world import World

pytestmark = pytest.mark.django_db


def poll(world: World, taken: Kit, **more: Any) -> Poll:
    terms = {
        "question": "先装哪一栋？",
        "method": "single",
        "voters": "invited",
        "options": ("一号楼", "二号楼"),
        **more,
    }
    return deliberation.plan_poll(
        taken.gathering.unit, terms=deliberation.Terms(gathering=taken.gathering, **terms), actor=world.actor("wang"),
        at=world.now,
    )  # fmt: skip


def test_a_prepared_poll_decided_by_hands_is_taken_off(world: World) -> None:
    taken = given.kit(world)
    asked = poll(world, taken)
    assert states(given.back(world, taken, entry(world, "hands", {"poll": asked.pk, "counts": [5, 3]}))) == [
        "kept"
    ]
    asked.refresh_from_db()
    made = Hands.objects.get()
    assert asked.state == "cancelled" and made.lines == [("一号楼", 5), ("二号楼", 3)] and made.poll == asked


def test_a_motion_has_abstentions(world: World) -> None:
    taken = given.kit(world)
    asked = poll(world, taken, method="motion", options=())
    given.back(world, taken, entry(world, "hands", {"poll": asked.pk, "counts": [5, 3, 1]}))
    assert Hands.objects.get().lines == [("赞成", 5), ("反对", 3), ("弃权", 1)]


def test_counted_twice_the_second_is_shown_to_a_person_who_decides(world: World) -> None:
    taken = given.kit(world)
    asked = poll(world, taken)
    other = given.kit(world, taken.gathering, "chen")
    given.back(world, taken, entry(world, "hands", {"poll": asked.pk, "counts": [5, 3]}))
    found = given.back(world, other, entry(world, "hands", {"poll": asked.pk, "counts": [4, 4]}), who="chen")
    assert states(found) == ["matter"] and "一号楼 5 人，二号楼 3 人" in found[0].words
    assert Hands.objects.get().counts == [5, 3]
    services.take(Matter.objects.get(), actor=world.actor("wang"), at=given.now(world, 6))
    assert [(h.counts, h.stands) for h in Hands.objects.all()] == [([5, 3], False), ([4, 4], True)]


def test_a_poll_that_runs_on_the_network_is_not_decided_by_hands(world: World) -> None:
    taken = given.kit(world)
    asked = poll(world, taken)
    deliberation.open_poll(asked, actor=world.actor("wang"), at=given.now(world))
    assert states(given.back(world, taken, entry(world, "hands", {"poll": asked.pk, "counts": [5, 3]}))) == [
        "matter"
    ]
    assert not Hands.objects.exists()


def test_by_name_everybody_raises_one_hand(world: World) -> None:
    taken = given.kit(world)
    lin, hou, gu, fang = taken.gathering.participants.order_by("pk").values_list("pk", flat=True)
    asks = {"question": "同意吗？", "options": ["同意", "不同意"]}
    found = given.back(
        world, taken, entry(world, "hands", {**asks, "names": [[lin, hou], [hou]]}),
        entry(world, "hands", {**asks, "names": [[lin]]}),
        entry(world, "hands", {**asks, "names": [[lin, hou, gu], [fang]]}),
    )  # fmt: skip
    assert states(found) == ["refused", "refused", "kept"]
    assert Hands.objects.get().counts == [3, 1] and Hands.objects.get().names == [[lin, hou, gu], [fang]]


@pytest.mark.parametrize(
    "content",
    [
        {"question": "", "options": ["a", "b"], "counts": [1, 2]},
        {"question": "？", "options": ["a"], "counts": [1]},
        {"question": "？", "options": ["a", "a"], "counts": [1, 2]},
        {"question": "？", "options": ["a", "b"], "counts": [1]},
        {"poll": 10**9, "counts": [1, 2]},
        {"question": "？", "options": {"a": 1}, "counts": [1, 2]},
    ],
)
def test_what_is_no_count_is_told(world: World, content: dict[str, Any]) -> None:
    assert states(given.back(world, given.kit(world), entry(world, "hands", content))) == ["refused"]


def test_what_is_ranked_or_shared_out_is_not_decided_by_hands(world: World) -> None:
    taken = given.kit(world)
    asked = poll(world, taken, method="shares", places=1)
    found = given.back(world, taken, entry(world, "hands", {"poll": asked.pk, "counts": [5, 3]}))
    asked.refresh_from_db()
    assert states(found) == ["refused"] and asked.state == "draft" and not Hands.objects.exists()


def test_a_matter_that_is_taken_does_not_decide_what_is_being_voted_on(world: World) -> None:
    taken = given.kit(world)
    asked = poll(world, taken)
    deliberation.open_poll(asked, actor=world.actor("wang"), at=given.now(world))
    given.back(world, taken, entry(world, "hands", {"poll": asked.pk, "counts": [5, 3]}))
    with pytest.raises(moves.Stale):
        services.take(Matter.objects.get(), actor=world.actor("wang"), at=given.now(world, 6))
    assert not Hands.objects.exists()
