"""Two at once: one task, one ruling, one key proposal, one activity's result; nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shangliang.kernel import moves
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import KeyProposal, Proposal
from shangliang.modules.proposals.tests import given_keys as given
from tests.crowd import together
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True)]


def kinds(found: list[Any]) -> list[str]:
    return sorted(type(f).__name__ for f in found)


def test_two_who_hand_over_at_once_send_one_task(world: World) -> None:
    proposal = given.filed(world)
    sun, wang, parts = world.actor("sun"), world.actor("wang"), given.parts(world)

    def assign(actor: Any) -> Callable[[], Any]:
        return lambda: services.assign(given.fresh(proposal), parts=parts, actor=actor, at=world.now)

    assert kinds(together([assign(sun), assign(wang)])) == ["Dispatch", "Stale"]
    assert Dispatch.objects.count() == 1 and Proposal.objects.get(pk=proposal.pk).dispatch_id is not None


def test_an_objection_and_the_handing_over(world: World) -> None:
    """Either it was agreed to and goes out, or the objection stands and it does not."""
    proposal = given.asked(world)
    liu, sun = world.actor("liu"), world.actor("sun")
    found = together(
        [
            lambda: services.object_to(
                given.row(proposal, "d-housing"), note="不归我局", actor=liu, at=world.now
            ),
            lambda: services.assign(given.fresh(proposal), actor=sun, at=world.now),
        ]
    )
    assert isinstance(found[1], moves.Refused) and Dispatch.objects.count() == 0
    assert given.row(proposal, "d-housing").state == "objected"


def test_one_department_says_yes_and_no_at_once(world: World) -> None:
    proposal = given.asked(world)
    liu, hou = world.actor("liu"), world.actor("hou")
    found = together(
        [
            lambda: services.agree(given.row(proposal, "d-housing"), actor=liu, at=world.now),
            lambda: services.object_to(
                given.row(proposal, "d-housing"), note="不归我局", actor=hou, at=world.now
            ),
        ]
    )
    assert kinds(found) == ["NoneType", "Stale"]
    row = given.row(proposal, "d-housing")
    assert (row.state, row.note) in {("agreed", ""), ("objected", "不归我局")}


def test_two_rulings_on_one_objection(world: World) -> None:
    proposal = given.asked(world)
    given.objected(world, proposal, "d-housing", "liu")
    sun, wang, urban = world.actor("sun"), world.actor("wang"), world.units["d-urban"]
    found = together(
        [
            lambda: services.uphold(
                given.row(proposal, "d-housing"), ruling="归你局", actor=sun, at=world.now
            ),
            lambda: services.replace(
                given.row(proposal, "d-housing"), to=urban, note="换", actor=wang, at=world.now
            ),
        ]
    )
    assert sum(isinstance(f, moves.Refused) for f in found) == 1
    live = proposal.pre_assignments.exclude(state__in=["replaced", "void"])
    assert live.count() == 1


def test_taken_back_while_it_is_handed_over(world: World) -> None:
    proposal = given.asked(world)
    given.agreed(world, proposal, "d-housing", "liu")
    sun, wang = world.actor("sun"), world.actor("wang")
    found = together(
        [
            lambda: services.assign(given.fresh(proposal), actor=sun, at=world.now),
            lambda: services.repropose(given.fresh(proposal), note="另议", actor=wang, at=world.now),
        ]
    )
    assert sum(isinstance(f, moves.Refused) for f in found) == 1
    now = given.fresh(proposal)
    assert (now.state, now.dispatch is not None) in {("assigned", True), ("filed", False)}


def test_each_joins_the_other(world: World) -> None:
    """Of two that are each to be handled with the other, one wins: no ring, no dead-lock."""
    one, two = given.filed(world), given.filed(world, title="另一件提案", who="jiang", cosigners=())
    wang = world.actor("wang")
    found = together(
        [
            lambda: services.handle_with(given.fresh(one), main=given.fresh(two), actor=wang, at=world.now),
            lambda: services.handle_with(given.fresh(two), main=given.fresh(one), actor=wang, at=world.now),
        ]
    )
    assert kinds(found) == ["NoneType", "Refused"]
    assert Proposal.objects.exclude(handled_with=None).count() == 1


def test_nominated_twice_at_once_is_one(world: World) -> None:
    proposal = given.assigned(world)
    wang = world.actor("wang")

    def nominate() -> Any:
        return services.nominate(given.fresh(proposal), reason="重要", actor=wang, at=world.now)

    assert kinds(together([nominate, nominate])) == ["KeyProposal", "Stale"]
    assert KeyProposal.objects.count() == 1


def test_one_activity_is_recorded_once(world: World) -> None:
    act = given.arranged(world, given.started(world))

    def hold(who: str) -> Callable[[], Any]:
        return lambda: given.held(world, act, who=who, record=f"{who} 的记录")

    found = together([hold("wang"), hold("chen")])
    assert sum(isinstance(f, moves.Stale) for f in found) == 1
    winner = next(f for f in found if not isinstance(f, Exception))
    assert given.again(act).record == winner.record and given.again(act.key).state == "supervised"


def test_two_deliveries_at_once_move_it_once(world: World) -> None:
    proposal = given.assigned(world)
    given.move(world, given.part(proposal), "sign", "liu")
    entry = given.handling.journal.Entry.objects.filter(kind="dispatch", verb="start").latest("pk")
    found = together(lambda: services.follow(entry, world.now) for _n in range(3))
    assert found == [None] * 3
    said = [e.verb for e in given.handling.journal.story("proposal", proposal.pk)]
    assert said.count("start") == 1
