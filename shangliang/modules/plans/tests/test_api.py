"""Programs do the same with the same rights."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shangliang.modules.plans.models import Change, Plan
from shangliang.modules.plans.tests import given
from tests.world import World

ROOT = "/api/v1/plans"


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)


class Caller:
    """A signed-in program: every POST carries a key of its own."""

    def __init__(self, world: World, who: str):
        self.client, self.count, self.who = Client(), 0, who
        self.client.force_login(world.people[who])

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        answer = self.client.get(ROOT + path, query)
        return answer.status_code, json.loads(answer.content)

    def post(self, path: str, data: Any = None, key: str = "") -> tuple[int, Any]:
        self.count += 1
        headers = {"Idempotency-Key": key or f"{self.who}-{self.count}"}
        answer = self.client.post(
            ROOT + path, json.dumps(data or {}), content_type="application/json", headers=headers
        )
        return answer.status_code, json.loads(answer.content)


def test_a_whole_year_by_the_api(world: World) -> None:
    wang = Caller(world, "wang")
    code, plan = wang.post("/", {"unit": "yunchuan", "year": 2026, "title": "2026年度协商计划"})
    assert (code, plan["state"], plan["unit"], plan["version"]) == (201, "drafting", "yunchuan", 0)
    topic = given.topic(world)
    new = {
        "topic": topic.pk, "type": "thematic", "month": 6, "leader": world.people["chen"].pk,
        "committee": "c-society", "departments": ["d-housing", "d-urban"],
    }  # fmt: skip
    code, item = wang.post(f"/{plan['id']}/items", new)
    assert (code, item["title"], item["livelihood"], item["leader_name"]) == (
        201,
        topic.title,
        True,
        "陈立群",
    )
    assert sorted(item["departments"]) == ["d-housing", "d-urban"]
    edit = {"title": "电梯怎么装", "type": "monthly", "month": 7, "leader": world.people["chen"].pk}
    code, item = wang.post(f"/items/{item['id']}/edit", {**edit, "committee": "c-society"})
    assert (code, item["title"], item["month"], item["departments"]) == (200, "电梯怎么装", 7, [])
    found = Plan.objects.get()
    given.move(world, found, "consult", "wang")
    for held_with in ("parties", "counties", "departments"):
        talk = {"held_with": held_with, "held_on": "2026-03-01", "note": "赞成"}
        assert wang.post(f"/{found.pk}/rounds", talk)[0] == 200
    given.approved(world, found)
    for who, office in given.OFFICES.items():
        assert Caller(world, who).post(f"/{found.pk}/sign", {"office": office})[0] == 200
    code, issued = wang.post(f"/{found.pk}/issue")
    assert (code, issued["state_label"], issued["number"]) == (200, "已联合印发", "市政协办发〔2026〕1号")
    code, change = wang.post(f"/items/{item['id']}/change", {"month": 9, "reason": "汛期推迟"})
    assert (code, change) == (200, {"what": "月份：7 → 9", "reason": "汛期推迟"})


def test_lists_page_and_filter(world: World) -> None:
    for year in (2024, 2025, 2026):
        given.plan(world, year)
    wang = Caller(world, "wang")
    _code, first = wang.get("/", limit=2)
    assert [p["year"] for p in first["items"]] == [2026, 2025]
    _code, second = wang.get("/", limit=2, cursor=first["next"])
    assert ([p["year"] for p in second["items"]], second["next"]) == ([2024], "")
    assert [p["year"] for p in wang.get("/", year=2025)[1]["items"]] == [2025]
    assert wang.get("/", cursor="nonsense")[0] == 400


def test_items_are_listed_by_plan_and_state(world: World) -> None:
    plan = given.plan(world)
    item = given.item(world, plan)
    wang = Caller(world, "wang")
    assert [i["id"] for i in wang.get("/items/", plan=plan.pk, state="proposed")[1]["items"]] == [item.pk]
    assert wang.get("/items/", state="listed")[1]["items"] == []
    assert wang.get(f"/items/{item.pk}")[1]["plan"] == plan.pk


def test_one_plan_and_its_calendar(world: World) -> None:
    plan = given.plan(world)
    item = given.item(world, plan)
    wang = Caller(world, "wang")
    assert wang.get(f"/{plan.pk}")[1]["title"] == plan.title
    code, year = wang.get(f"/{plan.pk}/calendar")
    assert code == 200
    assert len(year["months"]) == 12
    assert year["months"][5] == {"month": 6, "gap": False, "past": False, "items": [item.pk]}
    assert (year["livelihood_percent"], year["livelihood_wanted"], year["hint"]) == (100, 50, "")
    assert "联合印发：还没有会签：市委办、市政府办、市政协办" in year["needs"]


def test_what_one_may_not_see_is_not_there(world: World) -> None:
    plan = given.plan(world)
    item = given.item(world, plan)
    zhou = Caller(world, "zhou")
    assert zhou.get("/")[1]["items"] == []
    for path in (f"/{plan.pk}", f"/{plan.pk}/calendar", f"/items/{item.pk}"):
        assert zhou.get(path)[0] == 404


def test_refusals_say_which_kind(world: World) -> None:
    plan, topic = given.plan(world), given.topic(world)
    new = {"topic": topic.pk, "type": "thematic", "month": 6}
    code, problem = Caller(world, "lin").post(f"/{plan.pk}/items", new)
    assert (code, problem["reasons"]) == (403, ["这一步不归您办理"])
    wang = Caller(world, "wang")
    code, problem = wang.post(f"/{plan.pk}/items", {**new, "month": 13})
    assert (code, problem["reasons"]) == (422, ["月份应为 1 到 12"])
    assert wang.post(f"/{plan.pk}/items", {**new, "committee": "nobody"})[0] == 422
    assert wang.post(f"/{plan.pk}/items", {**new, "leader": 0})[0] == 422
    code, problem = Caller(world, "qian").post(f"/{plan.pk}/sign", {"office": "o-party"})
    assert (code, problem["state"]) == (409, "征题编制")
    assert wang.post(f"/{plan.pk}/sign", {"office": "nowhere"})[0] == 422
    assert wang.post(f"/{plan.pk}/issue")[0] == 409


def test_the_same_key_does_it_once(world: World) -> None:
    item = given.issued(world).items.get()
    wang = Caller(world, "wang")
    change = {"month": 9, "reason": "汛期推迟"}
    answers = [wang.post(f"/items/{item.pk}/change", change, key="k1") for _time in range(2)]
    assert answers[0] == answers[1]
    assert Change.objects.count() == 1


def test_the_title_by_the_api(world: World) -> None:
    plan = given.plan(world)
    code, found = Caller(world, "wang").post(f"/{plan.pk}/title", {"title": "新名称"})
    assert (code, found["title"]) == (200, "新名称")
