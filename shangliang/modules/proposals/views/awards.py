"""评选表扬: candidates with their figures, the jury's votes, the decision with its reasons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, moves
from shangliang.kernel.access import STEP
from shangliang.look import pages
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person, Seat
from shangliang.modules.proposals import forms, queries, services
from shangliang.modules.proposals.models import AwardRound, Nominee
from shangliang.modules.proposals.views.common import (
    Request,
    may,
    must,
    one_form,
    see_other,
    tabs,
    token,
    within,
)

Kind = AwardRound.Kind


@require_GET
def awards(request: Request) -> HttpResponse:
    held = within(request, AwardRound).select_related("unit")
    context = {
        "tabs": tabs(request, "awards"), "slice": pages.keyset(request, held), "can_open": bool(_units(request)),
    }  # fmt: skip
    return pages.page(request, "proposals/awards.html", context)


def _units(request: Request) -> list[Unit]:
    """The committees for whose office this actor may open one (1 query)."""
    paths = {s.path for s in request.actor.seats if s.path}
    policy = moves.kind_of(AwardRound).policy
    units = org.below(min(paths)[:STEP]).filter(kind=Unit.Kind.CPPCC).order_by("path") if paths else []
    return [u for u in units if policy.may_at(request.actor, "appoint", u.path)]


def _award(request: Request, pk: int) -> AwardRound:
    return pages.find(AwardRound, request.actor, "view", "unit", pk=pk)


@require_GET
def award(request: Request, pk: int) -> HttpResponse:
    """Figures and votes are the jury's and the office's; others see who was named, and what came of it."""
    held = _award(request, pk)
    allowed = may(request, held, "inside", "nominate", "appoint", "propose", "vote")
    inside = "inside" in allowed
    lines = queries.candidates(held) if inside or held.state == "published" else []
    context = {
        "award": held, "may": allowed, "inside": inside, "lines": lines, "proposals": held.kind == Kind.PROPOSALS,
        "chosen": [c for c in lines if c.nominee.chosen],
        "steps": {"publish": reverse("proposals:award_publish", args=[pk])},
        "options": moves.options(held, actor=request.actor, at=request.at),
        "jury": list(held.jury.order_by("sound")) if inside else [],
        "me": request.actor.person_id,
        "quota": queries.quota(held, at=request.at) if inside else None,
        "grades": queries.marks(held.unit.path, calendar.day_of(request.at)),
        "entries": journal.story("award_round", held.pk) if inside else [],
    }  # fmt: skip
    return pages.page(request, "proposals/award.html", context)


def award_new(request: Request) -> HttpResponse:
    units = _units(request)
    if not units:
        raise moves.NotAllowed(_("评选由政协办开始"))
    form = forms.AwardForm(units, request.POST or None, initial={"unit": units[0]})
    if request.method == "POST" and form.is_valid():
        data = {"unit": units[0], **form.cleaned_data}
        made = services.open_award(
            data.pop("unit"), **data, actor=request.actor, at=request.at, token=token(request)
        )
        messages.success(request, _("评选已开始，先定评委、收候选"))
        return see_other(made)
    return one_form(request, form, _("开始评选"), _("开始"), reverse("proposals:awards"))


def jury(request: Request, pk: int) -> HttpResponse:
    held = _award(request, pk)
    must(request, held, "appoint", "collecting")
    seats = Seat.objects.on(calendar.day_of(request.at)).filter(unit__path__startswith=held.unit.path[:STEP])
    people = Person.objects.filter(pk__in=seats.values("person"))
    first = {"people": _("、").join(p.name for p in held.jury.order_by("sound"))}
    form = forms.JuryForm(people, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        services.appoint_jury(held, people=form.cleaned_data["people"], actor=request.actor, at=request.at)
        messages.success(request, _("评委已定"))
        return see_other(held)
    return one_form(request, form, _("定评委"), _("保存"), held.get_absolute_url())


def nominate(request: Request, pk: int) -> HttpResponse:
    held = _award(request, pk)
    must(request, held, "nominate", "collecting")
    departments: list[Unit] = []
    if held.kind == Kind.DEPARTMENTS:
        handled = queries.handlers_between(held).values("unit")
        departments = list(Unit.objects.filter(pk__in=handled).order_by("path"))
    form = forms.NominateForm(departments, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        proposal = None
        if held.kind == Kind.PROPOSALS:
            proposal = queries.filed_between(held).filter(case_no=data["case"]).order_by("-filed_on").first()
        if held.kind == Kind.PROPOSALS and proposal is None:
            form.add_error("case", _("这段时间没有立过这个案号的提案"))
        else:
            services.nominate_for_award(
                held, why=data["why"], proposal=proposal, department=data.get("department"),
                actor=request.actor, at=request.at,
            )  # fmt: skip
            messages.success(request, _("已推荐"))
            return see_other(held)
    return one_form(request, form, _("推荐候选"), _("推荐"), held.get_absolute_url())


def _nominee(request: Request, pk: int) -> Nominee:
    related = ("round__unit", "proposal", "department")
    found = Nominee.objects.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.round = _award(request, found.round_id)
    return found


def vote(request: Request, pk: int) -> HttpResponse:
    nominee = _nominee(request, pk)
    must(request, nominee.round, "vote", "assessing")
    own = nominee.votes.filter(person=request.actor.person_id).first()
    first = {"yes": "1" if own.yes else "0", "note": own.note} if own else {}
    return _on(
        request, nominee, forms.VoteForm(request.POST or None, initial=first), _("投票"), services.vote
    )


def choose(request: Request, pk: int) -> HttpResponse:
    nominee = _nominee(request, pk)
    must(request, nominee.round, "propose", "assessing")
    known = {True: "1", False: "0", None: ""}[nominee.chosen]
    form = forms.ChoiceForm(request.POST or None, initial={"chosen": known, "reason": nominee.reason})
    return _on(request, nominee, form, _("入选与否"), services.propose_choice)


def _on(request: Request, nominee: Nominee, form: Any, title: str, act: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        act(nominee, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已记下"))
        return see_other(nominee.round)
    lead = _("候选：%(name)s。推荐理由：%(why)s") % {"name": nominee, "why": nominee.why}
    return one_form(request, form, title, _("保存"), nominee.round.get_absolute_url(), lead=lead)


@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    held = _award(request, pk)
    services.publish_award(held, actor=request.actor, at=request.at)
    messages.success(request, _("已公布"))
    return see_other(held)
