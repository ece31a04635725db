"""Supervisions: the board by phase, one with everything around it, what a searcher finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from shangliang.kernel.search import Found
from shangliang.modules.supervision.models import (
    Activity,
    Finding,
    FollowUp,
    Matter,
    Supervised,
    Supervision,
    Team,
    TeamMember,
)
from shangliang.modules.supervision.queries.passing import Gates, gates

# The three phases of DOMAIN 4, and what comes after them.
PHASES: dict[str, tuple[str, ...]] = {
    "before": ("planned", "proposed", "approved"),
    "during": ("running",),
    "after": ("reviewing", "rectifying"),
    "closed": ("closed",),
}
SHOWN = 40


@dataclass(frozen=True)
class Row:
    """One supervision of a board: its gates, how many findings, how many of them passed."""

    supervision: Supervision
    gates: Gates
    findings: int
    passed: int


@dataclass(frozen=True)
class View:
    """Everything around one supervision."""

    gates: Gates
    matters: list[Matter]
    supervised: list[Supervised]
    teams: list[Team]
    activities: list[Activity]
    findings: list[Finding]
    follow_ups: list[FollowUp]
    counts: dict[str, int]


def supervisions() -> QuerySet[Supervision]:
    """With what lists show of them, newest first (1 query)."""
    alive = ~Q(findings__state="dropped")
    return Supervision.objects.select_related("unit", "owner").annotate(
        found=Count("findings", filter=alive & Q(findings__isnull=False)),
        passed=Count("findings", filter=Q(findings__state__in=["passed", "briefed"])),
    )


def rows(reached: QuerySet[Supervision]) -> list[Row]:
    """At most so many, soonest due first (4 queries)."""
    held: list[Any] = list(
        supervisions().filter(pk__in=reached.values("pk")).order_by("due_at", "-pk")[:SHOWN]
    )
    marks = gates(held)
    return [Row(s, marks[s.pk], s.found, s.passed) for s in held]


def board(reached: QuerySet[Supervision]) -> dict[str, list[Row]]:
    """Phase → its supervisions (4 queries for each phase in which there are any, else 2)."""
    return {phase: rows(reached.filter(state__in=states)) for phase, states in PHASES.items()}


def view(supervision: Supervision) -> View:
    """12 queries at most, however much there is."""
    people = Prefetch("people", TeamMember.objects.select_related("person"))
    supervised = supervision.supervised.select_related("unit", "department").order_by("pk")
    activities = supervision.activities.select_related("team", "supervised__department", "recorder")
    findings = findings_of(supervision)
    return View(
        gates=gates([supervision])[supervision.pk],
        matters=list(supervision.matters.select_related("recommendation", "dispatch")),
        supervised=list(supervised),
        teams=list(supervision.teams.prefetch_related(people, "partners")),
        activities=list(activities.prefetch_related("present__person", "files__file").order_by("-on", "-pk")),
        findings=findings,
        follow_ups=list(supervision.follow_ups.select_related("unit", "person", "supervision")),
        counts=counted(findings),
    )


def findings_of(supervision: Supervision) -> list[Finding]:
    """整改台账, in order (1 query)."""
    return list(
        supervision.findings.select_related(
            "unit", "department", "finder", "team", "dispatch", "supervision", "brief"
        ).order_by("order")
    )


def counted(findings: Sequence[Finding]) -> dict[str, int]:
    """State → how many. No query."""
    found: dict[str, int] = {}
    for f in findings:
        found[f.state] = found.get(f.state, 0) + 1
    return found


def on_paper(supervision: Supervision) -> list[Finding]:
    """What stands in the opinion paper (1 query)."""
    rows = supervision.findings.exclude(state__in=["dropped", "briefed"]).select_related("department")
    return list(rows.order_by("order"))


def found(supervision: Supervision) -> Found | None:
    """For search; on the desk the grants decide who finds it, outside whether it was published."""
    if supervision.state in {"planned", "dropped"}:
        return None
    body = f"{supervision.number} {supervision.basis} {supervision.subject}"
    public = supervision.published_at is not None
    link = supervision.public_url() if public else supervision.get_absolute_url()
    return Found(supervision.title, body, link, public, supervision.entered_at)


def found_finding(finding: Finding) -> Found | None:
    """Only on the desk. What is left out, or only noted, is not found."""
    if finding.state in {"noted", "dropped"}:
        return None
    body = f"{finding.problem} {finding.advice}"
    return Found(finding.title, body, finding.get_absolute_url(), False, finding.entered_at)
