"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from shangliang.modules.floor.models import LEFT
from tests import given
from tests.given import put
from tests.world import NOON, World

_numbers = count(1)


def _floor(world: World, more: dict[str, Any]) -> dict[str, Any]:
    gathering = more.get("gathering") or given.in_state(world, "gathering", "sitting")
    return {"unit": gathering.unit, "gathering": gathering}


def _seat(floor: Any) -> Any:
    name = f"与会人{next(_numbers)}"
    return floor.gathering.participants.create(name=name, capacity="grassroots")


def _lin(world: World, floor: Any) -> Any:
    listed = floor.gathering.participants
    there = listed.filter(person=world.people["lin"]).first()
    return there or listed.create(person=world.people["lin"], name="林晓梅", capacity="member")


def _speech(world: World, more: dict[str, Any]) -> dict[str, Any]:
    floor = more.get("floor") or given.one(world, "floor")
    return {
        "unit": floor.unit, "floor": floor, "participant": more.get("participant") or _lin(world, floor),
        "kind": "order", "about": "请按议程", "asked_at": NOON, "seconds": 300,
    }  # fmt: skip


def _question(world: World, more: dict[str, Any]) -> dict[str, Any]:
    floor = more.get("floor") or given.one(world, "floor")
    number = next(_numbers)
    return {
        "unit": floor.unit, "floor": floor, "participant": _lin(world, floor), "number": number % 30_000,
        "text": f"钱从哪里来，第{number}问", "at": NOON, "token": f"bare-{number}",
        "answerer": world.units["d-housing"],
    }  # fmt: skip


FIELDS: given.Fields = {"floor": _floor, "speech": _speech, "live_question": _question}
BEGUN = {"started_at": NOON, "resumed_at": NOON}
TOLD = {"told": "与议题无关"}


def _handed(world: World) -> dict[str, Any]:
    return {"answerer": world.units["d-housing"], "due_on": (NOON + timedelta(days=7)).date()}


NEEDS: given.Needs = {
    "speech": {
        "speaking": lambda world: BEGUN,
        "paused": lambda world: BEGUN,
        "done": lambda world: {**BEGUN, "ended_at": NOON},
        "skipped": lambda world: TOLD,
        "refused": lambda world: TOLD,
    },
    "live_question": {
        "answered": lambda world: {"answered_by": _seat(given.one(world, "floor")), "answered_at": NOON},
        "hidden": lambda world: TOLD,
        "handed": _handed,
        "replied": lambda world: {**_handed(world), "reply": "已列入预算", "answered_at": NOON},
    },
}


# --- what each guard asks for, supplied by hand


def somebody(world: World, question: Any, at: datetime) -> None:
    put(answerer=world.units["d-housing"], due_on=(at + timedelta(days=7)).date())(world, question, at)


def all_hidden(world: World, floor: Any, at: datetime) -> None:
    floor.questions.filter(state__in=LEFT).update(state="hidden", told="重复")


FILLS: given.Fills = {
    "floor.nothing_left": all_hidden,
    "speech.was_admitted": put(kind="speech"),
    "live_question.has_somebody": somebody,
    "live_question.has_reply": put(reply="已列入预算", answered_at=NOON),
}
