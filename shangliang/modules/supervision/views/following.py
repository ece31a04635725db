"""回头看: what is due, and what was seen."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, journal
from shangliang.look import pages
from shangliang.modules.supervision import forms, queries, services
from shangliang.modules.supervision.models import FollowUp
from shangliang.modules.supervision.views.common import (
    Request,
    data_of,
    may,
    must,
    one_form,
    reach,
    tabs,
    trail,
)


@require_GET
def listing(request: Request) -> HttpResponse:
    state = request.GET.get("state", "")
    reached = reach(request, FollowUp)
    if state in {"waiting", "held"}:
        reached = reached.filter(state=state)
    rows = queries.follow_ups(FollowUp.objects.filter(pk__in=reached.values("pk")))
    context = {"tabs": tabs(request, "follow_ups"), "slice": pages.keyset(request, rows), "state": state}
    return pages.page(request, "supervision/follow_ups.html", context)


def _found(request: Request, pk: int) -> FollowUp:
    return pages.find(FollowUp, request.actor, "view", "unit", "supervision__unit", "person", pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    one = _found(request, pk)
    allowed = may(request, one, "hold", "inside")
    context = {
        "follow_up": one, "may": allowed,
        "results": list(one.results.select_related("finding__department")),
        "entries": journal.story("follow_up", one.pk) if "inside" in allowed else [],
    }  # fmt: skip
    return pages.page(request, "supervision/follow_up.html", context)


def hold(request: Request, pk: int) -> HttpResponse:
    one = _found(request, pk)
    must(request, one, "hold", "waiting")
    passed = one.supervision.findings.filter(state="passed").select_related("department").order_by("order")
    form = forms.FollowUpForm(
        list(passed), data_of(request)[0], initial={"held_on": calendar.day_of(request.at)}
    )

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        seen = [services.Seen(finding, result, note) for finding, result, note in form.seen()]
        opened = services.hold_follow_up(
            one, held_on=data["held_on"], notes=data["notes"], seen=seen, actor=request.actor, at=request.at
        )
        words = _("已登记；%d 条有反弹，重新交办") % len(opened) if opened else _("已登记，都保持住了")
        return one, words

    return one_form(
        request, form, act, title=_("登记回头看"), first=_("登记"), back=one.get_absolute_url(),
        crumbs=trail(one.supervision, _("登记回头看")), lead=_("反弹的意见会重新打开，由政协办重新交办。"),
    )  # fmt: skip
