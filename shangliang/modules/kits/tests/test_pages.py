"""The pages of kits: what came back, what waits, and the page that goes along."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from shangliang.kernel import journal, waiting
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given as meetings
from shangliang.modules.kits import queries
from shangliang.modules.kits.models import Kit, Matter
from shangliang.modules.kits.tests import given, test_hands
from shangliang.modules.kits.tests.given import entry, spoken
from tests.world import World

pytestmark = pytest.mark.django_db


def put_off(world: World, kind: str = "opinion", content: dict[str, Any] | None = None) -> Matter:
    """An entry of a meeting that was put off since, from the convener's device."""
    taken = given.kit(world, who="chen")
    Kit.objects.filter(pk=taken.pk).update(starts_at=None)
    given.back(world, taken, entry(world, kind, content or spoken(taken)), who="chen")
    return Matter.objects.get()


def test_the_gathering_leads_to_its_kits(world: World, as_: Any) -> None:
    g = meetings.sitting(world)
    page = as_("wang").get(f"/desk/gatherings/{g.pk}/").content.decode()
    assert f"/desk/kits/?take={g.pk}" in page and f"/desk/kits/gatherings/{g.pk}/" in page
    assert "/desk/kits/" not in as_("lin").get(f"/desk/gatherings/{g.pk}/").content.decode()


def test_the_page_that_goes_along_says_nothing_of_anybody(world: World, as_: Any) -> None:
    g = meetings.sitting(world)
    page = as_("wang").get(f"/desk/kits/?take={g.pk}").content.decode()
    assert g.title not in page and world.people["wang"].name not in page and "data-who" not in page
    assert "<noscript>" in page


def test_what_came_back_of_a_gathering(world: World, as_: Any, django_assert_max_num_queries: Any) -> None:
    matter = put_off(world)
    g = Gathering.objects.get(pk=matter.gathering_id)
    page = as_("wang").get(f"/desk/kits/gatherings/{g.pk}/").content.decode()
    assert matter.title in page and "1 条等人定夺" in page
    assert as_("lin").get(f"/desk/kits/gatherings/{g.pk}/").status_code == 403
    with django_assert_max_num_queries(4):
        queries.back_of(g)


def test_it_waits_for_the_office_and_is_entered(world: World, as_: Any) -> None:
    matter = put_off(world)
    piles = waiting.piles(world.actor("wang"), at=given.now(world, 6))
    assert [p.kind for p in piles if p.kind == "carried"] == ["carried"]
    wang = as_("wang")
    assert "这次协商后来改期了" in wang.get(f"/desk/kits/{matter.pk}/").content.decode()
    assert wang.get(f"/desk/kits/{matter.pk}/take/").status_code == 200
    answer = wang.post(f"/desk/kits/{matter.pk}/take/", {"note": "当天确实开了"})
    matter.refresh_from_db()
    assert answer.status_code == 303 and matter.state == "taken" and matter.gathering.opinions.count() == 1
    assert wang.post(f"/desk/kits/{matter.pk}/take/").status_code == 409
    assert matter.gathering.opinions.count() == 1


def test_set_aside_it_stays_readable_and_who_noted_it_is_told(world: World, as_: Any) -> None:
    matter = put_off(world)
    as_("wang").post(f"/desk/move/carried/{matter.pk}/set_aside/", {"note": "没有开会"})
    matter.refresh_from_db()
    assert matter.state == "set_aside" and matter.content["text"]
    journal.deliver_all(given.now(world, 9))
    told = as_("chen").get("/desk/notices/").content.decode()
    assert matter.title in told or "不记入" in told
    assert "费用按楼层递增分摊" in as_("chen").get(f"/desk/kits/{matter.pk}/").content.decode()


def test_somebody_to_be_added_may_be_one_of_the_list(world: World, as_: Any) -> None:
    matter = put_off(world, "person", {"name": "方阿婆", "capacity": "stakeholder", "standing": ""})
    there = matter.gathering.participants.get(name="方阿婆")
    assert "文华" in str(there.standing)
    as_("wang").post(f"/desk/kits/{matter.pk}/take/", {"same_as": there.pk})
    matter.carried.refresh_from_db()
    assert matter.carried.made == {"participant": there.pk}
    assert matter.gathering.participants.filter(name="方阿婆").count() == 1


def test_a_photo_that_waits_is_for_those_who_decide(world: World, as_: Any) -> None:
    matter = put_off(world, "photo", {"title": "门口", "data": given.picture()})
    answer = as_("wang").get(f"/desk/kits/{matter.pk}/photo/")
    assert (
        answer.status_code == 200
        and answer["Content-Type"] == "image/jpeg"
        and b"".join(answer.streaming_content)
    )
    assert as_("lin").get(f"/desk/kits/{matter.pk}/photo/").status_code == 404
    assert as_("wang").post(f"/desk/kits/{matter.pk}/take/", {}).status_code == 303
    assert matter.gathering.materials.get().title == "门口"


@pytest.mark.parametrize("who, status", [("lin", 404), ("liu", 404), ("jiang", 404)])
def test_others_do_not_know_of_it(world: World, as_: Any, who: str, status: int) -> None:
    matter = put_off(world)
    for part in ("", "take/", "photo/"):
        assert as_(who).get(f"/desk/kits/{matter.pk}/{part}").status_code == status


def test_a_poll_that_the_room_decided_shows_the_hands(world: World, as_: Any) -> None:
    taken = given.kit(world)
    asked = test_hands.poll(world, taken)
    given.back(world, taken, entry(world, "hands", {"poll": asked.pk, "counts": [5, 3]}))
    page = as_("wang").get(f"/desk/deliberation/polls/{asked.pk}/").content.decode()
    assert "会上已经举手表决" in page and "<dd>5</dd>" in page


def test_the_worker_is_served_from_the_root(world: World, as_: Any, today: datetime) -> None:
    answer = as_("").get("/offline.js")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"] and "importScripts" in answer.content.decode()
