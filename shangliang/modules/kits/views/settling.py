"""What came back of a gathering, and what waits for a person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from shangliang.kernel import journal, moves
from shangliang.look import pages
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.kits import forms, queries, services
from shangliang.modules.kits.models import Carried, Matter

Request = Any


def _find(request: Request, pk: int) -> Matter:
    return pages.find(
        Matter, request.actor, "view", "unit", "gathering__unit", "carried__kit", "person", "file", pk=pk
    )


@require_GET
def gathering(request: Request, pk: int) -> HttpResponse:
    """离线带回的: which devices have a kit, what came back, what waits, what was decided by hands."""
    g = pages.find(Gathering, request.actor, "view", "unit", pk=pk)
    moves.must(g, "take_along", actor=request.actor)
    return pages.page(request, "kits/gathering.html", {"g": g, "back": queries.back_of(g)})


@require_GET
def matter(request: Request, pk: int) -> HttpResponse:
    thing = _find(request, pk)
    context = {
        "m": thing,
        "said": queries.spelled(thing),
        "options": moves.options(thing, actor=request.actor, at=request.at),
        "move_url": lambda name: reverse("desk:move", args=["carried", pk, name]),
        "form_url": lambda name: reverse("kits:take", args=[pk]) if name == "take" else "",
        "entries": journal.story("carried", pk),
    }
    return pages.page(request, "kits/matter.html", context)


def take(request: Request, pk: int) -> HttpResponse:
    """记入: after all, in the name of whoever decides."""
    thing = _find(request, pk)
    moves.must_now(thing, "take", actor=request.actor)
    adds = thing.carried.kind == Carried.Kind.PERSON
    form = forms.TakeForm(
        request.POST if request.method == "POST" else None, gathering=thing.gathering, adds=adds
    )
    if request.method == "POST" and form.is_valid():
        words = services.take(thing, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, words)
        response = redirect(thing.get_absolute_url())
        response.status_code = 303
        return response
    context = {"m": thing, "said": queries.spelled(thing), "form": form}
    return pages.page(request, "kits/take.html", context, status=422 if form.errors else 200)


@require_GET
def photo(request: Request, pk: int) -> HttpResponse:
    """The picture that waits, for those who decide on it and whoever took it."""
    thing = _find(request, pk)
    if thing.file is None:
        raise Http404
    stream = thing.file.content.open("rb")
    return FileResponse(
        stream, as_attachment=True, filename=thing.file.name, content_type=thing.file.media_type
    )  # type: ignore[return-value]
