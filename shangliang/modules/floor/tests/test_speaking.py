"""The line and the clock: fair, one at a time, no lost second."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import journal, moves
from shangliang.modules.floor import queries, services
from shangliang.modules.floor.models import Floor, Speech
from shangliang.modules.floor.tests import given
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.tests import given as gathering_given
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_room_opens_once_and_only_by_those_who_run_the_meeting(world: World) -> None:
    meeting = gathering_given.sitting(world)
    first = services.open_floor(meeting, actor=world.actor("wang"), at=given.at(world))
    assert services.open_floor(meeting, actor=world.actor("chen"), at=given.at(world)) == first
    with pytest.raises(moves.NotAllowed):
        services.open_floor(meeting, actor=world.actor("lin"), at=given.at(world))
    early = gathering_given.prepared(world)
    with pytest.raises(moves.Stale, match="发出通知以后"):
        services.open_floor(early, actor=world.actor("wang"), at=world.now)


def test_pressed_twice_she_waits_once(world: World) -> None:
    room, lin = given.floor(world), world.actor("lin")
    member = given.seat(room, "member")
    first = given.wish(world, room, member, actor=lin)
    assert given.wish(world, room, member, actor=lin, after=9) == first and Speech.objects.count() == 1


def test_one_asks_for_oneself_and_the_secretary_for_everybody(world: World) -> None:
    room = given.floor(world)
    grandmother = given.seat(room, "grassroots")
    with pytest.raises(moves.NotAllowed, match="自己的名义"):
        given.wish(world, room, grandmother, actor=world.actor("lin"))
    assert given.wish(world, room, grandmother).participant == grandmother
    services.withdraw(
        Speech.objects.select_related("unit").get(), actor=given.guest(room), at=given.at(world)
    )
    assert given.wish(world, room, grandmother, actor=given.guest(room)).state == "waiting"
    elsewhere = gathering_given.sitting(world, gathering_given.topic(world, "路灯"))
    with pytest.raises(moves.Refused, match="不在本次协商的名单里"):
        given.wish(world, room, gathering_given.seat(elsewhere, "member"))


def test_who_has_not_spoken_goes_before_who_has(world: World) -> None:
    room = given.floor(world)
    member, head, expert = (given.seat(room, c) for c in ("member", "head", "expert"))
    given.spoke(world, room, member)
    given.wish(world, room, member, after=100)
    given.wish(world, room, expert, after=110)
    given.wish(world, room, head, after=120)
    assert given.line(world, room) == [expert.name, head.name, member.name]


def test_groups_alternate_where_the_secretary_chose_it(world: World) -> None:
    room = given.floor(world, alternate=True)
    member, head, expert = (given.seat(room, c) for c in ("member", "head", "expert"))
    second = given.another(world, room, "邓委员")
    for n, who in enumerate((member, second, head, expert)):
        given.wish(world, room, who, after=n)
    assert given.line(world, room) == [member.name, head.name, expert.name, second.name]
    assert "轮流" in queries.rule_words(room)


def test_a_wish_for_a_later_part_waits_for_it(world: World) -> None:
    room = given.floor(world)
    report, question = room.gathering.agenda.select_related("gathering").order_by("order")[:2]
    gatherings.open_part(report, actor=world.actor("wang"), at=given.at(world))
    given.wish(world, room, given.seat(room, "member"), agenda=question)
    given.wish(world, room, given.seat(room, "head"), agenda=report, after=5)
    assert given.line(world, room) == [given.seat(room, "head").name]
    gatherings.open_part(question, actor=world.actor("wang"), at=given.at(world, 60))
    assert given.line(world, room) == [given.seat(room, "member").name]


def test_a_point_of_order_is_decided_before_it_jumps(world: World) -> None:
    room = given.floor(world)
    member, head = given.seat(room, "member"), given.seat(room, "head")
    given.wish(world, room, head)
    with pytest.raises(moves.Refused, match="程序动议要说什么"):
        given.wish(world, room, member, kind="order")
    order = given.wish(world, room, member, kind="order", about="超时了，请按议程", after=30)
    assert given.line(world, room) == [head.name]
    with pytest.raises(moves.Refused, match="先由主持人裁定"):
        services.call(order, actor=world.actor("wang"), at=given.at(world, 40))
    with pytest.raises(moves.NotAllowed):
        services.admit(order, actor=world.actor("lin"), at=given.at(world, 40))
    services.admit(order, actor=world.actor("chen"), at=given.at(world, 40))
    assert given.line(world, room) == [member.name, head.name]
    again = given.wish(world, room, given.seat(room, "expert"), kind="order", about="休息", after=50)
    with pytest.raises(moves.Refused, match="请写明理由"):
        services.refuse(again, why=" ", actor=world.actor("chen"), at=given.at(world, 60))
    services.refuse(again, why="还有十分钟就到休息", actor=world.actor("chen"), at=given.at(world, 60))
    assert again.state == "refused"
    assert [e.actor_label for e in journal.story("speech", again.pk) if e.verb == "refuse"] == [
        world.people["chen"].name
    ]


def test_a_pause_is_not_a_lost_second(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    speech = given.wish(world, room, given.seat(room, "member"))
    services.call(speech, actor=wang, at=given.at(world))
    services.pause(speech, actor=wang, at=given.at(world, 10.6))
    assert speech.spoken(given.at(world, 500)) == 10
    services.resume(speech, actor=wang, at=given.at(world, 600))
    assert speech.spoken(given.at(world, 601)) == 11
    services.pause(speech, actor=wang, at=given.at(world, 610.6))
    services.finish(speech, actor=wang, at=given.at(world, 900), notes="按楼层递增分摊")
    assert (speech.spoken_ms, speech.state, speech.notes) == (21_200, "done", "按楼层递增分摊")
    kept = queries.speeches(room.gathering)[0]
    assert (kept.seconds, kept.capacity, kept.since) == (21, "政协委员", given.at(world))


def test_one_speaks_at_a_time(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    first = given.wish(world, room, given.seat(room, "member"))
    second = given.wish(world, room, given.seat(room, "head"))
    services.call(first, actor=wang, at=given.at(world))
    with pytest.raises(moves.Stale, match="正在发言"):
        services.call(first, actor=wang, at=given.at(world, 1))
    with pytest.raises(moves.Refused, match="正在发言"):
        services.call(second, actor=wang, at=given.at(world, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        begun = {"started_at": given.at(world), "resumed_at": given.at(world)}
        Speech.objects.filter(pk=second.pk).update(state="speaking", **begun)
    services.pause(first, actor=wang, at=given.at(world, 30))
    services.call(second, actor=wang, at=given.at(world, 31))
    with pytest.raises(moves.Refused, match="正在发言"):
        services.resume(first, actor=wang, at=given.at(world, 32))


def test_nobody_is_called_before_the_meeting_sits(world: World) -> None:
    meeting = gathering_given.noticed(world)
    room = services.open_floor(meeting, actor=world.actor("wang"), at=world.now)
    speech = given.wish(world, room, gathering_given.seat(meeting, "member"))
    with pytest.raises(moves.Refused, match="没有在开会"):
        services.call(speech, actor=world.actor("wang"), at=world.now)


def test_skipped_with_a_reason_and_back_in_the_line(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    speech = given.wish(world, room, given.seat(room, "member"))
    services.skip(speech, why="暂时离席", actor=wang, at=given.at(world))
    assert speech.told == "暂时离席" and given.line(world, room) == []
    services.requeue(speech, actor=wang, at=given.at(world, 60))
    assert given.line(world, room) == [given.seat(room, "member").name]
    services.skip(speech, why="又不在", actor=wang, at=given.at(world, 70))
    given.wish(world, room, given.seat(room, "member"), after=80)
    with pytest.raises(moves.Refused, match="已经重新排队"):
        services.requeue(speech, actor=wang, at=given.at(world, 90))


def test_notes_keep_what_stood_there(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    speech = given.wish(world, room, given.seat(room, "member"))
    with pytest.raises(moves.Stale, match="还没有发言"):
        services.note(speech, notes="要点", actor=wang, at=given.at(world))
    done = given.spoke(world, room, given.seat(room, "head"))
    services.note(done, notes="第一稿", actor=wang, at=given.at(world, 99))
    services.note(done, notes="第二稿", actor=wang, at=given.at(world, 100))
    last = [e for e in journal.story("speech", done.pk) if e.verb == "note"][-1]
    assert last.facts["was"] == "第一稿" and done.notes == "第二稿"


def test_the_end_of_the_meeting_sends_the_line_home(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    speaking = given.wish(world, room, given.seat(room, "member"))
    services.call(speaking, actor=wang, at=given.at(world, 7100))
    waiting = given.wish(world, room, given.seat(room, "head"))
    room = given.ended(world, room)
    states: dict[int, Any] = dict(Speech.objects.values_list("pk", "state"))
    assert states == {speaking.pk: "done", waiting.pk: "unreached"}
    assert queries.speeches(room.gathering)[0].seconds == 100
    assert room.state == "settled", "nobody asked anything"
    with pytest.raises(moves.Stale, match="会场已经关闭"):
        given.wish(world, room, given.seat(room, "expert"))


def test_a_room_costs_the_same_however_full_it_is(world: World, django_assert_num_queries: Any) -> None:
    room = given.floor(world)
    for n in range(6):
        given.wish(world, room, given.another(world, room, f"第{n}人"))
        given.question(world, room, given.seat(room, "head") if n < 3 else given.seat(room, "expert"))
        given.caption(world, room, f"第{n}句")
    fresh = Floor.objects.select_related("unit", "gathering").get(pk=room.pk)
    with django_assert_num_queries(7):
        queries.hall(fresh, at=given.at(world))
    with django_assert_num_queries(4):
        queries.record(fresh)


def test_notes_of_a_page_opened_before_do_not_wipe_out_newer_ones(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    speech = given.spoke(world, room, given.seat(room, "member"))
    empty = services.mark_of("")
    services.note(speech, notes="钱由市里出。", seen=empty, actor=wang, at=given.at(world, 90))
    with pytest.raises(moves.Stale, match="钱由市里出"):
        services.note(speech, notes="没有要点。", seen=empty, actor=wang, at=given.at(world, 95))
    services.note(
        speech, notes="市里出钱。", seen=services.mark_of("钱由市里出。"), actor=wang, at=given.at(world, 99)
    )
    assert Speech.objects.get().notes == "市里出钱。"
