"""Adds one thing to the world, through the services."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shangliang.kernel import journal, moves
from shangliang.modules.plans import services
from shangliang.modules.plans.models import Plan, PlanItem, Round
from shangliang.modules.topics import services as topics
from shangliang.modules.topics.models import Topic
from tests.world import World

ELEVATORS = "老旧小区加装电梯怎样分摊费用"
OFFICES = {"qian": "o-party", "shi": "o-government", "yao": "o-cppcc"}


def topic(
    world: World, title: str = ELEVATORS, *, field: str = "城乡建设", origin: str = "raised",
    unit: str = "yunchuan", who: str = "wang", marks: tuple[int, int, int] = (4, 5, 4),
) -> Topic:  # fmt: skip
    """A filed topic with a field and a score."""
    made = topics.open_topic(
        world.units[unit], title=title, summary="楼上楼下意见不一，住户盼着有个说法。", origin=origin,
        field=world.fields[field], actor=world.actor(who), at=world.now,
    )  # fmt: skip
    first, second, third = marks
    topics.score(
        made, scale="needed", first=first, second=second, third=third, actor=world.actor(who), at=world.now
    )
    moves.make(made, "file", actor=world.actor(who), at=world.now)
    return made


def plan(world: World, year: int = 2026, *, unit: str = "yunchuan", who: str = "wang") -> Plan:
    title = f"{world.units[unit].name}{year}年度协商计划"
    return services.open_plan(world.units[unit], year=year, title=title, actor=world.actor(who), at=world.now)


def terms(world: World, **more: Any) -> dict[str, Any]:
    """What a complete item says."""
    return {
        "type": "thematic", "month": 6, "leader": world.people["chen"],
        "committee": world.units["c-society"], "departments": [world.units["d-housing"]], **more,
    }  # fmt: skip


def item(world: World, of: Plan, *, about: Topic | None = None, who: str = "wang", **more: Any) -> PlanItem:
    """A complete item; `about` is the topic, else a new one."""
    at = more.pop("at", world.now)
    given = terms(world, **more)
    return services.add_item(of, topic=about or topic(world), **given, actor=world.actor(who), at=at)


def move(world: World, thing: Any, verb: str, who: str, note: str = "", at: datetime | None = None) -> None:
    moves.make(thing, verb, actor=world.actor(who), at=at or world.now, note=note)


def talked(world: World, of: Plan) -> Plan:
    """In the rounds, all three held."""
    move(world, of, "consult", "wang")
    for held_with in Round.With.values:
        services.hold_round(
            of, held_with=held_with, held_on=world.now.date(), note="赞成，建议电梯题目提前到上半年。",
            actor=world.actor("wang"), at=world.now,
        )  # fmt: skip
    return of


def approved(world: World, of: Plan, at: datetime | None = None) -> Plan:
    """From the rounds to 三办会签."""
    for verb, who in (("to_party_group", "wang"), ("to_party", "chen"), ("approve", "zhao")):
        move(world, of, verb, who, at=at)
    return of


def signed(world: World, of: Plan, *, without: str = "", at: datetime | None = None) -> Plan:
    """Signed by the three offices, `without` one of the signers."""
    for who, office in OFFICES.items():
        if who != without:
            services.sign(of, office=world.units[office], actor=world.actor(who), at=at or world.now)
    return of


def issued(world: World, of: Plan | None = None) -> Plan:
    """An issued plan with one item in June."""
    of = of or plan(world)
    if not of.items.exists():
        item(world, of)
    signed(world, approved(world, talked(world, of)))
    services.issue(of, actor=world.actor("wang"), at=world.now)
    return of


def again(thing: Any) -> Any:
    """The same thing, fresh from the database."""
    return type(thing).objects.get(pk=thing.pk)


def last(thing: Any) -> Any:
    """The last line the journal has of it."""
    return journal.story(moves.kind_of(thing).flow.kind, thing.pk)[-1]
