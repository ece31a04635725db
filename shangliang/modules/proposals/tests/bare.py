"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from typing import Any

from shangliang.modules.proposals.tests import bare_keys
from tests import given
from tests.world import World


def _proposal(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "kind": "personal", "drafter": world.people["lin"], "title": "加装电梯",
        "situation": "老人下楼难。",
    }  # fmt: skip


FIELDS: given.Fields = {"proposal": _proposal, **bare_keys.FIELDS}
AROUND: given.Around = {**bare_keys.AROUND}
NEEDS: given.Needs = {**bare_keys.NEEDS}
FILLS: given.Fills = {**bare_keys.FILLS}
