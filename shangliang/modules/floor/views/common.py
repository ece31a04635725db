"""What the views of the room share."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from shangliang.kernel import moves, text
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.floor.models import Floor
from shangliang.modules.gatherings import queries as gatherings

Request = Any  # an HttpRequest on which Seating has put `actor` and `at`
RELATED = ("unit", "gathering__unit", "material__file", "poll", "stenographer")


def find(request: Request, pk: int, verb: str = "view") -> Floor:
    """The room as far as this actor may see it; seen but not hers is refused (at most 2 queries)."""
    floor = pages.find(Floor, request.actor, "view", *RELATED, pk=pk)
    if verb != "view":
        moves.must(floor, verb, actor=request.actor)
    return floor


def among(rows: Any, **lookup: Any) -> Any:
    found = rows.filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def trail(floor: Floor, *last: str, linked: bool = True) -> list[Link]:
    """The way to a page. linked: not for a unit that answers one question and may open nothing else of the room."""
    g = floor.gathering
    return [
        Link(text.shortened(g.title, 24), g.get_absolute_url() if linked else ""),
        Link(_("会场"), floor.get_absolute_url() if last and linked else ""),
        *(Link(words) for words in last),
    ]


def console_at(floor: Floor, part: str = "") -> str:
    return reverse("floor:console", args=[floor.pk]) + (f"#{part}" if part else "")


def small(
    request: Request, floor: Floor, form: django_forms.Form, *, title: Any, button: Any, back: str,
    lead: Any = "", warn: Any = "", linked: bool = True,
) -> HttpResponse:  # fmt: skip
    """A page with one form; 422 when it came back with errors."""
    context = {
        "form": form, "title": title, "button": button, "back": back, "lead": lead, "warn": warn,
        "crumbs": trail(floor, str(title), linked=linked), "draft": request.path,
    }  # fmt: skip
    return pages.page(request, "floor/small.html", context, status=422 if form.errors else 200)


def shown(participant: Any) -> str:
    """How somebody is called before the whole hall."""
    return gatherings.shown_name(participant, False)
