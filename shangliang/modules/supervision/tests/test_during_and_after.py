"""During and after: talks before inspections, discussion before feeding back, rectification, going back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from shangliang.kernel import journal, moves
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.handling.tests import given as handling
from shangliang.modules.people import services as people
from shangliang.modules.supervision import services
from shangliang.modules.supervision.models import Activity, Finding, Supervision
from shangliang.modules.supervision.tests import given
from shangliang.modules.supervision.tests.test_before import refused
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_talk_before_an_inspection(world: World) -> None:
    """先沟通后督查: on record with that very department, and it is told."""
    thing = given.running(world, departments=[world.units["d-housing"], world.units["d-urban"]])
    refused(lambda: given.visit(world, thing, unit="d-urban"), "先沟通后督查：还没有和“市城管局”沟通")
    refused(lambda: given.visit(world, thing, unit="d-urban", kind="symposium"), "先沟通后督查")
    refused(lambda: given.visit(world, thing, on=given.DAY - given.days(1)), "先培训后视察")
    assert given.told(world, given.supervised(thing), "talk") == {"liu", "hou"}
    early = given.talked(world, thing, "d-urban")
    assert given.visit(world, thing, unit="d-urban").pk > early.pk
    refused(lambda: given.visit(world, thing, kind="training"), "请选择走访")
    refused(lambda: given.visit(world, thing, unit=""), "请选择到哪个部门")
    assert given.visit(world, thing, unit="", kind="symposium").supervised is None


def test_records_are_never_changed(world: World) -> None:
    thing = given.running(world)
    for act in (lambda rows: rows.update(on=given.DAY), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(Activity.objects.filter(supervision=thing))


def test_the_same_form_twice_is_one_record(world: World) -> None:
    thing = given.running(world)
    by: Any = {"record": given.record(world), "actor": world.actor("wang"), "at": world.now, "token": "once"}
    assert services.train(thing, **by) == services.train(thing, **by)
    target: Any = {**by, "token": "two"}
    one = services.talk(given.supervised(thing), **target)
    assert services.talk(given.supervised(thing), **target) == one
    assert given.verbs(given.supervised(thing)).count("talk") == 2  # the first one and this


def test_outsiders_record_nothing(world: World) -> None:
    thing = given.running(world)
    for who in ("jiang", "liu", "zhao", "sun"):
        refused(lambda who=who: given.visit(world, thing, who=who), "不归您", moves.NotAllowed)
        refused(lambda who=who: given.found(world, thing, who=who), "不归您", moves.NotAllowed)


def test_progress_is_told_before_the_teams_withdraw(world: World) -> None:
    thing = given.running(world)
    refused(lambda: given.move(world, thing, "review", "wang"), "还没有走访")
    given.visit(world, thing)
    refused(lambda: given.move(world, thing, "review", "wang"), "通报进展：市住建局")
    given.informed(world, thing)
    assert given.told(world, given.supervised(thing), "inform") == {"liu", "hou"}
    assert given.move(world, thing, "review", "wang").state == "reviewing"


def test_discussion_before_feeding_back(world: World) -> None:
    """先研讨后反馈: the paper leaves only after a discussion with somebody of every team."""
    thing = given.written(world, given.reviewing(world))
    send = lambda: services.send_opinion(given.again(thing), actor=world.actor("wang"), at=world.now)  # noqa: E731
    refused(send, "先研讨后反馈：还没有集体研讨的记录")
    assert Dispatch.objects.count() == 0 and given.again(thing).number == ""
    given.discussed(world, thing)
    refused(
        lambda: services.send_opinion(given.again(thing), actor=world.actor("wen"), at=world.now), "不归您",
        moves.NotAllowed,
    )  # fmt: skip
    assert [d.source for d in send()] == ["finding"]
    refused(send, "研讨以后才能", moves.Stale)


def test_a_paper_wants_findings_and_words(world: World) -> None:
    thing = given.reviewing(world)
    given.discussed(world, thing)
    refused(
        lambda: services.send_opinion(given.again(thing), actor=world.actor("wang"), at=world.now),
        "意见书还没有写好",
    )
    given.written(world, thing)
    given.move(world, given.first(thing), "drop", "lin", note="核实后不成立")
    refused(
        lambda: services.send_opinion(given.again(thing), actor=world.actor("wang"), at=world.now),
        "问题清单还是空的",
    )


def test_with_the_paper_ends_what_a_department_was_told(world: World) -> None:
    """Whoever was talked with is told; whoever never heard of it is not; the same entry twice does nothing."""
    thing = given.sent(world, departments=[world.units["d-housing"], world.units["d-urban"]])
    given.deliver(world)
    talked, never = given.supervised(thing), given.supervised(thing, "d-urban")
    assert (talked.state, never.state) == ("fed_back", "left_out")
    assert given.told(world, talked, "feed_back") == {"liu", "hou"}
    assert given.told(world, never, "leave_out") == set()
    page = given.page(given.get(world, "liu", "supervised", talked.pk))
    assert "已反馈意见" in page
    assert given.get(world, "liu", "supervised", never.pk).status_code == 404
    given.deliver(world)
    assert given.verbs(talked).count("feed_back") == 1


def test_a_matter_called_off_is_told_to_whom_it_was_told(world: World) -> None:
    thing = given.approved(world)
    given.talked(world, thing, who="wang", people=[])
    given.move(world, thing, "drop", "wang", note="省里统一部署，不再重复检查")
    given.deliver(world)
    one = given.supervised(thing)
    assert one.state == "left_out" and given.told(world, one, "leave_out") == {"liu", "hou"}


def test_every_finding_goes_to_the_one_desk_of_its_department(world: World) -> None:
    thing = given.sent(world, "答复超期", "台账不全")
    assert thing.number == "云协监〔2026〕1号" and thing.state == "rectifying"
    one, two = thing.findings.all()
    assert one.dispatch_id == two.dispatch_id and one.state == two.state == "sent"
    dispatch = given.dispatch_of(one)
    assert [i.number for i in dispatch.items.all()] == [1, 2] and one.item != two.item
    assert {c.label for c in dispatch.concerned.all()} == {"林晓梅", "邓小军", "冯雅琴"}
    assert (dispatch.title, dispatch.source) == ("监督意见：信访工作专项监督", "finding")
    assert one.rectify_by == given.DAY + given.days(60) and one.due_at is not None
    assert services.paper(thing, on=given.DAY)[:2] == b"PK"
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.filter(pk=one.pk).update(problem="改写")


def test_a_finding_follows_its_dispatch(world: World) -> None:
    finding = given.first(given.sent(world))
    refused(lambda: given.claimed(world, finding), "请先在办理台答复")
    finding = given.answered(world, finding)
    assert finding.state == "answered"
    before = given.verbs(finding)
    given.deliver(world)
    for entry in journal.story("dispatch", finding.dispatch_id):
        services.follow(entry, world.now)
    assert given.verbs(finding) == before  # replayed from the start it changes nothing


def test_a_withdrawn_task_puts_the_finding_back(world: World) -> None:
    finding = given.first(given.sent(world))
    handling.move(world, given.dispatch_of(finding), "withdraw", "wang", note="发错单位")
    back = given.again(finding)
    assert (back.state, back.dispatch) == ("noted", None)


def test_recheck_by_the_team_not_by_the_department(world: World) -> None:
    finding = given.claimed(world)
    assert given.told(world, finding, "claim") == {"lin", "deng", "feng"}
    for who in ("liu", "hou", "wang", "jiang", "chen"):
        refused(lambda who=who: given.rechecked(world, finding, who=who), "不归您", moves.NotAllowed)
    people.seat(world.people["deng"], unit=world.units["d-housing"], role="clerk", starts_on=given.DAY)
    refused(lambda: given.rechecked(world, finding, who="deng"), "不归您", moves.NotAllowed)
    passed = given.rechecked(world, finding, who="feng")
    assert passed.state == "passed" and passed.rechecks.get().person == world.people["feng"]
    refused(lambda: given.rechecked(world, finding, who="lin"), "以后才能复核", moves.Stale)


def test_what_fails_goes_back_with_the_reason(world: World) -> None:
    """One finding in its task: handled a second time. One of several: a task of its own."""
    finding = given.rechecked(world, given.claimed(world), passes=False)
    assert finding.state == "failed" and "wang" in given.told(world, finding, "fail")
    by: Any = {"rectify_by": given.DAY + given.days(30), "actor": world.actor("wang"), "at": world.now}
    refused(
        lambda: services.resend(given.again(finding), **{**by, "actor": world.actor("lin")}),
        "不归您",
        moves.NotAllowed,
    )
    refused(lambda: services.resend(given.again(finding), **{**by, "rectify_by": given.DAY}), "今天以后")
    services.resend(given.again(finding), **by)
    again = given.again(finding)
    assert (again.state, again.round, again.dispatch_id) == ("sent", 2, finding.dispatch_id)
    assert given.dispatch_of(again).state == "rehandling"
    passed = given.rechecked(world, given.claimed(world, given.answered(world, again)))
    assert passed.state == "passed" and [r.passes for r in passed.rechecks.all()] == [False, True]


def test_one_of_several_gets_a_task_of_its_own(world: World) -> None:
    thing = given.sent(world, "答复超期", "台账不全")
    first = given.answered(world, given.first(thing))
    failed = given.rechecked(world, given.claimed(world, first), passes=False)
    services.resend(
        given.again(failed), rectify_by=given.DAY + given.days(30), actor=world.actor("wang"), at=world.now
    )
    now = given.again(failed)
    assert now.dispatch_id != first.dispatch_id and list(now.earlier.all()) == [given.dispatch_of(first)]
    assert "仍有 2 件没有答复" in given.dispatch_of(now).ask
    other = thing.findings.get(title="台账不全")
    assert other.state == "answered"


def test_closing_waits_for_every_finding_and_sets_two_dates_to_go_back(world: World) -> None:
    finding = given.claimed(world)
    refused(lambda: given.move(world, finding.supervision, "close", "wang"), "还有 1 条意见没有复核通过")
    given.rechecked(world, finding)
    thing = given.move(world, finding.supervision, "close", "wang")
    given.deliver(world)
    assert [(f.round, (f.due_on - given.DAY).days) for f in thing.follow_ups.all()] == [(1, 182), (2, 365)]
    for entry in journal.story("supervision", thing.pk):
        services.follow(entry, world.now)
    assert thing.follow_ups.count() == 2


def test_what_fell_back_is_open_again(world: World) -> None:
    thing = given.closed(world)
    finding, back = given.first(thing), given.follow_up(thing)
    hold: Any = {"held_on": given.DAY, "notes": "走访三处", "actor": world.actor("deng"), "at": world.now}
    refused(lambda: services.hold_follow_up(back, seen=[], **hold), "还有 1 条意见没有写结果")
    back = given.follow_up(thing)
    slip = services.Seen(finding, "slipped", "又有 3 件超期")
    refused(
        lambda: services.hold_follow_up(back, seen=[services.Seen(finding, "slipped")], **hold), "请写明情况"
    )
    back = given.follow_up(thing)
    refused(
        lambda: services.hold_follow_up(back, seen=[slip], **{**hold, "actor": world.actor("liu")}), "不归您",
        moves.NotAllowed,
    )  # fmt: skip
    assert services.hold_follow_up(back, seen=[slip], **hold) == [finding]
    assert given.again(finding).state == "failed" and given.again(thing).state == "rectifying"
    refused(lambda: services.hold_follow_up(given.follow_up(thing), seen=[], **hold), "已经登记", moves.Stale)
    services.resend(
        given.again(finding), rectify_by=given.DAY + given.days(20), actor=world.actor("wang"), at=world.now
    )
    given.rechecked(world, given.claimed(world, given.answered(world, given.again(finding))))
    given.move(world, thing, "close", "wang")
    given.deliver(world)
    assert thing.follow_ups.count() == 2  # no third


def test_clocks_speak_to_those_who_oversee(world: World) -> None:
    """整改逾期、复核超期、回头看到期."""
    finding = given.first(given.sent(world))
    late = finding.due_at + given.days(10)
    list(given.moves_by_clock(late))
    assert {"clock_overdue", "clock_escalate"} <= set(given.verbs(finding))
    assert {"hou", "wang", "chen", "zhao"} <= given.told(world, finding, "clock_overdue", at=late)


def test_into_a_brief_only_as_the_finder_wishes(world: World) -> None:
    """DOMAIN 0.2 no. 3."""
    thing = given.running(world)
    finding = given.found(world, thing)
    turn = lambda who: services.turn_to_brief(given.again(finding), actor=world.actor(who), at=world.now)  # noqa: E731
    refused(lambda: turn("wang"), "还没有同意")
    refused(
        lambda: services.consent(finding, actor=world.actor("deng"), at=world.now),
        "本人决定",
        moves.NotAllowed,
    )
    key = world.actor("lin").narrowed({"read", "write"})
    refused(lambda: services.consent(finding, actor=key, at=world.now), "本人决定", moves.NotAllowed)
    services.ask_consent(finding, actor=world.actor("wang"), at=world.now)
    assert given.told(world, finding, "ask_consent") == {"lin"}
    services.consent(finding, actor=world.actor("lin"), at=world.now)
    brief = turn("wang")
    assert brief.state == "submitted" and given.again(finding).state == "briefed"
    assert [a.name for a in brief.authors.all()] == ["林晓梅"]
    refused(lambda: turn("wang"), "还在清单上", moves.Stale)
    own = given.found(world, thing, "窗口少")
    assert services.turn_to_brief(own, actor=world.actor("lin"), at=world.now).pk != brief.pk


def test_opened_to_everybody_by_the_chair(world: World) -> None:
    thing = given.sent(world)
    refused(
        lambda: services.publish(thing, actor=world.actor("wang"), at=world.now), "不归您", moves.NotAllowed
    )
    services.publish(thing, actor=world.actor("chen"), at=world.now)
    refused(lambda: services.publish(thing, actor=world.actor("chen"), at=world.now), "已经公开", moves.Stale)
    services.unpublish(thing, note="待核", actor=world.actor("chen"), at=world.now)
    assert Supervision.objects.get().published_at is None
    early = given.opened(world, "另一项")
    refused(lambda: services.publish(early, actor=world.actor("chen"), at=world.now), "送出以后", moves.Stale)


def test_nobody_is_named_as_finder_who_was_not_there(world: World) -> None:
    thing = given.running(world)
    by = {"words": given.words(world), "actor": world.actor("wang"), "at": world.now}
    refused(lambda: services.note_finding(thing, finder=world.people["jiang"], **by), "不是监督小组的人")
    assert services.note_finding(thing, finder=world.people["deng"], **by).finder == world.people["deng"]
