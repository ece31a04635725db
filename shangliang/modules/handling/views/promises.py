"""Promises, their steps, what shows that they were kept, and more time."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import files
from shangliang.look import pages
from shangliang.modules.handling import forms, services
from shangliang.modules.handling.models import Evidence, Milestone, Promise
from shangliang.modules.handling.views import cards
from shangliang.modules.handling.views.common import (
    Request,
    done,
    find_part,
    find_promise,
    must_see_part,
    sent_file,
)
from shangliang.modules.handling.views.task import show


@require_POST
def promise(request: Request, pk: int) -> HttpResponse:
    part = find_part(request, pk)
    form = forms.PromiseForm(request.POST, auto_id="promise_%s")
    if not form.is_valid():
        return show(request, part, 422, promise_form=form)
    made = services.promise(part, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, made, _("承诺已登记"))


@require_POST
def step(request: Request, pk: int) -> HttpResponse:
    promise = find_promise(request, pk)
    form = cards.make(forms.StepForm, promise, request.POST)
    if not form.is_valid():
        return _again(request, promise, form)
    services.add_step(promise, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, promise, _("节点已写明"))


@require_POST
def reach(request: Request, pk: int) -> HttpResponse:
    found = pages.find(Milestone, request.actor, "view", "unit", "promise", pk=pk)
    note = request.POST.get("note", "")[:2000]
    services.reach_step(found, note=note, actor=request.actor, at=request.at)
    return done(request, found.promise, _("节点已完成"))


@require_POST
def evidence(request: Request, pk: int) -> HttpResponse:
    promise = find_promise(request, pk)
    return _shown(request, promise, cards.make(forms.EvidenceForm, promise, request.POST, request.FILES))


@require_POST
def visit(request: Request, pk: int) -> HttpResponse:
    promise = find_promise(request, pk)
    return _shown(request, promise, cards.make(forms.VisitForm, promise, request.POST, request.FILES))


def _shown(request: Request, promise: Promise, form: Any) -> HttpResponse:
    if form.is_valid():
        try:
            _keep(request, promise, form)
        except files.BadFile as fault:
            form.add_error("file", str(fault))
        else:
            return done(request, promise, _("佐证已存入"))
    return _again(request, promise, form)


def _again(request: Request, promise: Promise, form: Any) -> HttpResponse:
    return show(request, must_see_part(request, promise.assignment), 422, **{cards.name_of(form): form})


@transaction.atomic
def _keep(request: Request, promise: Promise, form: Any) -> None:
    given, who = dict(form.cleaned_data), {"actor": request.actor, "at": request.at}
    file = given.pop("file")
    kept = pages.keep(request, file, promise.root)
    if isinstance(form, forms.VisitForm):
        services.visit(promise, **given, file=kept, **who)
    else:
        services.add_evidence(promise, **given, file=kept, **who)


@require_POST
def postpone(request: Request, pk: int) -> HttpResponse:
    promise = find_promise(request, pk)
    form = cards.make(forms.PostponeForm, promise, request.POST)
    if not form.is_valid():
        return _again(request, promise, form)
    services.postpone(promise, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, promise, _("已延期，第一次承诺的日期仍会显示"))


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    promise = find_promise(request, pk)
    form = cards.make(forms.ReopenForm, promise, request.POST)
    if not form.is_valid():
        return _again(request, promise, form)
    services.reopen(promise, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, promise, _("已恢复跟踪，承办单位会收到通知"))


@require_GET
def evidence_file(request: Request, pk: int) -> FileResponse:
    """A file, for those who may see the promise."""
    found = Evidence.objects.select_related("file").filter(pk=pk).exclude(file=None).first()
    if found is None or found.file is None:
        raise Http404
    find_promise(request, found.promise_id)
    return sent_file(found.file)
