"""What to open of handling, and who opens it. `found.add` and `newest` are those of tests.browser.routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shangliang.modules.handling.models import (
    Assignment,
    Dispatch,
    Evidence,
    PastReply,
    Question,
    Rating,
    ReplyTemplate,
    Talk,
    Urging,
)
from shangliang.modules.people.models import Seat

POST_ONLY = {
    "handling:sign_many", "handling:judge", "handling:proxy", "handling:accept", "handling:redo", "handling:uphold",
    "handling:draft", "handling:countersign", "handling:overrule", "handling:regrade", "handling:advise",
    "handling:memo", "handling:contact", "handling:answer_talk", "handling:ask_extension",
    "handling:grant_extension", "handling:reassign", "handling:promise", "handling:step", "handling:reach",
    "handling:evidence", "handling:visit", "handling:postpone", "handling:reopen", "handling:drop_template",
    "handling:urge",
}  # fmt: skip


def handling(found: Any, newest: Callable[..., Any]) -> None:
    found.add("liu", "handling:desk")
    found.add("liu", "handling:desk", query="?source=topic")
    found.add("hou", "handling:desk", query="?pile=done")
    for name in ("board", "check", "send", "urgings", "report", "past_replies"):
        found.add("sun", f"handling:{name}")
    found.add("wang", "handling:dispatches")
    _dispatches(found, newest)
    _parts(found, newest)
    found.add("liu", "handling:figures")
    found.add("liu", "handling:templates")
    found.add("liu", "handling:template", newest(ReplyTemplate, unit__code="d-housing"))
    found.add("sun", "handling:urging", newest(Urging))
    found.add("sun", "handling:past_reply", newest(PastReply, empty=True))


def _dispatches(found: Any, newest: Callable[..., Any]) -> None:
    for state in ("handling", "replied", "tracking", "closed"):
        found.add("wang", "handling:dispatch", newest(Dispatch, state=state))
    seen = ("replied", "tracking", "closed")
    asked = newest(Dispatch, state__in=seen, concerned__person__username="lin")
    found.add("lin", "handling:dispatch", asked)
    doubted = newest(Question, "dispatch", state="doubted")
    found.add("wang", "handling:dispatch", doubted)
    found.add("wang", "handling:proxy_file", newest(Rating, proxy=True), kind="file")
    found.add("wang", "handling:evidence_file", newest(Evidence, file__isnull=False), kind="file")
    found.add("lin", "handling:talk_photo", _talk("lin"), kind="file")
    replied = Assignment.objects.filter(
        state="replied", dispatch__concerned__person__username="lin"
    ).order_by("-pk")
    found.add("lin", "handling:reply_letter", replied.values_list("pk", flat=True).first(), kind="file")


def _talk(who: str) -> int | None:
    rows = Talk.objects.filter(photo__isnull=False, assignment__dispatch__concerned__person__username=who)
    return rows.order_by("-pk").values_list("pk", flat=True).first()


def _parts(found: Any, newest: Callable[..., Any]) -> None:
    for state in ("pending", "drafting", "checking", "bounced", "replied"):
        part = Assignment.objects.filter(state=state, unit__kind="department").order_by("-pk").first()
        found.add(clerk_of(part.unit_id) if part else "-", "handling:assignment", part and part.pk)
    found.add("sun", "handling:assignment", newest(Assignment, state="checking"))
    objected = newest(Assignment, state="countersigning", replies__countersigns__state="objected")
    for who in ("sun", "xu", "liu"):
        found.add(who, "handling:assignment", objected)
    asking = newest(Assignment, extensions__state="asked")
    for who in ("sun", "liu"):
        found.add(who, "handling:assignment", asking)


def clerk_of(unit_id: int) -> str:
    return Seat.objects.filter(unit_id=unit_id, role="clerk").values_list("person__username", flat=True)[0]
