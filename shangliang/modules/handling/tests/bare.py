"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests import given
from tests.given import put
from tests.world import World


def _dispatch(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "number": f"交办〔2026〕{next(given.numbers)}号", "title": "加装电梯",
        "ask": "请办理。", "origin": "协商建议", "sender": world.people["wang"],
    }  # fmt: skip


def _assignment(world: World, more: dict[str, Any]) -> dict[str, Any]:
    dispatch = more.get("dispatch") or given.bare(world, "dispatch")
    return {"dispatch": dispatch, "unit": world.units["d-housing"], "part": "sole", "opinion": "同意"}


def _promise(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "assignment": more.get("assignment") or given.one(world, "assignment"), "unit": world.units["d-housing"],
        "text": "年底前装好十部电梯", "due_on": given.DAY + given.LATER, "first_due_on": given.DAY + given.LATER,
    }  # fmt: skip


def _handled(world: World, dispatch: Any) -> None:
    given.one(world, "assignment", dispatch=dispatch)


FIELDS: given.Fields = {"dispatch": _dispatch, "assignment": _assignment, "promise": _promise}
AROUND: given.Around = {"dispatch": _handled}


# --- what each guard asks for, supplied by hand


def draft(world: World, part: Any, at: datetime) -> None:
    version = part.replies.count() + 1
    reply = part.replies.create(
        version=version, text="已办理", adoption="adopted", norm="solved", author=world.people["liu"], at=at
    )
    for helper in part.dispatch.assignments.exclude(pk=part.pk).exclude(state="reassigned"):
        reply.countersigns.create(unit=helper.unit, person=world.people["xu"], agrees=True, at=at)


def helper(world: World, part: Any, at: datetime) -> None:
    given.one(world, "assignment", dispatch=part.dispatch, unit=world.units["d-urban"], part="assist")
    draft(world, part, at)


def all_replied(world: World, dispatch: Any, at: datetime) -> None:
    dispatch.assignments.update(state="replied", due_at=None, clock_of="", clock_from=None, clock_at=None)


def evidence(world: World, promise: Any, at: datetime) -> None:
    promise.evidence.create(text="照片", person=world.people["liu"], at=at)


FILLS: given.Fills = {
    "assignment.answers_itself": put(part="sole"),
    "assignment.only_helps": put(part="assist"),
    "assignment.has_draft": draft,
    "assignment.has_helpers": helper,
    "assignment.helpers_agree": draft,
    "dispatch.all_have_replied": all_replied,
    "promise.has_evidence": evidence,
}
