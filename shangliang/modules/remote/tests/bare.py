"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from typing import Any

from tests import given
from tests.world import World


def _session(world: World, more: dict[str, Any]) -> dict[str, Any]:
    meeting = more.get("gathering") or given.in_state(world, "gathering", "noticed")
    return {"unit": meeting.unit, "gathering": meeting, "dial_in": "电话会议 0531-0000，会议号 12"}


FIELDS: given.Fields = {"remote_session": _session}
