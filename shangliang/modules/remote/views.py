"""Pages of rooms on the network: find, permit, parse, act."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from csp.constants import SELF
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import journal, moves
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.remote import forms, queries, services
from shangliang.modules.remote.models import RemoteSession

Request = Any  # an HttpRequest on which Seating has put `actor` and `at`
log = logging.getLogger(__name__)


def _find(request: Request, pk: int, verb: str = "view") -> RemoteSession:
    session = pages.find(RemoteSession, request.actor, "view", "unit", "gathering", pk=pk)
    if verb != "view":
        moves.must(session, verb, actor=request.actor)
    return session


def of(request: Request, pk: int) -> HttpResponse:
    """To the room of a gathering; where there is none, the form that prepares one."""
    gathering = pages.find(Gathering, request.actor, "view", "unit", pk=pk)
    found = queries.live_of(gathering)
    runs = queries.may_plan(gathering, request.actor)
    if found and (found.state != "ended" or not runs) and pages.may(request, found, "view"):
        return redirect(found)
    if not runs:
        raise moves.NotAllowed(_("这次协商没有为您开远程会场；有的话由政协办公室或召集人准备"))
    form = forms.PlanRoomForm(request.POST or None, initial={"token": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        made = services.plan(gathering, **form.cleaned_data, actor=request.actor, at=request.at)
        return pages.done(request, made, _("远程会场准备好了，开会前打开"))
    return _form(request, form, gathering, _("准备远程会场"), _("准备好"))


def _form(request: Request, form: Any, back: Any, title: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "back": back}
    return pages.page(request, "remote/form.html", context, status=422 if form.errors else 200)


@require_GET
def session(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    may = pages.may(request, found, "enter", "edit", "record", "inside", *moves.steps(found))
    context = {
        "session": found, "may": may, "guests": queries.guests(found) if "inside" in may else [],
        "options": moves.options(found, actor=request.actor, at=request.at, may=may),
        "says": queries.consent_of(found, request.actor.person_id) if found.recorded else None,
        "consent": forms.ConsentForm(), "served": services.server() is not None,
        "entries": journal.story("remote_session", pk) if "inside" in may else [],
    }  # fmt: skip
    return pages.page(request, "remote/session.html", context)


def edit(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk, "edit")
    form = forms.RoomForm(
        request.POST or None, initial={"dial_in": found.dial_in, "recorded": found.recorded}
    )
    form = rewriting(form)
    if request.method == "POST" and form.is_valid():
        services.edit(found, **form.cleaned_data, actor=request.actor, at=request.at)
        return pages.done(request, found, _("已修改"))
    return _form(request, form, found, _("修改远程会场"), _("保存"))


def recording(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk, "record")
    form = rewriting(forms.RecordingForm(request.POST or None, initial={"where": found.recording}))
    if request.method == "POST" and form.is_valid():
        services.record(found, **form.cleaned_data, actor=request.actor, at=request.at)
        return pages.done(request, found, _("已登记"))
    return _form(request, form, found, _("登记录音录像存放处"), _("登记"))


@require_POST
def consent(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk, "enter")
    form = forms.ConsentForm(request.POST)
    if not form.is_valid():
        return _form(request, form, found, _("是否同意录音录像"), _("回答"))
    services.answer(found, says=form.cleaned_data["says"], actor=request.actor, at=request.at)
    return pages.done(request, found, _("已记下您的回答"))


@require_POST
def enter(request: Request, pk: int) -> HttpResponse:
    """Written down, then led into the room."""
    found = _find(request, pk, "enter")
    services.enter(found, actor=request.actor, at=request.at)
    response = redirect("remote:room", found.pk)
    response.status_code = 303
    return response


@require_GET
def room(request: Request, pk: int) -> HttpResponse:
    """Pictures and voices. Without a server, or with one that is silent, the words for dialling in."""
    found = _find(request, pk, "enter")
    if request.actor.scopes is not None or not queries.came(found, request.actor.person_id):
        return redirect(found)
    call, silent = None, False
    if found.state == "open":
        try:
            call = services.call_for(found.pk, at=request.at)
        except services.Silent as failed:
            log.error("video server: %s", failed)
            silent = True
    speaks = not found.recorded or queries.consent_of(found, request.actor.person_id) is True
    context = {"session": found, "call": call, "silent": silent, "speaks": speaks}
    response = pages.page(request, "remote/room.html", context)
    # The one page of the house that speaks to the video server, and shows what comes from there.
    return pages.reaching(response, connect_src=[call.url], media_src=[SELF, "blob:"]) if call else response
