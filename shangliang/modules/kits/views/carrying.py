"""The page that goes along on the device, and what a participant's own phone sends."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from shangliang.look import doors, pages
from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.gatherings.models import Participant
from shangliang.modules.kits import forms, services
from shangliang.modules.kits.models import Carried

Request = Any


@require_GET
def pocket(request: Request) -> HttpResponse:
    """The same for everybody and every meeting: the device keeps it. Everything in it comes by the API."""
    return pages.page(request, "kits/pocket.html", {"zone": timezone.get_default_timezone_name()})


@login_not_required
@require_POST
def phone(request: Request, code: str) -> HttpResponse:
    """What the phone of somebody in the hall kept while it had no network: each entry with its answer."""
    gathering = gatherings.door(code)
    said = forms.phone_batch(request.body, at=request.at) if gathering else None
    if gathering is None or said is None:
        return JsonResponse({"entries": []}, status=404 if gathering is None else 400)
    person = request.user if request.user.is_authenticated else None
    found = services.receive_from_phone(
        gathering, entries=said.entries, phone=said.phone, person=person, at=request.at
    )
    signed = {e.id for e in said.entries if e.kind == Carried.Kind.SIGN_IN}
    rows = [
        {
            "id": str(r.id),
            "state": r.state,
            "words": r.words,
            "way": _way(request, r) if r.id in signed else "",
        }
        for r in found
    ]
    response = JsonResponse({"entries": rows}, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _way(request: Request, result: services.Result) -> str:
    """Where this phone goes on from here, once somebody has signed in with it."""
    if result.state != "kept":
        return ""
    guest = Participant.objects.select_related("gathering").get(pk=result.made["participant"])
    return doors.way_of("gathering.joined", guest, actor=request.actor)
