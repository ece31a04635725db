"""The questions: right answers, at the price they say, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shangliang.kernel import moves, search
from shangliang.modules.lists import queries, services
from shangliang.modules.lists.models import DeptAsk, Match, MemberConcern
from shangliang.modules.lists.tests import given
from shangliang.modules.lists.tests.given import again, by
from tests.world import World

pytestmark = pytest.mark.django_db
Prices = Callable[[int], Any]


def many(world: World) -> Any:
    around = given.campaign(world)
    for n, who in enumerate(("lin", "deng", "feng", "jiang")):
        thing = given.concern(
            world, around, who=who, title=f"第 {n} 件", present=f"现状 {n}", suggestion=f"建议 {n}"
        )
        if n:
            given.pushed(world, "d-education", "d-health", made=thing)
        ask = given.ask(world, around, title=f"问 {n}")
        given.replied(world, ask)
        if n > 1:
            match = services.confirm(again(thing), ask=ask, **by(world, "wang"))
            given.action(world, match)
    return around


def test_lines_say_who_must_act_and_until_when(world: World, django_assert_num_queries: Prices) -> None:
    many(world)
    rows = list(queries.concerns().order_by("pk"))
    with django_assert_num_queries(2):
        lines = queries.lines(rows)
    assert lines[0].holders == ("市政协",) and lines[0].clock == rows[0]
    assert set(lines[1].holders) == {"市教育局", "市卫健委"} and lines[1].clock.due_at is not None
    assert lines[1].authors == 1


def test_prices_of_a_campaign(world: World, django_assert_num_queries: Prices) -> None:
    around = many(world)
    with django_assert_num_queries(6):
        numbers = queries.figures(around, world.now)
    assert (numbers.concerns, numbers.new, numbers.waiting, numbers.matches, numbers.actions) == (
        4,
        1,
        3,
        2,
        2,
    )
    assert (numbers.asks, numbers.counsels) == (4, 4)
    with django_assert_num_queries(6):
        lines = {line.unit.code: line for line in queries.by_department(around)}
    assert (lines["d-education"].asks, lines["d-education"].pushed, lines["d-education"].matches) == (4, 3, 2)
    with django_assert_num_queries(1):
        assert [c.match_count for c in queries.campaigns()] == [2]  # type: ignore[attr-defined]
    with django_assert_num_queries(2):
        left, right = queries.unjoined(MemberConcern.objects.all(), DeptAsk.objects.all(), campaign=around)
        assert (len(left), len(right)) == (2, 2)
        assert [c.member.name for c in left] and [a.unit.short for a in right]
    with django_assert_num_queries(1):
        pairs = queries.joined(Match.objects.all(), campaign=around).order_by("pk")
        assert [(m.concern.title, m.ask.title) for m in pairs] == [("第 2 件", "问 2"), ("第 3 件", "问 3")]


def test_prices_of_the_desks(world: World, django_assert_num_queries: Prices) -> None:
    many(world)
    given.post(world)
    given.invitation(world)
    with django_assert_num_queries(8):
        desk = queries.department_desk(world.units["d-education"], world.now)
    assert (len(desk.parts), desk.counts["waiting"], len(desk.matches), len(desk.actions)) == (3, 3, 2, 2)
    with django_assert_num_queries(8):
        told = queries.news(world.actor("lin"), world.now)
    assert (len(told.invited), len(told.asks), len(told.posts), len(told.mine), len(told.actions)) == (
        1,
        4,
        1,
        1,
        2,
    )


def test_filters(world: World) -> None:
    around = many(world)
    every = MemberConcern.objects.all()

    def found(**by_: str) -> list[str]:
        return sorted(queries.filter_concerns(every, by_).values_list("title", flat=True))

    assert found(state="new") == ["第 0 件"] and found(matched="yes") == ["第 2 件", "第 3 件"]
    assert found(matched="no") == ["第 0 件", "第 1 件"] and found(q="第 3") == ["第 3 件"]
    health = str(world.units["d-health"].pk)
    assert found(department=health) == ["第 1 件", "第 2 件", "第 3 件"]
    assert found(campaign=str(around.pk), department="x", field="y") == found()
    asks = queries.filter_asks(queries.asks(), {"matched": "no", "department": "", "q": "问"})
    assert sorted(a.title for a in asks) == ["问 0", "问 1"] and {a.answers for a in asks} == {1}  # type: ignore[attr-defined]


def test_what_is_like_the_one_being_written(world: World, django_assert_num_queries: Prices) -> None:
    first = given.concern(world)
    search.reindex()
    with django_assert_num_queries(2):
        near = queries.similar_to(
            "学生心理健康需要能打通的电话", given.PRESENT + given.SUGGESTION, root="001."
        )
    assert [n.concern for n in near] == [first] and near[0].same
    second = given.concern(world, again(first.campaign), who="deng")
    assert second.like == first
    assert queries.similar_to("高速公路收费站", "收费站排队", root="001.") == []


def test_the_chain_of_a_concern(world: World) -> None:
    match = given.linked(world)
    given.action(world, match)
    stops = {
        s.station.name: s for s in queries.chain(concern=again(match.concern), actor=world.actor("wang"))
    }
    assert {name for name, s in stops.items() if s.things} == {
        "concern", "concern_part", "dept_ask", "list_match", "list_action",
    }  # fmt: skip
    assert stops["concern"].place == "passed" and stops["concern_part"].place == "here"
    alone = queries.chain(ask=given.ask(world), actor=world.actor("wang"))
    assert (alone[0].station.name, alone[0].place) == ("dept_ask", "here")


def test_what_the_public_reads(world: World, django_assert_num_queries: Prices) -> None:
    made = given.claimed(world)
    moves.make(made, "verify", **by(world, "lin"))
    services.publish(made, **by(world, "wang"))
    hidden = given.ask(world, open_to_public=False)
    post = given.post(world)
    with django_assert_num_queries(3):
        assert [a.unit.short for a in queries.public_actions("001.")] == ["市教育局"]
        assert hidden.pk not in {a.pk for a in queries.public_asks("001.", on=given.day(world, 0))}
        assert [(p.pk, p.taken) for p in queries.public_posts("001.")] == [(post.pk, 0)]  # type: ignore[attr-defined]
    with django_assert_num_queries(2):
        told = queries.public_action(made.pk)
    assert told is not None and told.slipped == 0 and told.evidence == ("热线已接通，可拨打试听",)


def test_searching_finds_them_for_members_only(world: World) -> None:
    given.concern(world)
    given.ask(world)
    search.reindex()
    assert not search.find("心理健康", public_only=True).exists()
    assert {r.kind for r in search.find("心理健康", public_only=False)} == {"concern", "dept_ask"}
