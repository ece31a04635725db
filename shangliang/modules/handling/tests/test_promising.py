"""Promises, evidence, more time; the limits of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shangliang.kernel import files, moves, sweeper
from shangliang.kernel.models import Entry
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.models import (
    Evidence,
    Promise,
)
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def test_what_is_planned_needs_a_promise_with_a_day(world: World) -> None:
    thing = given.signed(world)
    given.drafted(world, thing, norm="planned")
    with pytest.raises(moves.Refused, match="承诺事项和兑现日期"):
        given.move(world, thing, "submit", "liu")
    given.promised(world, thing)
    given.move(world, given.again(thing), "submit", "liu")
    assert given.again(thing).state == "checking"


def test_promise_refused(world: World) -> None:
    thing = given.signed(world)
    for due_on in (date(2026, 3, 2), date(2026, 3, 1)):
        with pytest.raises(moves.Refused, match="今天以后"):
            given.promised(world, thing, due_on=due_on)
    with pytest.raises(moves.Refused, match="承诺做什么"):
        given.promised(world, thing, text="  ")
    for who in ("hou", "xu", "wang", "sun"):
        with pytest.raises(moves.NotAllowed):
            services.promise(thing, text="x", due_on=date(2026, 6, 1), actor=world.actor(who), at=world.now)
    given.drafted(world, thing)
    given.move(world, thing, "submit", "liu")
    with pytest.raises(moves.Stale):
        given.promised(world, thing)
    assert not Promise.objects.exists()


def test_promise_pressed_twice_is_one_promise(world: World) -> None:
    thing = given.signed(world)
    assert given.promised(world, thing).pk == given.promised(world, thing).pk
    assert Promise.objects.get().first_due_on == date(2026, 6, 30)


def test_helper_promises_nothing(world: World) -> None:
    thing = given.dispatch(world, "d-urban", assist=["d-housing"])
    helper = given.move(world, given.part(thing), "sign_help", "liu")
    with pytest.raises(moves.Refused, match="答复的单位"):
        given.promised(world, helper)


def test_promise_is_kept_only_with_evidence(world: World) -> None:
    promise = given.promised(world, given.signed(world))
    with pytest.raises(moves.Refused, match="佐证"):
        given.move(world, promise, "claim", "liu")
    given.proven(world, promise)
    given.move(world, given.again(promise), "claim", "liu")
    promise = given.again(promise)
    assert given.told(world, promise, "claim") == {"sun", "wang"}
    later = world.now + timedelta(days=1)
    given.move(world, promise, "refute", "sun", at=later, note="照片是旧的")
    with pytest.raises(moves.Refused, match="佐证"):
        given.move(world, given.again(promise), "claim", "liu", at=later)
    services.add_evidence(promise, text="新照片", file=None, actor=world.actor("liu"), at=later)
    given.move(world, given.again(promise), "claim", "liu", at=later)
    given.move(world, given.again(promise), "confirm", "wang", at=later)
    assert given.again(promise).state == "kept"
    with pytest.raises(moves.Stale):
        given.proven(world, promise, "太迟了")


def test_evidence_with_a_file_twice_is_kept_once(world: World) -> None:
    promise = given.promised(world, given.signed(world))
    liu = world.actor("liu")
    for _ in range(2):
        upload = SimpleUploadedFile("note.txt", "现场记录".encode())
        kept = files.keep(upload, root=promise.root, person_id=liu.person_id, at=world.now)
        services.add_evidence(promise, text="开工记录", file=kept, actor=liu, at=world.now)
    assert Evidence.objects.count() == 1
    for who in ("hou", "xu", "sun"):
        with pytest.raises(moves.NotAllowed):
            services.add_evidence(promise, text="y", file=None, actor=world.actor(who), at=world.now)
    with pytest.raises(moves.Refused, match="说明"):
        services.add_evidence(promise, text=" ", file=None, actor=liu, at=world.now)


def test_postpone_moves_clock_and_day_and_keeps_the_slippage(world: World) -> None:
    """DOMAIN 0.2 no. 6: no date moves without an entry that says why."""
    promise = given.promised(world, given.signed(world))
    with pytest.raises(moves.NotAllowed):
        services.postpone(
            promise, due_on=date(2026, 7, 31), note="雨季", actor=world.actor("liu"), at=world.now
        )
    with pytest.raises(moves.Refused, match="理由"):
        services.postpone(promise, due_on=date(2026, 7, 31), note=" ", actor=world.actor("sun"), at=world.now)
    with pytest.raises(moves.Refused, match="晚于"):
        services.postpone(promise, due_on=date(2026, 6, 1), note="x", actor=world.actor("sun"), at=world.now)
    assert given.again(promise).due_on == date(2026, 6, 30)
    services.postpone(promise, due_on=date(2026, 7, 31), note="雨季", actor=world.actor("sun"), at=world.now)
    promise = given.again(promise)
    assert (promise.due_on, promise.first_due_on) == (date(2026, 7, 31), date(2026, 6, 30))
    entry = Entry.objects.get(kind="promise", verb="extend")
    assert entry.note == "雨季" and given.told(world, promise, "extend") == {"liu", "hou", "wang"}


def test_the_generic_extension_moves_the_day_too(world: World) -> None:
    promise = given.promised(world, given.signed(world))
    until = datetime(2026, 8, 1, 15, 59, 59, tzinfo=UTC)
    moves.extend(promise, until=until, actor=world.actor("sun"), at=world.now, note="招标延后")
    assert given.again(promise).due_on == promise.due_on == date(2026, 8, 1)


def test_drop_only_before_anybody_has_read_it(world: World) -> None:
    thing = given.signed(world)
    wrong = given.promised(world, thing, text="写错了")
    given.move(world, wrong, "drop", "liu")
    kept = given.promised(world, thing)
    given.replied(world, thing, norm="planned")
    with pytest.raises(moves.Refused, match="已经送达"):
        given.move(world, given.again(kept), "drop", "liu")


# The limits of time


def test_reply_clock_never_beyond_what_all_extensions_may_give(world: World) -> None:
    """DOMAIN 0.2 no. 6: extended only with a reason, six months in all."""
    thing = given.signed(world)
    sun = world.actor("sun")
    with pytest.raises(moves.Refused, match="理由"):
        moves.extend(thing, until=thing.due_at + timedelta(days=30), actor=sun, at=world.now, note="")
    moves.extend(thing, until=thing.due_at + timedelta(days=60), actor=sun, at=world.now, note="需立项")
    with pytest.raises(moves.Refused, match="最多延到 2026-08-29"):
        moves.extend(thing, until=thing.due_at + timedelta(days=60), actor=sun, at=world.now, note="再延")
    assert Entry.objects.filter(kind="assignment", verb="extend").count() == 1


def test_no_echo_goes_up_by_itself(world: World) -> None:
    """DOMAIN 0.2 no. 9: what gets no answer in time is put before those who supervise."""
    thing = given.signed(world)
    late = thing.due_at + timedelta(days=8)
    list(sweeper.sweep(at=late))
    assert given.told(world, thing, "clock_overdue", at=late) == {"liu", "hou", "sun", "wang"}
    assert given.told(world, thing, "clock_escalate", at=late) == {"hou", "sun", "wang", "chen", "zhao"}
    assert [line.pk for unit in queries.board(thing.root, at=late) for line in unit.lines] == [thing.pk]
