"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests import given
from tests.given import put
from tests.world import World


def _document(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "topic": more.get("topic") or given.one(world, "topic"),
        "kind": "special_report", "title": "协商专报", "body": "正文", "author": world.people["wang"],
        "number": f"专报〔2026〕{next(given.numbers)}号",
    }  # fmt: skip


def _instruction(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "document": more.get("document") or given.one(world, "document"),
        "leader": "赵国栋", "rank": "city", "text": "请住建局研究。", "on": given.DAY,
    }  # fmt: skip


def _recommendation(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "topic": more.get("topic") or given.one(world, "topic"),
        "order": next(given.numbers), "text": "加快办理加装电梯手续",
    }  # fmt: skip


def _feedback(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "topic": more.get("topic") or given.one(world, "topic"),
        "title": "结果反馈清单", "summary": "件件有回音",
    }  # fmt: skip


def _look_back(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "topic": more.get("topic") or given.one(world, "topic"),
        "round": next(given.numbers), "visit_on": given.DAY + given.LATER, "why": "反馈满半年",
        "person": world.people["lin"],
    }  # fmt: skip


def _adopted(world: World) -> dict[str, Any]:
    return {"dispatch": given.one(world, "dispatch"), "adoption": "adopted"}


FIELDS: given.Fields = {
    "document": _document,
    "instruction": _instruction,
    "recommendation": _recommendation,
    "feedback": _feedback,
    "look_back": _look_back,
}
# kind → state → the columns that the table's constraints demand there
NEEDS: given.Needs = {
    "document": {
        "submitted": lambda world: {"submitted_on": given.DAY},
        "echoed": lambda world: {"submitted_on": given.DAY},
    },
    "instruction": {
        "forwarded": lambda world: {"passed_to": world.units["d-housing"], "due_on": given.DAY + given.LATER},
        "answered": lambda world: {"passed_to": world.units["d-housing"], "answer": "已落实"},
    },
    "recommendation": {
        "sent": lambda world: {"dispatch": given.one(world, "dispatch")},
        "decided": _adopted, "delivered": _adopted, "fed_back": _adopted, "settled": _adopted,
    },
    "feedback": {"published": lambda world: {"published_on": given.DAY}},
    "look_back": {"concluded": lambda world: {"finding": "kept", "notes": "电梯都在用"}},
}  # fmt: skip


# --- what each guard asks for, supplied by hand


def discussed(world: World, recommendation: Any, at: datetime) -> None:
    topic = recommendation.topic
    type(topic)._default_manager.filter(pk=topic.pk).update(state="discussing")


def listed(world: World, feedback: Any, at: datetime) -> None:
    asked = given.in_state(world, "recommendation", "decided", topic=feedback.topic, result="已装好")
    feedback.items.create(recommendation=asked, result="已装好")


FILLS: given.Fills = {
    "recommendation.topic_was_discussed": discussed,
    "recommendation.has_result": put(result="已装好"),
    "feedback.has_items": listed,
}
