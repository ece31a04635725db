"""What to open of the proposals, and who opens it. `found.add` and `newest` are those of tests.browser.routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import (
    Category,
    PanelGroup,
    PanelSeat,
    Proposal,
    ProposalFile,
    Session,
    Signer,
)

POST_ONLY = {
    "proposals:consent", "proposals:second", "proposals:detach", "proposals:unseat", "proposals:from_voice",
    "proposals:from_topic",
}  # fmt: skip


def proposals(found: Any, newest: Callable[..., Any]) -> None:
    city = Proposal.objects.filter(unit__code="yunchuan")
    _lists(found, newest)
    _writing(found, newest, city)
    _committee(found, newest, city)
    _arranging(found, newest)


def _lists(found: Any, newest: Callable[..., Any]) -> None:
    for who in ("lin", "fan"):
        found.add(who, "proposals:mine")
        found.add(who, "proposals:new")
    found.add("lin", "proposals:mine", query="?stage=handling")
    for who in ("wang", "chen"):
        found.add(who, "proposals:desk")
    found.add("wang", "proposals:desk", query="?state=reviewing")
    reviewer = newest(PanelSeat, "person__username", until=None)
    found.add(reviewer or "wang", "proposals:reviewing")
    for who in ("wang", "lin", "zhao"):
        found.add(who, "proposals:list")
    found.add("wang", "proposals:list", query="?sort=number&state=filed")


def _writing(found: Any, newest: Callable[..., Any], city: Any) -> None:
    """Each as whoever brings it."""
    for state, names in (
        ("draft", ("write", "submit")), ("cosigning", ("stop_cosigning",)), ("returned", ("write", "versions")),
    ):  # fmt: skip
        row = city.filter(state=state).select_related("drafter").order_by("-pk").first()
        for name in ("proposal", *names):
            found.add(row.drafter.username if row else "lin", f"proposals:{name}", row and row.pk)
    joint = city.filter(state="draft", kind="joint").select_related("drafter").order_by("-pk").first()
    found.add(joint.drafter.username if joint else "lin", "proposals:invite", joint and joint.pk)
    asked = Signer.objects.filter(proposal__state="cosigning", agreed_at=None, struck_at=None)
    row = asked.select_related("person").order_by("-pk").first()
    found.add(row.person.username if row else "lin", "proposals:sign", row and row.proposal_id)
    file = newest(ProposalFile)
    of_file = file and ProposalFile.objects.get(pk=file).proposal_id
    found.add("wang", "proposals:attachment", of_file, file, kind="file")
    found.add(
        "wang", "proposals:seal", newest(city, seal__isnull=False, submitted_at__isnull=False), kind="file"
    )


def _committee(found: Any, newest: Callable[..., Any], city: Any) -> None:
    steps = {
        "submitted": ("accept",), "reviewing": ("classify", "review", "filing", "merge", "not_file", "offer_brief"),
        "merged": ("unmerge",), "not_filed": ("revive",),
    }  # fmt: skip
    for state, names in steps.items():
        pk = newest(city, state=state)
        for name in ("proposal", *names):
            found.add("wang", f"proposals:{name}", pk)
    filed = newest(city, case_no__isnull=False)
    for who in ("wang", "lin", "zhao"):
        found.add(who, "proposals:proposal", filed)
    found.add("wang", "proposals:docx", filed, kind="file")


def _arranging(found: Any, newest: Callable[..., Any]) -> None:
    unit = newest(Unit, code="yunchuan")
    found.add("wang", "proposals:sessions")
    for name in ("session_new", "category_new", "term_new"):
        found.add("wang", f"proposals:{name}", unit)
    session = newest(Session, unit=unit)
    for name in ("session", "group_new"):
        found.add("wang", f"proposals:{name}", session)
    group = newest(PanelGroup, session=session)
    for name in ("group", "seat"):
        found.add("wang", f"proposals:{name}", group)
    found.add("wang", "proposals:category", newest(Category, unit=unit))
