"""After the issue: changes with reasons, and what follows from the journal."""

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import journal
from shangliang.kernel.models import Entry
from shangliang.kernel.moves import NotAllowed, Refused, Stale
from shangliang.modules.plans import services
from shangliang.modules.plans.models import Change, PlanItem
from shangliang.modules.plans.tests import given
from tests.world import World


def test_change_item_keeps_what_and_why(world: World) -> None:
    item = given.issued(world).items.get()
    act = {"actor": world.actor("wang"), "at": world.now}
    change = services.change_item(
        item, month=8, leader=world.people["zhao"], reason="汛期推迟，改由分管副市长牵头", **act
    )
    assert change.what == "月份：6 → 8；牵头领导：陈立群 → 赵国栋"
    fresh = given.again(item)
    assert (fresh.month, fresh.leader, fresh.committee) == (8, world.people["zhao"], world.units["c-society"])
    entry = given.last(item)
    assert (entry.verb, entry.note, entry.facts["changed"]) == (
        "change", "汛期推迟，改由分管副市长牵头", ["leader", "month"],
    )  # fmt: skip


def test_a_change_needs_a_reason_a_difference_and_a_month_ahead(world: World) -> None:
    item = given.issued(world).items.get()
    act = {"actor": world.actor("wang"), "at": world.now}
    with pytest.raises(Refused, match="写明理由"):
        services.change_item(item, month=8, reason=" ", **act)
    with pytest.raises(Refused, match="没有改动"):
        services.change_item(item, month=6, reason="无", **act)
    with pytest.raises(Refused, match="1 月已经过去"):
        services.change_item(item, month=1, reason="提前", **act)
    assert not Change.objects.exists()


def test_who_and_when_an_item_is_changed(world: World) -> None:
    item = given.item(world, given.plan(world))
    with pytest.raises(Stale, match="还没有印发"):
        services.change_item(item, month=8, reason="改", actor=world.actor("wang"), at=world.now)
    plan = given.issued(world, item.plan)
    for who in ("chen", "zhao", "lin", "yao", "gao"):
        with pytest.raises(NotAllowed):
            services.change_item(item, month=8, reason="改", actor=world.actor(who), at=world.now)
    given.move(world, given.again(item), "drop", "wang", "另有部署")
    with pytest.raises(Stale, match="不能再调整"):
        services.change_item(given.again(item), month=8, reason="改", actor=world.actor("wang"), at=world.now)
    given.move(world, plan, "close", "wang", "年终")
    with pytest.raises(Stale, match="已经了结"):
        services.change_item(given.again(item), month=8, reason="改", actor=world.actor("wang"), at=world.now)


def drop_entry(item: PlanItem) -> Entry:
    return Entry.objects.get(kind="plan_item", ref=str(item.pk), verb="drop")


def test_moving_an_item_out_gives_its_topic_back(world: World) -> None:
    item = given.item(world, given.plan(world))
    given.move(world, item, "drop", "wang", "座谈意见：并入下一年")
    for _time in range(2):
        services.follow(drop_entry(item), world.now)
    assert given.again(item.topic).state == "filed"
    entry = given.last(item.topic)
    assert (entry.verb, entry.actor_label, entry.note) == ("unplan", "王秀兰", "座谈意见：并入下一年")
    assert Entry.objects.filter(kind="topic", verb="unplan").count() == 1
    assert not Change.objects.exists()


def test_replaying_an_old_removal_leaves_a_topic_that_is_planned_again(world: World) -> None:
    plan = given.plan(world)
    item = given.item(world, plan)
    given.move(world, item, "drop", "wang", "先放一放")
    services.follow(drop_entry(item), world.now)
    again = given.item(world, plan, about=given.again(item.topic))
    services.follow(drop_entry(item), world.now)
    assert given.again(again.topic).state == "planned"


def test_a_removal_after_the_issue_is_a_change_with_its_reason(world: World) -> None:
    item = given.issued(world).items.get()
    given.move(world, item, "drop", "wang", "省里统一部署，不再单独协商")
    for _time in range(2):
        services.follow(drop_entry(item), world.now)
    change = Change.objects.get(item=item)
    assert (change.what, change.reason, change.person) == (
        "移出计划",
        "省里统一部署，不再单独协商",
        world.people["wang"],
    )


def ended(world: World, plan_item: int | None) -> Entry:
    facts = {} if plan_item is None else {"plan_item": plan_item}
    about = {"root": "001.", "kind": "gathering", "ref": 7, "verb": "end"}
    entry = journal.entry_of(**about, actor=world.actor("wang"), at=world.now, facts=facts)
    return journal.write([entry])[0]


def test_a_gathering_that_ended_holds_its_item_and_results_finish_it(world: World) -> None:
    item = given.issued(world).items.get()
    assert services.finish(item, at=world.now) is False
    entry = ended(world, item.pk)
    for _time in range(2):
        services.follow(entry, world.now)
    item = given.again(item)
    assert item.state == "held"
    assert given.last(item).actor_label == "时钟"
    assert services.finish(item, at=world.now, link="/x/") is True
    assert services.finish(item, at=world.now) is False
    assert given.again(item).state == "done"


def test_a_gathering_outside_the_plan_moves_nothing(world: World) -> None:
    item = given.issued(world).items.get()
    services.follow(ended(world, None), world.now)
    services.follow(ended(world, 999_999), world.now)
    assert given.again(item).state == "listed"


def test_what_the_consumer_reads() -> None:
    assert services.wants("plan_item", "drop")
    assert services.wants("gathering", "end")
    assert not services.wants("plan_item", "list")
    assert not services.wants("plan", "drop")


def test_a_change_without_reason_is_not_kept_by_the_table(world: World) -> None:
    item = given.issued(world).items.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(item=item, what="x", reason="", person=world.people["wang"], at=world.now)
