"""Adds one thing to the world, through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from shangliang.kernel.access import Actor
from shangliang.modules.floor import queries, services
from shangliang.modules.floor.models import Floor, LiveQuestion, Speech
from shangliang.modules.gatherings import queries as gathering_queries
from shangliang.modules.gatherings import services as gathering_services
from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.modules.gatherings.tests import given as gatherings
from tests.world import World

_numbers = count(1)
PRESENT = ("member", "head", "expert", "grassroots")


def at(world: World, seconds: float = 0) -> datetime:
    """A moment of the meeting."""
    return gatherings.the_day(world) + timedelta(seconds=seconds)


def floor(world: World, *, gathering: Gathering | None = None, **rules: Any) -> Floor:
    """A room that is open while the meeting sits; all four have signed in."""
    meeting = gathering or gatherings.sitting(world)
    wang = world.actor("wang")
    for capacity in PRESENT:
        gathering_services.sign_in(gatherings.seat(meeting, capacity), actor=wang, at=at(world))
    made = services.open_floor(meeting, actor=wang, at=at(world))
    if rules:
        terms = {"minutes": 5, "alternate": False, "screened": False, **rules}
        services.arrange(made, **terms, actor=wang, at=at(world))
    return made


def seat(room: Floor, capacity: str) -> Participant:
    return gatherings.seat(room.gathering, capacity)


def another(world: World, room: Floor, name: str, capacity: str = "member", person: str = "") -> Participant:
    """One more in the hall."""
    someone = world.people[person] if person else None
    guest = room.gathering.participants.create(
        name=someone.name if someone else name, capacity=capacity, person=someone
    )
    gathering_services.sign_in(guest, actor=world.actor("wang"), at=at(world))
    return guest


def wish(
    world: World, room: Floor, who: Participant, *, after: float = 0, actor: Actor | None = None, **more: Any
) -> Speech:
    return services.ask_to_speak(
        room, participant=who, actor=actor or world.actor("wang"), at=at(world, after), **more
    )


def spoke(world: World, room: Floor, who: Participant, *, after: float = 0, lasts: float = 60) -> Speech:
    """Asked, let speak, ended."""
    speech = wish(world, room, who, after=after)
    services.call(speech, actor=world.actor("wang"), at=at(world, after))
    services.finish(speech, actor=world.actor("wang"), at=at(world, after + lasts))
    return speech


def question(
    world: World, room: Floor, who: Participant, text: str = "", *, actor: Actor | None = None, after: float = 0
) -> LiveQuestion:  # fmt: skip
    n = next(_numbers)
    said = text or f"钱从哪里来，第{n}问"
    return services.put(
        room, participant=who, text=said, token=f"put-{n}", actor=actor or world.actor("wang"), at=at(world, after)
    )  # fmt: skip


def caption(world: World, room: Floor, text: str, **more: Any) -> Any:
    terms = {"token": f"caption-{next(_numbers)}", "actor": world.actor("wang"), "at": at(world), **more}
    return services.caption(room, text=text, **terms)


def guest(room: Floor) -> Actor:
    """The grandmother without an account, with her pass."""
    return gathering_queries.guest_actor(seat(room, "grassroots"))


def ended(world: World, room: Floor) -> Floor:
    """The meeting is over, and everybody who reads the journal has read it."""
    gatherings.said(world, room.gathering)
    meeting = Gathering.objects.select_related("unit").get(pk=room.gathering_id)
    gathering_services.end(meeting, actor=world.actor("wang"), at=at(world, 7200))
    gatherings.followed(world)
    return Floor.objects.select_related("unit", "gathering").get(pk=room.pk)


def line(world: World, room: Floor, after: float = 0) -> list[str]:
    """The names in the order in which they are called."""
    room = Floor.objects.select_related("unit", "gathering").get(pk=room.pk)
    return [p.speech.participant.name for p in queries.hall(room, at=at(world, after)).line.now]
