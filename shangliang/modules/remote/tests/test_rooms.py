"""Rooms on the network by their services: who prepares, opens and enters, and what is said about recording."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import journal, moves
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.tests import given as meetings
from shangliang.modules.remote import queries, services
from shangliang.modules.remote.models import Attendance, RemoteSession
from shangliang.modules.remote.tests import given
from tests.crowd import together
from tests.world import World

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], Any], why: str | None, kind: type[Exception] = moves.Refused) -> None:
    with pytest.raises(kind, match=why):
        act()


def enter(world: World, session: RemoteSession, who: str) -> Attendance:
    return services.enter(session, actor=world.actor(who), at=world.now)


def answer(world: World, session: RemoteSession, who: str, says: bool) -> Any:
    return services.answer(session, says=says, actor=world.actor(who), at=world.now)


def test_the_office_and_the_convener_prepare_it(world: World) -> None:
    session = given.session(world)
    assert session.state == "planned" and queries.live_of(session.gathering) == session
    refused(lambda: given.session(world, of=session.gathering), "已经有远程会场")
    refused(lambda: given.session(world, who="lin"), "由政协办公室或本次协商的召集人", moves.NotAllowed)
    refused(lambda: given.session(world, dial_in="  "), "怎么接入")
    convened = given.meeting(world)
    type(convened).objects.filter(pk=convened.pk).update(convener=world.people["deng"])
    convened.refresh_from_db()
    assert given.session(world, of=convened, who="deng").unit == convened.unit


def test_only_those_on_the_list_enter_and_only_while_it_is_open(world: World) -> None:
    session = given.session(world)
    refused(lambda: enter(world, session, "lin"), "还没有打开", moves.Stale)
    moves.make(session, "open", actor=world.actor("wang"), at=world.now)
    came = enter(world, session, "lin")
    assert enter(world, session, "lin") == came  # once, however often she comes back
    refused(lambda: enter(world, session, "feng"), None, moves.NotAllowed)
    assert [e.verb for e in journal.story("remote_session", session.pk)].count("enter") == 1
    moves.make(session, "end", actor=world.actor("wang"), at=world.now)
    refused(lambda: enter(world, session, "deng"), None, moves.Refused)


def test_whoever_does_not_answer_about_recording_stays_outside(world: World) -> None:
    session = given.opened(world, recorded=True)
    refused(lambda: enter(world, session, "lin"), "先回答是否同意")
    answer(world, session, "lin", True)
    answer(world, session, "lin", True)
    enter(world, session, "lin")
    answer(world, session, "lin", False)
    answer(world, session, "deng", False)
    enter(world, session, "deng")
    assert [(g.name, g.consents) for g in queries.guests(session)] == [("林晓梅", False), ("邓小军", False)]
    assert list(session.consents.values_list("says", flat=True)) == [True, False, False]
    refused(lambda: answer(world, session, "feng", True), None, moves.NotAllowed)
    plain = given.opened(world, of=given.meeting(world, "lin"))
    refused(lambda: answer(world, plain, "lin", True), "不录音录像", moves.Stale)
    program = replace(world.actor("lin"), scopes=frozenset({"read", "write"}))
    refused(
        lambda: services.answer(session, says=True, actor=program, at=world.now), "本人", moves.NotAllowed
    )


def test_a_recording_is_only_noted_where_it_was_announced(world: World) -> None:
    session = given.opened(world, recorded=True)
    services.record(session, where="市政协档案室，王秀兰保管", actor=world.actor("wang"), at=world.now)
    assert session.recording_by == world.people["wang"]
    refused(
        lambda: services.record(session, where="我的电脑", actor=world.actor("lin"), at=world.now), None,
        moves.NotAllowed,
    )  # fmt: skip
    plain = given.opened(world)
    refused(lambda: services.record(plain, where="x", actor=world.actor("wang"), at=world.now), "事先没有说")
    with pytest.raises(IntegrityError), transaction.atomic():
        RemoteSession.objects.filter(pk=plain.pk).update(recording="偷录", recording_by=world.people["wang"])


def test_what_people_answered_to_does_not_change_under_them(world: World) -> None:
    session = given.session(world)
    edit = {"dial_in": "改用电话 123", "actor": world.actor("wang"), "at": world.now}
    services.edit(session, recorded=True, **edit)
    assert session.recorded
    moves.make(session, "open", actor=world.actor("wang"), at=world.now)
    refused(lambda: services.edit(session, recorded=False, **edit), "不能改是否录音录像")
    services.edit(session, recorded=True, **edit)
    refused(
        lambda: services.edit(
            session, dial_in="x", recorded=True, actor=world.actor("lin"), at=world.now
        ), None, moves.NotAllowed,
    )  # fmt: skip


def test_it_closes_with_its_meeting(world: World) -> None:
    meeting = meetings.sitting(world)
    session = given.opened(world, of=meeting)
    for capacity in ("member", "head"):
        seat = meetings.seat(meeting, capacity)
        gatherings.sign_in(seat, actor=world.actor("wang"), at=meetings.the_day(world))
    meetings.said(world, meeting)
    gatherings.end(meeting, actor=world.actor("wang"), at=meetings.the_day(world))
    meetings.followed(world)
    session.refresh_from_db()
    assert session.state == "ended"
    refused(lambda: given.session(world, of=meeting), "已经散了", moves.Stale)
    called_off = given.session(world)
    moves.make(called_off.gathering, "cancel", actor=world.actor("wang"), at=world.now, note="改期再议")
    meetings.followed(world)
    called_off.refresh_from_db()
    assert called_off.state == "ended"


def test_a_room_is_opened_only_around_its_meeting(world: World) -> None:
    early = given.session(world, of=meetings.prepared(world))
    refused(
        lambda: moves.make(early, "open", actor=world.actor("wang"), at=world.now), "发出通知以后",
        moves.Refused,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_prepare_it_at_once(world: World) -> None:
    meeting = given.meeting(world)

    answers = together([lambda: given.session(world, of=meeting)] * 2)
    assert RemoteSession.objects.count() == 1
    assert sum(isinstance(a, moves.Refused) and "已经有远程会场" in str(a) for a in answers) == 1
