"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shangliang.kernel import moves
from shangliang.modules.handling.models import Countersign
from tests import given
from tests.given import put
from tests.world import NOON, World


def _dispatch(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "number": f"交办〔2026〕{next(given.numbers)}号", "title": "加装电梯",
        "ask": "请办理。", "origin": "协商建议", "sender": world.people["wang"],
    }  # fmt: skip


def _assignment(world: World, more: dict[str, Any]) -> dict[str, Any]:
    dispatch = more.get("dispatch") or given.bare(world, "dispatch")
    return {
        "dispatch": dispatch,
        "unit": world.units["d-housing"],
        "part": "sole",
        "opinion": "同意",
        "sent_at": NOON,
    }


def _promise(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "assignment": more.get("assignment") or given.one(world, "assignment"), "unit": world.units["d-housing"],
        "text": "年底前装好十部电梯", "due_on": given.DAY + given.LATER, "first_due_on": given.DAY + given.LATER,
    }  # fmt: skip


def _contact(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {"assignment": given.one(world, "assignment"), "unit": world.units["d-housing"]}


def _countersign(world: World, more: dict[str, Any]) -> dict[str, Any]:
    part = given.one(world, "assignment")
    given.one(world, "assignment", dispatch=part.dispatch, unit=world.units["d-urban"], part="assist")
    reply = part.replies.create(
        version=1, text="已办理", adoption="adopted", norm="solved", author=world.people["liu"], at=NOON
    )
    return {"reply": reply, "unit": world.units["d-urban"]}


def _extension(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "assignment": given.one(world, "assignment"), "unit": world.units["d-housing"], "was": given.DAY,
        "until": given.DAY + given.LATER, "reason": "要等招标", "asker": world.people["liu"],
    }  # fmt: skip


def _milestone(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "promise": given.one(world, "promise"), "unit": world.units["d-housing"], "text": "完成招标",
        "due_on": given.DAY + given.LATER,
    }  # fmt: skip


def _question(world: World, more: dict[str, Any]) -> dict[str, Any]:
    lin = world.people["lin"]
    return {
        "dispatch": given.one(world, "dispatch"), "unit": world.units["yunchuan"], "round": 1,
        "by": f"person:{lin.pk}", "person": lin, "label": lin.name,
    }  # fmt: skip


def _said(world: World) -> dict[str, Any]:
    return {"answer": "no", "comment": "没有动工", "answered_at": NOON}


def _signed(world: World) -> dict[str, Any]:
    return {"person": world.people["xu"], "at": NOON, "note": "请改"}


def _handled(world: World, dispatch: Any) -> None:
    given.one(world, "assignment", dispatch=dispatch)


FIELDS: given.Fields = {
    "dispatch": _dispatch, "assignment": _assignment, "promise": _promise, "contact": _contact,
    "countersign": _countersign, "extension": _extension, "milestone": _milestone, "question": _question,
}  # fmt: skip
NEEDS: given.Needs = {
    "countersign": {
        "agreed": _signed, "objected": _signed,
        "overruled": lambda world: {"ruler": world.people["sun"], "ruling": "按主办意见办"},
    },
    "extension": {"granted": lambda world: {"granter": world.people["sun"]}},
    "milestone": {"reached": lambda world: {"done_on": given.DAY}},
    "question": dict.fromkeys(("confirmed", "doubted", "upheld", "dismissed"), _said),
}  # fmt: skip
AROUND: given.Around = {"dispatch": _handled}


# --- what each guard asks for, supplied by hand


def draft(world: World, part: Any, at: datetime) -> None:
    version = part.replies.count() + 1
    reply = part.replies.create(
        version=version, text="已办理", adoption="adopted", norm="solved", author=world.people["liu"], at=at
    )
    for helper in part.dispatch.assignments.exclude(pk=part.pk).exclude(state="reassigned"):
        one = Countersign(reply=reply, unit=helper.unit)
        moves.prepare(one, at)
        one.state, one.person, one.at = "agreed", world.people["xu"], at
        one.save()


def helper(world: World, part: Any, at: datetime) -> None:
    given.one(world, "assignment", dispatch=part.dispatch, unit=world.units["d-urban"], part="assist")
    draft(world, part, at)


def all_replied(world: World, dispatch: Any, at: datetime) -> None:
    dispatch.assignments.update(state="replied", due_at=None, clock_of="", clock_from=None, clock_at=None)


def evidence(world: World, promise: Any, at: datetime) -> None:
    promise.evidence.create(text="照片", person=world.people["liu"], at=at)


def overdue(world: World, asked: Any, at: datetime) -> None:
    type(asked).objects.filter(pk=asked.pk).update(due_at=at - timedelta(days=1))


FILLS: given.Fills = {
    "countersign.worth_a_ruling": overdue,
    "assignment.answers_itself": put(part="sole"),
    "assignment.only_helps": put(part="assist"),
    "assignment.has_draft": draft,
    "assignment.has_helpers": helper,
    "assignment.helpers_agree": draft,
    "dispatch.all_have_replied": all_replied,
    "promise.has_evidence": evidence,
}
