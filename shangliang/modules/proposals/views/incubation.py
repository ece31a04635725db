"""培育评审: the proposal as it stands, who was asked, what they advised item by item."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, moves
from shangliang.kernel.access import STEP
from shangliang.look import pages
from shangliang.modules.people.models import Person, Seat
from shangliang.modules.proposals import forms, services
from shangliang.modules.proposals.models import Incubation
from shangliang.modules.proposals.views.common import Request, found, may, must, one_form, see_other


def _people(request: Request, path: str) -> Any:
    """Everybody with a seat in this city or province."""
    seats = Seat.objects.on(calendar.day_of(request.at)).filter(unit__path__startswith=path[:STEP])
    return Person.objects.filter(pk__in=seats.values("person"))


def _guests(data: dict[str, Any]) -> list[services.Guest]:
    known = [services.Guest(person) for person in data["people"]]
    return known + [services.Guest(name=name, role=role) for name, role in data["outside"]]


def _incubation(request: Request, pk: int) -> Incubation:
    related = ("unit", "proposal__unit", "proposal__drafter", "caller", "before", "after")
    return pages.find(Incubation, request.actor, "view", *related, pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    return _page(request, _incubation(request, pk))


def _page(request: Request, held: Incubation, status: int = 200, form: Any = None) -> HttpResponse:
    allowed = may(request, held, "inside", "advise", "invite", "convene", "ripen")
    items = list(held.proposal.suggestions.all())
    guests = list(held.guests.select_related("person"))
    advice = list(held.advice.select_related("guest", "entered_by"))
    if form is None and held.state == "called" and "advise" in allowed:
        form = _advice_form(request, items, guests)
    context = {
        "incubation": held, "proposal": held.proposal, "may": allowed, "items": items, "guests": guests, "form": form,
        "options": moves.options(held, actor=request.actor, at=request.at), "advice": advice,
        "whole": [a for a in advice if not a.number],
        "by_item": {i.number: [a for a in advice if a.number == i.number] for i in items},
        "entries": journal.story("incubation", held.pk) if "inside" in allowed else [],
        # Whoever came as a guest reads it here and nowhere else.
        "sees": bool(may(request, held.proposal, "view")),
    }  # fmt: skip
    return pages.page(request, "proposals/incubation.html", context, status=status)


def _advice_form(request: Request, items: list[Any], guests: list[Any], data: Any = None) -> Any:
    own = any(g.person_id == request.actor.person_id for g in guests)
    others = [] if own else [g for g in guests if g.person_id is None]
    return forms.AdviceForm(items, data, guests=others) if own or others else None


def call(request: Request, pk: int) -> HttpResponse:
    """The office calls one for a proposal in review."""
    proposal = found(request, pk)
    must(request, proposal, "accept", "submitted", "reviewing")
    form = forms.CallForm(_people(request, proposal.unit.path), request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = services.call_incubation(
            proposal, about=data["about"], day=data["day"], place=data["place"], guests=_guests(data),
            actor=request.actor, at=request.at,
        )  # fmt: skip
        messages.success(request, _("已征求提案者意见；同意以后受邀的人才能看到提案"))
        return see_other(made)
    return one_form(
        request, form, _("培育评审"), _("征求提案者同意"), proposal.get_absolute_url(), proposal=proposal
    )


def wish(request: Request, pk: int) -> HttpResponse:
    """The proposer asks for one while she writes."""
    proposal = found(request, pk)
    must(request, proposal, "write", "draft", "cosigning", "returned")
    form = forms.WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.wish_incubation(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已申请，提案委定了时间会告诉您"))
        return see_other(made)
    return one_form(
        request, form, _("申请培育评审"), _("申请"), proposal.get_absolute_url(), proposal=proposal
    )


def invite(request: Request, pk: int) -> HttpResponse:
    held = _incubation(request, pk)
    must(request, held, "invite", "asked", "called")
    form = forms.GuestsForm(_people(request, held.unit.path), request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.invite_guests(held, guests=_guests(form.cleaned_data), actor=request.actor, at=request.at)
        messages.success(request, _("已邀请"))
        return see_other(held)
    return one_form(request, form, _("邀请人"), _("邀请"), held.get_absolute_url(), lead=held.proposal.title)


def convene(request: Request, pk: int) -> HttpResponse:
    held = _incubation(request, pk)
    must(request, held, "convene", "asked")
    form = forms.ConveneForm(request.POST or None, initial={"day": held.day, "place": held.place})
    if request.method == "POST" and form.is_valid():
        services.convene(held, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已定时间，提案者和受邀的人都会收到通知"))
        return see_other(held)
    return one_form(request, form, _("定时间"), _("确定"), held.get_absolute_url(), lead=held.proposal.title)


@require_POST
def consent(request: Request, pk: int) -> HttpResponse:
    held = _incubation(request, pk)
    services.consent_incubation(held, actor=request.actor, at=request.at)
    messages.success(request, _("已同意；受邀的人现在能看到提案"))
    return see_other(held)


@require_POST
def advise(request: Request, pk: int) -> HttpResponse:
    held = _incubation(request, pk)
    items, guests = list(held.proposal.suggestions.all()), list(held.guests.all())
    form = _advice_form(request, items, guests, request.POST)
    if form is None:
        raise moves.NotAllowed(_("没有请您评审"))
    if not form.is_valid():
        return _page(request, held, 422, form)
    services.advise_incubation(held, **form.cleaned_data, actor=request.actor, at=request.at)
    messages.success(request, _("已记下"))
    return see_other(held)


def conclude(request: Request, pk: int) -> HttpResponse:
    held = _incubation(request, pk)
    must(request, held, "ripen", "called")
    form = forms.ConclusionForm(request.POST or None, initial={"ripe": request.GET.get("ripe")})
    if request.method == "POST" and form.is_valid():
        services.conclude_incubation(held, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已写明结论，提案者和评审的人都会看到"))
        return see_other(held)
    return one_form(
        request, form, _("评审结论"), _("提交结论"), held.get_absolute_url(), lead=held.proposal.title
    )
