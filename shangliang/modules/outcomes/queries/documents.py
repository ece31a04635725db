"""Documents and instructions, counted and listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from shangliang.kernel import leading, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import shortened
from shangliang.modules.outcomes.models import Document, Instruction

SUBMITTED = ("submitted", "echoed")


@dataclass(frozen=True)
class RankCount:
    """批示 of one rank in a year: how often, passed on, answered, late."""

    rank: str
    label: str
    count: int
    passed_on: int
    answered: int
    overdue: int


@dataclass(frozen=True)
class KindCount:
    """Documents of one kind in a year, and the recommendations in them."""

    kind: str
    label: str
    submitted: int
    echoed: int
    instructed: int
    recommendations: int
    delivered: int


def instructions() -> QuerySet[Instruction]:
    """With everything a list shows (1 query)."""
    return Instruction.objects.select_related("unit", "document__topic", "passed_to")


def _under(path: str) -> Q:
    return Q(unit__path__gte=path, unit__path__lt=path + "~")


def instruction_counts(path: str, *, year: int, at: datetime) -> list[RankCount]:
    """批示次数 by rank, ranks without any included (1 query)."""
    rows = Instruction.objects.filter(_under(path), on__year=year).order_by().values("rank")
    counted = {
        row["rank"]: row
        for row in rows.annotate(
            count=Count("pk"),
            passed_on=Count("pk", filter=Q(passed_to__isnull=False)),
            answered=Count("pk", filter=Q(state="answered", passed_to__isnull=False)),
            overdue=Count("pk", filter=Q(state="forwarded", due_at__lt=at)),
        )
    }
    none = {"count": 0, "passed_on": 0, "answered": 0, "overdue": 0}
    found = []
    for rank, label in Instruction.Rank.choices:
        row = counted.get(rank, none)
        found.append(
            RankCount(rank, str(label), row["count"], row["passed_on"], row["answered"], row["overdue"])
        )
    return found


def documents_by_kind(path: str, *, year: int) -> list[KindCount]:
    """报送、回音和批示 by kind of document; kinds without any are left out (1 query)."""
    rows = Document.objects.filter(_under(path), state__in=SUBMITTED, submitted_on__year=year).order_by()
    living = ~Q(recommendations__state="withdrawn") & Q(recommendations__isnull=False)
    delivered = Q(
        recommendations__state__in=["delivered", "fed_back", "settled"],
        recommendations__adoption__in=["adopted", "partly"],
    )
    counted = rows.values("kind").annotate(
        submitted=Count("pk", distinct=True),
        echoed=Count("pk", filter=Q(state="echoed"), distinct=True),
        instructed=Count("pk", filter=Q(instructions__isnull=False), distinct=True),
        asked=Count("recommendations", filter=living, distinct=True),
        delivered=Count("recommendations", filter=delivered, distinct=True),
    )
    by_kind = {row["kind"]: row for row in counted}
    return [
        KindCount(
            kind,
            str(label),
            row["submitted"],
            row["echoed"],
            row["instructed"],
            row["asked"],
            row["delivered"],
        )
        for kind, label in Document.Kind.choices
        if (row := by_kind.get(kind))
    ]


def echoless(path: str, at: datetime) -> QuerySet[Document]:
    """超期无回音: documents that were sent up and have had no echo in time, longest first (1 query)."""
    late = Document.objects.filter(_under(path), state="submitted", due_at__lt=at)
    return late.select_related("unit", "topic").order_by("due_at", "pk")


def instructions_led(actor: Actor, at: datetime) -> list[leading.Row]:
    """What this leader wrote and was passed on, and is not answered yet, soonest due first (1 query).

    An instruction bears its leader in words ("副市长 赵国栋"); who signs with that name is found by it.
    """
    rows = moves.kind_of(Instruction).policy.reachable(actor, "view", Instruction.objects.all())
    rows = rows.filter(state="forwarded", leader__contains=actor.label).select_related(
        "passed_to", "document"
    )
    soonest = rows.order_by("due_at", "pk")[: leading.MOST]
    return [leading.Row(i, shortened(i.text, 60), str(i.passed_to), i.document.title) for i in soonest]
