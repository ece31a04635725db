"""Polls for tests, through the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from shangliang.analysis.polls import Ballot
from shangliang.kernel import moves
from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.models import Poll
from shangliang.modules.gatherings import services as gathering_services
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given as gatherings
from tests.world import World

ROLL = ("lin", "deng", "feng", "jiang")
WAYS = ("按楼层递增", "按面积", "平均分摊")


def terms(world: World, *, people: Sequence[str] = ROLL, **more: Any) -> services.Terms:
    said: dict[str, Any] = {
        "question": "费用按哪种办法分摊？", "method": "single", "voters": "named", "options": WAYS, **more,
        "people": [world.people[p] for p in people],
    }  # fmt: skip
    return services.Terms(**said)


def poll(world: World, *, who: str = "wang", **more: Any) -> Poll:
    unit = world.units["yunchuan"]
    return services.plan_poll(unit, terms=terms(world, **more), actor=world.actor(who), at=world.now)


def opened(world: World, **more: Any) -> Poll:
    made = poll(world, **more)
    services.open_poll(made, actor=world.actor("wang"), at=world.now)
    return made


def motion(world: World, **more: Any) -> Poll:
    return opened(world, **{"question": "同意这个办法吗？", "method": "motion", "options": (), **more})


def chose(*keys: str) -> Ballot:
    return Ballot(chosen=keys)


def secretly(world: World, thing: Poll, who: str, said: Ballot) -> str:
    actor = world.actor(who)
    code = services.confirm_ballot(thing, said=said, actor=actor, at=world.now).code
    return services.cast_secretly(thing, said=said, code=code, actor=actor, at=world.now)


def named(world: World, thing: Poll, who: str, said: Ballot) -> Any:
    return services.cast_by_name(thing, said=said, actor=world.actor(who), at=world.now)


def close(world: World, thing: Poll, who: str = "wang") -> Poll:
    services.close_poll(thing, actor=world.actor(who), at=world.now)
    return thing


def held(world: World, said: Sequence[Ballot], **more: Any) -> Poll:
    """Opened, these ballots cast one after the other by the roll, counted."""
    thing = opened(world, **more)
    for who, ballot in zip(ROLL, said, strict=False):
        (secretly if thing.secret else named)(world, thing, who, ballot)
    return close(world, thing)


def sitting(world: World, *present: str) -> Gathering:
    """A meeting that has begun, with these people signed in."""
    meeting = gatherings.sitting(world)
    for who in present:
        person = world.people[who]
        seat = meeting.participants.filter(person=person).first()
        seat = seat or meeting.participants.create(person=person, name=person.name, capacity="member")
        gathering_services.sign_in(seat, actor=world.actor("wang"), at=world.now)
    return meeting


def again(thing: Any) -> Any:
    return type(thing).objects.select_related("unit").get(pk=thing.pk)


def refused(act: Callable[[], Any], why: str, kind: type[Exception] = moves.Refused) -> None:
    with pytest.raises(kind, match=why):
        act()
