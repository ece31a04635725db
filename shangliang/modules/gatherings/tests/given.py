"""Adds one thing to the world, through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from shangliang.kernel import journal, moves
from shangliang.modules.gatherings import services
from shangliang.modules.gatherings.models import Consensus, Gathering, Opinion, Participant
from shangliang.modules.topics import services as topics
from shangliang.modules.topics.models import Topic
from tests import fills
from tests.world import World

_numbers = count(1)
WEEK = timedelta(days=7)
LIFT = "老旧小区加装电梯费用怎么摊"
# What the room looks like: capacity, login name or bare name, unit, standing.
GUESTS = [
    ("member", "lin", "", "市政协委员"),
    ("head", "hou", "d-housing", "市住建局局长"),
    ("expert", "顾维", "", "省建筑设计院高级工程师"),
    ("grassroots", "方阿婆", "", "文华社区居民"),
]


def topic(world: World, title: str = LIFT) -> Topic:
    """A filed topic."""
    made = topics.open_topic(
        world.units["yunchuan"],
        title=title,
        summary="楼上盼着装，楼下怕挡光。",
        origin="raised",
        field=world.fields["城乡建设"],
        actor=world.actor("wang"),
        at=world.now,
    )
    topics.score(made, scale="needed", first=4, second=5, third=4, actor=world.actor("wang"), at=world.now)
    moves.make(made, "file", actor=world.actor("wang"), at=world.now)
    return made


def prepared(world: World, about: Topic | None = None, who: str = "wang", **more: Any) -> Gathering:
    """A gathering with a time, a place and a convener, nothing else."""
    terms = {
        "title": "加装电梯费用分摊协商会",
        "type": "thematic",
        "template": "three-talks-seven-steps",
        "place": "文华社区议事室",
        "starts_at": world.now + WEEK,
        "ends_at": world.now + WEEK + timedelta(hours=2),
        "convener": world.people["chen"],
        "token": f"prepare-{next(_numbers)}",
        **more,
    }
    unit = terms.pop("unit", world.units["yunchuan"])
    return services.prepare(unit, topic=about or topic(world), **terms, actor=world.actor(who), at=world.now)


def guest(world: World, gathering: Gathering, capacity: str, who: str, **more: Any) -> Participant:
    """Somebody on the list; `who` is a login name or, for those outside, a name."""
    person = world.people.get(who)
    name = person.name if person else who
    return services.invite(
        gathering,
        capacity=capacity,
        name=name,
        person=person,
        actor=world.actor("wang"),
        at=world.now,
        **more,
    )


def ready(world: World, about: Topic | None = None, **more: Any) -> Gathering:
    """Everything that the notice asks for."""
    gathering = prepared(world, about, **more)
    items = [
        services.AgendaItem("report", "市住建局通报情况", 20),
        services.AgendaItem("question", "委员和居民提问", 20),
        services.AgendaItem("answer", "部门解答", 20),
        services.AgendaItem("speech", "协商发言", 40),
    ]
    services.set_agenda(gathering, items=items, actor=world.actor("wang"), at=world.now)
    for capacity, name, unit, standing in GUESTS:
        guest(world, gathering, capacity, name, unit=world.units.get(unit), standing=standing)
    services.visit(
        gathering,
        on=world.now.date(),
        place="文华社区三号楼",
        notes="一梯八户。",
        actor=world.actor("wang"),
        at=world.now,
    )
    return gathering


def noticed(world: World, about: Topic | None = None, **more: Any) -> Gathering:
    gathering = ready(world, about, **more)
    moves.make(gathering, "notice", actor=world.actor("wang"), at=world.now)
    return gathering


def sitting(world: World, about: Topic | None = None, **more: Any) -> Gathering:
    """The meeting has begun; nobody has signed in yet."""
    gathering = noticed(world, about, **more)
    moves.make(gathering, "start", actor=world.actor("wang"), at=the_day(world))
    return gathering


def held(world: World, about: Topic | None = None, **more: Any) -> Gathering:
    """The meeting is over: two came, two things were said, one was agreed."""
    gathering = sitting(world, about, **more)
    for capacity in ("member", "head"):
        services.sign_in(seat(gathering, capacity), actor=world.actor("wang"), at=the_day(world))
    first = said(world, gathering)
    said(world, gathering, "head", "市里每台补二十万。", replies_to=first)
    agreed(world, gathering, opinions=[first])
    services.end(gathering, actor=world.actor("wang"), at=the_day(world) + timedelta(hours=2))
    return gathering


def the_day(world: World) -> datetime:
    """When the meeting begins."""
    return world.now + WEEK


def seat(gathering: Gathering, capacity: str) -> Participant:
    return gathering.participants.select_related("gathering").get(capacity=capacity)


def said(
    world: World,
    gathering: Gathering,
    capacity: str = "member",
    text: str = "费用按楼层递增分摊。",
    **more: Any,
) -> Opinion:
    terms = {"token": f"opinion-{next(_numbers)}", **more}
    return services.opine(
        gathering,
        participant=seat(gathering, capacity),
        text=text,
        actor=world.actor("wang"),
        at=the_day(world),
        **terms,
    )


def agreed(world: World, gathering: Gathering, **more: Any) -> Consensus:
    terms = {
        "text": "两个月内出台费用分摊指导办法",
        "responsible": world.units["d-housing"],
        "due_on": (world.now + timedelta(days=60)).date(),
        **more,
    }
    return services.agree(gathering, **terms, actor=world.actor("wang"), at=the_day(world))


def followed(world: World) -> None:
    """The journal has been read by everybody who reads it."""
    journal.deliver_all(world.now + timedelta(days=30))


def seat_named(gathering: Gathering, name: str) -> Participant:
    return gathering.participants.select_related("gathering").get(name=name)


def concluded(world: World, about: Topic | None = None, **more: Any) -> Gathering:
    """The minutes are settled."""
    gathering = held(world, about, **more)
    conclude(world, gathering)
    return gathering


def conclude(world: World, gathering: Gathering) -> None:
    """Settle the minutes of one that was held; what later stages ask of that step is supplied."""
    move, at = moves.kind_of(gathering).flow.moves["conclude"], the_day(world) + timedelta(days=1)
    assert fills.ready(world, gathering, move, at) == []
    moves.make(gathering, "conclude", actor=world.actor("wang"), at=at)
