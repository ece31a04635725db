"""Letters to those who are late; steps and visits of promises; a department's own notes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shangliang.kernel import moves
from shangliang.kernel.models import Entry
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.models import Assignment, Memo, Milestone, ReplyTemplate, Urging
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db
LATE = timedelta(days=100)


def test_one_letter_to_each_department_about_all_it_owes(world: World) -> None:
    first, second = given.signed(world), given.signed(world)
    other = given.part(given.dispatch(world, "d-urban"), "d-urban")
    given.move(world, other, "sign", "xu")
    at = world.now + LATE
    owed = [given.again(p) for p in (first, second, other)]
    unit = world.units["yunchuan"]
    for who in ("wang", "liu", "zhao"):
        with pytest.raises(moves.NotAllowed):
            services.urge(unit, owed=owed, actor=world.actor(who), at=at)
    with pytest.raises(moves.Refused, match="没有逾期"):
        services.urge(unit, owed=owed, actor=world.actor("sun"), at=world.now)
    letters = services.urge(unit, owed=owed, actor=world.actor("sun"), at=at, token="t1")
    assert [(u.to.code, u.lines.count(), u.number) for u in letters] == [
        ("d-housing", 2, "催办〔2026〕1号"), ("d-urban", 1, "催办〔2026〕2号"),
    ]  # fmt: skip
    assert services.urge(unit, owed=owed, actor=world.actor("sun"), at=at, token="t1") == letters
    assert Urging.objects.count() == 2 and given.told(world, first, "urge", at=at) == {"liu", "hou", "sun", "wang"} - {
        "sun",
    }  # fmt: skip
    assert Entry.objects.filter(verb="urge").first().facts["days"] > 0


def test_the_ladder_is_in_plain_sight(world: World) -> None:
    part = given.again(given.signed(world))
    rungs = queries.ladder(part, at=world.now)
    assert [r.reached for r in rungs] == [False] * len(rungs) and rungs[-1].late
    assert any("公开" in r.words for r in rungs) and sorted(r.day for r in rungs) == [r.day for r in rungs]
    late = queries.ladder(part, at=world.now + timedelta(days=200))
    assert all(r.reached for r in late)


def test_the_public_list_names_who_is_late_not_what_is_private(world: World) -> None:
    open_one, closed = (
        given.signed(world, public=True, title="加装电梯"),
        given.signed(world, title="某户的事"),
    )
    soon, late = (
        given.again(open_one).due_at + timedelta(days=3),
        given.again(open_one).due_at + timedelta(days=12),
    )
    assert queries.public_board(at=soon) == []
    unit = queries.public_board(at=late)[0]
    assert unit.unit == world.units["d-housing"] and {line.public for line in unit.lines} == {True, False}
    assert {line.pk for line in unit.lines} == {open_one.pk, closed.pk}


def test_a_helping_department_is_not_on_the_public_list(world: World) -> None:
    thing = given.dispatch(world, joint=["d-urban"])
    given.move(world, given.part(thing, "d-urban"), "sign_help", "xu")
    Assignment.objects.filter(dispatch=thing, unit__code="d-housing").update(
        due_at=None, clock_of="", clock_at=None
    )
    assert queries.public_board(at=world.now + LATE) == []


# Steps and visits


def step(world: World, due_on: date = date(2026, 5, 1), **more: Any) -> Milestone:
    part = given.signed(world)
    promise = given.promised(world, part)
    return services.add_step(
        promise, text="完成招标", due_on=due_on, actor=world.actor("liu"), at=world.now, **more
    )


def test_a_promise_goes_by_steps(world: World) -> None:
    made = step(world)
    with pytest.raises(moves.Refused, match="不晚于"):
        services.add_step(
            made.promise, text="验收", due_on=date(2026, 7, 1), actor=world.actor("liu"), at=world.now
        )
    for who in ("xu", "sun"):
        with pytest.raises(moves.NotAllowed):
            services.reach_step(given.again(made), actor=world.actor(who), at=world.now)
    services.reach_step(given.again(made), actor=world.actor("liu"), at=world.now)
    assert (given.again(made).state, given.again(made).done_on) == ("reached", world.now.date())


def test_the_steps_of_a_promise_that_ended_are_owed_no_more(world: World) -> None:
    made = step(world)
    given.move(world, given.again(made.promise), "give_up", "hou", note="资金未落实")
    assert given.again(made).state == "void"


def test_somebody_went_and_looked(world: World) -> None:
    promise = given.promised(world, given.signed(world))
    matter: dict[str, Any] = {"text": "三号楼已通电", "visited_on": date(2026, 3, 1), "file": None}
    for who in ("liu", "hou", "lin"):
        with pytest.raises(moves.NotAllowed):
            services.visit(promise, **matter, actor=world.actor(who), at=world.now)
    with pytest.raises(moves.Refused, match="还没有到"):
        services.visit(
            promise, **{**matter, "visited_on": date(2026, 3, 9)}, actor=world.actor("sun"), at=world.now
        )
    seen = services.visit(promise, **matter, actor=world.actor("sun"), at=world.now)
    assert seen.kind == "visit" and promise.evidence.count() == 1


# A department's own


def test_private_notes_stay_in_the_department(world: World) -> None:
    part = given.signed(world)
    services.write_memo(part, text="局长意见：先摸底", actor=world.actor("liu"), at=world.now)
    services.write_memo(part, text="局长意见：先摸底", actor=world.actor("liu"), at=world.now)
    for who in ("sun", "wang", "xu", "zhao"):
        with pytest.raises(moves.NotAllowed):
            services.write_memo(part, text="x", actor=world.actor(who), at=world.now)
    assert Memo.objects.count() == 1
    assert not Entry.objects.filter(payload__contains="先摸底").exists()


def test_templates_are_the_departments_own(world: World) -> None:
    unit, liu = world.units["d-housing"], world.actor("liu")
    made = services.keep_template(
        unit, name="列入计划", norm="planned", text="已列入……", actor=liu, at=world.now
    )
    with pytest.raises(moves.NotAllowed):
        services.keep_template(unit, name="别家的", norm="", text="x", actor=world.actor("xu"), at=world.now)
    with pytest.raises(moves.NotAllowed):
        services.drop_template(made, actor=world.actor("xu"))
    with pytest.raises(moves.Refused, match="同名"):
        services.keep_template(unit, name="列入计划", norm="", text="x", actor=liu, at=world.now)
    services.keep_template(unit, name="列入计划", norm="", text="新", actor=liu, at=world.now, template=made)
    assert ReplyTemplate.objects.get().text == "新"
    services.drop_template(made, actor=liu)
    assert not ReplyTemplate.objects.exists()
