"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests import given
from tests.world import World


def _topic(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "title": "老旧小区加装电梯", "summary": "老人上下楼难。",
        "origin": "raised", "field": world.fields["城乡建设"],
    }  # fmt: skip


FIELDS: given.Fields = {"topic": _topic}
# kind → state → the columns that the table's constraints demand there
NEEDS: given.Needs = {
    "topic": {
        "merged": lambda world: {"merged_into": given.one(world, "topic")},
        "not_taken": lambda world: {"decline_reason": "done"},
        "passed_on": lambda world: {"dispatch": given.one(world, "dispatch")},
    },
}  # fmt: skip


# --- what each guard asks for, supplied by hand


def score(world: World, topic: Any, at: datetime) -> None:
    topic.scores.create(person=world.people["wang"], scale="doable", first=3, second=3, third=3, at=at)


FILLS: given.Fills = {
    "topic.has_score": score,
}
