"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shangliang.modules.lists.models import Author, ConcernPart, TakingPart
from tests import given
from tests.world import World

SOON = given.DAY + given.LATER


def _campaign(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "title": f"知情明政 {next(given.numbers)}", "collect_until": SOON,
        "match_until": SOON, "act_until": SOON,
    }  # fmt: skip


def _joined(world: World, campaign: Any) -> None:
    for code in ("d-housing", "d-education"):
        TakingPart.objects.get_or_create(
            campaign=campaign, unit=world.units[code], defaults={"on": given.DAY}
        )


def _in(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {"unit": world.units["yunchuan"], "campaign": more.get("campaign") or given.one(world, "campaign")}


def _concern(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        **_in(world, more), "member": world.people["lin"], "title": "电梯", "present": "没有电梯",
        "suggestion": "加装电梯", "raised_at": world.now,
    }  # fmt: skip


def _authored(world: World, concern: Any) -> None:
    Author.objects.create(concern=concern, person=concern.member)
    part = ConcernPart(unit=world.units["d-housing"], concern=concern, round=concern.round)
    given.moves.begin(part, actor=world.actor("wang"), at=given.NOON)


def _part(world: World, more: dict[str, Any]) -> dict[str, Any]:
    concern = more.get("concern") or given.one(world, "concern")
    return {"unit": world.units["d-housing"], "concern": concern, "round": next(given.numbers)}


def _ask(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        **_in(world, more), "unit": world.units["d-housing"], "title": "电梯怎么装", "wanted": "出主意",
        "deadline": SOON,
    }  # fmt: skip


def _counsel(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["d-housing"], "host": world.units["yunchuan"], "occasion": "ask",
        "ask": more.get("ask") or given.one(world, "dept_ask"), "member": world.people["lin"],
        "text": "先摸底", "due_on": SOON,
    }  # fmt: skip


def _match(world: World, more: dict[str, Any]) -> dict[str, Any]:
    around = given.one(world, "campaign")
    return {
        "unit": world.units["yunchuan"], "campaign": around,
        "concern": given.one(world, "concern", campaign=around), "ask": given.one(world, "dept_ask", campaign=around),
    }  # fmt: skip


def _action(world: World, more: dict[str, Any]) -> dict[str, Any]:
    concern = more.get("concern") or given.one(world, "concern")
    return {
        "unit": world.units["d-housing"], "campaign": concern.campaign, "concern": concern, "text": "装 6 部电梯",
        "due_on": SOON, "first_due_on": SOON, "author": world.people["liu"],
    }  # fmt: skip


def _post(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["d-housing"], "host": world.units["yunchuan"], "title": "一日物业", "about": "跟班",
        "place": "文华社区", "starts_on": given.DAY + given.LATER, "ends_on": given.DAY + given.LATER, "places": 3,
    }  # fmt: skip


def _sign_up(world: World, more: dict[str, Any]) -> dict[str, Any]:
    post = more.get("post") or given.one(world, "experience_post")
    return {"unit": world.units["yunchuan"], "post": post, "member": world.people["lin"], "of": 3}


def _invitation(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["d-housing"], "host": world.units["yunchuan"], "kind": "hearing", "title": "听证会",
        "about": "水价", "place": "大厅", "held_on": SOON, "answer_by": SOON, "wanted": 1,
    }  # fmt: skip


def _invitee(world: World, more: dict[str, Any]) -> dict[str, Any]:
    thing = more.get("invitation") or given.one(world, "list_invitation")
    return {
        "unit": world.units["yunchuan"],
        "invitation": thing,
        "person": world.people["lin"],
        "answer_by": SOON,
    }


FIELDS: given.Fields = {
    "campaign": _campaign,
    "concern": _concern,
    "concern_part": _part,
    "dept_ask": _ask,
    "counsel": _counsel,
    "list_match": _match,
    "list_action": _action,
    "experience_post": _post,
    "sign_up": _sign_up,
    "list_invitation": _invitation,
    "invitee": _invitee,
}
AROUND: given.Around = {"campaign": _joined, "concern": _authored}


def _said(adoption: str, reason: str = "") -> Any:
    return lambda world: {"adoption": adoption, "answer": "已研究", "reason": reason}


def _placed(world: World) -> dict[str, Any]:
    return {"place_no": 1}


def _linked(world: World) -> dict[str, Any]:
    return {
        "member_contact": world.people["lin"], "dept_contact": world.people["liu"], "next_step": "见面",
        "next_on": SOON,
    }  # fmt: skip


def _settled(world: World) -> dict[str, Any]:
    return {"outcome": "商定列入计划"}


def _result(world: World) -> dict[str, Any]:
    return {"result": "6 部都装好了"}


# kind → state → the columns that the table's constraints demand there
NEEDS: given.Needs = {
    "concern": {
        "merged": lambda world: {"merged_into": given.one(world, "concern")},
        "handled": lambda world: {"dispatch": given.one(world, "dispatch")},
        "answered": _said("reference"), "adopted": _said("adopted"), "declined": _said("rejected", "条件不具备"),
    },
    "concern_part": {"answered": _said("adopted")},
    "dept_ask": {"concluded": lambda world: {"summary": "采纳 3 条"}},
    "counsel": {"answered": _said("adopted")},
    "list_match": {"linked": _linked, "settled": _settled},
    "list_action": {
        "claimed": _result, "done": _result, "kept": _result,
        "published": lambda world: {**_result(world), "published_on": given.DAY},
    },
    "sign_up": {"placed": _placed, "attended": _placed, "logged": _placed, "absent": _placed},
    "list_invitation": {"reported": lambda world: {"report": "12 人到场"}},
    "invitee": {"declined": lambda world: {"reason": "出差"}},
}  # fmt: skip


# --- what each guard asks for, supplied by hand


def proven(world: World, action: Any, at: datetime) -> None:
    action.evidence.create(text="看得到", person=world.people["liu"], at=at)


def come(world: World, invitation: Any, at: datetime) -> None:
    type(invitation)._default_manager.filter(pk=invitation.pk).update(held_on=at.date(), answer_by=at.date())


FILLS: given.Fills = {
    "list_action.has_evidence": proven,
    "list_invitation.its_day_has_come": come,
}
