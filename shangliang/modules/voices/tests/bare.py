"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from typing import Any

from shangliang.kernel.text import code
from shangliang.modules.voices.models import GridSheet
from tests import given
from tests.world import NOON, World


def _voice(world: World, more: dict[str, Any]) -> dict[str, Any]:
    mark = f"{next(given.numbers):08d}"
    return {
        "unit": world.units["yunchuan"], "source": "citizen", "title": "路灯不亮",
        "body": "文华社区的路灯坏了一个月。",
        "raised_at": NOON, "receipt": code(), "same_key": mark, "sheet": _sheet(world, mark),
        "person": world.people["lin"], "field": world.fields["城乡建设"],
    }  # fmt: skip


def _call(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "slug": code(), "title": "您身边的事", "text": "请说。",
        "closes_on": given.DAY + given.LATER,
    }  # fmt: skip


def _sheet(world: World, mark: str) -> Any:
    return GridSheet.objects.create(
        unit=world.units["shiqiao-wenhua"], worker=world.people["zhou"], paper_no=mark,
        collected_on=given.DAY, token=mark, at=NOON,
    )  # fmt: skip


FIELDS: given.Fields = {"voice": _voice, "call": _call}
# kind → state → the columns that the table's constraints demand there
NEEDS: given.Needs = {
    "voice": {
        "passed_on": lambda world: {"dispatch": given.one(world, "dispatch")},
        "not_taken": lambda world: {"decline_reason": "vague"},
        "answered": lambda world: {"answer": "路灯已修好。"},
    },
}  # fmt: skip
