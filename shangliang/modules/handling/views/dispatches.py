"""Dispatches, for those who send them: the list, and a new one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import moves
from shangliang.look import pages
from shangliang.modules.handling import forms, queries, services
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.handling.views.common import Request, done
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit

SENDERS = ("secretary", "dispatcher")


@require_GET
def dispatches(request: Request) -> HttpResponse:
    state, unit, source, query = (
        request.GET.get(name, "")[:100] for name in ("state", "unit", "source", "q")
    )
    rows = queries.sent(request.actor, state=state, unit=unit, source=source, query=query.strip())
    if request.GET.get("format") == "csv":
        return _csv(rows.order_by("-pk")[:5000])
    states = {name: s.label for name, s in moves.kind_of(Dispatch).flow.states.items()}
    context = {
        "slice": pages.keyset(request, rows), "state": state, "query": query, "states": states,
        "can_send": bool(request.actor.roles & set(SENDERS)),
    }  # fmt: skip
    return pages.page(request, "handling/dispatches.html", context)


def _csv(rows: Any) -> HttpResponse:
    headings = [_("编号"), _("事项"), _("来源"), _("交办单位"), _("承办单位"), _("状态"), _("轮次")]
    table = [
        (
            d.number, d.title, d.origin, d.unit,
            "、".join(f"{a.unit}（{a.get_part_display()}）" for a in d.inside),
            moves.label_of(d), d.round,
        )
        for d in rows
    ]  # fmt: skip
    return pages.csv_response(table, headings, f"{_('交办件')}.csv")


def send(request: Request) -> HttpResponse:
    """A matter that comes from none of the earlier stages: a leader's word, a line of some minutes."""
    unit = _sender(request)
    form = forms.SendForm(request.POST or None, units=org.departments(unit.path))
    if request.method == "POST" and form.is_valid():
        thing = services.send(
            unit, **form.cleaned_data, origin_link="", token=request.POST.get("token", "")[:100],
            actor=request.actor, at=request.at,
        )  # fmt: skip
        return done(request, thing, _("已交办，编号 %s") % thing.number)
    status = 422 if form.errors else 200
    return pages.page(request, "handling/send.html", {"form": form, "unit": unit}, status=status)


def _sender(request: Request) -> Unit:
    """The highest unit for which this actor may send."""
    paths = sorted((s.path for s in request.actor.seats if s.role in SENDERS), key=len)
    if not paths:
        raise moves.NotAllowed(_("交办由政协办公室和督查室办理"))
    return Unit.objects.get(path=paths[0])
