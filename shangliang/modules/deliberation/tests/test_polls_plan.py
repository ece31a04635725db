"""Members choose topics for the year's plan; a big group does not take every place."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shangliang.modules.deliberation import queries, services
from shangliang.modules.deliberation.models import Poll
from shangliang.modules.deliberation.tests import polling
from shangliang.modules.deliberation.tests.polling import chose, refused
from shangliang.modules.plans.models import Plan
from shangliang.modules.plans.tests import given as plans
from shangliang.modules.topics.models import Topic
from tests.world import World

pytestmark = pytest.mark.django_db
TITLES = ("电梯加装怎样分摊", "老旧小区停车", "小区充电桩", "村里的养老食堂")
ROLL = ("lin", "deng", "feng", "jiang")


@pytest.fixture
def offered(world: World) -> tuple[Plan, list[Topic]]:
    return plans.plan(world), [plans.topic(world, title) for title in TITLES]


def shares(world: World, plan: Plan, topics: list[Topic], **more: Any) -> Poll:
    said = {"method": "shares", "options": (), "plan": plan, "topics": topics, "places": 2, **more}
    return polling.opened(world, **said)


def test_three_in_four_do_not_take_both_places(world: World, offered: tuple[Plan, list[Topic]]) -> None:
    plan, topics = offered
    poll = shares(world, plan, topics, secret=False)
    for who, keys in zip(ROLL, ("123", "12", "4", "4"), strict=True):
        polling.named(world, poll, who, chose(*keys))
    polling.close(world, poll)
    told = queries.results(poll, queries.choices(poll))
    assert {r.label for r in told.rows if r.won} == {TITLES[0], TITLES[3]}
    assert told.fair[0] == "投票的 4 人里，4 人至少有一项自己认可的选上了。"
    assert TITLES[1] in told.fair[-1] and "排在前面的优先" in told.fair[-1]
    assert queries.for_plan(poll) == [topics[0], topics[3]]


def test_what_votes_alone_would_have_chosen_is_said(world: World, offered: tuple[Plan, list[Topic]]) -> None:
    plan, topics = offered
    poll = shares(world, plan, topics, secret=False, people=[*ROLL, "gao"])
    for who, keys in zip((*ROLL, "gao"), ("12", "12", "12", "4", "4"), strict=True):
        polling.named(world, poll, who, chose(*keys))
    polling.close(world, poll)
    told = queries.results(poll, queries.choices(poll))
    assert f"只按票数会选出：{TITLES[0]}、{TITLES[1]}；那样只有 3 人有认可的选上。" in told.fair


def test_only_what_may_go_into_the_plan_is_offered(world: World, offered: tuple[Plan, list[Topic]]) -> None:
    plan, topics = offered
    county = plans.plan(world, unit="lanxi", who="gao")
    refused(lambda: shares(world, county, topics), "不是这个单位的")
    refused(lambda: polling.poll(world, topics=topics, options=()), "请先选是哪份年度计划")
    plans.item(world, plan, about=topics[0])
    refused(lambda: shares(world, plan, topics), f"“{TITLES[0]}”不能列入")


def test_from_the_plan_s_page_to_the_plan(
    world: World, offered: tuple[Plan, list[Topic]], client: Client
) -> None:
    plan, topics = offered
    client.force_login(world.people["wang"])
    form = reverse("deliberation:poll_new") + f"?plan={plan.pk}"
    assert form in client.get(plan.get_absolute_url()).content.decode()
    page = client.get(form).content.decode()
    assert all(title in page for title in TITLES)
    plain, folded = page.split("选出几项、打分")
    assert 'name="places"' in plain and 'name="low"' in folded and "不属于哪次协商" not in page
    filled = {
        "unit": plan.unit_id, "question": "明年商量哪两件？", "method": "shares", "options": "别的一件\n",
        "topics": [t.pk for t in topics], "places": 2, "most": 0, "low": 0, "high": 5, "share": "half",
        "base": "cast", "way": "named", "voters": "named", "people": "林晓梅、邓小军", "quorum_of": "none", "quorum": 0,
        "token": "one",
    }  # fmt: skip
    assert client.post(form, filled).status_code == 303
    poll = Poll.objects.get()
    assert poll.plan == plan and [o.topic for o in poll.options.all()] == [None, *reversed(topics)]
    edited = client.get(reverse("deliberation:poll_edit", args=[poll.pk])).content.decode()
    assert "别的一件" in edited and edited.count("checked") >= len(topics)
    services.open_poll(poll, actor=world.actor("wang"), at=world.now)
    for who, keys in (("lin", "5"), ("deng", "2")):
        polling.named(world, poll, who, chose(keys))
    polling.close(world, poll)
    counted = client.get(poll.get_absolute_url()).content.decode()
    assert f"{reverse('plans:add', args=[plan.pk])}?topic={topics[0].pk}" in counted
    assert f"?topic={topics[3].pk}" in counted and f"?topic={topics[1].pk}" not in counted
    assert "名次" not in counted  # by votes alone it would contradict what was chosen
    client.force_login(world.people["lin"])
    seen = client.get(poll.get_absolute_url()).content.decode()
    assert "选出 2 项" in seen and reverse("plans:add", args=[plan.pk]) not in seen


def test_over_json(world: World, offered: tuple[Plan, list[Topic]], client: Client) -> None:
    plan, topics = offered
    poll = shares(world, plan, topics, secret=False)
    for who, keys in zip(ROLL, ("12", "12", "4", "4"), strict=True):
        polling.named(world, poll, who, chose(*keys))
    polling.close(world, poll)
    client.force_login(world.people["wang"])
    got = client.get(f"/api/v1/deliberation/polls/{poll.pk}").json()
    assert got["plan"] == plan.pk and [o["topic"] for o in got["options"]] == [t.pk for t in topics]
    fair = client.get(f"/api/v1/deliberation/polls/{poll.pk}/result").json()["fair"]
    assert fair == {"in_doubt": ["1", "2"], "by_votes": ["1", "2"], "heard": 4, "heard_by_votes": 2}
