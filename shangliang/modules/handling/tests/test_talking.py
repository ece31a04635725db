"""Talking with those who asked comes before the reply (DOMAIN 1.8 办前面商)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import moves, sweeper
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.models import Assignment, Contact, Talk
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def asked(world: World, *names: str, **more: object) -> Assignment:
    """A part that members asked for, signed for."""
    return given.signed(world, concerned=given.asked_by(world, *(names or ("lin",))), **more)


def contact(part: Assignment) -> Contact:
    return Contact.objects.select_related("unit").get(assignment=part)


def test_a_reply_waits_for_the_first_talk(world: World) -> None:
    part = asked(world)
    given.drafted(world, part)
    assert contact(part).due_at and contact(part).state == "due"
    with pytest.raises(moves.Refused, match="还没有和提出人沟通"):
        given.move(world, part, "submit", "liu")
    given.talked(world, part)
    assert contact(part).state == "met"
    given.move(world, given.again(part), "submit", "liu")


def test_a_talk_after_the_reply_is_no_first_talk(world: World) -> None:
    part = asked(world)
    given.talked(world, part, phase="after")
    assert contact(part).state == "due"


def test_a_talk_written_down_before_the_journal_was_followed_counts(world: World) -> None:
    part = given.part(given.dispatch(world, concerned=given.asked_by(world, "lin")))
    moves.make(part, "sign", actor=world.actor("liu"), at=world.now)
    services.contact(
        part, phase="before", way="visit", note="当面听取了意见。", actor=world.actor("liu"), at=world.now
    )
    given.deliver(world)
    assert contact(part).state == "met"


def test_nobody_is_to_be_talked_with_where_nobody_is_named(world: World) -> None:
    part = given.signed(world)
    assert not Contact.objects.exists()
    given.replied(world, part)


def test_those_who_asked_may_say_that_no_talk_is_needed(world: World) -> None:
    part = asked(world)
    first = contact(part)
    for who in ("liu", "deng", "sun"):
        with pytest.raises(moves.NotAllowed):
            given.move(world, first, "waive", who, note="不用来")
    given.move(world, first, "waive", "lin", note="电话里已说清楚，不用再来")
    given.replied(world, given.again(part))


def test_somebody_who_cannot_be_found_is_written_down_as_such(world: World) -> None:
    part = asked(world)
    given.move(world, contact(part), "miss", "liu", note="三次登门、五次电话没有联系上")
    given.replied(world, given.again(part))
    assert queries.figures(world.units["d-housing"], at=world.now).contacted == 0


def test_a_talk_that_never_was_is_owed_again(world: World) -> None:
    part = asked(world)
    talk = given.talked(world, part)
    for who in ("liu", "deng", "sun"):
        with pytest.raises(moves.NotAllowed):
            services.answer_talk(talk, confirmed=False, said="没有来过", actor=world.actor(who), at=world.now)
    with pytest.raises(moves.Refused, match="哪里不符"):
        services.answer_talk(talk, confirmed=False, said=" ", actor=world.actor("lin"), at=world.now)
    services.answer_talk(talk, confirmed=False, said="没有人来过", actor=world.actor("lin"), at=world.now)
    assert contact(part).state == "due" and given.told(world, contact(part), "deny") == {
        "liu", "hou", "sun", "wang",
    }  # fmt: skip
    given.drafted(world, part)
    with pytest.raises(moves.Refused, match="沟通"):
        given.move(world, part, "submit", "liu")
    assert queries.figures(world.units["d-housing"], at=world.now).contacted == 0
    again = given.talked(world, part, note="真的去了")
    services.answer_talk(again, confirmed=True, said="", actor=world.actor("lin"), at=world.now)
    given.move(world, given.again(part), "submit", "liu")


def test_the_first_talk_has_its_own_clock(world: World) -> None:
    part = asked(world)
    due = contact(part).due_at
    late = due + timedelta(minutes=1)
    list(sweeper.sweep(at=late))
    given.deliver(world, late)
    assert given.told(world, contact(part), "clock_overdue", at=late) == {"liu", "hou", "sun", "wang"}
    assert contact(part).state == "due"


def test_a_talk_is_kept_once_and_not_before_its_day(world: World) -> None:
    part = asked(world)
    assert given.talked(world, part).pk == given.talked(world, part).pk
    with pytest.raises(moves.Refused, match="还没有到"):
        given.talked(world, part, held_on=date(2026, 3, 3))
    with pytest.raises(moves.NotAllowed):
        given.talked(world, part, "xu")
    assert Talk.objects.count() == 1
    for wrong in ({"confirmed": False, "said_by": world.people["lin"]}, {"confirmed": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Talk.objects.update(**wrong)
