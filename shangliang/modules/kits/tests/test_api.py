"""The API of kits: taking along, bringing back, and what is told to whom."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from shangliang.modules.gatherings.tests import given as meetings
from shangliang.modules.kits import queries
from shangliang.modules.kits.models import Carried, Kit
from shangliang.modules.kits.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def post(client: Client, address: str, body: Any = None, key: str = "") -> Any:
    said = body if isinstance(body, str) else json.dumps(body or {})
    return client.post(
        f"/api/v1/kits/{address}",
        said,
        content_type="application/json",
        headers={"Idempotency-Key": key or uuid4().hex},
    )


def opinion(kit: Any, today: datetime, text: str = "楼下怕挡光。") -> dict[str, Any]:
    content = given.spoken(Kit.objects.get(pk=kit), text=text)
    return {
        "id": str(uuid4()),
        "kind": "opinion",
        "noted_at": (today - timedelta(hours=1)).isoformat(),
        "content": content,
    }


def test_taken_along_it_has_all_that_the_room_needs(world: World, as_: Any, today: datetime) -> None:
    g = meetings.sitting(world)
    answer = post(as_("wang"), f"gatherings/{g.pk}")
    told = answer.json()
    assert (
        answer.status_code == 201
        and told["gathering"]["title"] == g.title
        and told["who"] == world.people["wang"].pk
    )
    assert sorted(p["name"] for p in told["participants"]) == sorted(
        g.participants.values_list("name", flat=True)
    )
    assert len(told["agenda"]) == 4 and set(told["may"]) >= {"sign_in", "opine", "invite", "hands", "part"}
    again = as_("wang").get(f"/api/v1/kits/{told['kit']}")
    assert again.json()["kit"] == told["kit"] and not again.json()["gathering"]["moved"]


def test_what_the_device_stores_costs_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    taken = queries.mine(world.actor("wang")).get(pk=given.kit(world).pk)
    with django_assert_max_num_queries(16):
        queries.bundle(taken, actor=world.actor("wang"), at=world.now)


def test_a_batch_is_answered_entry_by_entry_and_again(world: World, as_: Any, today: datetime) -> None:
    kit = post(as_("wang"), f"gatherings/{meetings.sitting(world).pk}").json()["kit"]
    batch = {"ahead": 0, "entries": [opinion(kit, today), opinion(kit, today, "")]}
    first = post(as_("wang"), f"{kit}/entries", batch)
    assert [e["state"] for e in first.json()] == ["kept", "refused"]
    assert "缺：text" in first.json()[1]["words"]
    again = post(as_("wang"), f"{kit}/entries", batch).json()
    assert again[0]["again"] and again[0]["made"] == first.json()[0]["made"] and Carried.objects.count() == 1


def test_a_namesake_comes_with_who_it_may_be(world: World, as_: Any, today: datetime) -> None:
    kit = post(as_("wang"), f"gatherings/{meetings.sitting(world).pk}").json()["kit"]
    one = {
        "id": str(uuid4()),
        "kind": "person",
        "noted_at": today.isoformat(),
        "content": {"name": "方阿婆", "capacity": "stakeholder"},
    }
    found = post(as_("wang"), f"{kit}/entries", {"entries": [one]}).json()[0]
    assert found["state"] == "asks" and found["candidates"][0]["standing"] == "文华社区居民"


def test_of_others_it_is_not_there(world: World, as_: Any, today: datetime) -> None:
    g = meetings.sitting(world)
    kit = post(as_("wang"), f"gatherings/{g.pk}").json()["kit"]
    for who, status in (("chen", 404), ("lin", 404), ("", 401)):
        assert post(as_(who), f"{kit}/entries", {"entries": []}).status_code == status
    assert (
        as_("chen").get(f"/api/v1/kits/{kit}").status_code
        == as_("").get(f"/api/v1/kits/{kit}").status_code
        == 404
    )
    assert post(as_("lin"), f"gatherings/{g.pk}").status_code == 403
    assert post(as_("wang"), f"{uuid4()}/entries", {"entries": []}).status_code == 404
    assert post(as_("wang"), "gatherings/999999").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[",
        "[]",
        {"entries": [{"id": "x"}]},
        {"entries": 5},
        {"ahead": 1e99, "entries": []},
        {"entries": [{}] * 51},
    ],
)
def test_garbage_is_told(world: World, as_: Any, today: datetime, body: Any) -> None:
    kit = post(as_("wang"), f"gatherings/{meetings.sitting(world).pk}").json()["kit"]
    assert post(as_("wang"), f"{kit}/entries", body).status_code in {400, 422}


def test_a_huge_batch_is_told_and_nothing_of_it_is_kept(world: World, as_: Any, today: datetime) -> None:
    kit = post(as_("wang"), f"gatherings/{meetings.sitting(world).pk}").json()["kit"]
    many = [opinion(kit, today, f"第 {n} 条") for n in range(51)]
    assert post(as_("wang"), f"{kit}/entries", {"entries": many}).status_code == 422
    assert [e["state"] for e in post(as_("wang"), f"{kit}/entries", {"entries": many[:50]}).json()] == [
        "kept"
    ] * 50
    heavy = opinion(kit, today, "字" * 3_000_000)
    assert post(as_("wang"), f"{kit}/entries", {"entries": [heavy]}).status_code in {400, 413}
    assert Carried.objects.count() == 50


def test_the_page_knows_who_is_signed_in(world: World, as_: Any, today: datetime) -> None:
    g = meetings.sitting(world)
    told = as_("wang").get("/api/v1/kits/").json()
    assert told["who"] == world.people["wang"].pk and [o["id"] for o in told["offers"]] == [g.pk]
    nobody = as_("").get("/api/v1/kits/").json()
    assert nobody["who"] is None and nobody["offers"] == [] and nobody["name"] == ""
    assert as_("lin").get("/api/v1/kits/").json()["offers"] == []
