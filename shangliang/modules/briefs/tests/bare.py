"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from typing import Any

from shangliang.modules.briefs.models import PRINTED, Author, Telling, Version
from tests import given
from tests.given import put
from tests.world import NOON, World


def _brief(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "drafter": world.people["lin"], "source": "member",
        "title": "校门口缺减速带", "situation": "早晚高峰车速快。", "advice": "请交通局加装减速带。",
    }  # fmt: skip


def _adoption(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "brief": more.get("brief") or given.in_state(world, "brief", "issued"),
        "level": "city", "kind": "single", "result": "used", "on": given.DAY, "evidence": "采用通知",
        "person": world.people["wang"],
    }  # fmt: skip


def _station(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "name": f"文华社区信息站 {next(given.numbers)}", "place": "文华社区",
        "contact": world.people["zhou"], "opened_on": given.DAY,
    }  # fmt: skip


FIELDS: given.Fields = {"brief": _brief, "adoption": _adoption, "info_station": _station}


def _reported(world: World, brief: Any) -> None:
    Author.objects.create(
        brief=brief, place=0, person=world.people["lin"], name="林晓梅", identity="city", agreed_at=NOON
    )


AROUND: given.Around = {"brief": _reported}


def _version(world: World, kind: str) -> Version:
    """Of a brief of its own: the table only asks that there is one."""
    return Version.objects.create(
        brief=given.bare(world, "brief"), number=1, kind=kind, title="减速带", situation="车速快", advice="请加装",
        person=world.people["wang"], at=NOON,
    )  # fmt: skip


def _in(world: World) -> dict[str, Any]:
    return {"original": _version(world, "original")}


def _edited(world: World) -> dict[str, Any]:
    return {**_in(world), "edition": _version(world, "edited"), "editor": world.people["luo"]}


def _reviewed(world: World) -> dict[str, Any]:
    return {**_edited(world), "reviewer": world.people["wang"]}


def _signed(world: World) -> dict[str, Any]:
    return {**_reviewed(world), "signer": world.people["chen"], "sent_to": "市委、市政府"}


def _printed(world: World) -> dict[str, Any]:
    number = next(given.numbers)
    return {
        **_signed(world), "issue_year": 2026, "issue_no": number, "number": f"〔2026〕第{number}期",
        "issued_on": given.DAY, "feedback": "已被采用",
    }  # fmt: skip


def _forwarded(world: World) -> dict[str, Any]:
    return {**_printed(world), "dispatch": given.one(world, "dispatch"), "forwarded_at": NOON}


def _merged(world: World) -> dict[str, Any]:
    return {
        **_in(world),
        "merged_into": given.bare(world, "brief"),
        "merged_place": 1,
        "feedback": "已被采用",
    }


NEEDS: given.Needs = {
    "brief": {
        "submitted": _in, "rejected": lambda world: {**_in(world), "reject_reason": "vague"}, "merged": _merged,
        "edited": _edited, "reviewed": _reviewed, "signed": _signed,
        **dict.fromkeys(PRINTED, _printed),
        # A closed one may have gone out in a composite; this holds for both ways there.
        "fed_back": _merged,
        **dict.fromkeys(["forwarded", "handling", "refusing"], _forwarded),
    },
    "adoption": {"told": lambda world: {"telling": _telling(world)}},
}  # fmt: skip


def _telling(world: World) -> Telling:
    return Telling.objects.create(
        brief=given.bare(world, "brief"), text="已被市里采用", person=world.people["wang"], at=NOON
    )


# --- what each guard asks for, supplied by hand


FILLS: given.Fills = {
    "brief.is_composite": put(composite=True),
    "brief.is_single": put(composite=False),
}
