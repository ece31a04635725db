"""Two at once: one ballot from one voter, one count, and who votes at the close is counted or told."""

from __future__ import annotations

from typing import Any

import pytest

from shangliang.kernel import moves
from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.models import NamedBallot, SecretBallot
from shangliang.modules.deliberation.tests import polling
from shangliang.modules.deliberation.tests.polling import chose
from tests.crowd import together
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True)]


def kinds(found: list[Any]) -> list[str]:
    return sorted(type(f).__name__ for f in found)


def test_two_presses_cast_one_secret_ballot(world: World) -> None:
    thing, lin = polling.opened(world), world.actor("lin")
    first, other = (
        services.confirm_ballot(thing, said=chose("1"), actor=lin, at=world.now).code for _ in range(2)
    )

    def press(code: str) -> Any:
        return lambda: services.cast_secretly(thing, said=chose("1"), code=code, actor=lin, at=world.now)

    found = together([press(first)] * 3)
    assert kinds(found) == ["str"] * 3 and len(set(found)) == 1, "the same press, the same receipt"
    assert kinds(together([press(other)] * 2)) == ["Stale", "Stale"]
    assert SecretBallot.objects.count() == 1 and thing.roll.filter(voted=True).count() == 1


def test_two_tabs_cast_one_secret_ballot(world: World) -> None:
    thing, lin = polling.opened(world), world.actor("lin")
    codes = [
        (key, services.confirm_ballot(thing, said=chose(key), actor=lin, at=world.now).code)
        for key in ("1", "2")
    ]
    jobs = [
        lambda key=key, code=code: services.cast_secretly(
            thing, said=chose(key), code=code, actor=lin, at=world.now
        )
        for key, code in codes
    ]
    assert kinds(together(jobs)) == ["Stale", "str"] and SecretBallot.objects.count() == 1


def test_two_presses_by_name_are_one_ballot(world: World) -> None:
    thing = polling.opened(world, secret=False)
    press = lambda key: lambda: polling.named(world, thing, "lin", chose(key))  # noqa: E731
    assert kinds(together([press("1"), press("2"), press("1")])) == ["NamedBallot"] * 3
    assert NamedBallot.objects.count() == 1 and thing.roll.filter(voted=True).count() == 1


@pytest.mark.parametrize("secret", [True, False])
def test_who_votes_while_it_is_closed_is_counted_or_told(world: World, secret: bool) -> None:
    thing = polling.opened(world, secret=secret)
    vote = polling.secretly if secret else polling.named
    vote(world, thing, "lin", chose("1"))
    jobs: list[Any] = [
        lambda: services.close_poll(polling.again(thing), actor=world.actor("wang"), at=world.now)
    ] * 2
    late = [
        lambda who=who: vote(world, polling.again(thing), who, chose("2"))
        for who in ("deng", "feng", "jiang")
    ]
    one, other, *votes = together([*jobs, *late])
    assert kinds([one, other]) == ["NoneType", "Stale"]
    assert all(not isinstance(v, Exception) or isinstance(v, moves.Stale | moves.NotAllowed) for v in votes)
    cast = sum(not isinstance(v, Exception) for v in votes)
    now = polling.again(thing)
    assert now.state == "counted" and now.cast == 1 + cast
    assert now.cast == (SecretBallot if secret else NamedBallot).objects.filter(poll=thing).count()


def test_a_poll_opened_twice_has_one_roll(world: World) -> None:
    thing = polling.poll(world)
    press = lambda: services.open_poll(polling.again(thing), actor=world.actor("wang"), at=world.now)  # noqa: E731
    assert kinds(together([press, press])) == ["NoneType", "Stale"]
    assert polling.again(thing).entitled == thing.roll.count() == 4


def test_one_quick_poll_from_two_presses(world: World) -> None:
    meeting = polling.sitting(world, "lin")
    terms = polling.terms(world, gathering=meeting, voters="present", people=[])
    press = lambda: services.ask_now(  # noqa: E731
        meeting, terms=terms, actor=world.actor("wang"), at=world.now, token="twice"
    )
    first, second = together([press, press])
    assert first.pk == second.pk
