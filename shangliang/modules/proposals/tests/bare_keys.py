"""The least of departments asked beforehand, key proposals and supervising activities: for `tests/bare.py`."""

from __future__ import annotations

from typing import Any

from shangliang.modules.proposals.models.keys import CONCLUDED, LED, REPORTED, STARTED
from tests import given
from tests.given import put
from tests.world import NOON, World


def _pre_assignment(world: World, more: dict[str, Any]) -> dict[str, Any]:
    proposal = more.get("proposal") or given.in_state(world, "proposal", "pre_assigned")
    return {"proposal": proposal, "unit": world.units["d-housing"], "part": "sole"}


def _key(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "year": 2026,
        "proposal": more.get("proposal") or given.in_state(world, "proposal", "assigned"),
        "reason": "群众反映集中", "nominator": world.people["wang"], "plan": "三月调研，五月协商。",
        "leader": world.people["zhao"], "supervisor": world.people["chen"],
    }  # fmt: skip


def _act(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "key": more.get("key") or given.bare(world, "key_proposal"),
        "kind": "consult", "day": given.DAY + given.LATER, "place": "文华社区", "aim": "看加装进度",
        "person": world.people["wang"],
    }  # fmt: skip


def _asked(world: World, key: Any) -> None:
    key.views.create(unit=world.units["p-minmeng"], says="agree", person=world.people["fan"], at=NOON)


def _needs(state: str) -> Any:
    def found(world: World) -> dict[str, Any]:
        columns: dict[str, Any] = {}
        if state in LED:
            columns |= {
                "decider": world.people["chen"],
                "decided_on": given.DAY,
                "meeting": "第 30 次主席会议",
            }
        if state in STARTED:
            columns |= {"started_at": NOON}
        if state in CONCLUDED:
            columns |= {"conclusion": "已动工", "concluder": world.people["wang"], "concluded_on": given.DAY}
        if state in REPORTED:
            columns |= {"reported_to": "市委、市政府主要领导", "reported_on": given.DAY}
        return columns | ({"summary": "全年两次督办"} if state == "summarised" else {})

    return found


def _held(world: World, key: Any, at: Any) -> None:
    given.in_state(world, "supervise_act", "held", key=key)


def _ruled(world: World) -> dict[str, Any]:
    return {"ruler": world.people["sun"], "ruling": "按三定规定办", "note": "不归我局"}


FIELDS: given.Fields = {"pre_assignment": _pre_assignment, "key_proposal": _key, "supervise_act": _act}
AROUND: given.Around = {"key_proposal": _asked}
NEEDS: given.Needs = {
    "pre_assignment": {
        "objected": lambda world: {"note": "不归我局", "person": world.people["liu"]},
        "upheld": _ruled, "replaced": _ruled,
    },
    "key_proposal": {state: _needs(state) for state in LED},
    "supervise_act": {"held": lambda world: {"record": "现场看了 6 栋楼"}},
}  # fmt: skip
FILLS: given.Fills = {
    "key_proposal.was_held": _held,
    "key_proposal.nothing_is_planned": lambda world, key, at: key.acts.filter(state="planned").delete(),
    "key_proposal.has_conclusion": put(conclusion="已动工"),
    "key_proposal.has_summary": put(summary="全年两次督办"),
    "supervise_act.has_record": put(record="现场看了"),
    "supervise_act.proposer_took_part": put(absent="因病请假"),
}
