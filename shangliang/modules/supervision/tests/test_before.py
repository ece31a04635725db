"""Before: where a supervision comes from, its scheme, its teams, their training."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import moves
from shangliang.modules.outcomes.models import FeedbackList, Recommendation
from shangliang.modules.outcomes.tests import given as outcomes
from shangliang.modules.plans.models import PlanItem
from shangliang.modules.supervision import queries, services
from shangliang.modules.supervision.models import Supervision, TeamMember
from shangliang.modules.supervision.tests import given
from shangliang.modules.topics.tests import given as topics
from shangliang.modules.voices.tests import given as voices
from tests import given as least
from tests.world import World

pytestmark = pytest.mark.django_db


def refused(act: Any, words: str, kind: type[moves.Refused] = moves.Refused) -> None:
    with pytest.raises(kind) as fault:
        act()
    assert words in str(fault.value)


def test_ten_forms() -> None:
    assert len(Supervision.Form.values) == 10


def test_a_supervision_begins_with_its_departments_and_its_clock(world: World) -> None:
    thing = given.opened(world, token="t1", matters=["受理", "办理", " "])
    assert (thing.state, thing.year, thing.unit.code) == ("planned", 2026, "yunchuan")
    assert [m.text for m in thing.matters.all()] == ["受理", "办理"] and thing.due_at is not None
    assert given.opened(world, token="t1") == thing and Supervision.objects.count() == 1
    for who in ("lin", "chen", "liu", "wen"):
        refused(lambda who=who: given.opened(world, who=who), "政协办", moves.NotAllowed)
    refused(lambda: given.opened(world, form="other"), "监督形式")
    refused(lambda: given.opened(world, owner=world.units["d-housing"]), "专委会或办公室承办")


def test_out_of_an_item_of_the_plan_a_topic_and_a_voice(world: World) -> None:
    item: PlanItem = least.one(world, "plan_item")
    item.departments.add(world.units["d-urban"])
    by: Any = {"owner": world.units["c-society"], "actor": world.actor("wang"), "at": world.now}
    made = services.open_from(item, **by)
    assert (made.source, made.plan_item, made.form) == ("plan", item, "special")
    assert [s.department.code for s in made.supervised.all()] == ["d-urban"]
    refused(lambda: services.open_from(item, **by), "已经列入监督", moves.Stale)
    topic = services.open_from(topics.filed(world), **by)
    assert topic.source == "topic" and topic.form == "consultative"
    voice = services.open_from(voices.voice(world, "楼道灯坏了，电话13812345678"), form="", **by)
    assert (
        voice.form == "snapshot"
        and voice.unit.code in {"yunchuan", "lanxi"}
        and "13812345678" not in voice.title
    )


def decided(world: World) -> Recommendation:
    """A recommendation that a department has taken up and not yet delivered."""
    topic = outcomes.consulted(world) if hasattr(outcomes, "consulted") else None
    rec = least.one(world, "recommendation", **({"topic": topic} if topic else {}))
    dispatch = least.one(world, "dispatch")
    Recommendation.objects.filter(pk=rec.pk).update(
        state="decided", adoption="adopted", dispatch=dispatch, due_at=None
    )
    return Recommendation.objects.select_related("unit", "topic", "dispatch").get(pk=rec.pk)


def test_once_more_from_last_years_results_with_one_press(world: World) -> None:
    """SYSTEMS 6, 103: 再监督, once for each source and year."""
    rec = decided(world)
    made = services.supervise_again(rec, actor=world.actor("wang"), at=world.now)
    assert made.source == "results" and made.recommendation == rec
    (matter,) = made.matters.all()
    assert (matter.recommendation, matter.dispatch, matter.text) == (rec, rec.dispatch, rec.text)
    assert [s.department.code for s in made.supervised.all()] == ["d-housing"]
    assert services.supervise_again(rec, actor=world.actor("wang"), at=world.now) == made
    refused(
        lambda: services.supervise_again(rec, actor=world.actor("lin"), at=world.now),
        "政协办",
        moves.NotAllowed,
    )
    assert Supervision.objects.count() == 1
    nextyear = services.supervise_again(rec, actor=world.actor("wang"), at=world.now + given.days(365))
    assert nextyear != made and nextyear.year == 2027
    with pytest.raises(IntegrityError), transaction.atomic():
        Supervision.objects.filter(pk=nextyear.pk).update(year=2026)


def test_only_what_is_still_owed_is_looked_at_again(world: World) -> None:
    rec = decided(world)
    listed = FeedbackList(unit=rec.unit, topic=rec.topic, title="结果反馈清单", summary="一条")
    moves.begin(listed, actor=world.actor("wang"), at=world.now)
    listed.items.create(recommendation=rec, result="已列入计划")
    again = lambda: services.supervise_again(given.again(listed), actor=world.actor("wang"), at=world.now)  # noqa: E731
    refused(again, "还没有公布", moves.Stale)
    FeedbackList.objects.filter(pk=listed.pk).update(state="published", published_on=given.DAY)
    lists, _papers = queries.unsettled("001.", 2026)
    assert lists == [listed]
    made = again()
    assert made.feedback == listed and made.matters.count() == 1
    assert queries.unsettled("001.", 2026)[0] == []
    Supervision.objects.filter(pk=made.pk).update(state="dropped")
    type(rec.dispatch).objects.filter(pk=rec.dispatch_id).update(state="closed")  # every promise was kept
    refused(again, "没有承诺了还没落实的建议")


def test_a_scheme_is_approved_by_the_chair(world: World) -> None:
    bare = given.opened(world, departments=[])
    refused(lambda: given.move(world, bare, "propose", "wang"), "实施方案")
    refused(lambda: given.move(world, bare, "propose", "wang"), "被监督单位")
    thing = given.move(world, given.schemed(world), "propose", "wang")
    assert given.told(world, thing, "propose") == {"chen"}
    for who in ("wang", "wen", "lin"):
        refused(
            lambda who=who: services.approve(thing, actor=world.actor(who), at=world.now),
            "不归您",
            moves.NotAllowed,
        )
    services.approve(thing, actor=world.actor("chen"), at=world.now)
    assert thing.state == "approved" and thing.approver == world.people["chen"]
    refused(
        lambda: services.edit_scheme(
            thing, scheme="改", starts_on=given.DAY, ends_on=given.DAY, departments=[], actor=world.actor("wang"),
            at=world.now,
        ),
        "已送审", moves.Stale,
    )  # fmt: skip


def test_a_plan_without_a_scheme_goes_up(world: World) -> None:
    thing = given.opened(world)
    late = given.again(thing).due_at + given.days(10)
    list(given.moves_by_clock(late))
    assert {"clock_overdue", "clock_escalate"} <= set(given.verbs(thing))
    assert {"wang", "chen"} <= given.told(world, thing, "clock_overdue", at=late)


def test_teams_of_members_of_the_term(world: World) -> None:
    thing = given.approved(world)
    first = given.team(world, thing)
    assert first.people.get(leader=True).person.username == "lin"
    assert first.people.count() == 3
    refused(lambda: given.team(world, thing, "第二组", ("jiang", "wang")), "不是本届委员：王秀兰")
    refused(lambda: given.team(world, thing, "第二组", ("jiang", "lin")), "已经在别的小组里：林晓梅")
    refused(lambda: given.team(world, thing), "叫这个名字")
    assert TeamMember.objects.count() == 3
    one = services.form_team(
        thing, name="第二组", leader=world.people["jiang"], members=[], partners=[world.units["p-minmeng"]],
        actor=world.actor("wen"), at=world.now,
    )  # fmt: skip
    refused(
        lambda: given.move(world, thing, "start", "wang"), "小组人员不齐（组长 1 名、组员至少 2 名）：第二组"
    )
    refused(
        lambda: services.regroup(
            one, name="第二组", leader=world.people["jiang"], members=[], partners=[world.units["d-urban"]],
            actor=world.actor("wang"), at=world.now,
        ),
        "民主党派、工商联或人民团体",
    )  # fmt: skip


def test_training_first(world: World) -> None:
    """先培训后视察: no visit before every team was trained."""
    thing = given.approved(world)
    given.team(world, thing)
    refused(lambda: given.move(world, thing, "start", "wang"), "先培训后视察：还没有培训签到的小组：第一组")
    given.talked(world, given.again(thing))
    refused(lambda: given.visit(world, given.again(thing)), "先培训后视察")
    refused(lambda: given.trained(world, given.again(thing), people=["jiang"]), "不是监督小组的人")
    refused(lambda: given.trained(world, given.again(thing), people=[]), "签到")
    refused(lambda: given.trained(world, given.again(thing), on=given.DAY + given.days(1)), "不能晚于今天")
    given.trained(world, given.again(thing), people=["lin"])
    refused(lambda: given.visit(world, given.again(thing), people=["lin"]), "不能登记这类活动", moves.Stale)
    running = given.move(world, thing, "start", "wang")
    refused(lambda: given.visit(world, running, people=["lin", "deng"]), "还没有参加培训：邓小军")
    assert given.visit(world, running, people=["lin"]).kind == "visit"
    gates = queries.gates([running])[running.pk]
    assert gates.training_done and gates.talking_done and not gates.discussing_done
