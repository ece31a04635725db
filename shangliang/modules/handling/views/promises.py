"""Promises, what shows that they were kept, and more time."""

from __future__ import annotations

from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import files
from shangliang.modules.handling import forms, services
from shangliang.modules.handling.models import Evidence, Promise
from shangliang.modules.handling.views import cards, tasks
from shangliang.modules.handling.views.common import Request, done, find_part, find_promise, must_see_part


@require_POST
def promise(request: Request, pk: int) -> HttpResponse:
    part = find_part(request, pk)
    form = forms.PromiseForm(request.POST, auto_id="promise_%s")
    if not form.is_valid():
        return tasks.show(request, part, 422, promise_form=form)
    made = services.promise(part, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, made, _("承诺已登记"))


@require_POST
def evidence(request: Request, pk: int) -> HttpResponse:
    promise = find_promise(request, pk)
    form = cards.make(forms.EvidenceForm, promise, request.POST, request.FILES)
    if form.is_valid():
        try:
            _keep(request, promise, form)
        except files.BadFile as fault:
            form.add_error("file", str(fault))
        else:
            return done(request, promise, _("佐证已存入"))
    return tasks.show(request, must_see_part(request, promise.assignment), 422, evidence_form=form)


@transaction.atomic
def _keep(request: Request, promise: Promise, form: forms.EvidenceForm) -> None:
    given, actor, at = form.cleaned_data["file"], request.actor, request.at
    kept = files.keep(given, root=promise.root, person_id=actor.person_id, at=at) if given else None
    services.add_evidence(promise, text=form.cleaned_data["text"], file=kept, actor=actor, at=at)


@require_POST
def postpone(request: Request, pk: int) -> HttpResponse:
    promise = find_promise(request, pk)
    form = cards.make(forms.PostponeForm, promise, request.POST)
    if not form.is_valid():
        return tasks.show(request, must_see_part(request, promise.assignment), 422, postpone_form=form)
    services.postpone(promise, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, promise, _("已延期，第一次承诺的日期仍会显示"))


@require_GET
def evidence_file(request: Request, pk: int) -> FileResponse:
    """A file, for those who may see the promise; always as a download."""
    found = Evidence.objects.select_related("file").filter(pk=pk).exclude(file=None).first()
    if found is None or found.file is None:
        raise Http404
    find_promise(request, found.promise_id)
    response = FileResponse(
        found.file.content.open("rb"),
        as_attachment=True,
        filename=found.file.name,
        content_type=found.file.media_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
