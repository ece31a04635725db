"""历史办理: replies of the time before, with what is wrong with them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, moves, params
from shangliang.look import pages, shapes
from shangliang.modules.handling import queries
from shangliang.modules.handling.views.common import Request

WITHIN = "handling.contact_within"  # fifteen working days: what people are used to be promised


@require_GET
def past_replies(request: Request) -> HttpResponse:
    if not {s.role for s in request.actor.seats} & set(queries.READERS):
        raise moves.NotAllowed(_("历史办理由交办、督查单位查看"))
    flag, query = request.GET.get("flag", "")[:20], request.GET.get("q", "")[:100].strip()
    all_rows = queries.past_replies(request.actor)
    rows = queries.past_replies(request.actor, flag=flag, query=query)
    if request.GET.get("format") == "csv":
        return _csv(rows[:10000])
    root = next((s.path for s in request.actor.seats if s.path), "")
    within = int(params.value(root, WITHIN, calendar.day_of(request.at)))
    figures = queries.past_figures(all_rows, within=within)
    labels = {
        "": (_("全部"), figures.total), "empty": (_("空答复"), figures.empty),
        "open": (_("没有回答所问"), figures.open),
    }  # fmt: skip
    tabs = [
        shapes.Link(label, pages.with_query(request, flag=name, after=None, before=None), flag == name, n)
        for name, (label, n) in labels.items()
    ]
    slice_ = pages.keyset(request, rows)
    context = {
        "slice": slice_, "tabs": tabs, "figures": figures, "within": within, "query": query,
        "why": {row.pk: queries.why(row) for row in slice_.rows},
    }  # fmt: skip
    return pages.page(request, "handling/history.html", context)


@require_GET
def past_reply(request: Request, pk: int) -> HttpResponse:
    row = queries.past_replies(request.actor).filter(pk=pk).select_related("unit").first()
    if row is None:
        raise Http404
    return pages.page(request, "handling/past.html", {"row": row, "why": queries.why(row)})


def _csv(rows: object) -> HttpResponse:
    headings = [
        _("编号"), _("标题"), _("来信日期"), _("答复日期"), _("天数"), _("工作日"), _("空答复"), _("答其所问"),
        _("原因"),
    ]  # fmt: skip
    table = [
        (
            r.ref, r.title, r.asked_on, r.replied_on, r.days, r.working_days, _("是") if r.empty else _("否"),
            _("是") if r.answers else _("否"), "；".join(queries.why(r)),
        )
        for r in rows  # type: ignore[attr-defined]
    ]  # fmt: skip
    return pages.csv_response(table, headings, f"{_('历史办理')}.csv")
