"""The tables load, and say what DOMAIN 3.2 says."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.moves import Refused
from shangliang.modules.plans import services
from shangliang.modules.plans.flow import ITEM, PLAN
from shangliang.modules.plans.tests import given
from tests.world import World


def reasons(thing, name, world) -> tuple[str, ...]:
    move = moves.kind_of(thing).flow.moves[name]
    return tuple(str(r) for guard in move.guards if (r := guard(thing, world.now)))


def test_the_way_of_a_plan_is_that_of_the_rules() -> None:
    way = ["drafting", "consulting", "party_group", "party_review", "joint", "issued", "closed"]
    assert list(PLAN.states) == way
    forward = [m for m in PLAN.moves.values() if m.name != "send_back"]
    assert [(m.sources, m.target) for m in forward] == [((a,), b) for a, b in pairwise(way)]


def test_only_issue_and_the_clocks_own_are_not_bare() -> None:
    assert [m.name for m in PLAN.moves.values() if not m.bare] == ["issue"]
    assert {m.name for m in ITEM.moves.values() if m.clock} == {"hold", "finish"}


def test_no_talks_about_an_empty_plan(world: World) -> None:
    plan = given.plan(world)
    assert reasons(plan, "consult", world) == ("计划里还没有题目",)
    with pytest.raises(Refused, match="还没有题目"):
        given.move(world, plan, "consult", "wang")
    given.item(world, plan)
    assert reasons(plan, "consult", world) == ()


def test_each_missing_round_is_named(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    given.move(world, plan, "consult", "wang")
    services.hold_round(
        plan,
        held_with="counties",
        held_on=date(2026, 3, 1),
        note="好",
        actor=world.actor("wang"),
        at=world.now,
    )
    assert reasons(plan, "to_party_group", world) == ("还没有座谈：民主党派、工商联和人民团体、党政部门",)


def test_items_need_leader_and_committee_before_approval(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan, leader=None)
    given.item(world, plan, about=given.topic(world, "公交末班车延后"), committee=None)
    given.item(world, plan, about=given.topic(world, "午托服务"))
    given.talked(world, plan)
    assert reasons(plan, "to_party_group", world) == ("还有 2 个题目没有牵头领导或承办专委会",)


def test_a_dropped_item_is_not_waited_for(world: World) -> None:
    plan = given.plan(world)
    lacking = given.item(world, plan, leader=None)
    given.item(world, plan, about=given.topic(world, "午托服务"))
    given.move(world, lacking, "drop", "wang", "座谈意见：条件不成熟")
    given.talked(world, plan)
    assert reasons(plan, "to_party_group", world) == ()


def test_each_missing_signature_is_named(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    given.signed(world, given.approved(world, given.talked(world, plan)), without="shi")
    assert reasons(plan, "issue", world) == ("还没有会签：市政府办",)


def test_what_was_signed_before_it_was_sent_back_does_not_count(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    given.signed(world, given.approved(world, given.talked(world, plan)))
    assert reasons(plan, "issue", world) == ()
    later = world.now + timedelta(hours=1)
    given.move(world, plan, "send_back", "zhao", "电梯题目提前", at=later)
    given.approved(world, plan, at=later)
    assert reasons(plan, "issue", world) == ("还没有会签：市委办、市政府办、市政协办",)
    given.signed(world, plan, at=later)
    assert reasons(plan, "issue", world) == ()


def test_a_year_ends_only_when_every_item_is_settled(world: World) -> None:
    plan = given.issued(world)
    with pytest.raises(Refused, match="还有 1 个题目没有协商"):
        given.move(world, plan, "close", "wang", "年度总结")
    given.move(world, plan.items.get(), "drop", "wang", "上级已统一部署")
    given.move(world, plan, "close", "wang", "年度总结")
    assert plan.state == "closed"


def test_what_is_being_approved_stays_as_it_is(world: World) -> None:
    plan = given.plan(world)
    item = given.item(world, plan)
    given.approved(world, given.talked(world, plan))
    item = given.again(item)
    with pytest.raises(Refused, match="正在报批"):
        given.move(world, item, "drop", "wang", "不要了")
    with pytest.raises(Refused, match="正在报批"):
        given.move(world, item, "list", "wang")


def test_an_item_under_way_is_not_moved_out(world: World) -> None:
    plan = given.issued(world)
    item = plan.items.get()
    moves.make(item.topic, "discuss", actor=CLOCK, at=world.now)
    with pytest.raises(Refused, match="请先取消协商活动"):
        given.move(world, item, "drop", "wang", "不要了")
