"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from shangliang.modules.kits.models import Carried, Kit
from tests import given
from tests.world import NOON, World


def _carried(world: World, more: dict[str, Any]) -> dict[str, Any]:
    gathering = more.get("gathering") or given.one(world, "gathering")
    kit = Kit.objects.create(
        gathering=gathering, person=world.people["jiang"], taken_at=NOON, valid_until=NOON + timedelta(days=7)
    )
    arrived = Carried.objects.create(
        id=uuid4(), gathering=gathering, kit=kit, kind="opinion", sha256="0" * 64, noted_at=NOON, device_at=NOON,
        arrived_at=NOON, words="要人定夺",
    )  # fmt: skip
    return {
        "unit": gathering.unit, "gathering": gathering, "carried": arrived, "person": world.people["jiang"],
        "title": "意见 电梯", "content": {"text": "电梯"}, "reason": "这次协商后来改期了",
    }  # fmt: skip


FIELDS: given.Fields = {"carried": _carried}
