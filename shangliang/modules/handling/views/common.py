"""What every view here needs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.models import StoredFile
from shangliang.look import pages
from shangliang.modules.handling.models import Assignment, Dispatch, Promise

Request = Any  # an HttpRequest on which Seating has put `actor` and `at`


def find_part(request: Request, pk: int) -> Assignment:
    return pages.find(
        Assignment, request.actor, "view", "unit", "dispatch__unit", "handler", "instead_of__unit", pk=pk
    )


def find_dispatch(request: Request, pk: int) -> Dispatch:
    return pages.find(Dispatch, request.actor, "view", "unit", "sender", pk=pk)


def find_promise(request: Request, pk: int) -> Promise:
    related = ("unit", "assignment__unit", "assignment__dispatch__unit", "assignment__handler")
    return pages.find(Promise, request.actor, "view", *related, pk=pk)


def must_see_part(request: Request, part: Assignment) -> Assignment:
    """404 also when something beside the part was found but the part itself may not be seen."""
    return find_part(request, part.pk)


def may(request: Request, thing: Any, *verbs: str) -> set[str]:
    """Of these verbs, those that this actor may do (1 query)."""
    return moves.kind_of(thing).policy.which(request.actor, verbs, thing)


def source_label(source: str) -> str:
    """What kind of thing a task came from, in words."""
    try:
        return str(moves.kind_named(source).flow.label)
    except LookupError:
        return _("直接交办")


def number(words: str) -> int:
    """A number that came in, or 0."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0


def sent_file(kept: StoredFile) -> FileResponse:
    """A kept file, always as a download."""
    response = FileResponse(
        kept.content.open("rb"), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def done(request: Request, to: Any, words: Any) -> HttpResponse:
    messages.success(request, words)
    return see_other(to)


def see_other(to: Any) -> HttpResponse:
    response = redirect(to)
    response.status_code = 303
    return response
