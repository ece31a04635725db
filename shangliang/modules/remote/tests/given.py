"""Adds one thing to the world, through the services."""

from __future__ import annotations

from typing import Any

from shangliang.kernel import moves
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given as gatherings
from shangliang.modules.remote import services
from shangliang.modules.remote.models import RemoteSession
from tests.world import World

DIAL_IN = "电话会议 0531-0000，会议号 12"


def meeting(world: World, *guests: str) -> Gathering:
    """One that has been announced, with these people on its list."""
    made = gatherings.noticed(world)
    for who in guests:
        if not made.participants.filter(person=world.people[who]).exists():
            made.participants.create(person=world.people[who], name=world.people[who].name, capacity="member")
    return made


def session(world: World, *, who: str = "wang", of: Gathering | None = None, **more: Any) -> RemoteSession:
    terms = {"dial_in": DIAL_IN, "recorded": False, **more}
    made = of or meeting(world, "lin", "deng")
    return services.plan(made, **terms, actor=world.actor(who), at=world.now)


def opened(world: World, **more: Any) -> RemoteSession:
    made = session(world, **more)
    moves.make(made, "open", actor=world.actor("wang"), at=world.now)
    return made
