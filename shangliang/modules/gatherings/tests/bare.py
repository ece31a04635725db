"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shangliang.kernel.text import code
from tests import given
from tests.given import put
from tests.world import NOON, World


def _gathering(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "topic": more.get("topic") or given.one(world, "topic"),
        "title": "电梯协商会", "type": "micro", "template": "quick", "sign_in_code": code(),
        "convener": world.people["jiang"], "place": "社区会议室", "starts_at": NOON + timedelta(days=7),
    }  # fmt: skip


def _invited(world: World, gathering: Any) -> None:
    for who, capacity in (("lin", "member"), ("hou", "head")):
        gathering.participants.create(person=world.people[who], name=who, capacity=capacity)


FIELDS: given.Fields = {"gathering": _gathering}
AROUND: given.Around = {"gathering": _invited}


# --- what each guard asks for, supplied by hand


def agenda(world: World, gathering: Any, at: datetime) -> None:
    gathering.agenda.create(order=1, part="report", title="通报")


def signed_in(world: World, gathering: Any, at: datetime) -> None:
    gathering.participants.filter(capacity="member").update(signed_in_at=at, signed_how="desk")


def opinion(world: World, gathering: Any, at: datetime) -> None:
    first = gathering.participants.first()
    gathering.opinions.create(participant=first, text="同意", at=at, token=str(at))


def lights(world: World, gathering: Any, at: datetime) -> None:
    for kind in ("theme", "consultation", "problem", "case", "media"):
        gathering.lights.create(kind=kind, evidence="见附件", person=world.people["wang"], at=at)


FILLS: given.Fills = {
    "gathering.has_agenda": agenda,
    "gathering.member_signed_in": signed_in,
    "gathering.has_opinions": opinion,
    "gathering.has_minutes": put(minutes="一致同意"),
    "gathering.five_lights": lights,
}
