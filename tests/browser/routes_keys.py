"""What to open of departments asked beforehand, key proposals and published proposals, and who opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shangliang.modules.proposals.models import (
    KeyInstruction,
    KeyProposal,
    PreAssignment,
    Proposal,
    SuperviseAct,
)

POST_ONLY = {"proposals:meeting", "proposals:publish"}


def keys(found: Any, newest: Callable[..., Any]) -> None:
    _handing_over(found, newest)
    _leading(found, newest)
    shown = newest(Proposal, published_at__isnull=False)
    found.add("-", "portal:proposals")
    found.add("-", "portal:proposal", shown)
    found.add("chen", "proposals:unpublish", shown)


def _handing_over(found: Any, newest: Callable[..., Any]) -> None:
    for who in ("wang", "sun"):
        found.add(who, "proposals:assigning")
    found.add("liu", "proposals:to_answer")
    filed = newest(Proposal, state="filed", unit__code="yunchuan")
    for name in ("assigning_of", "pre_assign", "assign", "handle_with"):
        found.add("wang", f"proposals:{name}", filed)
    asked = newest(Proposal, state="pre_assigned", unit__code="yunchuan")
    found.add("sun", "proposals:assigning_of", asked)
    found.add("wang", "proposals:repropose", asked)
    row = PreAssignment.objects.filter(state="asked").select_related("unit").order_by("-pk").first()
    found.add("wang", "proposals:asked", row and row.pk)
    found.add("sun", "proposals:rule", newest(PreAssignment, state="objected"))


def _leading(found: Any, newest: Callable[..., Any]) -> None:
    for who in ("wang", "zhao", "lin"):
        found.add(who, "proposals:keys")
    named = KeyProposal.objects.exclude(state="dropped").values("proposal")
    found.add("wang", "proposals:nominate", newest(Proposal.objects.exclude(pk__in=named), state="assigned"))
    for who, name, state in (
        ("wang", "key_consult", "nominated"), ("wang", "key_say", "consulted"), ("chen", "key_decide", "ready"),
        ("wang", "key_plan", "decided"), ("wang", "key_start", "decided"), ("chen", "key_arrange", "under_way"),
        ("wang", "key_conclude", "supervised"), ("wang", "key_report", "concluded"),
        ("wang", "key_instruct", "reported"), ("wang", "key_summarise", "kept"),
    ):  # fmt: skip
        pk = newest(KeyProposal, state=state)
        found.add(who, f"proposals:{name}", pk)
        found.add("wang", "proposals:key", pk)
    ahead = newest(SuperviseAct, state="planned")
    for name in ("act_hold", "act_reschedule"):
        found.add("wang", f"proposals:{name}", ahead)
    found.add("wang", "proposals:act_photo", newest(SuperviseAct, photo__isnull=False), kind="file")
    found.add(
        "wang", "proposals:key_instruction_file", newest(KeyInstruction, file__isnull=False), kind="file"
    )
