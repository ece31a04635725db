"""重点提案: from nomination to the year's summary; who decides, who leads, what stands in the way, the clocks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import journal, moves, sweeper
from shangliang.modules.handling import services as handling_services
from shangliang.modules.handling.tests import given as handling
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.models import KeyProposal, SuperviseAct
from shangliang.modules.proposals.queries import keys
from shangliang.modules.proposals.tests import given as core
from shangliang.modules.proposals.tests import given_keys as given
from tests.world import World

pytestmark = pytest.mark.django_db


def later(world: World, days: int) -> Any:
    return world.now + timedelta(days=days)


def test_the_whole_way(world: World) -> None:
    """Nominated, asked about, decided, planned, supervised, concluded, reported, kept, summed up."""
    proposal = given.replied(world, given.assigned(world), norm="planned")
    key = given.reported(world, given.nominated(world, proposal))
    given.rated(world, proposal, "lin", "deng")
    assert (given.again(key).state, given.fresh(proposal).state) == ("reported", "tracking")
    services.instruct(
        key, leader="市长 刘志强", rank="city", text="请住建局按期完成。", on=world.now.date(),
        actor=world.actor("wang"), at=world.now,
    )  # fmt: skip
    assert {"zhao", "chen", "lin", "liu"} <= given.told(world, key, "instruct")
    promise = given.part(proposal).promises.get()
    handling.proven(world, promise)
    given.move(world, promise, "claim", "liu")
    given.move(world, promise, "confirm", "sun")
    assert given.again(key).state == "kept"
    handling_services.reopen(
        given.again(promise),
        note="没有完工",
        due_on=date(2026, 12, 1),
        actor=world.actor("sun"),
        at=world.now,
    )
    given.deliver(world)
    assert given.again(key).state == "reported"  # followed until it is really kept
    given.move(world, given.again(promise), "claim", "liu")
    given.move(world, given.again(promise), "confirm", "sun")
    key = given.again(key)
    services.summarise(key, text="全年督办一次，六栋全部装完。", actor=world.actor("wang"), at=world.now)
    assert [e.verb for e in journal.story("key_proposal", key.pk)] == [
        "begin", "consult", "say", "gather", "decide", "plan", "start", "first_act", "conclude", "report", "instruct",
        "keep", "slip", "keep", "summarise",
    ]  # fmt: skip


def test_reported_after_everything_was_kept(world: World) -> None:
    proposal = given.rated(world, given.replied(world, given.assigned(world)), "lin", "deng")
    assert proposal.state == "closed"
    key = given.reported(world, given.nominated(world, proposal))
    given.deliver(world)
    assert given.again(key).state == "kept"


@pytest.mark.parametrize("who", ["lin", "liu", "zhao", "sun", "chen", "gao"])
def test_only_the_committee_nominates(world: World, who: str) -> None:
    proposal = given.assigned(world)
    with pytest.raises(moves.NotAllowed):
        services.nominate(proposal, reason="重要", actor=world.actor(who), at=world.now)
    assert KeyProposal.objects.count() == 0


def test_what_can_be_nominated_once(world: World) -> None:
    wang = world.actor("wang")
    with pytest.raises(moves.Stale):
        services.nominate(core.accepted(world), reason="重要", actor=wang, at=world.now)
    proposal = given.filed(world)
    with pytest.raises(moves.Refused, match="理由"):
        services.nominate(proposal, reason=" ", actor=wang, at=world.now)
    key = given.nominated(world, proposal)
    with pytest.raises(moves.Stale):
        given.nominated(world, proposal)
    moves.make(key, "drop", actor=wang, at=world.now, note="另有安排")
    assert given.nominated(world, proposal).pk != key.pk


def test_each_body_gives_its_own_view(world: World) -> None:
    key = given.consulted(world, None, "p-minmeng", "c-education", "b-women")
    assert {"fan", "wen"} <= given.told(world, key, "consult")
    with pytest.raises(moves.NotAllowed):
        given.said(world, key, "p-minmeng", "wen")
    for who in ("lin", "liu", "shu"):
        with pytest.raises(moves.NotAllowed):
            given.said(world, key, "p-minmeng", who)
    with pytest.raises(moves.Refused, match="理由"):
        given.said(world, key, "p-minmeng", "fan", "against")
    given.said(world, key, "p-minmeng", "fan", "against", text="已有同类重点提案")
    with pytest.raises(moves.Refused, match="依据"):
        given.said(world, key, "b-women", "wang", entered=True)
    view = given.said(world, key, "b-women", "wang", entered=True, text="3 月 2 日来函")
    assert view.entered and view.person == world.people["wang"]
    with pytest.raises(moves.Stale, match="自己提了意见"):
        given.said(world, key, "p-minmeng", "wang", entered=True, text="改")
    with pytest.raises(moves.Refused, match="1 家没有答复"):
        moves.make(given.again(key), "gather", actor=world.actor("wang"), at=world.now)
    moves.make(given.again(key), "gather", actor=world.actor("wang"), at=later(world, 30))
    with pytest.raises((moves.NotAllowed, moves.Stale)):
        given.said(world, key, "c-education", "wen")


def test_whom_one_may_ask(world: World) -> None:
    key = given.nominated(world)
    for units in ([], ["d-housing"], ["lanxi"]):
        with pytest.raises(moves.Refused):
            services.consult(
                key, units=[world.units[u] for u in units], actor=world.actor("wang"), at=world.now
            )


def test_the_chair_decides_with_two_leaders(world: World) -> None:
    key = given.ready(world)
    good = {
        "meeting": "第 30 次主席会议", "decided_on": world.now.date(), "leader": world.people["zhao"],
        "supervisor": world.people["chen"],
    }  # fmt: skip
    for who in ("wang", "zhao", "lin", "sun"):
        with pytest.raises(moves.NotAllowed):
            services.decide(given.again(key), **good, actor=world.actor(who), at=world.now)
    for wrong, match in (
        ({"meeting": ""}, "主席会议"), ({"decided_on": world.now.date() + timedelta(days=1)}, "晚于今天"),
        ({"leader": world.people["chen"]}, "同一位"), ({"leader": world.people["liu"]}, "党政领导"),
        ({"supervisor": world.people["liu"]}, "政协领导"),
    ):  # fmt: skip
        with pytest.raises(moves.Refused, match=match):
            services.decide(given.again(key), **{**good, **wrong}, actor=world.actor("chen"), at=world.now)
    services.decide(given.again(key), **good, actor=world.actor("chen"), at=world.now)
    assert {"zhao", "lin", "wang"} <= given.told(world, key, "decide")
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyProposal.objects.filter(pk=key.pk).update(supervisor=world.people["zhao"])
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyProposal.objects.filter(pk=key.pk).update(leader=None)


def test_departments_are_told_of_the_plan(world: World) -> None:
    key = given.decided(world, given.nominated(world, given.filed(world)))
    wang = world.actor("wang")
    with pytest.raises(moves.Refused, match="方案"):
        services.start(given.again(key), actor=wang, at=world.now)
    services.plan(key, text="三月督导", actor=world.actor("chen"), at=world.now)
    with pytest.raises(moves.Refused, match="还没有交办"):
        services.start(given.again(key), actor=wang, at=world.now)
    given.assigned(world, given.fresh(key.proposal), joint=["d-urban"])
    services.start(given.again(key), actor=wang, at=world.now)
    assert {"liu", "hou", "xu", "zhao", "lin"} <= given.told(world, key, "start")
    for who in ("lin", "liu"):
        with pytest.raises(moves.NotAllowed):
            services.plan(given.again(key), text="改", actor=world.actor(who), at=world.now)


def test_an_activity_is_told_held_and_recorded(world: World) -> None:
    key = given.started(world)
    act = given.arranged(world, key, who="chen", day=world.now.date() + timedelta(days=5))
    assert {"lin", "deng", "liu", "zhao"} <= given.told(world, act, "begin")
    with pytest.raises(moves.Refused, match="改期"):
        given.held(world, act)
    services.reschedule(act, day=world.now.date(), note="提前", actor=world.actor("wang"), at=world.now)
    with pytest.raises(moves.Refused, match="提案者"):
        given.held(world, act, there=["jiang"])
    with pytest.raises(moves.Refused, match="哪位提案者"):
        given.held(world, act, there=[])
    with pytest.raises(moves.Refused, match="活动记录"):
        given.held(world, act, record=" ")
    for who in ("lin", "liu", "zhao"):
        with pytest.raises(moves.NotAllowed):
            given.held(world, act, who=who)
    assert given.again(act).state == "planned" and given.again(act).record == ""
    act = given.held(world, act, who="chen")
    assert (act.state, [p.username for p in act.proposers.all()], given.again(key).state) == (
        "held", ["lin"], "supervised",
    )  # fmt: skip
    with pytest.raises(moves.Stale):
        given.held(world, act)
    assert SuperviseAct.Kind.choices[4][0] == "consult" and len(SuperviseAct.Kind.values) == 8


def test_nobody_came_says_why(world: World) -> None:
    key = given.started(world)
    act = given.held(world, given.arranged(world, key), there=[], absent="两位都在外地调研")
    assert (act.absent, act.proposers.count()) == ("两位都在外地调研", 0)


def test_no_conclusion_without_activities_or_while_one_is_planned(world: World) -> None:
    key = given.started(world)
    wang = world.actor("wang")
    with pytest.raises(moves.Stale):
        services.conclude(given.again(key), text="结论", actor=wang, at=world.now)
    given.held(world, given.arranged(world, key))
    ahead = given.arranged(world, key, day=world.now.date() + timedelta(days=3))
    with pytest.raises(moves.Refused, match="没有登记结果"):
        services.conclude(given.again(key), text="结论", actor=wang, at=world.now)
    given.move(world, ahead, "drop", "wang", note="并到下次")
    with pytest.raises(moves.Refused, match="结论"):
        services.conclude(given.again(key), text=" ", actor=wang, at=world.now)
    services.conclude(given.again(key), text="结论", actor=world.actor("chen"), at=world.now)
    for who in ("chen", "zhao", "lin"):
        with pytest.raises(moves.NotAllowed):
            services.report(given.again(key), to="市委", actor=world.actor(who), at=world.now)


def test_instructions_only_on_what_was_reported(world: World) -> None:
    key = given.supervised(world)
    said = {"leader": "市长", "rank": "city", "text": "办好", "on": world.now.date()}
    with pytest.raises(moves.Stale):
        services.instruct(key, **said, actor=world.actor("wang"), at=world.now)
    services.conclude(key, text="结论", actor=world.actor("wang"), at=world.now)
    services.report(key, to="市委", actor=world.actor("wang"), at=world.now)
    for wrong in ({"leader": ""}, {"rank": "x"}, {"text": ""}, {"on": world.now.date() + timedelta(days=1)}):
        with pytest.raises(moves.Refused):
            services.instruct(key, **{**said, **wrong}, actor=world.actor("wang"), at=world.now)
    for who in ("zhao", "liu", "lin"):
        with pytest.raises(moves.NotAllowed):
            services.instruct(key, **said, actor=world.actor(who), at=world.now)


def test_clocks_of_activities_and_conclusion(world: World) -> None:
    """No activity within N days, no conclusion within N days: both count from the day departments were told."""
    key = given.again(given.started(world))
    assert key.due_at is not None and (key.due_at - world.now).days == 60
    list(sweeper.sweep(at=key.due_at + timedelta(days=1)))
    assert journal.story("key_proposal", key.pk)[-1].verb == "clock_overdue"
    assert {"chen", "zhao", "wang"} <= given.told(world, key, "clock_overdue", at=key.due_at)
    given.held(world, given.arranged(world, key))
    key = given.again(key)
    assert key.due_at is not None and (key.due_at - world.now).days == 180


def test_a_dropped_one_takes_its_activities_along(world: World) -> None:
    key = given.started(world)
    act = given.arranged(world, key, day=world.now.date() + timedelta(days=9))
    with pytest.raises(moves.Refused, match="理由"):
        given.move(world, given.again(key), "drop", "chen")
    given.move(world, given.again(key), "drop", "chen", note="主席会议另定")
    assert given.again(act).state == "dropped"
    with pytest.raises((moves.Stale, moves.NotAllowed)):
        given.arranged(world, given.again(key))


def test_what_a_person_leads(world: World, django_assert_num_queries: Any) -> None:
    first = given.started(world)
    second = given.started(
        world,
        given.nominated(
            world, given.assigned(world, given.filed(world, title="另一件", who="jiang", cosigners=()))
        ),
    )
    given.replied(world, given.fresh(first.proposal), norm="planned")
    with django_assert_num_queries(3):
        led = queries.led_by(world.people["zhao"].pk, at=later(world, 100))
    assert {row.key.pk for row in led} == {first.pk, second.pk} and all(row.leads for row in led)
    by_key = {row.key.pk: row for row in led}
    assert by_key[first.pk].open_promises == 1 and by_key[first.pk].late == []
    assert [p.unit.code for p in by_key[second.pk].late] == ["d-housing"] and by_key[
        second.pk
    ].soonest is not None
    assert [row.leads for row in queries.led_by(world.people["chen"].pk, at=world.now)] == [False, False]
    assert queries.led_by(world.people["lin"].pk, at=world.now) == []


def test_prices(world: World, django_assert_max_num_queries: Any, django_assert_num_queries: Any) -> None:
    key = given.reported(world)
    with django_assert_max_num_queries(12):
        sheet = keys.sheet(given.again(key))
    assert len(sheet.acts) == 1 and len(sheet.views) == 1 and len(sheet.parts) == 1
    wang, proposal = world.actor("wang"), key.proposal
    with django_assert_num_queries(1):
        assert [k.held for k in keys.rows(wang)] == [1]
    with django_assert_num_queries(1):
        assert keys.of_proposal(proposal, wang) == key


def test_who_sees_it(world: World) -> None:
    key = given.nominated(world)
    policy = moves.kind_of(KeyProposal).policy
    seen = {who for who in world.people if policy.may(world.actor(who), "view", key)}
    assert seen == {"wang", "hu", "chen", "lin", "deng"}  # 胡青 sits in the proposals committee
    given.decided(world, key)
    seen = {who for who in world.people if policy.may(world.actor(who), "view", key)}
    assert {"zhao", "sun", "feng", "jiang"} <= seen and not {"liu", "hou", "xu", "gao"} & seen
