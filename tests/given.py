"""One more thing of any kind for a test, made by the kernel alone: no services, the least the tables demand.

given.one(world, "topic", title="路灯")          begun, in its first state
given.in_state(world, "topic", "merged")         put there by hand: for tests of rights, not of work
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.apps import apps

from shangliang.kernel import moves, text
from shangliang.kernel.access import Actor, Seat
from shangliang.kernel.models import Staged
from tests.world import NOON, World

_numbers = count(1)
DAY = date(2026, 3, 2)
LATER = timedelta(days=60)


def model(kind: str) -> type[Staged]:
    return moves.kind_named(kind).model


def raiser(voice: Staged) -> Actor:
    """Somebody who shows the receipt of this voice."""
    return Actor("提出人", seats=(Seat("raiser", "", voice.pk), Seat("public")))


def voice(world: World, **more: Any) -> Any:
    return one(world, "voice", **more)


def one(world: World, kind: str, *, by: str = "wang", **more: Any) -> Any:
    """A new thing of this kind in its first state, with what stands around it."""
    fields = {**_FIELDS[kind](world, more), **more}
    thing = model(kind)(**fields)
    moves.begin(thing, actor=world.actor(by), at=NOON)
    _AROUND.get(kind, lambda world, thing: None)(world, thing)
    return thing


def in_state(world: World, kind: str, state: str, **more: Any) -> Any:
    """A thing in this state. What the table's constraints ask of the state is filled in."""
    thing = one(world, kind, **more)
    type(thing)._default_manager.filter(pk=thing.pk).update(state=state, **needs(world, kind, state))
    thing.refresh_from_db()
    return thing


def _voice(world: World, more: dict[str, Any]) -> dict[str, Any]:
    mark = f"{next(_numbers):08d}"
    return {
        "unit": world.units["yunchuan"], "source": "citizen", "title": "路灯不亮",
        "body": "文华社区的路灯坏了一个月。",
        "raised_at": NOON, "receipt": text.code(), "same_key": mark, "sheet": _sheet(world, mark),
        "person": world.people["lin"], "field": world.fields["城乡建设"],
    }  # fmt: skip


def _sheet(world: World, mark: str) -> Any:
    sheet = apps.get_model("voices", "GridSheet")
    return sheet._default_manager.create(
        unit=world.units["shiqiao-wenhua"], worker=world.people["zhou"], paper_no=mark,
        collected_on=DAY, token=mark, at=NOON,
    )  # fmt: skip


def _call(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "slug": text.code(), "title": "您身边的事", "text": "请说。",
        "closes_on": DAY + LATER,
    }  # fmt: skip


def _topic(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "title": "老旧小区加装电梯", "summary": "老人上下楼难。",
        "origin": "raised", "field": world.fields["城乡建设"],
    }  # fmt: skip


def _dispatch(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "number": f"交办〔2026〕{next(_numbers)}号", "title": "加装电梯",
        "ask": "请办理。", "origin": "协商建议", "sender": world.people["wang"],
    }  # fmt: skip


def _handled(world: World, dispatch: Any) -> None:
    one(world, "assignment", dispatch=dispatch)


def _assignment(world: World, more: dict[str, Any]) -> dict[str, Any]:
    dispatch = more.get("dispatch") or _bare(world, "dispatch")
    return {"dispatch": dispatch, "unit": world.units["d-housing"], "part": "sole", "opinion": "同意"}


def _bare(world: World, kind: str) -> Any:
    """The thing alone, without what would stand around it."""
    thing = model(kind)(**_FIELDS[kind](world, {}))
    moves.begin(thing, actor=world.actor("wang"), at=NOON)
    return thing


def _promise(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "assignment": more.get("assignment") or one(world, "assignment"), "unit": world.units["d-housing"],
        "text": "年底前装好十部电梯", "due_on": DAY + LATER, "first_due_on": DAY + LATER,
    }  # fmt: skip


