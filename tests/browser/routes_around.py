"""What to open of what stands around proposals, and who opens it. As routes_proposals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shangliang.modules.proposals.models import (
    AwardRound,
    Incubation,
    MutualReview,
    Nominee,
    Proposal,
    ProposalTopic,
)

POST_ONLY = {
    "proposals:topic_from_voice", "proposals:topic_claim", "proposals:incubation_consent",
    "proposals:incubation_advise", "proposals:award_publish", "proposals:alike", "proposals:repeat",
}  # fmt: skip


def around(found: Any, newest: Callable[..., Any]) -> None:
    _catalogue(found, newest)
    _incubation(found, newest)
    _marks(found, newest)
    _awards(found, newest)


def _catalogue(found: Any, newest: Callable[..., Any]) -> None:
    for who in ("wang", "lin", "liu"):
        found.add(who, "proposals:catalogue")
    found.add("liu", "proposals:topic_new")
    found.add("-", "portal:catalogue")
    for state in ("offered", "listed", "taken"):
        found.add("wang", "proposals:topic", newest(ProposalTopic, "pk", state=state))
    waiting = newest(ProposalTopic, "pk", state="offered")
    for name in ("topic_edit", "topic_list", "topic_decline"):
        found.add("wang", f"proposals:{name}", waiting)
    draft = Proposal.objects.filter(state="draft").select_related("drafter").order_by("-pk").first()
    for name in ("write_on", "incubation_wish"):
        found.add(draft.drafter.username if draft else "lin", f"proposals:{name}", draft and draft.pk)


def _incubation(found: Any, newest: Callable[..., Any]) -> None:
    found.add("wang", "proposals:incubation", newest(Incubation, "pk", state="not_yet"))
    found.add("wang", "proposals:incubation_invite", newest(Incubation, "pk", state="called"))
    found.add("wang", "proposals:incubation_conclude", newest(Incubation, "pk", state="called"))
    found.add("wang", "proposals:incubation_convene", newest(Incubation, "pk", state="asked", wished=True))
    found.add(
        "wang", "proposals:incubation_call", newest(Proposal, "pk", state="reviewing", unit__code="yunchuan")
    )


def _marks(found: Any, newest: Callable[..., Any]) -> None:
    filed = newest(Proposal, "pk", state="filed", unit__code="yunchuan")
    found.add("wang", "proposals:score", filed)
    found.add("wang", "proposals:alike_to", filed)
    for who in ("wang", "liu", "lin"):
        found.add(who, "proposals:mutuals")
    found.add("wang", "proposals:mutual", newest(MutualReview, "pk", state="shown"))
    open_ = (
        MutualReview.objects.filter(state="open").select_related("proposal__drafter").order_by("-pk").first()
    )
    found.add(open_.proposal.drafter.username if open_ else "lin", "proposals:mutual", open_ and open_.pk)
    found.add("wang", "proposals:figures")
    found.add("wang", "proposals:figures", query="?format=csv", kind="file")


def _awards(found: Any, newest: Callable[..., Any]) -> None:
    for who in ("wang", "lin"):
        found.add(who, "proposals:awards")
    found.add("wang", "proposals:award_new")
    found.add("-", "portal:awards")
    published = newest(AwardRound, "pk", state="published")
    found.add("-", "portal:award", published)
    found.add("lin", "proposals:award", published)
    collecting = newest(AwardRound, "pk", state="collecting")
    for name in ("award", "award_jury", "award_nominate"):
        found.add("wang", f"proposals:{name}", collecting)
    nominee = Nominee.objects.filter(round__state="assessing").order_by("-pk").first()
    found.add("wang", "proposals:award_choose", nominee and nominee.pk)
    juror = nominee.round.jury.first() if nominee else None
    found.add(juror.username if juror else "lin", "proposals:award_vote", nominee and nominee.pk)
