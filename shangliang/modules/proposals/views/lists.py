"""My proposals, the committee's desk, the reviewers' desk, the register."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, moves
from shangliang.kernel.text import whole, without_contacts
from shangliang.look import pages
from shangliang.look.shapes import Column, Link
from shangliang.modules.proposals import queries
from shangliang.modules.proposals.flow import PROPOSAL
from shangliang.modules.proposals.models import Category, Proposal, Session
from shangliang.modules.proposals.queries.reading import HIDDEN
from shangliang.modules.proposals.views.common import (
    EXPORTED,
    Request,
    on_panel,
    tabs,
    units_for,
    within,
)

STAGES = {
    "writing": noop("在写的"), "review": noop("审查中"), "handling": noop("立案办理中"), "answered": noop("已答复"),
    "ended": noop("没有立案或已撤回"),
}  # fmt: skip


@require_GET
def mine(request: Request) -> HttpResponse:
    """What I wrote or stand on, by where it is; what waits for my signature first."""
    me = request.actor.person_id
    held = queries.mine(me) if me else Proposal.objects.none()
    chosen = request.GET.get("stage", "")
    if chosen and chosen not in STAGES:
        raise Http404
    links = [Link(_("全部"), "?", not chosen)]
    links += [Link(_(label), f"?stage={stage}", stage == chosen) for stage, label in STAGES.items()]
    context = {
        "tabs": tabs(request, "mine"), "stages": links, "asked": queries.asked(me, at=request.at) if me else [],
        "slice": pages.keyset(request, queries.mine_by(held, chosen) if chosen else held),
        "can_draft": bool(units_for(request, "draft")),
    }  # fmt: skip
    return pages.page(request, "proposals/mine.html", context)


@require_GET
def desk(request: Request) -> HttpResponse:
    """提案工作台: what stands at which step, late ones first; filters stand in the address."""
    if not request.actor.roles & {"secretary", "chair"}:
        raise moves.NotAllowed(_("提案工作台由提案委员会使用"))
    by = {name: request.GET.get(name, "") for name in ("session", "category", "timing", "kind", "q")}
    held = _filtered(within(request, Proposal, "inside").filter(_official(request)), by)
    counted = queries.desk(held, at=request.at)
    usual = next((s for s in queries.STAGES if counted.counts[s]), "submitted")
    chosen = request.GET.get("state", usual)
    if chosen not in queries.STAGES:
        raise Http404
    links = [
        Link(PROPOSAL.states[s].label, pages.with_query(request, state=s), s == chosen, counted.counts[s])
        for s in queries.STAGES
        if counted.counts[s] or s in {"submitted", "reviewing", "filed", chosen}
    ]
    shown = queries.in_state(held, chosen)
    context = {
        "tabs": tabs(request, "desk"), "steps": links, "chosen": chosen, "by": by, "desk": counted, "rows": shown,
        "proposers": queries.proposers_of(shown), **_choices(request),
    }  # fmt: skip
    return pages.page(request, "proposals/desk.html", context)


def _official(request: Request) -> Q:
    """One's own proposals are on one's own list, not on the desk one works at."""
    return ~Q(pk__in=Proposal.objects.filter(signers__person=request.actor.person_id).values("pk"))


@require_GET
def reviewing(request: Request) -> HttpResponse:
    """审查台: what waits for my opinion first, then what I have spoken on."""
    if "secretary" not in request.actor.roles and not on_panel(request):
        raise moves.NotAllowed(_("审查台由审查组成员使用"))
    held = within(request, Proposal, "review").filter(state="reviewing")
    rows: list[Any] = list(queries.to_review(held, request.actor.person)[:100])
    context = {
        "tabs": tabs(request, "reviewing"), "rows": rows, "proposers": queries.proposers_of(rows),
        "waiting": sum(not p.spoke for p in rows), "mine": sum(p.my_group and not p.spoke for p in rows),
    }  # fmt: skip
    return pages.page(request, "proposals/reviewing.html", context)


SORTS = {"number": "case_no", "serial": "serial_no", "filed": "filed_on", "due": "due_at", "title": "title"}


@require_GET
def listing(request: Request) -> HttpResponse:
    """提案一览: filters and order stand in the address; `?format=csv|xlsx` gives the same rows as a table."""
    names = ("session", "state", "category", "main", "timing", "kind", "late", "q", "sort")
    by = {name: request.GET.get(name, "") for name in names}
    rows = _filtered(
        within(request, Proposal).exclude(state__in=HIDDEN).filter(submitted_at__isnull=False), by
    )
    if by["late"]:
        rows = rows.filter(due_at__lt=request.at)
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _table(request, _sorted(rows, by["sort"] or "-serial"))
    shown = (
        pages.Slice(list(queries.rows(_sorted(rows, by["sort"]))[:200]))
        if by["sort"]
        else pages.keyset(request, queries.rows(rows))
    )
    context = {
        "tabs": tabs(request, "list"), "slice": shown, "by": by, "columns": _columns(request, by["sort"]),
        "proposers": queries.proposers_of(shown.rows), "states": [PROPOSAL.states[s] for s in queries.STAGES],
        **_choices(request),
    }  # fmt: skip
    return pages.page(request, "proposals/list.html", context)


def _choices(request: Request) -> dict[str, Any]:
    """What the filters offer (2 queries)."""
    roots = {s.path[:4] for s in request.actor.seats if s.path}
    return {
        "sessions": list(Session.objects.filter(unit__path__in=roots).select_related("term")),
        "categories": list(Category.objects.filter(unit__path__in=roots)),
        "kinds": Proposal.Kind.choices, "timings": Proposal.Timing.choices, "mains": Category.Main.choices,
    }  # fmt: skip


def _filtered(rows: Any, by: dict[str, str]) -> Any:
    rows = rows.filter(**{name: by[name] for name in ("state", "timing", "kind") if by.get(name)})
    for name in ("session", "category"):
        if (number := whole(by.get(name, ""))) is not None:
            rows = rows.filter(**{name: number})
    if by.get("main"):
        rows = rows.filter(category__main=by["main"])
    if words := by.get("q", "")[:60]:
        number = whole(words)
        said = Q(title__icontains=words) | Q(number__icontains=words) | Q(drafter__name=words)
        rows = rows.filter(said | Q(serial_no=number) | Q(case_no=number) if number is not None else said)
    return rows


def _sorted(rows: Any, sort: str) -> Any:
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        return rows.order_by("-pk")
    order = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return rows.order_by(order, "-pk")


def _columns(request: Request, sort: str) -> list[Column]:
    shown = [
        ("title", _("案由"), {"wide": True}), ("number", _("编号"), {"wide": True}), ("who", _("提案者"), {}),
        ("category", _("类别"), {}), ("state", _("状态"), {}), ("filed", _("立案"), {"short": True}),
        ("due", _("时限"), {}),
    ]  # fmt: skip
    columns = []
    for name, label, more in shown:
        href = pages.with_query(request, sort=f"-{name}" if sort == name else name, before=None, after=None)
        way = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
        columns.append(Column(name, label, sort=href if name in SORTS else "", sorted=way, **more))
    return columns


def _table(request: Request, rows: Any) -> HttpResponse:
    headings = [
        _("流水号"), _("案号"), _("分类号"), _("编号"), _("案由"), _("种类"), _("提案者"), _("类别"), _("统计大类"),
        _("大会或平时"), _("状态"), _("提交"), _("立案"), _("期限"),
    ]  # fmt: skip
    taken = list(queries.rows(rows)[:EXPORTED])
    proposers = queries.proposers_of(taken)
    table = [
        (
            p.serial_no, p.case_no or "", p.category_no or "", p.number, without_contacts(p.title),
            p.get_kind_display(), proposers.get(p.pk, ""), str(p.category or ""),
            p.category.get_main_display() if p.category else "", p.get_timing_display(), moves.label_of(p),
            _day(p.submitted_at), p.filed_on or "", _day(p.due_at),
        )
        for p in taken
    ]  # fmt: skip
    return pages.table_response(table, headings, _("提案一览"), form=request.GET["format"])


def _day(moment: datetime | None) -> date | str:
    return calendar.day_of(moment) if moment else ""
