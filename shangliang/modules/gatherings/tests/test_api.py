"""JSON: the same services, the same refusals."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given
from tests.world import World

ROOT = "/api/v1/gatherings/"
_keys = count(1)


@pytest.fixture(autouse=True)
def today(world: World, monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = given.the_day(world)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


class Caller:
    def __init__(self, world: World, who: str):
        self.client = Client()
        if who:
            self.client.force_login(world.people[who], backend="django.contrib.auth.backends.ModelBackend")

    def get(self, path: str = "", status: int = 200, **query: Any) -> Any:
        response = self.client.get(ROOT + path, query)
        assert response.status_code == status, response.content.decode()
        return response.json()

    def post(self, path: str, status: int = 200, **data: Any) -> Any:
        response = self.client.post(
            ROOT + path,
            data,
            content_type="application/json",
            headers={"Idempotency-Key": f"gatherings-{next(_keys)}"},
        )
        assert response.status_code == status, response.content.decode()
        return response.json()


def test_the_list_is_cut_by_cursor_and_filtered(world: World) -> None:
    made = [given.noticed(world) for _ in range(3)]
    wang = Caller(world, "wang")
    first = wang.get(limit=2, state="noticed")
    assert [i["id"] for i in first["items"]] == [made[2].pk, made[1].pk] and first["next"]
    rest = wang.get(limit=2, state="noticed", cursor=first["next"])
    assert made[0].pk in [i["id"] for i in rest["items"]]
    assert wang.get(month="2026-04")["items"] == [] and len(wang.get(topic=made[0].topic_id)["items"]) == 1
    assert first["items"][0]["state_label"] == "已通知" and first["items"][0]["unit"] == "yunchuan"
    wang.get(status=422, month="March")


def test_the_price_of_the_list(world: World, django_assert_max_num_queries: Any) -> None:
    for _ in range(4):
        given.noticed(world)
    wang = Caller(world, "wang")
    with django_assert_max_num_queries(6):
        assert len(wang.get(state="noticed")["items"]) >= 4


def test_one_as_the_house_and_as_the_public_sees_it(world: World) -> None:
    gathering = given.held(world)
    inner = Caller(world, "wang").get(f"{gathering.pk}")
    assert (
        inner["inside"]
        and len(inner["opinions"]) == 2
        and inner["consensus"][0]["responsible"] == "d-housing"
    )
    assert inner["steps"][0]["label"] == "议题产生" and len(inner["lights"]) == 5
    outer = Caller(world, "").get(f"{gathering.pk}")
    assert not outer["inside"] and outer["opinions"] == [] and outer["minutes"] == ""
    assert [p["name"] for p in outer["participants"]] == ["林晓梅", "侯明亮"] and outer["participants"][0][
        "standing"
    ] == ""
    hidden = given.ready(world)
    Caller(world, "tang").get(f"{hidden.pk}", status=404)
    Caller(world, "").get(f"{hidden.pk}", status=404)


def test_templates_are_read_by_programs(world: World) -> None:
    found = {t["slug"]: t for t in Caller(world, "lin").get("templates")}
    assert len(found) == 8 and found["micro"]["steps"][0] == {"phase": "报题", "label": "报题", "on": "begin"}


def test_a_whole_meeting_by_programs(world: World) -> None:
    wang, chen, about = Caller(world, "wang"), Caller(world, "chen"), given.topic(world)
    terms = {
        "title": "加装电梯协商会",
        "type": "thematic",
        "template": "city",
        "place": "三楼",
        "convener": "chen",
        "starts_at": given.the_day(world).isoformat(),
    }
    bare = {**terms, "starts_at": "2026-12-20T09:00:00"}
    wang.post("", 422, unit="yunchuan", topic=about.pk, token="no-zone", **bare)
    made = wang.post("", 201, unit="yunchuan", topic=about.pk, token="api-token-1", **terms)
    assert (
        wang.post("", 201, unit="yunchuan", topic=about.pk, token="api-token-1", **terms)["id"] == made["id"]
    )
    base = f"{made['id']}"
    assert wang.post(f"{base}/edit", **{**terms, "title": "新名称"})["title"] == "新名称"
    parts = [
        {"part": "report", "title": "通报", "minutes": 10},
        {"part": "speech", "title": "发言", "minutes": 20},
    ]
    assert len(wang.post(f"{base}/agenda", items=parts)["agenda"]) == 2
    member = wang.post(f"{base}/participants", 201, capacity="member", person="lin")
    head = wang.post(f"{base}/participants", 201, capacity="head", name="侯明亮", unit="d-housing")
    expert = wang.post(f"{base}/participants", 201, capacity="expert", name="顾维")
    extra = wang.post(f"{base}/participants", 201, capacity="legal", name="陆律师")
    assert len(wang.post(f"{base}/participants/{extra['id']}/remove")["participants"]) == 3
    wang.post(f"{base}/visits", 201, on="2026-03-05", place="三号楼", notes="看了。")
    wang.post(f"{base}/materials", 201, kind="recording", title="录像", link="https://example.org/v")
    for verb in ("notice", "start"):
        move(wang, made["id"], verb)
    assert chen.post(f"{base}/agenda/1/open")["agenda"][0]["started_at"]
    assert chen.post(f"{base}/participants/{member['id']}/sign-in")["signed_in_at"]
    chen.post(f"{base}/participants/{expert['id']}/sign-in")
    assert chen.post(f"{base}/participants/{expert['id']}/unsign", note="没有到")["signed_in_at"] is None
    first = chen.post(
        f"{base}/opinions", 201, participant=member["id"], text="一层不出。", token="opinion-1", agenda=2
    )
    assert (
        chen.post(f"{base}/opinions", 201, participant=member["id"], text="x", token="opinion-1")["id"]
        == first["id"]
    )
    answer = {"participant": head["id"], "text": "可以。", "token": "opinion-2", "replies_to": first["id"]}
    assert chen.post(f"{base}/opinions", 201, **answer)["replies_to_id"] == first["id"]
    assert chen.post(f"{base}/opinions/{first['id']}", text="二层以下不出。")["text"] == "二层以下不出。"
    agreed = {
        "text": "出台办法",
        "responsible": "d-housing",
        "due_on": "2026-05-01",
        "opinions": [first["id"]],
    }
    row = chen.post(f"{base}/consensus", 201, **agreed)["consensus"][0]
    assert row["opinions"] == [first["id"]]
    assert (
        chen.post(f"{base}/consensus/{row['id']}", **{**agreed, "text": "两月内"})["consensus"][0]["text"]
        == "两月内"
    )
    assert chen.post(f"{base}/end", note="")["state"] == "held"
    assert wang.post(f"{base}/lights", kind="theme", evidence="电梯")["lights"][0]["lit"] is True
    assert wang.post(f"{base}/steps/7", note="已报送")["steps"][6]["done_at"]
    assert Gathering.objects.get(pk=made["id"]).state == "held"


def move(caller: Caller, pk: int, verb: str) -> None:
    response = caller.client.post(
        f"/api/v1/gathering/{pk}/moves/{verb}",
        {"note": ""},
        content_type="application/json",
        headers={"Idempotency-Key": f"move-{pk}-{verb}"},
    )
    assert response.status_code == 200, response.content.decode()


def test_refusals_of_programs(world: World) -> None:
    gathering = given.noticed(world)
    wang, lin, base = Caller(world, "wang"), Caller(world, "lin"), f"{gathering.pk}"
    assert lin.post(f"{base}/lights", 403, kind="theme", evidence="x")["title"]
    problem = wang.post(f"{base}/cancel", 422, note="")
    assert problem["reasons"] == ["请写明理由"]
    wang.post(f"{base}/consensus", 422, text="x", responsible="nowhere", due_on="2026-05-01")
    wang.post(f"{base}/participants/999999/sign-in", 422)
    wang.post(
        "", 422, unit="yunchuan", topic=999_999, token="api-token-9", title="x", type="local", template="city"
    )
    about = given.topic(world)
    refused = {
        "unit": "yunchuan",
        "topic": about.pk,
        "token": "api-token-8",
        "title": "x",
        "type": "no",
        "template": "no",
    }
    assert wang.post("", 422, **refused)["reasons"] == ["请选择类型和流程模板"]
    lin.post("", 403, **{**refused, "type": "local", "template": "city"})
    assert wang.post(f"{base}/cancel", note="停电")["state"] == "cancelled"
    assert given.the_day(world) - world.now == timedelta(days=7)
