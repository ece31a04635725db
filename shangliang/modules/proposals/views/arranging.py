"""会次、类别、审查组."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import STEP
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Term, Unit
from shangliang.modules.people.models import Person, Seat
from shangliang.modules.proposals import forms, queries, services
from shangliang.modules.proposals.models import Category, PanelGroup, PanelSeat, Proposal, Session
from shangliang.modules.proposals.views.common import (
    Request,
    one_form,
    see_other,
    tabs,
    units_for,
)

BACK = "proposals:sessions"


@require_GET
def sessions(request: Request) -> HttpResponse:
    """Of each unit one arranges for: its sessions and its classes."""
    units = units_for(request, "arrange")
    if not units:
        raise moves.NotAllowed(_("会次、类别和审查组由提案委员会安排"))
    unit = next((u for u in units if str(u.pk) == request.GET.get("unit")), units[0])
    context = {
        "tabs": tabs(request, "sessions"), "units": units, "unit": unit, "sessions": list(queries.sessions(unit)),
        "categories": list(queries.categories(unit, all_=True)),
    }  # fmt: skip
    return pages.page(request, "proposals/sessions.html", context)


def _may(request: Request, unit: Unit) -> None:
    if not moves.kind_of(Proposal).policy.may_at(request.actor, "arrange", unit.path):
        raise Http404


def _unit(request: Request, pk: int) -> Unit:
    unit = Unit.objects.filter(pk=pk, kind=Unit.Kind.CPPCC).first()
    if unit is None:
        raise Http404
    _may(request, unit)
    return unit


def new_term(request: Request, unit: int) -> HttpResponse:
    place = _unit(request, unit)
    form = forms.TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.open_term(place, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("本届已登记，可以登记全体会议了"))
        return see_other(BACK)
    return one_form(request, form, _("登记一届"), _("登记"), reverse(BACK))


def new_session(request: Request, unit: int) -> HttpResponse:
    place = _unit(request, unit)
    terms = list(Term.objects.filter(unit=place).order_by("-number"))
    if not terms:
        messages.warning(request, _("“%s”还没有登记过届次，请先登记一届") % place)
        return redirect("proposals:term_new", unit)
    form = forms.SessionForm(request.POST or None, terms=terms)
    if request.method == "POST" and form.is_valid():
        services.open_session(place, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("会次已登记"))
        return see_other(BACK)
    return one_form(request, form, _("登记一次全体会议"), _("登记"), reverse(BACK))


def session(request: Request, pk: int) -> HttpResponse:
    """Its days, and the groups of its panel."""
    held = Session.objects.filter(pk=pk).select_related("unit", "term").first()
    if held is None:
        raise Http404
    _may(request, held.unit)
    first = {name: getattr(held, name) for name in ("opens_on", "closes_on", "deadline")}
    form = rewriting(forms.SessionForm(request.POST or None, initial=first))
    if request.method == "POST" and form.is_valid():
        services.change_session(held, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已保存"))
        return see_other(reverse("proposals:session", args=[pk]))
    groups = [
        (g, [c.name for c in g.categories.all()], [s for s in g.seats.all() if s.until is None])
        for g in queries.panel(held)
    ]
    context = {"session": held, "form": form, "groups": groups}
    return pages.page(request, "proposals/session.html", context, status=422 if form.errors else 200)


def new_group(request: Request, pk: int) -> HttpResponse:
    held = Session.objects.filter(pk=pk).select_related("unit", "term").first()
    if held is None:
        raise Http404
    _may(request, held.unit)
    return _group(request, held, None)


def group(request: Request, pk: int) -> HttpResponse:
    held = _group_of(request, pk)
    return _group(request, held.session, held)


def _group_of(request: Request, pk: int) -> PanelGroup:
    held = PanelGroup.objects.filter(pk=pk).select_related("session__unit", "session__term", "unit").first()
    if held is None:
        raise Http404
    _may(request, held.unit)
    return held


def _group(request: Request, session: Session, held: PanelGroup | None) -> HttpResponse:
    first = {"name": held.name, "categories": list(held.categories.all())} if held else {}
    form = rewriting(forms.GroupForm(queries.categories(session.unit), request.POST or None, initial=first))
    back = reverse("proposals:session", args=[session.pk])
    if request.method == "POST" and form.is_valid():
        services.put_group(session, **form.cleaned_data, group=held, actor=request.actor, at=request.at)
        messages.success(request, _("审查组已保存"))
        return see_other(back)
    return one_form(request, form, _("审查组"), _("保存"), back)


def seat(request: Request, pk: int) -> HttpResponse:
    """Several at once, by name."""
    held = _group_of(request, pk)
    departments = list(org.departments(held.unit.path))
    form = forms.SeatForm(_staff(request, held.unit), departments, request.POST or None)
    back = reverse("proposals:session", args=[held.session_id])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        for person in data.pop("people"):
            services.seat_panel(held, person=person, **data, actor=request.actor, at=request.at)
        messages.success(request, _("已加入审查组"))
        return see_other(back)
    return one_form(request, form, _("%s：加人") % held, _("加入"), back)


def _staff(request: Request, unit: Unit) -> Any:
    """Everybody with a seat in the same root."""
    seats = Seat.objects.on(calendar.day_of(request.at)).filter(unit__path__startswith=unit.path[:STEP])
    return Person.objects.filter(pk__in=seats.values("person"))


@require_POST
def unseat(request: Request, pk: int) -> HttpResponse:
    held = PanelSeat.objects.filter(pk=pk).select_related("group__unit").first()
    if held is None:
        raise Http404
    _may(request, held.group.unit)
    services.unseat_panel(held, actor=request.actor, at=request.at)
    messages.success(request, _("已离开审查组；她提过的意见还在"))
    return see_other(reverse("proposals:session", args=[held.group.session_id]))


def new_category(request: Request, unit: int) -> HttpResponse:
    return _category(request, _unit(request, unit), None)


def category(request: Request, pk: int) -> HttpResponse:
    held = Category.objects.filter(pk=pk).select_related("unit").first()
    if held is None:
        raise Http404
    _may(request, held.unit)
    return _category(request, held.unit, held)


def _category(request: Request, unit: Unit, held: Category | None) -> HttpResponse:
    first = {"name": held.name, "main": held.main, "active": held.active} if held else {"active": True}
    form = rewriting(forms.CategoryForm(request.POST or None, initial=first))
    if request.method == "POST" and form.is_valid():
        services.put_category(unit, **form.cleaned_data, category=held, actor=request.actor, at=request.at)
        messages.success(request, _("类别已保存"))
        return see_other(BACK)
    lead = _("立过案的编号不受影响；停用的类别不再用来分类。")
    return one_form(request, form, _("类别"), _("保存"), reverse(BACK), lead=lead)
