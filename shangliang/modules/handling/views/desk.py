"""The reply desk: what a department has before it, soonest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, moves, waiting
from shangliang.look import pages, shapes
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.forms import PickForm
from shangliang.modules.handling.models import Assignment
from shangliang.modules.handling.views.common import Request, source_label

CLOCKS = {
    "all": lazy("全部在办"),
    "overdue": lazy("已逾期"),
    "today": lazy("今天到期"),
    "week": lazy("本周到期"),
    "none": lazy("没有期限"),
}
PILES = {
    "": lazy("在办"), "sign": lazy("待签收"), "write": lazy("待答复"), "advise": lazy("待提意见"),
    "countersign": lazy("会签中"), "check": lazy("审核中"), "refuse": lazy("申退中"), "done": lazy("已办"),
}  # fmt: skip

ALWAYS = {
    "",
    "sign",
    "write",
}  # the other piles have a tab when something is in them; so has "none" of the clocks


@require_GET
def desk(request: Request) -> HttpResponse:
    return _desk(request)


def _desk(request: Request, signed: Sequence[services.Signed] = ()) -> HttpResponse:
    if not queries.departments(request.actor):
        raise moves.NotAllowed(_("办理台是承办部门的；您不在部门任职"))
    clock, pile = request.GET.get("clock", "all"), request.GET.get("pile", "")
    clock, pile = clock if clock in CLOCKS else "all", pile if pile in PILES else ""
    source = request.GET.get("source", "")[:40]
    rows = queries.desk(request.actor, at=request.at, clock=clock, pile=pile, source=source)
    if request.GET.get("format") == "csv":
        return _csv(rows[:5000])
    slice_, following = _sliced(request, rows, pile)
    counts = queries.desk_counts(request.actor, at=request.at)
    piles = {
        name: label
        for name, label in PILES.items()
        if counts.piles.get(name) or name in ALWAYS or name == pile
    }
    clocks = {n: label for n, label in CLOCKS.items() if n != "none" or counts.clocks[n] or clock == n}
    context = {
        "clock": clock, "pile": pile, "slice": slice_, "following": following, "signed": signed,
        "counts": counts,
        "clock_tabs": _tabs(request, "clock", clocks, clock, counts.clocks),
        "pile_tabs": _tabs(request, "pile", piles, pile, counts.piles),
        "source_tabs": _sources(request, source, counts.sources), "source": source,
        "to_countersign": queries.to_countersign(request.actor),
        "can_sign": "clerk" in request.actor.roles,
        "elsewhere": [
            shapes.Link(kind.flow.label, f"{reverse('desk:home')}?kind={kind.flow.kind}", count=count)
            for kind, count in waiting.counts(request.actor, apart="handling")
        ],
    }  # fmt: skip
    return pages.page(request, "handling/desk.html", context)


def _tabs(
    request: Request, name: str, labels: dict[str, Any], now: str, counts: dict[str, int]
) -> list[shapes.Link]:
    """Tabs that keep the rest of the query; the pile of everything open carries no number of its own."""
    return [
        shapes.Link(
            label,
            pages.with_query(request, **{name: key, "after": None, "before": None}),
            key == now,
            counts.get(key),
        )
        for key, label in labels.items()
    ]


def _sources(request: Request, now: str, counts: dict[str, int]) -> list[shapes.Link]:
    """Where the open work came from; no tabs when it all came from one side."""
    if len(counts) < 2 and not now:
        return []
    return _tabs(
        request, "source", {"": _("全部来源")} | {name: source_label(name) for name in counts}, now, counts
    )


def _sliced(request: Request, rows: Any, pile: str) -> tuple[pages.Slice[Any], str]:
    if pile == "done":
        return pages.keyset(request, rows), ""
    taken, key = queries.by_due(rows, after=request.GET.get("after", ""))
    return pages.Slice(taken), pages.with_query(request, after=key) if key else ""


def _csv(rows: Any) -> HttpResponse:
    headings = [
        _("编号"),
        _("事项"),
        _("来源"),
        _("交办单位"),
        _("承办单位"),
        _("分工"),
        _("状态"),
        _("期限"),
    ]
    table = [
        (
            a.dispatch.number, a.dispatch.title, a.dispatch.origin, a.dispatch.unit, a.unit,
            a.get_part_display(),
            moves.label_of(a), calendar.day_of(a.due_at) if a.due_at else "",
        )
        for a in rows
    ]  # fmt: skip
    return pages.csv_response(table, headings, f"{_('办理台')}.csv")


@require_POST
def sign_many(request: Request) -> HttpResponse:
    """Sign for all that were ticked; the desk comes back with how each went."""
    form = PickForm(request.POST)
    if not form.is_valid():
        raise moves.Refused(_("还没有勾选要签收的任务"))
    picked: list[int] = form.cleaned_data["pick"]
    policy = moves.kind_of(Assignment).policy
    seen = policy.reachable(request.actor, "view", Assignment.objects.filter(pk__in=picked))
    parts = seen.select_related("unit", "dispatch").order_by("due_at", "pk")
    return _desk(request, services.sign_many(parts, actor=request.actor, at=request.at))
