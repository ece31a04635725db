"""More time has a reason and somebody who granted it, and never goes beyond the hard limit."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import calendar, moves
from shangliang.kernel.models import Entry
from shangliang.modules.handling import services
from shangliang.modules.handling.models import Assignment, Extension
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db
SENT = date(2026, 3, 2)


def ask(world: World, part: Assignment, *, until: date = date(2026, 7, 1), who: str = "liu", **more: object):  # type: ignore[no-untyped-def]
    matter = {"reason": "专项资金七月下达", "at": world.now, **more}
    return services.ask_extension(part, until=until, actor=world.actor(who), **matter)


def test_the_reply_is_due_three_months_after_the_task_was_sent(world: World) -> None:
    """Not after it was signed for: a late signature wins no time (DOMAIN 1.8: 交办日起)."""
    thing = given.dispatch(world)
    later = world.now + timedelta(days=4)
    part = given.move(world, given.part(thing), "sign", "liu", at=later)
    assert calendar.day_of(given.again(part).due_at) == SENT + timedelta(days=90)


def test_an_extension_is_asked_with_a_reason_and_granted_by_somebody(world: World) -> None:
    part = given.signed(world)
    for who in ("xu", "wang", "hou"):
        with pytest.raises(moves.NotAllowed):
            ask(world, part, who=who)
    with pytest.raises(moves.Refused, match="理由"):
        ask(world, part, reason=" ")
    asked = ask(world, part)
    assert given.told(world, asked, "begin") == {"sun"}
    with pytest.raises(moves.Stale, match="等审批"):
        ask(world, part)
    before = given.again(part).due_at
    for who in ("liu", "wang", "zhao"):
        with pytest.raises(moves.NotAllowed):
            services.grant_extension(asked, actor=world.actor(who), at=world.now)
    assert given.again(part).due_at == before
    services.grant_extension(given.again(asked), actor=world.actor("sun"), at=world.now)
    assert calendar.day_of(given.again(part).due_at) == date(2026, 7, 1)
    assert Extension.objects.get().granter == world.people["sun"]


def test_less_time_than_asked_for_may_be_granted_never_more(world: World) -> None:
    part = given.signed(world)
    asked = ask(world, part)
    sun = world.actor("sun")
    for day in (date(2026, 7, 2), date(2026, 5, 31)):
        with pytest.raises(moves.Refused, match="晚于原定期限"):
            services.grant_extension(given.again(asked), until=day, actor=sun, at=world.now)
    services.grant_extension(given.again(asked), until=date(2026, 6, 15), actor=sun, at=world.now)
    assert calendar.day_of(given.again(part).due_at) == date(2026, 6, 15)


def test_six_months_from_the_sending_is_the_end(world: World) -> None:
    """DOMAIN 0.2 no. 6, second half; counted from the sending, however late it was signed for."""
    thing = given.dispatch(world)
    part = given.move(world, given.part(thing), "sign", "liu", at=world.now + timedelta(days=4))
    part = given.again(part)
    last = SENT + timedelta(days=180)
    for act in (
        lambda: ask(world, part, until=last + timedelta(days=1)),
        lambda: moves.extend(
            part, until=calendar.end_of(last + timedelta(days=1)), actor=world.actor("sun"), at=world.now,
            note="再等等",
        ),
    ):  # fmt: skip
        with pytest.raises(moves.Refused, match="最多延到"):
            act()
    services.grant_extension(ask(world, part, until=last), actor=world.actor("sun"), at=world.now)
    with pytest.raises(moves.Refused, match="最多延到"):
        ask(world, given.again(part), until=last + timedelta(days=1))


def test_every_change_of_a_time_limit_stands_in_the_journal(world: World) -> None:
    """DOMAIN 0.2 no. 6, first half: who, why, from when to when."""
    part = given.signed(world)
    before = given.again(part).due_at
    services.grant_extension(ask(world, part), actor=world.actor("sun"), at=world.now)
    entry = Entry.objects.get(kind="assignment", ref=str(part.pk), verb="extend")
    assert (entry.actor_id, entry.note) == (world.people["sun"].pk, "专项资金七月下达")
    told = [datetime.fromisoformat(entry.facts[name]) for name in ("was", "until")]
    assert told == [before, given.again(part).due_at]
    given.drafted(world, given.again(part))
    assert given.again(part).due_at == told[1]


def test_time_is_asked_for_before_it_is_up(world: World) -> None:
    part = given.signed(world)
    late = given.again(part).due_at + timedelta(minutes=1)
    with pytest.raises(moves.Refused, match="已经逾期"):
        ask(world, given.again(part), at=late, until=date(2026, 7, 20))


def test_a_refusal_says_why_and_an_answered_part_needs_no_time(world: World) -> None:
    part = given.signed(world)
    asked = ask(world, part)
    with pytest.raises(moves.Refused, match="理由"):
        given.move(world, asked, "deny", "sun")
    given.move(world, given.again(asked), "deny", "sun", note="没有正当理由")
    assert given.told(world, asked, "deny") == {"liu"}
    second = ask(world, given.again(part))
    given.replied(world, given.again(part))
    assert given.again(second).state == "void"


def test_the_database_keeps_an_extension_whole(world: World) -> None:
    part = given.signed(world)
    ask(world, part)
    for wrong in ({"state": "granted"}, {"reason": ""}, {"until": SENT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Extension.objects.update(**wrong)
