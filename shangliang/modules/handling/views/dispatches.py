"""Dispatches, for those who send them and those who asked."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import journal, loop, moves
from shangliang.look import pages
from shangliang.modules.handling import forms, queries, services
from shangliang.modules.handling.models import Assignment, Dispatch, Rating
from shangliang.modules.handling.services.rating import RATABLE
from shangliang.modules.handling.views.common import Request, done, find_dispatch, may
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit

SENDERS = ("secretary", "dispatcher")


@require_GET
def dispatches(request: Request) -> HttpResponse:
    state, unit, query = (request.GET.get(name, "")[:100] for name in ("state", "unit", "q"))
    rows = queries.sent(request.actor, state=state, unit=unit, query=query.strip())
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


@require_GET
def dispatch(request: Request, pk: int) -> HttpResponse:
    return _show(request, find_dispatch(request, pk))


def _show(request: Request, thing: Dispatch, status: int = 200, **bound: Any) -> HttpResponse:
    rights = may(request, thing, "rate", "accept_result", "redo", "view")
    parts = queries.parts(thing)
    mine = thing.ratings.filter(round=thing.round, by=f"person:{request.actor.person_id}").first()
    can_rate = "rate" in rights and thing.state in RATABLE and mine is None
    decides = thing.state == "replied" and "accept_result" in rights
    can_redo = "redo" in rights and thing.state in {"replied", "tracking"}
    context = {
        "dispatch": thing, "parts": parts, "mine": mine, "decides": decides, "can_redo": can_redo,
        "ratings": list(thing.ratings.order_by("-pk")[:100]), "satisfaction": queries.satisfaction(thing),
        "attitudes": Rating.Attitude.choices, "results": Rating.Result.choices,
        "options": moves.options(thing, actor=request.actor, at=request.at),
        "entries": journal.story("dispatch", thing.pk)[::-1], "chain": loop.chain("dispatch", thing.pk),
        "judge_form": forms.JudgeForm() if can_rate else None,
        "redo_form": _redo(thing) if can_redo else None,
        "seen": _seen(request, parts), **bound,
    }  # fmt: skip
    return pages.page(request, "handling/dispatch.html", context, status=status)


def _seen(request: Request, parts: list[queries.PartOf]) -> set[int]:
    """The parts whose own page this actor may open (1 query)."""
    rows = Assignment.objects.filter(pk__in=[p.assignment.pk for p in parts])
    policy = moves.kind_of(Assignment).policy
    return set(policy.reachable(request.actor, "view", rows).values_list("pk", flat=True))


def _redo(thing: Dispatch, data: Any = None) -> forms.RedoForm:
    parts = thing.assignments.filter(part__in=Assignment.ANSWERING, state="replied").select_related("unit")
    return forms.RedoForm(data, parts=parts, auto_id="redo_%s")


@require_POST
def judge(request: Request, pk: int) -> HttpResponse:
    """One's own rating; with `then`, the decision that follows from it."""
    thing = find_dispatch(request, pk)
    form, then = forms.JudgeForm(request.POST), request.POST.get("then", "")
    if not form.is_valid():
        return _show(request, thing, 422, judge_form=form)
    services.judge(
        thing, **form.cleaned_data, label=request.actor.label,
        then=then if then in {"accept", "redo"} else "",
        actor=request.actor, at=request.at,
    )  # fmt: skip
    return done(request, thing, _("评价已记下"))


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    thing = find_dispatch(request, pk)
    services.accept_result(thing, actor=request.actor, at=request.at)
    return done(request, thing, _("已认可办理结果，转入承诺跟踪"))


@require_POST
def redo(request: Request, pk: int) -> HttpResponse:
    thing = find_dispatch(request, pk)
    form = _redo(thing, request.POST)
    if not form.is_valid():
        return _show(request, thing, 422, redo_form=form)
    services.redo(thing, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, thing, _("已要求二次办理，承办单位已收到通知"))


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
