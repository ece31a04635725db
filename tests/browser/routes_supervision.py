"""What to open of supervision, and who opens it. `found.add` and `newest` are those of tests.browser.routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shangliang.modules.people.models import Seat
from shangliang.modules.supervision.models import (
    ActivityFile,
    Appraisal,
    Finding,
    FollowUp,
    Observation,
    Proof,
    RollEntry,
    SpecialSupervisor,
    Supervised,
    Supervision,
    Team,
    TeamMember,
)

POST_ONLY = {
    "supervision:again", "supervision:publish", "supervision:ask_consent", "supervision:consent", "supervision:turn",
}  # fmt: skip
LEFT_OUT = {"supervision:home": "it leads everybody to a page of their own"}
PUBLIC = "-"


def supervision(found: Any, newest: Callable[..., Any]) -> None:
    _lists(found)
    _supervisions(found, newest)
    _recorded(found, newest)
    _findings(found, newest)
    _standing(found, newest)
    _appraisals(found, newest)


def _clerk(unit_id: int | None) -> str:
    names = Seat.objects.filter(unit_id=unit_id, role="clerk").values_list("person__username", flat=True)
    return names.first() or PUBLIC


def _member(supervision_id: int | None) -> str:
    names = TeamMember.objects.filter(supervision=supervision_id).values_list("person__username", flat=True)
    return names.order_by("pk").first() or PUBLIC


def _lists(found: Any) -> None:
    for name in ("board", "list", "follow_ups", "supervisors", "observations", "appraisals"):
        found.add("wang", f"supervision:{name}")
    found.add("lin", "supervision:mine")
    found.add("liu", "supervision:department")
    for name in ("new", "from_plan", "last_year", "appoint", "appraisal_new"):
        found.add("wang", f"supervision:{name}")


def _supervisions(found: Any, newest: Callable[..., Any]) -> None:
    of = {
        s: newest(Supervision, state=s)
        for s in Supervision.objects.values_list("state", flat=True).distinct()
    }
    for state in ("planned", "proposed", "approved", "running", "reviewing", "rectifying", "closed"):
        found.add("wang", "supervision:supervision", of.get(state))
    shown = newest(Supervision, published_at__isnull=False)
    found.add("lin", "supervision:supervision", shown)
    found.add("zhao", "supervision:supervision", shown)
    found.add(PUBLIC, "portal:supervisions")
    found.add(PUBLIC, "portal:supervision", shown)
    found.add("wang", "supervision:scheme", of.get("planned"))
    found.add("chen", "supervision:approve", of.get("proposed"))
    found.add("chen", "supervision:unpublish", shown)
    for name in ("team_new", "train"):
        found.add("wang", f"supervision:{name}", of.get("approved"))
    found.add("wang", "supervision:team_edit", newest(Team, supervision__state="running"))
    for name in ("inspect", "note"):
        found.add("wang", f"supervision:{name}", of.get("running"))
    for name in ("discuss", "opinion", "send"):
        found.add("wang", f"supervision:{name}", of.get("reviewing"))
    for name in ("docx", "ledger"):
        found.add("wang", f"supervision:{name}", of.get("rectifying"), kind="file")
    source = Supervision.objects.exclude(voice=None).values_list("voice", flat=True).first()
    found.add("wang", "supervision:from_source", "voice", source)


def _recorded(found: Any, newest: Callable[..., Any]) -> None:
    talked = Supervised.objects.filter(state="talked", supervision__state="running").order_by("-pk").first()
    found.add(_clerk(talked and talked.department_id), "supervision:supervised", talked and talked.pk)
    for name in ("supervised", "talk", "inform"):
        found.add("wang", f"supervision:{name}", talked and talked.pk)
    found.add("wang", "supervision:file", newest(ActivityFile), kind="file")


def _findings(found: Any, newest: Callable[..., Any]) -> None:
    for state in ("noted", "sent", "answered", "claimed", "failed", "passed", "briefed"):
        found.add("wang", "supervision:finding", newest(Finding, state=state))
    found.add("wang", "supervision:finding_edit", newest(Finding, state="noted"))
    answered = Finding.objects.filter(state="answered").order_by("-pk").first()
    clerk = _clerk(answered and answered.department_id)
    for name in ("finding", "plan", "claim"):
        found.add(clerk, f"supervision:{name}", answered and answered.pk)
    claimed = Finding.objects.filter(state="claimed").order_by("-pk").first()
    found.add(_member(claimed and claimed.supervision_id), "supervision:recheck", claimed and claimed.pk)
    found.add("wang", "supervision:resend", newest(Finding, state="failed"))
    found.add("wang", "supervision:proof_file", newest(Proof, file__isnull=False), kind="file")
    found.add("wang", "supervision:follow_up", newest(FollowUp, state="held"))
    for name in ("follow_up", "hold"):
        found.add("wang", f"supervision:{name}", newest(FollowUp, state="waiting"))


def _standing(found: Any, newest: Callable[..., Any]) -> None:
    serving = (
        SpecialSupervisor.objects.filter(state="serving").select_related("person").order_by("-pk").first()
    )
    found.add("wang", "supervision:supervisor", serving and serving.pk)
    found.add(serving.person.username if serving else PUBLIC, "supervision:report", serving and serving.pk)
    for state in ("handed", "taken", "filed"):
        found.add("wang", "supervision:observation", newest(Observation, state=state))
    for name in ("answer", "file_observation", "take_up"):
        found.add("wang", f"supervision:{name}", newest(Observation, state="handed"))
    found.add("wang", "supervision:observation_file", newest(Observation, file__isnull=False), kind="file")


def _appraisals(found: Any, newest: Callable[..., Any]) -> None:
    for state in ("draft", "open", "counted", "published", "void"):
        found.add("wang", "supervision:appraisal", newest(Appraisal, state=state))
    published, now = newest(Appraisal, state="published"), newest(Appraisal, state="open")
    found.add(PUBLIC, "portal:appraisal", published)
    found.add("wang", "supervision:appraisal_edit", newest(Appraisal, state="draft"))
    found.add("wang", "supervision:appraisal_close", now)
    waiting = (
        RollEntry.objects.filter(appraisal=now, voted=False).select_related("person").order_by("pk").first()
    )
    voter = waiting.person.username if waiting else PUBLIC
    for name in ("appraisal", "vote"):
        found.add(voter, f"supervision:{name}", now)
    found.add("lin", "supervision:check", published)
    found.add("lin", "supervision:ballots", published, kind="file")
