"""One department's part with all that its page shows, fetched at once.

The functions read what is there and fetch what is missing, so they may be asked one by one as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from shangliang.modules.handling.models import (
    Assignment,
    Countersign,
    Evidence,
    Extension,
    ItemAnswer,
    Milestone,
    Promise,
    Reply,
    Talk,
)

SIGNS = (
    Countersign.objects.exclude(state="void").select_related("unit", "person", "ruler").order_by("at", "pk")
)
ANSWERS = ItemAnswer.objects.select_related("item").order_by("item__number")
EVIDENCE = Evidence.objects.select_related("person", "file").order_by("at", "pk")
STEPS = Milestone.objects.exclude(state="void").order_by("due_on", "pk")
TEAM = Assignment.objects.exclude(state__in=Assignment.OUT).select_related("unit", "handler").order_by("pk")
REPLIES = (
    Prefetch("replies", Reply.objects.select_related("author")),
    Prefetch("replies__countersigns", SIGNS),
    Prefetch("replies__answers", ANSWERS),
)
SHOWN = (Prefetch("evidence", EVIDENCE), Prefetch("milestones", STEPS))  # what belongs to a promise
MADE = Promise.objects.exclude(state="dropped").select_related("unit").order_by("due_on", "pk")
PROMISES = Prefetch("promises", MADE.prefetch_related(*SHOWN))
TEAMED = Prefetch("dispatch__assignments", TEAM)


def opened(part: Assignment) -> Assignment:
    """The part with replies, countersigns, answers to items, promises, talks, extensions, items and the other
    departments (11 queries). What it is asked afterwards (guards too) costs nothing and does not change any more.
    """
    prefetch_related_objects(
        [part],
        *REPLIES,
        PROMISES,
        TEAMED,
        "dispatch__items",
        Prefetch("talks", Talk.objects.select_related("person", "said_by", "photo")),
        Prefetch("extensions", Extension.objects.select_related("unit", "asker", "granter")),
    )
    return part


def versions(part: Assignment, *, drafts: bool) -> list[Reply]:
    """Newest first, with answers to items and what was countersigned; without `drafts` the published (3 queries)."""
    prefetch_related_objects([part], *REPLIES)
    return [r for r in part.replies.all() if drafts or r.published_at]


def promises(*parts: Assignment) -> list[Promise]:
    """The promises of these parts, soonest first, with evidence and steps (3 queries)."""
    prefetch_related_objects(parts, PROMISES)
    return sorted((p for part in parts for p in part.promises.all()), key=lambda p: (p.due_on, p.pk))


@dataclass(frozen=True)
class Helper:
    """A helping department, its opinion, and what it was asked of the newest version and said to it."""

    assignment: Assignment
    countersign: Countersign | None


def helpers(part: Assignment, reply: Reply | None) -> list[Helper]:
    """Those who help with this part (2 queries)."""
    said = {c.unit_id: c for c in reply.countersigns.all() if c.state != "void"} if reply else {}
    return [Helper(a, said.get(a.unit_id)) for a in _team(part) if not a.answers]


def leads(part: Assignment) -> list[Assignment]:
    """The parts that this one helps (1 query)."""
    return [a for a in _team(part) if a.answers]


def _team(part: Assignment) -> list[Assignment]:
    prefetch_related_objects([part], TEAMED)
    return list(part.dispatch.assignments.all())
