"""Replies, and one dispatch with all that belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.models import Entry
from shangliang.kernel.search import Found
from shangliang.kernel.text import listed, official, points
from shangliang.modules.handling.models import (
    Assignment,
    Dispatch,
    ItemAnswer,
    Promise,
    Reply,
    Talk,
)


def found(dispatch: Dispatch) -> Found | None:
    """How a dispatch reads to a searcher: never public, for the people who handle it."""
    if dispatch.state == "withdrawn":
        return None
    body = f"{dispatch.number} {dispatch.ask}"
    return Found(dispatch.title, body, dispatch.get_absolute_url(), False, dispatch.entered_at)


def latest_reply(assignment: Assignment, *, published: bool = False) -> Reply | None:
    """The newest version, or the newest that has passed the check, with its author (1 query)."""
    replies = assignment.replies.select_related("author")
    return replies.exclude(published_at=None).first() if published else replies.first()


def reply_for(assignment: Assignment, actor: Actor) -> Reply | None:
    """The newest version this actor may read: drafts only those who write, help and check (2 queries)."""
    may = moves.kind_of(Assignment).policy.may(actor, "read_draft", assignment)
    return latest_reply(assignment, published=not may)


def newest_published(assignments: QuerySet[Assignment]) -> QuerySet[Reply]:
    """The newest published reply of each of these assignments; `itemised` says whether it answers item by item."""
    rows = Reply.objects.filter(assignment__in=assignments, published_at__isnull=False)
    rows = rows.annotate(itemised=Exists(ItemAnswer.objects.filter(reply=OuterRef("pk"))))
    return rows.order_by("assignment_id", "-version").distinct("assignment_id")


def _by_item(replies: Iterable[Any]) -> None:
    """Fetch the answers to the items of those replies that have any (1 query, or none)."""
    told = Prefetch("answers", ItemAnswer.objects.select_related("item").order_by("item__number"))
    prefetch_related_objects([r for r in replies if r.itemised], told)


@official()
def answer_text(dispatch_id: int) -> str:
    """Every published reply in words fit for a citizen: department, adoption, text, items, promises (2 queries, and
    1 where something is answered item by item).
    """
    parts = Assignment.objects.filter(dispatch=dispatch_id).exclude(state__in=Assignment.OUT)
    promised: dict[int, list[Promise]] = defaultdict(list)
    told = Promise.objects.filter(assignment__in=parts, assignment__state="replied").exclude(state="dropped")
    for p in told.order_by("due_on", "pk"):
        promised[p.assignment_id].append(p)
    replies = list(newest_published(parts).select_related("assignment__unit"))
    _by_item(replies)
    return "\n\n".join(_answer(r, promised[r.assignment_id]) for r in replies)


def _answer(reply: Any, promised: list[Promise]) -> str:
    head = _("%(unit)s答复（%(adoption)s，%(norm)s）：") % {
        "unit": reply.assignment.unit, "adoption": reply.get_adoption_display(),
        "norm": reply.get_norm_display(),
    }  # fmt: skip
    lines = [head, reply.text]
    lines += [
        _("第%(number)d条（%(adoption)s）：%(text)s")
        % {"number": a.item.number, "adoption": a.get_adoption_display(), "text": a.text}
        for a in (reply.by_item if reply.itemised else ())
    ]
    if reply.reason:
        lines.append(_("理由：%s") % reply.reason)
    if promised:
        lines.append(_("承诺：%s") % points(_promise(p) for p in promised))
    return "\n".join(lines)


def _promise(promise: Promise) -> str:
    if promise.state == "kept":
        return _("%s（已兑现）") % promise.text
    day = date_format(promise.due_on, "Y年n月j日")
    if promise.state == "broken":
        return _("%(text)s（原定%(day)s前，已说明不能兑现）") % {"text": promise.text, "day": day}
    return _("%(text)s，%(day)s前兑现") % {"text": promise.text, "day": day}


@dataclass(frozen=True)
class PartOf:
    """One department's part as everybody who may see the dispatch sees it."""

    assignment: Assignment
    reply: Reply | None
    promises: list[Promise] = field(default_factory=list)


def parts(dispatch: Dispatch) -> list[PartOf]:
    """The departments of a dispatch with published replies and promises, answering ones first (3 queries, and 1
    where something is answered item by item).
    """
    rows = list(dispatch.assignments.select_related("unit", "handler", "dispatch").order_by("pk"))
    replies = {
        r.assignment_id: r for r in newest_published(dispatch.assignments.all()).select_related("author")
    }
    _by_item(replies.values())
    promised: dict[int, list[Promise]] = defaultdict(list)
    made = Promise.objects.filter(assignment__in=replies).exclude(state="dropped").select_related("unit")
    for p in made.order_by("due_on", "pk"):
        promised[p.assignment_id].append(p)
    rows.sort(key=lambda a: (a.state in Assignment.OUT, not a.answers, a.pk))
    return [PartOf(a, replies.get(a.pk), promised[a.pk]) for a in rows]


def slips(rows: Sequence[Promise]) -> dict[int, list[Entry]]:
    """Every time these promises were put off or owed anew, oldest first, by promise (1 query)."""
    found: dict[int, list[Entry]] = defaultdict(list)
    if not rows:
        return found
    about = Entry.objects.filter(kind="promise", ref__in=[str(p.pk) for p in rows])
    for entry in about.filter(verb__in=["extend", "reopen"]).order_by("id"):
        found[int(entry.ref)].append(entry)
    return found


def holders(dispatch: Dispatch) -> str:
    """With whom it is now: those who have not answered yet, else those who asked (1 query)."""
    if dispatch.state not in {"sent", "handling", "rehandling"}:
        return str(dispatch.unit)
    parts = dispatch.assignments.filter(part__in=Assignment.ANSWERING).exclude(state__in=Assignment.OUT)
    names = parts.exclude(state="replied").order_by("pk").values_list("unit__short", flat=True)
    return listed(names) or str(dispatch.unit)


def talks(dispatch: Dispatch) -> list[Talk]:
    """Every talk with those who asked, oldest first (1 query)."""
    rows = Talk.objects.filter(assignment__dispatch=dispatch).exclude(assignment__state__in=Assignment.OUT)
    return list(rows.select_related("assignment__unit", "person", "said_by", "photo"))


def may_answer_talks(actor: Actor, dispatch: Dispatch) -> bool:
    """Whether this actor may say that a talk was or was not so (1 query)."""
    rows = Assignment.objects.filter(dispatch=dispatch)
    return bool(moves.kind_of(Assignment).policy.reachable(actor, "answer_talk", rows).exists())


def sent(
    actor: Actor, *, state: str = "", unit: str = "", source: str = "", query: str = ""
) -> QuerySet[Dispatch]:
    """The dispatches that this actor may see, with all departments in them (2 queries a page)."""
    rows = moves.kind_of(Dispatch).policy.reachable(actor, "view", Dispatch.objects.all())
    if state:
        rows = rows.filter(state=state)
    if unit:
        rows = rows.filter(pk__in=Assignment.objects.filter(unit__code=unit).values("dispatch"))
    if source:
        rows = rows.filter(source=source)
    if query:
        rows = rows.filter(Q(title__icontains=query) | Q(number__icontains=query))
    inside = Assignment.objects.exclude(state__in=Assignment.OUT).select_related("unit").order_by("pk")
    return rows.select_related("unit").prefetch_related(Prefetch("assignments", inside, to_attr="inside"))