def _plan(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {"unit": world.units["yunchuan"], "year": 2000 + next(_numbers), "title": "年度协商计划"}


def _plan_item(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "plan": more.get("plan") or one(world, "plan"), "unit": world.units["yunchuan"],
        "topic": more.get("topic") or one(world, "topic"), "title": "加装电梯", "type": "monthly", "month": 5,
    }  # fmt: skip


def _signature(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "plan": more.get("plan") or one(world, "plan"), "unit": world.units["o-party"], "title": "年度协商计划"
    }  # fmt: skip


def _gathering(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "topic": more.get("topic") or one(world, "topic"),
        "title": "电梯协商会", "type": "micro", "template": "quick", "sign_in_code": text.code(),
        "convener": world.people["jiang"], "place": "社区会议室", "starts_at": NOON + timedelta(days=7),
    }  # fmt: skip


def _invited(world: World, gathering: Any) -> None:
    for who, capacity in (("lin", "member"), ("hou", "head")):
        gathering.participants.create(person=world.people[who], name=who, capacity=capacity)


def _document(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "topic": more.get("topic") or one(world, "topic"),
        "kind": "special_report", "title": "协商专报", "body": "正文", "author": world.people["wang"],
        "number": f"专报〔2026〕{next(_numbers)}号",
    }  # fmt: skip


def _instruction(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "document": more.get("document") or one(world, "document"),
        "leader": "赵国栋", "rank": "city", "text": "请住建局研究。", "on": DAY,
    }  # fmt: skip


def _recommendation(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "topic": more.get("topic") or one(world, "topic"),
        "order": next(_numbers), "text": "加快办理加装电梯手续",
    }  # fmt: skip


def _feedback(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "topic": more.get("topic") or one(world, "topic"),
        "title": "结果反馈清单", "summary": "件件有回音",
    }  # fmt: skip


def _look_back(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "topic": more.get("topic") or one(world, "topic"),
        "round": next(_numbers), "visit_on": DAY + LATER, "why": "反馈满半年", "person": world.people["lin"],
    }  # fmt: skip


_FIELDS: dict[str, Callable[[World, dict[str, Any]], dict[str, Any]]] = {
    "voice": _voice, "call": _call, "topic": _topic, "dispatch": _dispatch, "assignment": _assignment,
    "promise": _promise, "plan": _plan, "plan_item": _plan_item, "signature": _signature, "gathering": _gathering,
    "document": _document, "instruction": _instruction, "recommendation": _recommendation,
    "feedback": _feedback, "look_back": _look_back,
}  # fmt: skip
_AROUND: dict[str, Callable[[World, Any], None]] = {"dispatch": _handled, "gathering": _invited}


def _adopted(world: World) -> dict[str, Any]:
    return {"dispatch": one(world, "dispatch"), "adoption": "adopted"}


def _issued(world: World) -> dict[str, Any]:
    return {"number": "云办发〔2026〕1号", "issued_on": DAY}


# kind → state → the columns that the table's constraints demand there
_NEEDS: dict[str, dict[str, Callable[[World], dict[str, Any]]]] = {
    "voice": {
        "passed_on": lambda world: {"dispatch": one(world, "dispatch")},
        "not_taken": lambda world: {"decline_reason": "vague"},
        "answered": lambda world: {"answer": "路灯已修好。"},
    },
    "topic": {
        "merged": lambda world: {"merged_into": one(world, "topic")},
        "not_taken": lambda world: {"decline_reason": "done"},
        "passed_on": lambda world: {"dispatch": one(world, "dispatch")},
    },
    "plan": {"issued": _issued, "closed": _issued},
    "signature": {"signed": lambda world: {"person": world.people["qian"], "at": NOON}},
    "document": {
        "submitted": lambda world: {"submitted_on": DAY},
        "echoed": lambda world: {"submitted_on": DAY},
    },
    "instruction": {
        "forwarded": lambda world: {"passed_to": world.units["d-housing"], "due_on": DAY + LATER},
        "answered": lambda world: {"passed_to": world.units["d-housing"], "answer": "已落实"},
    },
    "recommendation": {
        "sent": lambda world: {"dispatch": one(world, "dispatch")},
        "decided": _adopted, "delivered": _adopted, "fed_back": _adopted, "settled": _adopted,
    },
    "feedback": {"published": lambda world: {"published_on": DAY}},
    "look_back": {"concluded": lambda world: {"finding": "kept", "notes": "电梯都在用"}},
}  # fmt: skip


def needs(world: World, kind: str, state: str) -> dict[str, Any]:
    """What the table's constraints demand of a thing in this state."""
    return _NEEDS.get(kind, {}).get(state, lambda world: {})(world)
