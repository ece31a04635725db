"""Named questions, each with its price; search and the chain."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

import pytest

from shangliang.kernel import loop, search
from shangliang.kernel.models import SearchRow
from shangliang.modules.supervision import queries, services
from shangliang.modules.supervision.models import (
    Appraisal,
    FollowUp,
    Observation,
    SpecialSupervisor,
    Supervision,
)
from shangliang.modules.supervision.tests import given
from tests import given as least
from tests.world import World

pytestmark = pytest.mark.django_db


class Prices(Protocol):
    def __call__(self, count: int) -> AbstractContextManager[object]: ...


def test_the_board(world: World, django_assert_num_queries: Prices) -> None:
    given.sent(world, "答复超期", "台账不全")
    given.opened(world, "另一项")
    with django_assert_num_queries(10):
        board = queries.board(Supervision.objects.all())
    assert {phase: len(rows) for phase, rows in board.items()} == {
        "before": 1,
        "during": 0,
        "after": 1,
        "closed": 0,
    }
    (row,) = board["after"]
    assert (row.findings, row.passed) == (2, 0) and row.gates.discussing_done


def test_gates_of_many_cost_the_same(world: World, django_assert_num_queries: Prices) -> None:
    many = [given.opened(world, f"第 {n} 项") for n in range(4)]
    many.append(given.running(world))
    with django_assert_num_queries(3):
        found = queries.gates(many)
    assert sum(g.training_done for g in found.values()) == 1 and len(found) == 5
    assert [pk for pk, g in found.items() if g.talking_done] == [many[-1].pk]


def test_everything_of_one(world: World, django_assert_max_num_queries: Prices) -> None:
    thing = given.closed(world)
    with django_assert_max_num_queries(14):
        seen = queries.view(thing)
        words = [(a.recorder.name, [p.person.name for p in a.present.all()]) for a in seen.activities]
        teams = [
            (t.name, [p.person.name for p in t.people.all()], list(t.partners.all())) for t in seen.teams
        ]
    assert len(words) == 5 and teams[0][1] == ["林晓梅", "邓小军", "冯雅琴"]
    assert len(seen.findings) == 1 and len(seen.follow_ups) == 2 and seen.counts == {"passed": 1}


def test_the_desks(world: World, django_assert_max_num_queries: Prices) -> None:
    finding = given.claimed(world)
    given.observation(world)
    given.polling(world)
    with django_assert_max_num_queries(9):
        mine = queries.mine(world.actor("lin"))
    assert [f.pk for f in mine.rechecks] == [finding.pk] and len(mine.supervisions) == 1
    assert (len(mine.appointments), len(mine.observations), len(mine.ballots)) == (1, 1, 1)
    with django_assert_max_num_queries(3):
        desk = queries.department_desk(world.units["d-housing"])
    assert (len(desk.told), len(desk.findings), len(desk.supervisors)) == (1, 1, 1)
    target = given.supervised(finding.supervision)
    with django_assert_max_num_queries(3):
        talks, findings = queries.told_of(target)
    assert [a.kind for a in talks] == ["talk", "inform"] and len(findings) == 1


def test_small_questions(world: World, django_assert_num_queries: Prices) -> None:
    thing = given.closed(world)
    given.observation(world)
    city = world.units["yunchuan"]
    with django_assert_num_queries(1):
        assert len(queries.findings_of(thing)) == 1
    with django_assert_num_queries(1):
        assert len(queries.on_paper(thing)) == 1
    with django_assert_num_queries(1):
        assert len(list(queries.follow_ups(FollowUp.objects.all()))) == 2
    with django_assert_num_queries(1):
        assert [p.username for p in queries.members(city, given.DAY)] == ["deng", "feng", "jiang", "lin"]
    with django_assert_num_queries(1):
        assert {u.kind for u in queries.partners(city.path)} == {"democratic", "body"}
    with django_assert_num_queries(1):
        assert {"yunchuan", "c-society", "o-cppcc"} <= {u.code for u in queries.owners(city.path)}
    with django_assert_num_queries(1):
        assert len(list(queries.supervisors(SpecialSupervisor.objects.all()))) == 1
    with django_assert_num_queries(1):
        assert len(list(queries.observations(Observation.objects.all()))) == 1


def test_a_plans_items_marked_for_supervision(world: World, django_assert_num_queries: Prices) -> None:
    item = least.one(world, "plan_item", supervising=True)
    with django_assert_num_queries(1):
        assert queries.plan_items("001.", item.plan.year) == [item]
    services.open_from(item, owner=world.units["c-society"], actor=world.actor("wang"), at=world.now)
    assert queries.plan_items("001.", 2026) == []


def test_ballots(world: World, django_assert_num_queries: Prices) -> None:
    thing = given.counted(world)
    with django_assert_num_queries(1):
        assert queries.turnout(thing) == (4, 3)
    with django_assert_num_queries(1):
        assert [n.satisfied for n in queries.lines(thing)] == [3, 0]
    with django_assert_num_queries(1):
        assert len(queries.counted_ballots(thing)) == 3
    with django_assert_num_queries(1):
        assert queries.has_voted(thing, world.people["jiang"].pk) is False
    assert queries.has_voted(thing, world.people["wang"].pk) is None
    with django_assert_num_queries(1):
        assert [a.entitled for a in queries.appraisals(Appraisal.objects.all())] == [4]


def test_what_everybody_may_read(world: World, django_assert_num_queries: Prices) -> None:
    thing = given.sent(world, "电话13812345678打不通", "台账不全")
    assert not queries.public("001.").exists()
    services.publish(thing, actor=world.actor("chen"), at=world.now)
    with django_assert_num_queries(3):
        told = queries.public_of(queries.public("001.").get(), labels=dict.fromkeys(["sent"], "整改中"))
    assert told.total == 2 and told.passed == 0 and told.departments == ["市住建局"]
    assert "13812345678" not in str(told) and "林晓梅" not in str(told)


def test_search_finds_what_is_meant_to_be_found(world: World) -> None:
    thing = given.sent(world, "信访答复超期")
    given.deliver(world)
    found = search.find("信访", public_only=False, kinds=["supervision", "finding"])
    assert {(r.kind, r.public) for r in found} == {("supervision", False), ("finding", False)}
    services.publish(thing, actor=world.actor("chen"), at=world.now)
    given.deliver(world)
    assert [r.kind for r in search.find("信访", public_only=True)] == ["supervision"]
    assert not SearchRow.objects.filter(kind__in=["appraisal", "observation"]).exists()


def test_the_chain_from_its_source_to_the_departments(world: World) -> None:
    topic = least.one(world, "topic")
    made = services.open_from(topic, owner=world.units["c-society"], actor=world.actor("wang"), at=world.now)
    assert not any(s.things for s in loop.chain("topic", topic.pk) if s.station.name == "supervision")
    Supervision.objects.filter(pk=made.pk).update(
        state="rectifying", **least.needs(world, "supervision", "rectifying")
    )
    finding = least.in_state(world, "finding", "sent", supervision=made)
    stops = {s.station.name: s for s in loop.chain("topic", topic.pk)}
    assert stops["supervision"].things == [made] and stops["dispatch"].things == [finding.dispatch]
