"""Sending, signing, refusing, another department instead."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from shangliang.kernel import journal, moves, sweeper
from shangliang.kernel.models import Parameter
from shangliang.modules.handling import services
from shangliang.modules.handling.models import (
    Assignment,
    Dispatch,
)
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def test_send_alone(world: World) -> None:
    thing = given.dispatch(world)
    assert thing.number == "交办〔2026〕1号" and thing.sender == world.people["wang"]
    only = given.part(thing)
    assert (only.part, only.state, only.root) == ("sole", "pending", world.units["yunchuan"].path)
    assert given.told(world, only, "begin") == {"liu"}


def test_send_with_helpers(world: World) -> None:
    thing = given.dispatch(world, joint=["d-urban"], assist=["d-civil"])
    found = {a.unit.code: a.part for a in thing.assignments.select_related("unit")}
    assert found == {"d-housing": "lead", "d-urban": "joint", "d-civil": "assist"}


@pytest.mark.parametrize("split", [["d-urban", "d-civil"], ["d-housing", "d-urban", "d-civil"]])
def test_send_split(world: World, split: list[str]) -> None:
    thing = given.dispatch(world, split=split)
    parts = list(thing.assignments.order_by("pk").select_related("unit"))
    assert [a.unit.code for a in parts] == ["d-housing", "d-urban", "d-civil"]
    assert {a.part for a in parts} == {"split"}


@pytest.mark.parametrize(
    "more",
    [
        {"joint": ["d-housing"]},
        {"joint": ["d-urban"], "assist": ["d-urban"]},
        {"split": ["d-urban", "d-urban"]},
        {"split": ["d-housing"]},
        {"title": " "},
        {"ask": ""},
    ],
)
def test_send_refused(world: World, more: dict[str, object]) -> None:
    with pytest.raises(moves.Refused) as refused:
        given.dispatch(world, **more)
    assert not isinstance(refused.value, moves.NotAllowed)
    assert not Dispatch.objects.exists() and not Assignment.objects.exists()


@pytest.mark.parametrize("who", ["liu", "hou", "lin", "chen", "zhao", "zhou", "gao", "public"])
def test_only_secretary_and_dispatcher_send(world: World, who: str) -> None:
    with pytest.raises(moves.NotAllowed):
        given.dispatch(world, sender=who)
    assert not Dispatch.objects.exists()


def test_dispatcher_sends_and_county_secretary_in_own_county(world: World) -> None:
    assert given.dispatch(world, sender="sun").number == "交办〔2026〕1号"
    assert given.dispatch(world, sender="gao", unit=world.units["lanxi"]).number == "交办〔2026〕1号"


def test_numbers_are_gapless_per_year_in_the_units_form(world: World) -> None:
    path = world.units["yunchuan"].path
    Parameter.objects.create(
        path=path,
        name="handling.number_form",
        value="云商交〔{year}〕{number}号",
        starts_on=date(2026, 1, 1),
        reason="统一编号",
    )
    with pytest.raises(moves.NotAllowed):
        given.dispatch(world, sender="liu")
    numbers = [given.dispatch(world).number for _ in range(2)]
    assert numbers == ["云商交〔2026〕1号", "云商交〔2026〕2号"]
    assert given.dispatch(world, at=datetime(2026, 12, 31, 17, tzinfo=UTC)).number == "云商交〔2027〕1号"


def test_number_form_without_a_place_for_the_number_still_gives_different_numbers(world: World) -> None:
    path = world.units["yunchuan"].path
    Parameter.objects.create(
        path=path, name="handling.number_form", value="云商交", starts_on=date(2026, 1, 1), reason="x"
    )
    assert [given.dispatch(world).number for _ in range(2)] == ["云商交〔2026〕1号", "云商交〔2026〕2号"]


def test_send_twice_with_one_token_sends_once(world: World) -> None:
    first = given.dispatch(world, token="abc")
    assert given.dispatch(world, token="abc").pk == first.pk
    assert Dispatch.objects.count() == 1


def test_a_closed_department_cannot_take(world: World) -> None:
    type(world.units["d-water"]).objects.filter(code="d-water").update(active=False)
    world.units["d-water"].refresh_from_db()
    with pytest.raises(moves.Refused, match="不能承办"):
        given.dispatch(world, "d-water")


# Signing, refusing, another department instead


def test_signing_starts_the_dispatch_once(world: World) -> None:
    thing = given.dispatch(world, split=["d-housing", "d-urban"])
    given.move(world, given.part(thing), "sign", "liu")
    given.move(world, given.part(thing, "d-urban"), "sign", "xu")
    assert given.again(thing).state == "handling"
    assert [e.verb for e in journal.story("dispatch", thing.pk)] == ["begin", "start"]
    assert given.part(thing).handler == world.people["liu"]


def test_helper_signs_for_helping_and_does_not_start_it(world: World) -> None:
    thing = given.dispatch(world, assist=["d-urban"])
    helper = given.part(thing, "d-urban")
    with pytest.raises(moves.Refused, match="协办"):
        given.move(world, helper, "sign", "xu")
    given.move(world, given.part(thing, "d-urban"), "sign_help", "xu")
    assert given.part(thing, "d-urban").state == "advising" and given.again(thing).state == "sent"
    with pytest.raises(moves.Refused, match="主办"):
        moves.make(given.part(thing), "sign_help", actor=world.actor("liu"), at=world.now)


def test_unsigned_lapses_and_starts(world: World) -> None:
    thing = given.dispatch(world, assist=["d-urban"])
    late = world.now + timedelta(days=8)
    list(sweeper.sweep(at=late))
    given.deliver(world, late)
    assert given.part(thing).state == "accepted" and given.part(thing, "d-urban").state == "advising"
    assert given.again(thing).state == "handling"
    assert given.told(world, given.part(thing), "lapse", at=late) == {"liu", "hou", "sun", "wang"}


def test_refuse_is_ruled_on(world: World) -> None:
    thing = given.part(given.dispatch(world))
    with pytest.raises(moves.Refused, match="理由"):
        given.move(world, thing, "refuse", "liu")
    given.move(world, thing, "refuse", "liu", note="属城管职责")
    assert given.told(world, thing, "refuse") == {"sun"}
    assert thing.due_at == datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC)  # seven days to rule
    with pytest.raises(moves.NotAllowed):
        given.move(world, thing, "keep", "wang", note="应由住建办理")
    given.move(world, thing, "keep", "sun", note="应由住建办理")
    assert given.part(thing.dispatch).state == "pending" and given.told(world, thing, "keep") == {"liu"}


@pytest.mark.parametrize("who", ["sun", "wang"])
def test_reassign_keeps_the_part_and_tells_the_refusing_unit(world: World, who: str) -> None:
    thing = given.dispatch(world, assist=["d-civil"])
    old = given.move(world, given.part(thing), "refuse", "liu", note="属城管职责")
    new = services.reassign(
        old, to=world.units["d-urban"], note="改由城管", actor=world.actor(who), at=world.now
    )
    assert (new.part, new.state, new.instead_of) == ("lead", "pending", old)
    assert given.again(old).state == "reassigned"
    assert {"liu", "hou"} <= given.told(world, old, "reassign")
    assert given.told(world, new, "begin") == {"xu"}


def test_reassign_straight_from_pending(world: World) -> None:
    old = given.part(given.dispatch(world))
    services.reassign(old, to=world.units["d-urban"], note="原来派错", actor=world.actor("sun"), at=world.now)
    assert [a.unit.code for a in old.dispatch.assignments.exclude(state="reassigned")] == ["d-urban"]


def test_reassign_refused(world: World) -> None:
    thing = given.dispatch(world, joint=["d-urban"])
    old, sun = given.part(thing), world.actor("sun")
    with pytest.raises(moves.Refused, match="已经在"):
        services.reassign(old, to=world.units["d-urban"], note="x", actor=sun, at=world.now)
    with pytest.raises(moves.Refused, match="理由"):
        services.reassign(old, to=world.units["d-civil"], note=" ", actor=sun, at=world.now)
    with pytest.raises(moves.NotAllowed):
        services.reassign(old, to=world.units["d-civil"], note="x", actor=world.actor("liu"), at=world.now)
    given.move(world, given.part(thing), "sign", "liu")
    with pytest.raises(moves.Stale):
        services.reassign(given.part(thing), to=world.units["d-civil"], note="x", actor=sun, at=world.now)
    assert thing.assignments.count() == 2


def test_sign_many_says_how_each_went(world: World) -> None:
    first, second = given.part(given.dispatch(world)), given.part(given.dispatch(world))
    help_out = given.part(given.dispatch(world, "d-urban", assist=["d-housing"]))
    elsewhere = given.part(given.dispatch(world, "d-urban"), "d-urban")
    given.move(world, given.again(second), "refuse", "liu", note="x")
    results = services.sign_many(
        [first, given.again(second), help_out, elsewhere], actor=world.actor("liu"), at=world.now
    )
    assert [r.ok for r in results] == [True, False, True, False]
    assert "申退待裁定" in results[1].words and given.again(help_out).state == "advising"
    assert given.again(first).state == "accepted" and given.again(elsewhere).state == "pending"


def test_withdraw_recalls_every_part(world: World) -> None:
    thing = given.dispatch(world, assist=["d-urban"])
    given.move(world, given.part(thing, "d-urban"), "sign_help", "xu")
    given.move(world, thing, "withdraw", "wang", note="发错了")
    parts = list(thing.assignments.all())
    assert {a.state for a in parts} == {"recalled"} and {a.due_at for a in parts} == {None}
    assert given.told(world, given.again(parts[0]), "recall") == {"liu"}


def test_withdraw_not_after_signing(world: World) -> None:
    thing = given.signed(world).dispatch
    assert given.again(thing).state == "handling"
    other = given.dispatch(world)
    moves.make(given.part(other), "sign", actor=world.actor("liu"), at=world.now)  # not followed yet
    with pytest.raises(moves.Refused, match="已有单位签收"):
        moves.make(other, "withdraw", actor=world.actor("wang"), at=world.now, note="x")
