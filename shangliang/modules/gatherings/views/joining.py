"""Signing in by the code on the wall: the poster, its picture, and the page it leads to."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import moves
from shangliang.look import doors, pages
from shangliang.modules.gatherings import forms, queries, services
from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.modules.gatherings.views.common import Request, done, find_as
from shangliang.modules.people.models import Person


def join_address(g: Gathering, at: datetime | None = None) -> str:
    """Where the code leads; at: with what it carries at this moment, where it moves."""
    key = f"?k={queries.moving_key(g, at)}" if at and g.moving_code else ""
    return str(settings.PUBLIC_URL) + reverse("gatherings:join", args=[g.sign_in_code]) + key


@require_GET
def qr(request: Request, pk: int) -> HttpResponse:
    """The code as a picture of its own, to be printed or shown on the wall."""
    g = find_as(request, pk, "sign_in")
    picture = io.BytesIO()
    segno.make(join_address(g, request.at), error="m", micro=False).save(
        picture, kind="svg", border=2, scale=8, xmldecl=False
    )
    response = HttpResponse(picture.getvalue(), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, no-store" if g.moving_code else "private, max-age=3600"
    return response


@require_GET
def screen(request: Request, pk: int) -> HttpResponse:
    """大屏幕: what the hall sees; ?part=code and ?part=seen are the pieces that renew themselves."""
    g = find_as(request, pk, "sign_in")
    context = {
        "g": g, "address": join_address(g), "shut": queries.shut(g, request.at),
        "seen": queries.console(g, at=request.at), "room": queries.room(g), "turn": queries.turn_of(request.at),
    }  # fmt: skip
    part = {"code": "screen_code", "seen": "screen_seen"}.get(request.GET.get("part", ""), "screen")
    return pages.page(request, f"gatherings/{part}.html", context)


@require_POST
def move_code(request: Request, pk: int) -> HttpResponse:
    g = find_as(request, pk, "move_code")
    on = request.POST.get("on") == "1"
    services.move_code(g, on=on, actor=request.actor, at=request.at)
    words = _("现在只能扫大屏幕上的码签到") if on else _("现在用不变的签到码签到")
    return done(request, reverse("gatherings:poster", args=[pk]), words)


@require_GET
def poster(request: Request, pk: int) -> HttpResponse:
    g = find_as(request, pk, "sign_in")
    context = {
        "g": g,
        "address": join_address(g),
        "shut": queries.shut(g, request.at),
        "faces": len(queries.faces(g)),
    }
    return pages.page(request, "gatherings/poster.html", context)


@login_not_required
def join(request: Request, code: str) -> HttpResponse:
    """For everybody in the hall, with or without an account. Of others: surname and capacity."""
    g = queries.door(code)
    person = request.user if request.user.is_authenticated else None
    if g is None:
        return _page(request, None, status=404)
    form = forms.JoinForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, g, form=form, person=person)
    if not form.is_valid():
        return _page(request, g, form=form, person=person, status=422)
    try:
        guest = _sign(g, form.cleaned_data, person, request)
    except moves.NotAllowed:
        raise
    except moves.Refused as refused:
        status = 409 if isinstance(refused, moves.Stale) else 422
        return _page(request, g, form=form, person=person, refused=refused.reasons, status=status)
    return _page(request, g, person=person, guest=guest)


def _sign(g: Gathering, data: dict[str, Any], person: Person | None, request: Request) -> Participant:
    entrance = request.POST.get("entrance", "")[:40]
    if data["joining"]:
        return services.sign_in_by_code(
            g.sign_in_code,
            entrance=entrance,
            name=data["name"],
            standing=data["standing"],
            joining=True,
            at=request.at,
        )
    if data["participant"]:
        return services.sign_in_by_code(
            g.sign_in_code,
            entrance=entrance,
            participant=data["participant"],
            name=data["name"],
            at=request.at,
        )
    if person is None:
        raise moves.Refused(_("请在名单里选您自己"))
    return services.sign_in_by_code(g.sign_in_code, entrance=entrance, person=person, at=request.at)


def _entrance(request: Request, g: Gathering) -> str:
    """What the form sends back: given for the code that was just scanned, or brought along from the form before."""
    brought: str = request.POST.get("entrance", "")[:40]
    return brought or queries.entrance(g, request.GET.get("k", "")[:40], request.at)


def _page(
    request: Request,
    g: Gathering | None,
    *,
    form: Any = None,
    person: Any = None,
    guest: Participant | None = None,
    refused: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    shut = queries.shut(g, request.at) if g else ""
    entrance = _entrance(request, g) if g and not shut else ""
    if g and not shut and guest is None and not queries.let_in(g, entrance, request.at):
        shut = _("这次签到只认会场大屏幕上的码，它每 30 秒换一次。请对着大屏幕再扫一次。")
    shown = bool(g) and not shut and guest is None
    me = g.participants.filter(person=person).first() if g and person and shown else None
    context = {
        "g": g,
        "form": form,
        "guest": guest,
        "refused": refused,
        "shut": shut,
        "me": me,
        "faces": queries.faces(g) if g and shown else [],
        "enter": doors.doors_of("gathering.joined", guest, actor=request.actor) if guest else [],
        "entrance": entrance,
        "typed": form.data if form is not None else {},
    }
    return pages.page(request, "gatherings/join.html", context, status=status)
