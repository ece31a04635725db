"""Questions from the hall: put once, supported once, screened in the open, none left without an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shangliang.kernel import journal, moves, notices, waiting
from shangliang.kernel.models import Notice
from shangliang.modules.floor import queries, services
from shangliang.modules.floor.models import Floor, LiveQuestion, Support
from shangliang.modules.floor.services import asking, captioning
from shangliang.modules.floor.tests import given
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given as gathering_given
from tests.world import World

pytestmark = pytest.mark.django_db


def again(question: LiveQuestion) -> LiveQuestion:
    related = ("unit", "floor__unit", "floor__gathering", "participant")
    return LiveQuestion.objects.select_related(*related).get(pk=question.pk)


def test_put_once_and_shown_at_once(world: World) -> None:
    room, lin = given.floor(world), world.actor("lin")
    member = given.seat(room, "member")
    asked = [
        services.put(room, participant=member, text="钱从哪里来", token="t", actor=lin, at=given.at(world))
        for _ in range(2)
    ]
    assert asked[0] == asked[1] and asked[0].state == "shown" and LiveQuestion.objects.count() == 1
    with pytest.raises(moves.Refused, match="一模一样"):
        given.question(world, room, given.seat(room, "head"), "钱从哪里来")
    with pytest.raises(moves.Refused, match="请写下问题"):
        given.question(world, room, member, "  \u3000")
    with pytest.raises(moves.Refused, match="最多 200 字"):
        given.question(world, room, member, "长" * 201)
    with pytest.raises(moves.NotAllowed):
        given.question(world, room, given.seat(room, "head"), actor=lin)
    phone = given.question(world, room, given.seat(room, "head"), "请打 13812345678")
    assert "13812345678" not in phone.text


def test_a_program_cannot_flood_the_hall(world: World) -> None:
    room = given.floor(world)
    for _ in range(5):
        given.question(world, room, given.seat(room, "member"))
    with pytest.raises(moves.Refused, match="等这些答完再提"):
        given.question(world, room, given.seat(room, "member"))


def test_supported_once_by_each_and_ranked(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    first = given.question(world, room, given.seat(room, "member"))
    second = given.question(world, room, given.seat(room, "head"), after=5)
    third = given.question(world, room, given.seat(room, "expert"), after=9)
    guest = given.seat(room, "grassroots")
    assert services.support(third, participant=guest, actor=given.guest(room), at=given.at(world))
    assert not services.support(third, participant=guest, actor=given.guest(room), at=given.at(world))
    shown = queries.hall(room, at=given.at(world)).questions
    assert [(q.pk, q.support) for q in shown] == [(third.pk, 1), (first.pk, 0), (second.pk, 0)]  # type: ignore[attr-defined]
    assert Support.objects.count() == 1 and not [
        e for e in journal.story("live_question", third.pk) if e.verb == "support"
    ]
    assert services.unsupport(third, participant=guest, actor=given.guest(room), at=given.at(world))
    assert not services.unsupport(third, participant=guest, actor=given.guest(room), at=given.at(world))
    with pytest.raises(moves.Refused, match="自己提的"):
        services.support(first, participant=given.seat(room, "member"), actor=wang, at=given.at(world))
    services.answer(first, participant=given.seat(room, "head"), actor=wang, at=given.at(world))
    with pytest.raises(moves.Stale, match="不能支持"):
        services.support(first, participant=guest, actor=given.guest(room), at=given.at(world))


def test_hidden_leaves_its_number_and_the_reason(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    asked = given.question(world, room, given.seat(room, "grassroots"), "某某家的事")
    with pytest.raises(moves.Refused, match="这个理由会公开"):
        services.hide(asked, why="", actor=wang, at=given.at(world))
    with pytest.raises(moves.NotAllowed):
        services.hide(asked, why="不好", actor=world.actor("lin"), at=given.at(world))
    services.hide(asked, why="涉及个人", actor=wang, at=given.at(world))
    now = queries.hall(room, at=given.at(world))
    assert [q.told for q in now.hidden] == ["涉及个人"] and now.questions == []
    policy = moves.kind_of(LiveQuestion).policy
    assert not policy.may(world.actor("lin"), "view", asked) and policy.may(given.guest(room), "view", asked)
    services.restore(again(asked), why="核对过了", actor=wang, at=given.at(world))
    assert again(asked).told == "" and again(asked).state == "shown"


def test_looked_at_first_where_the_secretary_chose_it(world: World) -> None:
    room = given.floor(world, screened=True)
    asked = given.question(world, room, given.seat(room, "member"))
    assert asked.state == "waiting" and queries.hall(room, at=given.at(world)).questions == []
    services.show(asked, actor=world.actor("wang"), at=given.at(world))
    assert again(asked).state == "shown"


def test_answered_by_whom_and_when(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    asked = given.question(world, room, given.seat(room, "member"), actor=world.actor("lin"))
    head = given.seat(room, "head")
    services.answer(asked, participant=head, text="每台补二十万", actor=wang, at=given.at(world, 30))
    now = again(asked)
    assert (now.answered_by, now.answered_at, now.reply) == (head, given.at(world, 30), "每台补二十万")
    entry = [e for e in journal.story("live_question", asked.pk) if e.verb == "answer"]
    notices.tell(entry, given.at(world, 31))
    assert Notice.objects.filter(person=world.people["lin"], entry=entry[0]).count() == 1


def test_what_was_not_reached_goes_to_a_unit_with_a_day(world: World) -> None:
    """件件有回音: the room is not settled before; the unit finds it among what waits, with its clock."""
    room, wang = given.floor(world), world.actor("wang")
    asked = given.question(world, room, given.seat(room, "member"))
    room = given.ended(world, room)
    late = given.at(world, 86_400)
    assert room.state == "settling" and room.due_at is not None
    with pytest.raises(moves.Refused, match="还有 1 个问题"):
        moves.make(room, "settle", actor=wang, at=late)
    asked, unit = again(asked), world.units["d-housing"]
    with pytest.raises(moves.Refused, match="已经过去"):
        services.hand(
            asked, unit=unit, due_on=given.at(world).date(), actor=wang, at=late + timedelta(days=3)
        )
    services.hand(asked, unit=unit, due_on=(late + timedelta(days=7)).date(), actor=wang, at=late)
    moves.make(room, "settle", actor=wang, at=late)
    piles = {p.kind: p for p in waiting.piles(world.actor("liu"), at=late)}
    assert [w.thing.pk for w in piles["live_question"].rows] == [asked.pk] and again(asked).due_at
    with pytest.raises(moves.NotAllowed):
        services.reply(again(asked), text="好", actor=world.actor("lin"), at=late)
    services.reply(again(asked), text="资金已列入预算", actor=world.actor("liu"), at=late)
    assert again(asked).state == "replied" and again(asked).due_at is None
    with pytest.raises(moves.Stale):
        services.reply(again(asked), text="又一次", actor=world.actor("liu"), at=late)


def test_a_unit_sends_back_what_is_not_its_own(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    asked = given.question(world, room, given.seat(room, "member"))
    due = (given.at(world) + timedelta(days=5)).date()
    services.hand(asked, unit=world.units["d-housing"], due_on=due, actor=wang, at=given.at(world))
    moves.make(again(asked), "send_back", actor=world.actor("liu"), at=given.at(world), note="归城管局")
    back = again(asked)
    assert back.state == "returned" and back.due_at
    services.hand(back, unit=world.units["d-urban"], due_on=due, actor=wang, at=given.at(world))
    assert again(asked).answerer == world.units["d-urban"]


def test_a_meeting_called_off_still_answers_what_was_asked(world: World) -> None:
    for many, state in ((1, "settling"), (0, "dropped")):
        room = _before_the_meeting(world, many)
        meeting = Gathering.objects.select_related("unit").get(pk=room.gathering_id)
        gatherings.cancel(meeting, note="台风", actor=world.actor("wang"), at=world.now)
        journal.deliver_all(world.now)
        assert Floor.objects.get(pk=room.pk).state == state


def _before_the_meeting(world: World, many: int) -> Floor:
    meeting = given.gatherings.noticed(world, given.gatherings.topic(world, f"议题{many}"))
    room = services.open_floor(meeting, actor=world.actor("wang"), at=world.now)
    for _ in range(many):
        given.question(world, room, given.seat(room, "member"))
    return room


def test_following_twice_changes_nothing(world: World) -> None:
    room = given.floor(world)
    given.question(world, room, given.seat(room, "member"))
    before = given.ended(world, room).version
    journal.replay("floor", given.at(world, 9000))
    assert Floor.objects.get(pk=room.pk).version == before


def test_what_comes_back_late_would_have_nobody(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    asked = given.question(world, room, given.seat(room, "member"))
    services.hide(asked, why="重复", actor=wang, at=given.at(world))
    given.ended(world, room)
    with pytest.raises(moves.Refused, match="已安排完毕"):
        services.restore(again(asked), why="想想还是要答", actor=wang, at=given.at(world, 9000))


def test_other_words_under_a_used_token_are_not_lost_in_silence(world: World) -> None:
    """Back in the browser, the words changed, sent again: it must not seem kept."""
    room, lin = given.floor(world), world.actor("lin")
    member, said = given.seat(room, "member"), {"token": "t", "actor": lin, "at": given.at(world)}
    services.put(room, participant=member, text="钱从哪里来", **said)
    with pytest.raises(moves.Stale, match="钱从哪里来"):
        services.put(room, participant=member, text="谁来管", **said)
    given.caption(world, room, "大家好", token="c")
    with pytest.raises(moves.Stale, match="大家好"):
        given.caption(world, room, "请坐", token="c")
    with pytest.raises(moves.Refused, match="标记"):
        given.caption(world, room, "请坐", token="c" * 41)


def test_nobody_uses_up_the_numbers_of_the_hall(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_EACH", 3)
    room, lin = given.floor(world), world.actor("lin")
    member = given.seat(room, "member")
    for _ in range(3):
        asked = given.question(world, room, member, actor=lin)
        services.take_back(asked, actor=lin, at=given.at(world))
    with pytest.raises(moves.Refused, match="留给别人"):
        given.question(world, room, member)
    assert given.question(world, room, given.seat(room, "head"))


def test_captions_have_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captioning, "MOST", 1)
    room = given.floor(world)
    given.caption(world, room, "大家好")
    with pytest.raises(moves.Refused, match="已满 1 行"):
        given.caption(world, room, "请坐")


def test_a_support_is_not_taken_by_a_room_that_has_closed_meanwhile(world: World) -> None:
    room = given.floor(world)
    asked = given.question(world, room, given.seat(room, "member"))
    stale = again(asked)
    given.ended(world, room)
    with pytest.raises(moves.Stale):
        services.support(
            stale, participant=given.seat(room, "head"), actor=world.actor("hou"), at=given.at(world)
        )


def test_nothing_comes_back_to_a_room_that_was_settled_meanwhile(world: World) -> None:
    room, wang = given.floor(world), world.actor("wang")
    asked = given.question(world, room, given.seat(room, "member"))
    services.hide(asked, why="与议题无关", actor=wang, at=given.at(world))
    stale = again(asked)
    assert given.ended(world, room).state == "settled"
    with pytest.raises(moves.Refused, match="安排完毕"):
        services.restore(stale, why="想想还是要答", actor=wang, at=given.at(world, 9000))


def test_no_room_is_opened_beside_the_end_of_its_meeting(world: World) -> None:
    """Nobody would close it: what follows the end had come by already."""
    meeting = gathering_given.sitting(world)
    stale = Gathering.objects.select_related("unit").get(pk=meeting.pk)
    gathering_given.said(world, meeting)
    gatherings.sign_in(gathering_given.seat(meeting, "member"), actor=world.actor("wang"), at=given.at(world))
    gatherings.end(meeting, actor=world.actor("wang"), at=given.at(world, 7200))
    with pytest.raises(moves.Stale):
        services.open_floor(stale, actor=world.actor("wang"), at=given.at(world, 7201))
    assert not Floor.objects.exists()
