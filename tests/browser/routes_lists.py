"""What to open of the two lists, and who opens it. `found.add` and `newest` are those of tests.browser.routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.lists.models import (
    ActionEvidence,
    Campaign,
    ConcernPart,
    Counsel,
    DeptAsk,
    ExperienceLog,
    ExperiencePost,
    Invitation,
    Invitee,
    ListAction,
    Match,
    MemberConcern,
    SignUp,
)
from shangliang.modules.people.models import Seat

POST_ONLY = {
    "lists:compare", "lists:decide", "lists:similar", "lists:concern_claim", "lists:push_many", "lists:part_answer",
    "lists:ask_reply", "lists:counsel_answer", "lists:question", "lists:sign_up", "lists:mark",
}  # fmt: skip
LEFT_OUT = {
    "lists:home": "it leads everybody to a page of their own",
    "lists:comparison": "a part of the matching page, held by lists/tests/test_comparing.py",
    "lists:import_preview": "it shows an upload of one's own, held by lists/tests/test_import_page.py",
}


def lists(found: Any, newest: Callable[..., Any]) -> None:
    campaign = newest(Campaign, state="collecting") or newest(Campaign)
    _places(found, newest, campaign)
    _concerns(found, newest, campaign)
    _asks(found, newest, campaign)
    _matches(found, newest)
    _joining(found, newest)


def _clerk(unit_id: int | None) -> str:
    names = Seat.objects.filter(unit_id=unit_id, role="clerk").values_list("person__username", flat=True)
    return names.first() or "-"


def _places(found: Any, newest: Callable[..., Any], campaign: int | None) -> None:
    for name in ("campaigns", "concerns", "asks", "matches", "actions", "posts", "invitations", "briefings"):
        found.add("wang", f"lists:{name}")
    found.add("lin", "lists:concerns", query="?mine=1")
    found.add("lin", "lists:news")
    found.add("tang", "lists:department")
    found.add("wang", "lists:campaign_new")
    for name in ("campaign", "campaign_edit", "campaign_postpone", "side_by_side", "matching", "import"):
        found.add("wang", f"lists:{name}", campaign)
    found.add("lin", "lists:campaign", campaign)
    found.add("lin", "lists:concern_new", campaign)


def _concerns(found: Any, newest: Callable[..., Any], campaign: int | None) -> None:
    new = newest(MemberConcern, state="new")
    for state in ("new", "merged", "pushed", "answered", "adopted", "declined"):
        found.add("wang", "lists:concern", newest(MemberConcern, state=state))
    for name in ("edit", "push", "merge", "send"):
        found.add("wang", f"lists:concern_{name}", new)
    found.add("wang", "lists:concern_say", new, "decline")
    part = ConcernPart.objects.filter(state="waiting", unit__kind="department").order_by("-pk").first()
    clerk = _clerk(part and part.unit_id)
    found.add(clerk, "lists:concern", part and part.concern_id)
    found.add(clerk, "lists:part_give_back", part and part.pk)


def _asks(found: Any, newest: Callable[..., Any], campaign: int | None) -> None:
    ask = DeptAsk.objects.filter(state="open").order_by("-pk").first()
    clerk = _clerk(ask and ask.unit_id)
    found.add(clerk, "lists:ask_new", campaign)
    found.add("lin", "lists:ask", ask and ask.pk)
    found.add(clerk, "lists:ask_edit", ask and ask.pk)
    done = DeptAsk.objects.filter(state="collected").order_by("-pk").first()
    found.add(_clerk(done and done.unit_id), "lists:ask_conclude", done and done.pk)
    waiting = Counsel.objects.filter(state="waiting").order_by("-pk").first()
    found.add(_clerk(waiting and waiting.unit_id), "lists:counsel", waiting and waiting.pk)
    found.add("wang", "lists:counsel", newest(Counsel, state="answered"))
    found.add("wang", "lists:counsel_raise", newest(Counsel, state="answered", concern=None))
    found.add("lin", "lists:briefing", newest(Gathering, type="briefing"))


def _matches(found: Any, newest: Callable[..., Any]) -> None:
    for state in ("confirmed", "linked", "settled"):
        found.add("wang", "lists:match", newest(Match, state=state))
    found.add("wang", "lists:match_link", newest(Match, state="confirmed"))
    linked = Match.objects.filter(state="linked").select_related("ask").order_by("-pk").first()
    clerk = _clerk(linked and linked.ask.unit_id)
    for name in ("match_step", "match_settle"):
        found.add("wang", f"lists:{name}", linked and linked.pk)
    found.add(clerk, "lists:action_new", "match", linked and linked.pk)
    for state in ("doing", "claimed", "published"):
        found.add("wang", "lists:action", newest(ListAction, state=state))
    doing = ListAction.objects.filter(state__in=["planned", "doing"]).order_by("-pk").first()
    for name in ("action_evidence", "action_claim", "action_give_up"):
        found.add(_clerk(doing and doing.unit_id), f"lists:{name}", doing and doing.pk)
    found.add("wang", "lists:action_postpone", doing and doing.pk)
    found.add("wang", "lists:action_publish", newest(ListAction, state="done"))
    found.add("-", "portal:measures")
    found.add("-", "portal:measure", newest(ListAction, state="published"))
    found.add("wang", "lists:evidence_file", newest(ActionEvidence, file__isnull=False), kind="file")


def _joining(found: Any, newest: Callable[..., Any]) -> None:
    post = ExperiencePost.objects.filter(state="open").order_by("-pk").first()
    clerk = _clerk(post and post.unit_id)
    found.add("xu", "lists:post_new")
    found.add("lin", "lists:post", post and post.pk)
    found.add("wang", "lists:post", newest(ExperiencePost, state="closed"))
    for name in ("post_edit", "post_cancel"):
        found.add(clerk, f"lists:{name}", post and post.pk)
    placed = SignUp.objects.filter(state="placed").select_related("member").order_by("-pk").first()
    found.add(placed.member.username if placed else "-", "lists:leave", placed and placed.pk)
    there = SignUp.objects.filter(state__in=["attended", "logged"], post__state__in=["running", "over"])
    mine = there.select_related("member").order_by("-pk").first()
    for name in ("log", "suggest"):
        found.add(mine.member.username if mine else "-", f"lists:{name}", mine and mine.pk)
    found.add("wang", "lists:log_file", newest(ExperienceLog, file__isnull=False), kind="file")
    sent = Invitation.objects.filter(state="sent").order_by("-pk").first()
    clerk = _clerk(sent and sent.unit_id)
    found.add("xu", "lists:invitation_new")
    found.add("lin", "lists:invitation", sent and sent.pk)
    found.add("wang", "lists:invitation", newest(Invitation, state="reported"))
    for name in ("invite_more", "invitation_report", "invitation_cancel"):
        found.add(clerk, f"lists:{name}", sent and sent.pk)
    asked = Invitee.objects.filter(state="invited").select_related("person").order_by("-pk").first()
    found.add(asked.person.username if asked else "-", "lists:invitee_decline", asked and asked.pk)
    found.add("wang", "lists:invitation_file", newest(Invitation, file__isnull=False), kind="file")
