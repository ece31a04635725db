"""Concerns and asks: what lists show of each, what looks like the one being written, how they read to a searcher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from shangliang.analysis import similar
from shangliang.kernel import search
from shangliang.kernel.search import Found
from shangliang.kernel.text import whole
from shangliang.modules.lists.models import ConcernPart, Counsel, DeptAsk, ListAction, Match, MemberConcern
from shangliang.modules.org.models import Unit

LIVING = ("new", "pushed", "handled", "answered", "adopted", "declined")
NEAR = 0.3  # what is less alike is not shown to whoever writes


@dataclass(frozen=True)
class Near:
    """A concern that may be about the same matter as the one being written."""

    concern: MemberConcern
    score: float
    same: bool


@dataclass(frozen=True)
class Line:
    """One concern; departments: those it was pushed to in this round; holders: who must act; clock: whose counts."""

    concern: MemberConcern
    departments: tuple[str, ...]
    holders: tuple[str, ...]
    clock: Any
    authors: int


def found_concern(concern: MemberConcern) -> Found | None:
    """How a concern reads to a searcher: for members and departments, never for everybody."""
    if concern.state in {"withdrawn", "merged"}:
        return None
    body = f"{concern.present}\n{concern.suggestion}\n{concern.answer}"
    return Found(concern.title, body, concern.get_absolute_url(), False, concern.raised_at)


def found_ask(ask: DeptAsk) -> Found | None:
    if ask.state == "withdrawn":
        return None
    body = f"{ask.background}\n{ask.wanted}\n{ask.summary}"
    return Found(ask.title, body, ask.get_absolute_url(), False, ask.entered_at)


def found_action(action: ListAction) -> Found | None:
    public = action.state == "published"
    return Found(action.text, action.result, action.get_absolute_url(), public, action.entered_at)


def similar_to(title: str, body: str, *, root: str, limit: int = 5) -> list[Near]:
    """Living concerns of this root that may be about the same matter, best first (2 queries; nothing is kept).

    The full-text index names some dozens of candidates, the analysis compares them in earnest.
    """
    refs = search.candidates(f"{title}\n{body}", kind="concern", root=root, limit=50)
    if not refs:
        return []
    rows = MemberConcern.objects.filter(pk__in=refs, state__in=LIVING).select_related("unit", "member")
    concerns = {str(c.pk): c for c in rows}
    asked = similar.Message("?", title, body)
    others = [similar.Message(pk, c.title, f"{c.present}\n{c.suggestion}") for pk, c in concerns.items()]
    pairs = similar.score_pairs(asked, others) if others else []
    return [Near(concerns[p.other_id], p.score, bool(p.same_topic)) for p in pairs if p.score >= NEAR][:limit]


def concerns() -> QuerySet[MemberConcern]:
    """With everything a list or a page shows of each (1 query)."""
    return MemberConcern.objects.select_related(
        "unit", "member", "field", "campaign__unit", "like", "merged_into"
    )


def lines(rows: Iterable[MemberConcern]) -> list[Line]:
    """Departments, holders, clock and authors for rows of `concerns()` (2 queries)."""
    rows = list(rows)
    ids = [c.pk for c in rows]
    parts: dict[int, list[ConcernPart]] = defaultdict(list)
    for p in ConcernPart.objects.filter(concern__in=ids).select_related("unit").order_by("pk"):
        if p.state in {"waiting", "answered"}:
            parts[p.concern_id].append(p)
    counted = MemberConcern.objects.filter(pk__in=ids).values_list("pk").annotate(n=Count("authors"))
    authors = dict(counted)
    return [_line(c, [p for p in parts[c.pk] if p.round == c.round], authors.get(c.pk, 1)) for c in rows]


def _line(concern: MemberConcern, parts: list[ConcernPart], authors: int) -> Line:
    departments = tuple(p.unit.short for p in parts)
    waiting = sorted((p for p in parts if p.state == "waiting" and p.due_at), key=lambda p: (p.due_at, p.pk))
    if concern.state == "pushed":
        return Line(
            concern,
            departments,
            tuple(p.unit.short for p in waiting),
            waiting[0] if waiting else None,
            authors,
        )
    holders = (concern.unit.short,) if concern.state == "new" else ()
    return Line(concern, departments, holders, concern if concern.due_at else None, authors)


def filter_concerns(rows: QuerySet[MemberConcern], by: dict[str, str]) -> QuerySet[MemberConcern]:
    """by: state, field, department, campaign (ids as text), matched (yes, no), alike, mine (a person's id), q."""
    gone = ["merged", "withdrawn"]
    rows = rows.filter(state=by["state"]) if by.get("state") else rows.exclude(state__in=gone)
    rows = _of(rows, by, field="field_id", campaign="campaign_id")
    if (department := whole(by.get("department", ""))) is not None:
        named = MemberConcern.departments.through.objects.filter(unit_id=department)
        rows = rows.filter(pk__in=named.values("memberconcern_id"))
    if by.get("matched"):
        joined = Exists(Match.objects.filter(concern=OuterRef("pk")).exclude(state="dissolved"))
        rows = rows.filter(joined if by["matched"] == "yes" else ~joined)
    if by.get("alike"):
        rows = rows.filter(state="new", like__isnull=False)
    if by.get("q"):
        rows = rows.filter(Q(title__contains=by["q"]) | Q(suggestion__contains=by["q"]))
    return rows


def _of(rows: QuerySet[Any], by: dict[str, str], **columns: str) -> QuerySet[Any]:
    """Narrowed by the numbers that stand in the address."""
    for name, column in columns.items():
        if (number := whole(by.get(name, ""))) is not None:
            rows = rows.filter(**{column: number})
    return rows


def asks() -> QuerySet[DeptAsk]:
    """With department, campaign and how many members answered (1 query)."""
    answers = Count("counsels", filter=~Q(counsels__state="withdrawn"))
    return DeptAsk.objects.select_related("unit", "campaign__unit").annotate(answers=answers)


def filter_asks(rows: QuerySet[DeptAsk], by: dict[str, str]) -> QuerySet[DeptAsk]:
    """by: state, department, campaign (ids as text), matched (yes, no), q."""
    rows = rows.filter(state=by["state"]) if by.get("state") else rows.exclude(state="withdrawn")
    rows = _of(rows, by, department="unit_id", campaign="campaign_id")
    if by.get("matched"):
        joined = Exists(Match.objects.filter(ask=OuterRef("pk")).exclude(state="dissolved"))
        rows = rows.filter(joined if by["matched"] == "yes" else ~joined)
    return rows.filter(Q(title__contains=by["q"]) | Q(wanted__contains=by["q"])) if by.get("q") else rows


def parts_of(concern: MemberConcern) -> list[ConcernPart]:
    """Every department's part, newest round first (1 query)."""
    return list(concern.parts.select_related("unit").order_by("-round", "pk"))


def matches_of(within: QuerySet[Match], **about: Any) -> list[Match]:
    """Matches of a concern or an ask, living first, with both sides; within: what the reader reaches (1 query)."""
    rows = within.filter(**about).select_related("unit", "concern__member", "ask__unit")
    return sorted(rows, key=lambda m: (m.state == "dissolved", -m.pk))


def actions_of(within: QuerySet[ListAction], **about: Any) -> list[ListAction]:
    """What is being done about a concern, an ask or a match, soonest first; within: as above (1 query)."""
    return list(within.filter(**about).select_related("unit").order_by("due_on", "pk"))


def counsels_of(within: QuerySet[Counsel], **about: Any) -> list[Counsel]:
    """What members said on an occasion, oldest first; within: what the reader reaches (1 query)."""
    rows = within.filter(**about).exclude(state="withdrawn")
    return list(rows.select_related("member", "unit", "concern").order_by("pk"))


def own_units(actor: Any) -> list[Unit]:
    """The departments for which this actor may speak (1 query, none for others)."""
    paths = {s.path for s in actor.seats if s.role in {"clerk", "head"} and s.path}
    return list(Unit.objects.filter(path__in=paths)) if paths else []
