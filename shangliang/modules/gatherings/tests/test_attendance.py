"""到会、请假、缺席: said before or after, by oneself or at the desk; who comes after all is present."""

from __future__ import annotations

import pytest

from shangliang.kernel import journal, moves
from shangliang.modules.gatherings import queries, services
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def test_excused_before_by_oneself_and_after_at_the_desk(world: World) -> None:
    gathering = given.noticed(world)
    member, head = given.seat(gathering, "member"), given.seat(gathering, "head")
    lin, wang = world.actor("lin"), world.actor("wang")
    assert services.excuse(member, why="出差", actor=lin, at=world.now)
    assert not services.excuse(member, why="出差", actor=lin, at=world.now)
    with pytest.raises(moves.NotAllowed, match="为自己请假"):
        services.excuse(head, why="替他请", actor=lin, at=world.now)
    for wrong in ("  ", "长" * 201):
        with pytest.raises(moves.Refused):
            services.excuse(head, why=wrong, actor=wang, at=world.now)
    moves.make(gathering, "start", actor=wang, at=given.the_day(world))
    services.sign_in(given.seat(gathering, "expert"), actor=wang, at=given.the_day(world))
    services.excuse(head, why="市里临时开会", actor=wang, at=given.the_day(world))
    came = queries.attendance(gathering)
    assert [len(came.present), len(came.excused), len(came.missing)] == [1, 2, 1]
    verbs = [e.verb for e in journal.story("gathering", gathering.pk)]
    assert verbs.count("excuse") == 2


def test_who_comes_after_all_is_present(world: World) -> None:
    gathering, wang = given.sitting(world), world.actor("wang")
    member = given.seat(gathering, "member")
    services.excuse(member, why="出差", actor=wang, at=given.the_day(world))
    services.sign_in(member, actor=wang, at=given.the_day(world))
    came = queries.attendance(gathering)
    assert [p.name for p in came.present] == [member.name] and not came.excused
    with pytest.raises(moves.Refused, match="不用请假"):
        services.excuse(member, why="又走了", actor=wang, at=given.the_day(world))


def test_the_absent_are_counted_at_the_end(world: World) -> None:
    gathering, wang = given.sitting(world), world.actor("wang")
    services.sign_in(given.seat(gathering, "member"), actor=wang, at=given.the_day(world))
    services.excuse(given.seat(gathering, "expert"), why="住院", actor=wang, at=given.the_day(world))
    assert {queries.attendance(gathering).state_of(given.seat(gathering, "head"))} == {"未到"}
    given.said(world, gathering)
    services.end(gathering, actor=wang, at=given.the_day(world))
    facts = next(e for e in journal.story("gathering", gathering.pk) if e.verb == "end").facts
    assert (facts["signed"], facts["excused"], facts["absent"]) == (1, 1, 2)
    held = Gathering.objects.get(pk=gathering.pk)
    came = queries.attendance(held)
    assert came.over and came.invited == 4 and came.state_of(came.missing[0]) == "缺席"
