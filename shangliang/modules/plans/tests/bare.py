"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests import given
from tests.given import put
from tests.world import NOON, World


def _plan(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {"unit": world.units["yunchuan"], "year": 2000 + next(given.numbers), "title": "年度协商计划"}


def _plan_item(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "plan": more.get("plan") or given.one(world, "plan"), "unit": world.units["yunchuan"],
        "topic": more.get("topic") or given.one(world, "topic"), "title": "加装电梯", "type": "monthly", "month": 5,
    }  # fmt: skip


def _signature(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "plan": more.get("plan") or given.one(world, "plan"), "unit": world.units["o-party"], "title": "年度协商计划"
    }  # fmt: skip


def _issued(world: World) -> dict[str, Any]:
    return {"number": "云办发〔2026〕1号", "issued_on": given.DAY}


FIELDS: given.Fields = {"plan": _plan, "plan_item": _plan_item, "signature": _signature}
# kind → state → the columns that the table's constraints demand there
NEEDS: given.Needs = {
    "plan": {"issued": _issued, "closed": _issued},
    "signature": {"signed": lambda world: {"person": world.people["qian"], "at": NOON}},
}  # fmt: skip


# --- what each guard asks for, supplied by hand


def has_item(world: World, plan: Any, at: datetime) -> None:
    given.one(world, "plan_item", plan=plan)


def rounds(world: World, plan: Any, at: datetime) -> None:
    for who in ("parties", "counties", "departments"):
        plan.rounds.get_or_create(
            held_with=who, defaults={"held_on": given.DAY, "note": "同意", "person": world.people["wang"]}
        )


def complete_items(world: World, plan: Any, at: datetime) -> None:
    plan.items.update(leader=world.people["zhao"], committee=world.units["c-society"])


def signatures(world: World, plan: Any, at: datetime) -> None:
    plan.signatures.all().delete()
    for who in ("qian", "shi", "yao"):
        person = world.people[who]
        signature = given.in_state(world, "signature", "signed", plan=plan, unit=person.seats.get().unit)
        put(person=person, at=at)(world, signature, at)


def settled(world: World, plan: Any, at: datetime) -> None:
    plan.items.update(state="held")


FILLS: given.Fills = {
    "plan.has_items": has_item,
    "plan.three_rounds_held": rounds,
    "plan.items_complete": complete_items,
    "plan.three_offices_signed": signatures,
    "plan.every_item_settled": settled,
}
