"""Adoptions by four levels, their correction; what those who reported it are told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, moves
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.briefs import forms, queries, services
from shangliang.modules.briefs.models import PRINTED, Adoption, Brief
from shangliang.modules.briefs.views.common import (
    Request,
    found,
    must,
    one_form,
    sent_file,
    token,
    upload,
)


def _said(request: Request, form: Any, root: str, kept: Any = None) -> services.Evidence:
    data = form.cleaned_data
    names = ("level", "kind", "result", "on", "send_to", "leader", "instruction", "evidence")
    file = upload(request, form, root) or kept
    return services.Evidence(**{name: data[name] for name in names}, file=file)


def adopt(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    must(request, brief, "adopt", *PRINTED)
    kind = Adoption.Kind.COMPOSITE if brief.composite else Adoption.Kind.SINGLE
    first = {"on": calendar.day_of(request.at), "level": Adoption.Level.CITY, "kind": kind}
    form = forms.AdoptForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = _said(request, form, brief.root)
        services.adopt(brief, said=said, actor=request.actor, at=request.at, token=token(request))
        messages.success(request, _("已登记；请在期限内告知反映人"))
        return pages.see_other(brief)
    lead = _("登记后不能改动，有误另行更正；反映人的计分份额随之重算。")
    return one_form(
        request, form, _("登记采用"), _("登记"), brief.get_absolute_url(), brief=brief, lead=lead, files=True
    )


def _adoption(request: Request, pk: int) -> Adoption:
    return pages.find(Adoption, request.actor, "view", "unit", "brief__unit", "brief__edition", "file", pk=pk)


def correct(request: Request, pk: int) -> HttpResponse:
    adoption = _adoption(request, pk)
    must(request, adoption, "correct")
    names = ("level", "kind", "result", "on", "send_to", "leader", "instruction", "evidence")
    first = {name: getattr(adoption, name) for name in names}
    form = rewriting(forms.CorrectForm(request.POST or None, request.FILES or None, initial=first))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = None if data["void"] else _said(request, form, adoption.root, adoption.file)
        services.correct(adoption, note=data["note"], said=said, actor=request.actor, at=request.at)
        messages.success(request, _("已更正：原登记留底，份额已重算；请告知反映人"))
        return pages.see_other(adoption.brief)
    lead = _("原来的登记保留，另立一行代替它。")
    back = adoption.brief.get_absolute_url()
    return one_form(
        request, form, _("更正采用登记"), _("更正"), back, brief=adoption.brief, lead=lead, files=True
    )


@require_GET
def file(request: Request, pk: int) -> FileResponse:
    """A scan as a download, never shown inside the page."""
    return sent_file(_adoption(request, pk).file)


def tell(request: Request, pk: int) -> HttpResponse:
    """Between printing and closing: the matter stays open."""
    brief = found(request, pk)
    must(request, brief, "tell", *PRINTED)
    form = forms.TellForm(
        _outside(brief), request.POST or None, initial={"text": queries.proposed_feedback(brief)}
    )
    if request.method == "POST" and form.is_valid():
        services.tell(brief, **form.cleaned_data, actor=request.actor, at=request.at, token=token(request))
        messages.success(request, _("已告知反映人"))
        return pages.see_other(brief)
    lead = _("告知后这件事继续等结果；不再等的，请办“反馈反映人并办结”。")
    return one_form(
        request, form, _("告知反映人"), _("告知"), brief.get_absolute_url(), brief=brief, lead=lead
    )


def feed_back(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    must(request, brief, "feed_back")
    form = forms.TellForm(
        _outside(brief),
        request.POST or None,
        initial={"text": queries.proposed_feedback(brief, closing=True)},
    )
    if request.method == "POST" and form.is_valid():
        services.feed_back(brief, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已反馈反映人并办结"))
        return pages.see_other(brief)
    if brief.state not in {"issued", "handled"}:
        raise moves.Stale(
            _("现在的状态是“%s”，不能办结") % moves.label_of(brief), state=moves.label_of(brief)
        )
    lead = _("办结后又有采用或批示，仍可登记和告知。")
    return one_form(
        request,
        form,
        _("反馈反映人并办结"),
        _("反馈并办结"),
        brief.get_absolute_url(),
        brief=brief,
        lead=lead,
    )


def contacts(request: Request, pk: int) -> HttpResponse:
    """How to reach those without an account: to those who may, once, with the reason in the journal."""
    brief = found(request, pk)
    must(request, brief, "read_contact")
    form = forms.WhyForm(request.POST or None)
    shown: list[Any] = []
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["note"]
        shown = services.read_contacts(brief, why=why, actor=request.actor, at=request.at)
    return one_form(
        request, form, _("查看联系方式"), _("查看"), brief.get_absolute_url(), brief=brief, contacts=shown
    )


def _outside(brief: Brief) -> list[Any]:
    return [a for a in queries.view(brief).authors if a.person_id is None]
