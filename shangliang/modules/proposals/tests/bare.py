"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from shangliang.modules.org.models import Term
from shangliang.modules.proposals.models import (
    FILED,
    Category,
    PreAssignment,
    Proposal,
    Review,
    Session,
    Signer,
    Suggestion,
    Version,
)
from shangliang.modules.proposals.tests import bare_keys
from tests import given
from tests.given import put
from tests.world import NOON, World

FAR = 50_000  # numbers put by hand are far from those that are given


def session(world: World) -> Session:
    """The session that sits at the world's noon."""
    unit = world.units["yunchuan"]
    found, _new = Session.objects.get_or_create(
        unit=unit, term=Term.objects.get(unit=unit), number=5,
        defaults={
            "opens_on": date(2026, 2, 27), "closes_on": date(2026, 3, 4), "deadline": date(2026, 3, 3),
        },
    )  # fmt: skip
    return found


def category(world: World) -> Category:
    unit = world.units["yunchuan"]
    return Category.objects.get_or_create(unit=unit, name="交通旅游", defaults={"main": "economy"})[0]


def _proposal(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "drafter": world.people["lin"], "kind": "personal",
        "title": "关于在校门口加装减速带的提案", "situation": "早晚高峰车速快。", "not_secret": True,
    }  # fmt: skip


FIELDS: given.Fields = {"proposal": _proposal, **bare_keys.FIELDS}


def _signed(world: World, proposal: Any) -> None:
    Signer.objects.create(
        proposal=proposal, place=0, role="first", person=world.people["lin"], agreed_at=NOON
    )
    Suggestion.objects.create(proposal=proposal, number=1, text="请市交通局加装减速带。")


AROUND: given.Around = {"proposal": _signed, **bare_keys.AROUND}


def _handed_in(world: World) -> dict[str, Any]:
    """The version is of a proposal of its own: the table only asks that there is one."""
    version = Version.objects.create(
        proposal=given.bare(world, "proposal"), number=1, title="减速带", situation="车速快",
        suggestions=["请加装"], person=world.people["lin"], at=NOON,
    )  # fmt: skip
    return {
        "original": version, "session": session(world), "timing": "conference", "submitted_at": NOON,
        "serial_no": FAR + next(given.numbers),
    }  # fmt: skip


def _filed(world: World) -> dict[str, Any]:
    number = FAR + next(given.numbers)
    return {
        **_handed_in(world), "case_no": number, "category": category(world), "category_no": number,
        "filed_on": given.DAY, "number": f"第{number:04d}号（交通旅游类{number:03d}号）",
    }  # fmt: skip


def _sent(world: World) -> dict[str, Any]:
    return {**_filed(world), "dispatch": given.one(world, "dispatch"), "assigned_at": NOON}


def _not_filed(world: World) -> dict[str, Any]:
    return {**_handed_in(world), "ground": "vague", "ground_note": "没有具体建议", "course": "returned"}


def _offered(world: World) -> dict[str, Any]:
    return {**_not_filed(world), "course": "brief"}


def _turned(world: World) -> dict[str, Any]:
    return {**_offered(world), "brief": given.one(world, "brief"), "consented_at": NOON}


NEEDS: given.Needs = {
    "proposal": {
        "cosigning": lambda world: {"cosign_until": NOON + timedelta(hours=3)},
        **dict.fromkeys(["submitted", "returned", "reviewing"], _handed_in),
        "offered": _offered, "not_filed": _not_filed, "turned": _turned,
        "merged": lambda world: {**_handed_in(world), "merged_into": given.bare(world, "proposal")},
        **dict.fromkeys(FILED, _sent), "filed": _filed, "pre_assigned": _filed,
    },
    **bare_keys.NEEDS,
}  # fmt: skip


# --- what each guard asks for, supplied by hand


def _asked(world: World, proposal: Proposal, at: datetime) -> None:
    place = proposal.signers.count()
    someone = world.people["deng"]
    if not proposal.signers.filter(person=someone).update(agreed_at=None, struck_at=None):
        Signer.objects.create(proposal=proposal, place=place, role="cosigner", person=someone)


def _answered(world: World, proposal: Proposal, at: datetime) -> None:
    proposal.signers.filter(agreed_at=None).update(struck_at=at)


def _reviewed(world: World, proposal: Proposal, at: datetime) -> None:
    assert proposal.original is not None
    for who, stage in (("wang", "first"), ("gao", "second")):
        Review.objects.get_or_create(
            proposal=proposal, version=proposal.original.number, stage=stage, person=world.people[who],
            defaults={
                "advice": "file", "qualified": True, "content_fit": True, "form_fit": True, "at": at,
            },
        )  # fmt: skip


def _pre_assigned(world: World, proposal: Proposal, at: datetime) -> None:
    given.one(world, "pre_assignment", proposal=proposal)


def _agreed(world: World, proposal: Proposal, at: datetime) -> None:
    PreAssignment.objects.filter(proposal=proposal).update(state="agreed", due_at=None, clock_at=None)


FILLS: given.Fills = {
    "proposal.has_session": lambda world, proposal, at: session(world),
    "proposal.may_be_asked": _asked,
    "proposal.everybody_answered": _answered,
    "proposal.has_category": lambda world, proposal, at: put(category=category(world))(world, proposal, at),
    "proposal.reviewed_enough": _reviewed,
    "proposal.has_pre_assignment": _pre_assigned,
    "proposal.departments_agree": _agreed,
    **bare_keys.FILLS,
}
