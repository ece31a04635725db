"""What a leader hears of handling: what climbed the ladder, promises that are late, two shares of the area."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from shangliang.kernel import calendar, leading, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.flow import ESCALATE
from shangliang.kernel.models import Entry
from shangliang.modules.handling.models import Assignment, Promise, Reply
from shangliang.modules.handling.queries.desks import OPEN_STATES
from shangliang.modules.handling.queries.figures import was_late


def overseen(actor: Actor, model: type[Any]) -> QuerySet[Any]:
    return moves.kind_of(model).policy.reachable(actor, "oversee", model.objects.all())


def climbed(actor: Actor, at: datetime) -> list[leading.Row]:
    """Parts that stayed silent after their time until it was reported upwards; the longest first (1 query)."""
    told = Entry.objects.filter(
        kind="assignment", ref=Cast(OuterRef("pk"), CharField()), verb=ESCALATE, at__gt=OuterRef("due_at")
    )
    rows = overseen(actor, Assignment).filter(Exists(told), due_at__lt=at, state__in=OPEN_STATES)
    rows = rows.select_related("unit", "dispatch").order_by("due_at", "pk")[: leading.MOST]
    return [leading.Row(a, a.dispatch.title, str(a.unit), a.dispatch.origin) for a in rows]


def promises_late(actor: Actor, at: datetime) -> list[leading.Row]:
    """Promises in the actor's area whose day has passed; the longest first (1 query)."""
    rows = overseen(actor, Promise).filter(due_at__lt=at, state__in=["open", "claimed"])
    rows = rows.select_related("unit", "assignment__dispatch").order_by("due_at", "pk")[: leading.MOST]
    return [leading.Row(p, p.text, str(p.unit), p.assignment.dispatch.title) for p in rows]


def on_time(actor: Actor, at: datetime) -> tuple[int, int]:
    """Of the parts sent this year and answered, those that missed no time limit for the reply (1 query)."""
    ours = overseen(actor, Assignment).filter(
        part__in=Assignment.ANSWERING, sent_at__year=calendar.day_of(at).year
    )
    answered = Exists(Reply.objects.filter(assignment=OuterRef("pk"), published_at__isnull=False))
    row = ours.filter(answered).aggregate(every=Count("pk"), well=Count("pk", filter=~Q(was_late())))
    return row["well"], row["every"]


def kept(actor: Actor, at: datetime) -> tuple[int, int]:
    """Of the promises due this year up to now, those that were kept (1 query)."""
    today = calendar.day_of(at)
    due = overseen(actor, Promise).exclude(state="dropped").filter(due_on__year=today.year)
    due = due.filter(Q(due_on__lte=today) | Q(state__in=["kept", "broken"]))
    row = due.aggregate(every=Count("pk"), well=Count("pk", filter=Q(state="kept")))
    return row["well"], row["every"]
