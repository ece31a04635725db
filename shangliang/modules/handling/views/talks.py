"""Talking with those who asked, and asking for more time."""

from __future__ import annotations

from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import files
from shangliang.look import pages
from shangliang.modules.handling import forms, services
from shangliang.modules.handling.models import Assignment, Extension, Talk
from shangliang.modules.handling.views.common import Request, done, find_dispatch, find_part, sent_file
from shangliang.modules.handling.views.task import show


@require_POST
def contact(request: Request, pk: int) -> HttpResponse:
    part = find_part(request, pk)
    form = forms.ContactForm(request.POST, request.FILES, auto_id="contact_%s")
    if form.is_valid():
        try:
            _talk(request, part, form)
        except files.BadFile as fault:
            form.add_error("photo", str(fault))
        else:
            return done(request, part, _("沟通情况已登记"))
    return show(request, part, 422, contact_form=form)


@transaction.atomic
def _talk(request: Request, part: Assignment, form: forms.ContactForm) -> None:
    given, actor, at = dict(form.cleaned_data), request.actor, request.at
    photo = given.pop("photo")
    services.contact(part, **given, photo=pages.keep(request, photo, part.root), actor=actor, at=at)


@require_POST
def answer_talk(request: Request, pk: int) -> HttpResponse:
    """Those who asked may see the dispatch, not always the part."""
    talk = Talk.objects.select_related("assignment__unit", "assignment__dispatch__unit").filter(pk=pk).first()
    if talk is None:
        raise Http404
    dispatch = find_dispatch(request, talk.assignment.dispatch_id)
    form = forms.AnswerTalkForm(request.POST)
    confirmed = request.POST.get("confirmed") == "yes"
    said = form.cleaned_data["said"] if form.is_valid() else ""
    services.answer_talk(talk, confirmed=confirmed, said=said, actor=request.actor, at=request.at)
    return done(request, dispatch, _("谢谢，已记下"))


@require_GET
def photo(request: Request, pk: int) -> FileResponse:
    talk = Talk.objects.select_related("photo", "assignment").filter(pk=pk).exclude(photo=None).first()
    if talk is None or talk.photo is None:
        raise Http404
    find_dispatch(request, talk.assignment.dispatch_id)
    return sent_file(talk.photo)


@require_POST
def ask_extension(request: Request, pk: int) -> HttpResponse:
    part = find_part(request, pk)
    form = forms.ExtensionForm(request.POST, auto_id="extension_%s")
    if not form.is_valid():
        return show(request, part, 422, extension_form=form)
    services.ask_extension(part, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, part, _("延期申请已送审批；批准以前原期限不变"))


@require_POST
def grant_extension(request: Request, pk: int) -> HttpResponse:
    extension = pages.find(Extension, request.actor, "view", "unit", "assignment__unit", pk=pk)
    part = find_part(request, extension.assignment_id)
    form = forms.GrantForm(request.POST, auto_id="grant_%s")
    if not form.is_valid():
        return show(request, part, 422, grant_form=form)
    services.grant_extension(extension, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, part, _("已同意延期"))
