"""Two at once: one supervision from one source, one ballot from one voter, one re-check, numbers without gaps."""

from __future__ import annotations

from typing import Any

import pytest

from shangliang.kernel import moves
from shangliang.modules.outcomes.models import Recommendation
from shangliang.modules.supervision import services
from shangliang.modules.supervision.models import Ballot, Finding, Supervision
from shangliang.modules.supervision.tests import given
from tests import given as least
from tests.crowd import together
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True)]


def kinds(found: list[Any]) -> list[str]:
    return sorted(type(f).__name__ for f in found)


def test_one_press_twice_makes_one_supervision(world: World) -> None:
    rec = least.one(world, "recommendation")
    Recommendation.objects.filter(pk=rec.pk).update(
        state="decided", adoption="adopted", dispatch=least.one(world, "dispatch")
    )

    def press() -> Supervision:
        fresh = Recommendation.objects.select_related("unit", "topic").get(pk=rec.pk)
        return services.supervise_again(fresh, actor=world.actor("wang"), at=world.now)

    found = together([press, press, press])
    assert kinds(found) == ["Supervision"] * 3 and len({s.pk for s in found}) == 1
    assert Supervision.objects.get().matters.count() == 1


def test_two_presses_cast_one_ballot(world: World) -> None:
    thing = given.polling(world)
    code = services.confirmation(thing, slips=given.slips(), actor=world.actor("lin"))
    press = lambda: services.vote(thing, slips=given.slips(), code=code, actor=world.actor("lin"))  # noqa: E731
    assert kinds(together([press] * 4)) == ["Stale", "Stale", "Stale", "str"]
    assert Ballot.objects.count() == 1


def test_who_votes_while_it_is_closed_is_counted_or_told(world: World) -> None:
    thing = given.polling(world)
    for who in ("lin", "deng"):
        given.ballot(world, thing, who)
    codes = {
        w: services.confirmation(thing, slips=given.slips(), actor=world.actor(w)) for w in ("feng", "jiang")
    }
    late = [
        lambda who=who, code=code: services.vote(
            thing, slips=given.slips(), code=code, actor=world.actor(who)
        )
        for who, code in codes.items()
    ]
    close = lambda: services.close_ballot(given.again(thing), actor=world.actor("wang"), at=world.now)  # noqa: E731
    first, *votes = together([close, *late])
    assert first is None
    cast = sum(isinstance(v, str) for v in votes)
    assert all(isinstance(v, str | moves.Stale) for v in votes)
    now = given.again(thing)
    assert now.state == "counted" and now.cast == 2 + cast == Ballot.objects.count()


def test_two_rechecks_at_once(world: World) -> None:
    finding = given.claimed(world)
    found = together(
        [
            lambda: given.rechecked(world, finding, passes=True, who="lin"),
            lambda: given.rechecked(world, finding, passes=False, who="deng"),
        ]
    )
    assert kinds(found) == ["Finding", "Stale"]
    assert Finding.objects.get().rechecks.count() == 1 and Finding.objects.get().state in {"passed", "failed"}


def test_one_paper_is_sent_once_and_numbers_have_no_gaps(world: World) -> None:
    thing = given.written(world, given.reviewing(world))
    given.discussed(world, thing)
    send = lambda: services.send_opinion(given.again(thing), actor=world.actor("wang"), at=world.now)  # noqa: E731
    assert kinds(together([send, send])) == ["Stale", "list"]
    assert Finding.objects.get().dispatch is not None
    assert given.again(thing).opinion_no == 1


def test_findings_noted_at_once_are_numbered_apart(world: World) -> None:
    thing = given.running(world)
    note = lambda n: lambda: given.found(world, thing, f"问题 {n}")  # noqa: E731
    assert kinds(together([note(1), note(2), note(3)])) == ["Finding"] * 3
    assert sorted(Finding.objects.values_list("order", flat=True)) == [1, 2, 3]
