"""Adds one thing to the world, through the services."""

from __future__ import annotations

import uuid
from datetime import timedelta
from itertools import count
from typing import Any

from shangliang.kernel.access import PUBLIC, Actor
from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.models import Board, Cast, Statement
from shangliang.modules.gatherings.tests import given as gatherings
from tests.world import World

_numbers = count(1)
MONTH = timedelta(days=30)
SEEDS = ("费用按楼层递增分摊", "一楼住户应当得到补偿", "电梯由物业统一维护", "先做结构安全鉴定再开工")


def board(world: World, *, seeds: tuple[str, ...] = SEEDS, who: str = "wang", **more: Any) -> Board:
    """A board in preparation with four statements of the office."""
    terms = {
        "topic": more.pop("topic", None) or gatherings.topic(world), "title": "加装电梯的钱怎么摊",
        "question": "老旧小区加装电梯，费用怎么分摊才公平？", "voters": "anybody", "closes_at": world.now + MONTH,
        **more,
    }  # fmt: skip
    return services.plan(world.units["yunchuan"], seeds=seeds, **terms, actor=world.actor(who), at=world.now)


def opened(world: World, **more: Any) -> Board:
    made = board(world, **more)
    services.open_board(made, actor=world.actor("wang"), at=world.now)
    return made


def device(n: int) -> str:
    return services.head_of(f"{n:032x}")


def put(world: World, on: Board, text: str = "", *, actor: Actor = PUBLIC, **more: Any) -> Statement:
    n = next(_numbers)
    terms = {"head": "" if actor.person_id else device(n), "token": f"put-{n}", **more}
    return services.put(on, text=text or f"另一种看法 {n}", actor=actor, at=world.now, **terms)


def cast(world: World, statement: Statement, value: int, head: str, **more: Any) -> Cast:
    terms = {"token": uuid.uuid4(), "actor": PUBLIC, "at": world.now, **more}
    return services.cast(statement, value=value, head=head, **terms)


def two_camps(world: World, on: Board, *, each: int = 12) -> None:
    """Two groups that answer the statements in opposite ways, but for the last, to which all agree."""
    statements = list(on.statements.filter(state="shown").order_by("number"))
    for camp, sign in enumerate((1, -1)):
        for n in range(each):
            for at, statement in enumerate(statements):
                value = 1 if at == len(statements) - 1 else sign * (1 if at % 2 == 0 else -1)
                cast(world, statement, value, device(1000 + camp * each + n))
