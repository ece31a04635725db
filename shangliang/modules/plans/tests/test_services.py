"""The verbs: right and wrong person, wrong moment, not ready, pressed twice."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel.models import Entry, Parameter
from shangliang.kernel.moves import NotAllowed, Refused, Stale
from shangliang.modules.plans import services
from shangliang.modules.plans.models import Change, Plan, PlanItem, Round, Signature
from shangliang.modules.plans.tests import given
from tests.world import World


def test_open_plan_begins_a_plan_and_its_story(world: World) -> None:
    plan = given.plan(world)
    assert (plan.state, plan.year, plan.unit, plan.root) == (
        "drafting",
        2026,
        world.units["yunchuan"],
        "001.",
    )
    assert given.last(plan).verb == "begin"


def test_one_plan_of_each_unit_and_year(world: World) -> None:
    given.plan(world)
    with pytest.raises(Refused, match="已经有 2026 年的计划"):
        given.plan(world)
    assert given.plan(world, 2027).year == 2027
    assert given.plan(world, unit="lanxi", who="gao").unit == world.units["lanxi"]


def test_the_same_form_twice_opens_one_plan(world: World) -> None:
    once = {"year": 2026, "title": "计划", "actor": world.actor("wang"), "at": world.now, "token": "t-1"}
    first = services.open_plan(world.units["yunchuan"], **once)
    assert services.open_plan(world.units["yunchuan"], **once) == first
    assert Entry.objects.filter(kind="plan", verb="begin").count() == 1


@pytest.mark.parametrize("who", ["chen", "lin", "zhao", "qian", "gao", "liu", "zhou", "public"])
def test_only_the_secretary_of_the_unit_opens_a_plan(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        given.plan(world, who=who)
    assert not Plan.objects.exists()


def test_a_plan_belongs_to_a_committee_of_the_cppcc_and_a_sensible_year(world: World) -> None:
    with pytest.raises(Refused, match="由政协编制"):
        given.plan(world, unit="d-housing")
    with pytest.raises(Refused, match="年度"):
        given.plan(world, 2029)


def test_the_title_changes_until_the_plan_goes_up(world: World) -> None:
    plan = given.plan(world)
    change = {"actor": world.actor("wang"), "at": world.now}
    services.edit_plan(plan, title="云川市政协 2026 年度协商计划", **change)
    assert given.again(plan).title == "云川市政协 2026 年度协商计划"
    assert given.last(plan).verb == "edit"
    before = Entry.objects.count()
    services.edit_plan(plan, title="云川市政协 2026 年度协商计划", **change)
    assert Entry.objects.count() == before
    with pytest.raises(NotAllowed):
        services.edit_plan(plan, title="别的", actor=world.actor("lin"), at=world.now)
    given.issued(world, plan)
    with pytest.raises(Stale):
        services.edit_plan(plan, title="别的", **change)


def test_an_item_takes_its_topic_from_filed_to_planned(world: World) -> None:
    plan, topic = given.plan(world), given.topic(world)
    item = given.item(world, plan, about=topic)
    assert (item.state, item.title, item.added_late, item.month) == ("proposed", topic.title, False, 6)
    assert list(item.departments.all()) == [world.units["d-housing"]]
    assert given.again(topic).state == "planned"
    assert given.last(plan).verb == "add_item"
    assert given.last(item).facts == {"topic": topic.pk, "month": 6}


def test_a_topic_is_planned_once(world: World) -> None:
    plan, topic = given.plan(world), given.topic(world)
    given.item(world, plan, about=topic)
    with pytest.raises(Stale, match="已列入计划"):
        given.item(world, given.plan(world, 2027), about=given.again(topic))
    assert PlanItem.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanItem.objects.create(
            plan=plan, unit=plan.unit, topic=topic, title="x", type="thematic", month=1, state="listed",
            entered_at=world.now, root="001.",
        )  # fmt: skip


def test_the_same_form_twice_adds_one_item(world: World) -> None:
    plan, topic = given.plan(world), given.topic(world)
    once = {**given.terms(world), "actor": world.actor("wang"), "at": world.now, "token": "t-2"}
    first = services.add_item(plan, topic=topic, **once)
    assert services.add_item(plan, topic=topic, **once) == first
    assert plan.items.count() == 1


@pytest.mark.parametrize("who", ["chen", "lin", "zhao", "qian", "gao", "hou"])
def test_only_the_secretary_adds_items(world: World, who: str) -> None:
    plan, topic = given.plan(world), given.topic(world)
    with pytest.raises(NotAllowed):
        given.item(world, plan, about=topic, who=who)
    assert given.again(topic).state == "filed"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"month": 13}, "月份"),
        ({"month": 0}, "月份"),
        ({"type": "banquet"}, "协商形式"),
        ({"title": "长" * 121}, "120 字"),
    ],
)
def test_what_no_plan_can_say_is_refused(world: World, wrong: dict, said: str) -> None:
    plan, topic = given.plan(world), given.topic(world)
    with pytest.raises(Refused, match=said):
        given.item(world, plan, about=topic, **wrong)
    assert given.again(topic).state == "filed"
    assert not plan.items.exists()


def test_leaders_committees_and_departments_are_checked(world: World) -> None:
    plan, topic = given.plan(world), given.topic(world)
    with pytest.raises(Refused) as caught:
        given.item(
            world, plan, about=topic, leader=world.people["liu"], committee=world.units["d-housing"],
            departments=[world.units["c-society"]],
        )  # fmt: skip
    assert len(caught.value.reasons) == 3


def test_a_county_plan_takes_no_topic_of_the_city(world: World) -> None:
    county = given.plan(world, unit="lanxi", who="gao")
    with pytest.raises(Refused, match="不是本级的议题"):
        given.item(world, county, about=given.topic(world), who="gao")
    city = given.plan(world)
    own = given.topic(world, "堤东村灌溉", unit="lanxi", who="gao", field="水务水利")
    assert given.item(world, city, about=own).topic == own


def test_a_late_item_needs_a_reason_and_is_listed_at_once(world: World) -> None:
    plan, topic = given.issued(world), given.topic(world, "校园周边停车")
    with pytest.raises(Refused, match="写明理由"):
        given.item(world, plan, about=topic, month=9)
    item = given.item(world, plan, about=topic, month=9, reason="暑期连续发生剐蹭，群众反映集中")
    assert (item.state, item.added_late) == ("listed", True)
    change = Change.objects.get(item=item)
    assert (change.what, change.reason) == ("临时增补：9 月，专题协商会", "暑期连续发生剐蹭，群众反映集中")
    assert given.last(item).note == "暑期连续发生剐蹭，群众反映集中"


def test_a_late_item_is_complete_and_lies_ahead(world: World) -> None:
    plan, topic = given.issued(world), given.topic(world, "校园周边停车")
    with pytest.raises(Refused) as caught:
        given.item(world, plan, about=topic, month=2, leader=None, reason="急")
    assert caught.value.reasons == ("计划已经印发，题目要有牵头领导和承办专委会", "2 月已经过去")


def test_nothing_goes_into_a_plan_that_is_being_approved(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    given.approved(world, given.talked(world, plan))
    topic = given.topic(world, "校园周边停车")
    with pytest.raises(Stale, match="先退回修改") as caught:
        given.item(world, plan, about=topic)
    assert caught.value.state == "三办会签"
    assert given.again(topic).state == "filed"


def test_edit_item_says_what_was_changed(world: World) -> None:
    item = given.item(world, given.plan(world))
    act = {"actor": world.actor("wang"), "at": world.now}
    same = {**given.terms(world), "title": item.title, "supervising": False}
    assert services.edit_item(item, **same, **act) is False
    assert services.edit_item(item, **{**same, "month": 7, "supervising": True}, **act) is True
    fresh = given.again(item)
    assert (fresh.month, fresh.supervising) == (7, True)
    assert given.last(item).facts == {"what": "月份：6 → 7；监督性议题：否 → 是"}
    with pytest.raises(NotAllowed):
        services.edit_item(item, **same, actor=world.actor("chen"), at=world.now)


def test_an_issued_item_is_not_simply_edited(world: World) -> None:
    item = given.issued(world).items.get()
    with pytest.raises(Stale, match="请用“调整”"):
        services.edit_item(
            item, **given.terms(world, month=8), title="x", supervising=False, actor=world.actor("wang"),
            at=world.now,
        )  # fmt: skip


def test_rounds_are_held_once_each_and_may_be_rewritten(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    talk = {
        "held_with": "parties",
        "held_on": date(2026, 3, 1),
        "actor": world.actor("wang"),
        "at": world.now,
    }
    with pytest.raises(Stale):
        services.hold_round(plan, **talk, note="太早")
    given.move(world, plan, "consult", "wang")
    first = services.hold_round(plan, **talk, note="赞成")
    assert services.hold_round(plan, **talk, note="赞成") == first
    assert Entry.objects.filter(kind="plan", verb="hold_round").count() == 1
    assert services.hold_round(plan, **talk, note="赞成；建议增加养老题目") == first
    assert Round.objects.get().note == "赞成；建议增加养老题目"
    assert Entry.objects.filter(kind="plan", verb="hold_round").count() == 2


def test_a_round_that_was_not_held_is_not_written_down(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    given.move(world, plan, "consult", "wang")
    act = {"actor": world.actor("wang"), "at": world.now}
    with pytest.raises(Refused) as caught:
        services.hold_round(plan, held_with="friends", held_on=date(2026, 3, 3), note=" ", **act)
    assert caught.value.reasons == ("没有这一类座谈", "座谈日期还没有到", "请写下座谈的主要意见")
    with pytest.raises(NotAllowed):
        services.hold_round(
            plan,
            held_with="parties",
            held_on=date(2026, 3, 1),
            note="好",
            actor=world.actor("chen"),
            at=world.now,
        )


def joint(world: World) -> Plan:
    plan = given.plan(world)
    given.item(world, plan)
    return given.approved(world, given.talked(world, plan))


def test_an_office_signs_by_its_own_signer_only(world: World) -> None:
    plan = joint(world)
    for who in ("qian", "yao", "wang", "chen", "zhao", "lin"):
        with pytest.raises(NotAllowed):
            services.sign(plan, office=world.units["o-government"], actor=world.actor(who), at=world.now)
    signature = services.sign(
        plan, office=world.units["o-government"], actor=world.actor("shi"), at=world.now
    )
    assert signature.person == world.people["shi"]
    assert given.last(plan).note == "云川市人民政府办公室"


def test_an_office_signs_once(world: World) -> None:
    plan = joint(world)
    office = world.units["o-party"]
    first = services.sign(plan, office=office, actor=world.actor("qian"), at=world.now)
    assert services.sign(plan, office=office, actor=world.actor("qian"), at=world.now) == first
    assert Entry.objects.filter(kind="plan", verb="sign").count() == 1
    world.people["shi"].seats.create(unit=office, role="signer", starts_on=date(2025, 1, 1))
    with pytest.raises(Stale, match="市委办已由钱志远会签"):
        services.sign(plan, office=office, actor=world.actor("shi"), at=world.now)


def test_offices_sign_when_the_plan_is_approved(world: World) -> None:
    plan = given.plan(world)
    with pytest.raises(Stale):
        services.sign(plan, office=world.units["o-party"], actor=world.actor("qian"), at=world.now)


def test_only_the_three_offices_of_the_unit_sign(world: World) -> None:
    plan = joint(world)
    world.people["liu"].seats.create(unit=world.units["d-housing"], role="signer", starts_on=date(2025, 1, 1))
    with pytest.raises(Refused, match="不是本计划的会签单位"):
        services.sign(plan, office=world.units["d-housing"], actor=world.actor("liu"), at=world.now)


def test_a_plan_sent_back_is_signed_anew(world: World) -> None:
    plan = given.signed(world, joint(world))
    later = world.now + timedelta(hours=2)
    given.move(world, plan, "send_back", "chen", "改一处", at=later)
    given.approved(world, plan, at=later)
    signature = services.sign(plan, office=world.units["o-party"], actor=world.actor("qian"), at=later)
    assert signature.at == later
    states = (
        Signature.objects.filter(plan=plan, unit=signature.unit)
        .order_by("pk")
        .values_list("state", flat=True)
    )
    assert list(states) == ["void", "signed"]


def test_issue_gives_number_and_day_and_lists_every_item(world: World) -> None:
    plan = given.plan(world)
    items = [given.item(world, plan, about=given.topic(world, t), month=4) for t in ("停车", "午托")]
    dropped = given.item(world, plan, about=given.topic(world, "夜市"), month=5)
    given.move(world, dropped, "drop", "wang", "另有安排")
    given.signed(world, given.approved(world, given.talked(world, plan)))
    entry = services.issue(plan, actor=world.actor("wang"), at=world.now)
    fresh = given.again(plan)
    assert (fresh.state, fresh.number, fresh.issued_on) == (
        "issued",
        "市政协办发〔2026〕1号",
        date(2026, 3, 2),
    )
    assert entry.facts == {"number": "市政协办发〔2026〕1号"}
    assert [given.again(i).state for i in items] == ["listed", "listed"]
    assert given.again(dropped).state == "dropped"


def test_the_form_of_the_number_is_the_units_own(world: World) -> None:
    Parameter.objects.create(
        path="001.", name="plans.number_form", value="云政协办发〔{year}〕{n}号", starts_on=date(2026, 1, 1),
        reason="沿用原有文号",
    )  # fmt: skip
    assert given.issued(world).number == "云政协办发〔2026〕1号"


def test_numbers_have_no_gaps_when_an_issue_is_refused(world: World) -> None:
    plan = given.signed(world, joint(world), without="yao")
    for who in ("chen", "lin"):
        with pytest.raises(NotAllowed):
            services.issue(plan, actor=world.actor(who), at=world.now)
    with pytest.raises(Refused, match="还没有会签：市政协办"):
        services.issue(plan, actor=world.actor("wang"), at=world.now)
    fresh = given.again(plan)
    assert (fresh.number, fresh.issued_on, fresh.state) == ("", None, "joint")
    services.sign(fresh, office=world.units["o-cppcc"], actor=world.actor("yao"), at=world.now)
    services.issue(fresh, actor=world.actor("wang"), at=world.now)
    with pytest.raises(Stale, match="已联合印发"):
        services.issue(given.again(plan), actor=world.actor("wang"), at=world.now)
    second = given.plan(world, 2027)
    given.item(world, second, about=given.topic(world, "养老助餐"))
    given.signed(world, given.approved(world, given.talked(world, second)))
    services.issue(second, actor=world.actor("wang"), at=world.now)
    assert second.number == "市政协办发〔2026〕2号"


def test_an_issued_plan_has_number_and_day_in_the_table(world: World) -> None:
    plan = given.issued(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(number="")
