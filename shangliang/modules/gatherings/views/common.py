"""What the views of this module share."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.models import StoredFile
from shangliang.look import pages
from shangliang.modules.gatherings.models import Gathering

Request = Any  # an HttpRequest on which Seating has put `actor` and `at`
RELATED = ("unit", "topic", "topic__unit", "convener", "plan_item", "brand", "region", "minutes_by")


def find(request: Request, pk: int) -> Gathering:
    """The gathering as far as this actor may see it, with what its pages show around it (1 query)."""
    return pages.find(Gathering, request.actor, "view", *RELATED, pk=pk)


def find_as(request: Request, pk: int, verb: str) -> Gathering:
    """The gathering for a page on which this is done; seen but not hers is refused (2 queries)."""
    gathering = find(request, pk)
    if not moves.kind_of(gathering).policy.may(request.actor, verb, gathering):
        raise moves.NotAllowed(_("这一步不归您办理"))
    return gathering


def among(rows: Any, **lookup: Any) -> Any:
    """One row of a gathering's own, else 404."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def back(to: Any, *, part: str = "") -> HttpResponse:
    """After a deed: see the thing anew."""
    response = redirect(f"{to.get_absolute_url() if hasattr(to, 'get_absolute_url') else to}{part}")
    response.status_code = 303
    return response


def done(request: Request, to: Any, words: Any, *, part: str = "") -> HttpResponse:
    messages.success(request, words)
    return back(to, part=part)


def keep(request: Request, gathering: Gathering, upload: UploadedFile | None) -> StoredFile | None:
    """An upload, checked and kept; nothing when there is none. Raises files.BadFile."""
    return pages.keep(request, upload, gathering.root)


def small(
    request: Request,
    gathering: Gathering,
    form: django_forms.Form,
    *,
    title: Any,
    button: Any,
    lead: Any = "",
    uploads: bool = False,
    warn: Any = "",
    to: str = "",
) -> HttpResponse:
    """A page with one form on it; 422 when the form came back with errors."""
    context = {
        "g": gathering,
        "form": form,
        "title": title,
        "button": button,
        "lead": lead,
        "uploads": uploads,
        "warn": warn,
        "to": to or gathering.get_absolute_url(),
        "draft": f"{request.resolver_match.url_name}-{gathering.pk}",
    }
    return pages.page(request, "gatherings/small.html", context, status=422 if form.errors else 200)


def move_url(gathering: Gathering) -> Any:
    return lambda name: reverse("desk:move", args=["gathering", gathering.pk, name])


def form_url(gathering: Gathering) -> Any:
    """The pages of the moves that carry matter."""
    own = {"end": "gatherings:end", "cancel": "gatherings:cancel"}
    return lambda name: reverse(own[name], args=[gathering.pk]) if name in own else ""
