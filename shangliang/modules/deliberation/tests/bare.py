"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from shangliang.modules.deliberation.models import Reason
from tests import given
from tests.given import put
from tests.world import NOON, World

_numbers = count(1)


def _board(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "topic": more.get("topic") or given.one(world, "topic"),
        "title": "电梯费用怎么摊", "question": "装电梯的钱怎么分摊？", "voters": "anybody",
        "closes_at": NOON + timedelta(days=30),
    }  # fmt: skip


def _statement(world: World, more: dict[str, Any]) -> dict[str, Any]:
    board = more.get("board") or given.in_state(world, "board", "open")
    number = next(_numbers)
    return {
        "unit": board.unit, "board": board, "number": number, "text": f"按楼层递增分摊，第{number}种算法", "at": NOON,
        "token": f"bare-{number}", "author": world.people["lin"],
    }  # fmt: skip


def _reason(world: World, more: dict[str, Any]) -> dict[str, Any]:
    statement = more.get("statement") or given.in_state(world, "statement", "shown")
    return {
        "unit": statement.unit, "statement": statement, "side": "for", "text": "楼层高的受益多", "at": NOON,
        "token": f"bare-{next(_numbers)}", "author": world.people["lin"],
    }  # fmt: skip


def _poll(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "question": "同意按楼层分摊吗？", "method": "motion", "voters": "named",
        "gathering": more.get("gathering") or given.one(world, "gathering"), "closes_at": NOON + timedelta(days=30),
    }  # fmt: skip


def _roll(world: World, poll: Any) -> None:
    poll.roll.create(person=world.people["lin"])


def _draw(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "title": "抽评议员", "purpose": "评议夜市", "size": 1,
        "pool": "id,sex\nP1,女\n", "quotas": "feature,value,min,max\nsex,女,1,1\n", "lottery": {"lots": "shangliang"},
    }  # fmt: skip


FIELDS: given.Fields = {
    "board": _board,
    "statement": _statement,
    "reason": _reason,
    "poll": _poll,
    "draw": _draw,
}
AROUND: given.Around = {"poll": _roll}
SEALED = {"seal": "0" * 64, "source": "双色球下一期", "seeded_on": NOON.date()}
PUT = {"entitled": 1, "needed": 1}
COUNTED = {**PUT, "cast": 1, "digest": "0" * 64, "result": {}}
TOLD = {"told": "与别的看法重复"}
NEEDS: given.Needs = {
    "board": {"concluded": lambda world: {"conclusion": "按楼层递增分摊。"}},
    "statement": {state: lambda world: TOLD for state in ("hidden", "adopted", "partly", "declined")},
    "reason": {"hidden": lambda world: TOLD},
    "draw": {
        "sealed": lambda world: SEALED,
        "drawn": lambda world: {**SEALED, "seed": "1 2 3", "panel": ["P1"]},
    },
    "poll": {
        "open": lambda world: PUT,
        "closed": lambda world: PUT,
        "counted": lambda world: COUNTED,
        "published": lambda world: COUNTED,
        "void": lambda world: {**PUT, "cast": 0, "digest": "", "result": None},
    },
}


# --- what each guard asks for, supplied by hand


def statements(world: World, board: Any, at: datetime) -> None:
    for _ in range(3):
        given.in_state(world, "statement", "shown", board=board)


def screened(world: World, board: Any, at: datetime) -> None:
    board.statements.filter(state="waiting").update(state="shown")
    Reason.objects.filter(statement__board=board, state="waiting").update(state="shown")


def answered(world: World, board: Any, at: datetime) -> None:
    board.statements.filter(state="shown").update(state="adopted", told="已写进方案")


def over(world: World, statement: Any, at: datetime) -> None:
    type(statement.board).objects.filter(pk=statement.board_id).update(state="closed")
    statement.board.refresh_from_db()


def later(world: World, draw: Any, at: datetime) -> None:
    put(seeded_on=at.date() + timedelta(days=1))(world, draw, at)


def out(world: World, draw: Any, at: datetime) -> None:
    put(seeded_on=at.date() - timedelta(days=1))(world, draw, at)


FILLS: given.Fills = {
    "board.has_statements": statements,
    "board.closes_later": put(closes_at=NOON + timedelta(days=400)),
    "board.nothing_waits": screened,
    "board.everybody_answered": answered,
    "board.has_conclusion": put(conclusion="按楼层递增分摊。"),
    "statement.can_be_answered": over,
    "draw.has_lottery": put(seal="0" * 64),
    "draw.has_source": put(source="双色球下一期", seeded_on=NOON.date()),
    "draw.seed_comes_later": later,
    "draw.seed_is_out": out,
    "draw.has_seed": put(seed="1 2 3"),
    "poll.ends_later": put(closes_at=NOON + timedelta(days=400)),
    "poll.quorum_reached": put(needed=0),
    "poll.quorum_missed": put(needed=9),
    "poll.may_be_public": put(open_to_public=True),
}
