"""主持台: the one page of the secretary while the meeting sits."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.look import pages
from shangliang.modules.floor import forms, queries, services
from shangliang.modules.floor.models import Floor
from shangliang.modules.floor.views.common import Request, among, console_at, find, trail
from shangliang.modules.gatherings import services as gatherings

SIDES = (("line", "questions"), ("clock", "screen", "captions"))
PARTS = [name for side in SIDES for name in side]


def _context(request: Request, floor: Floor) -> dict[str, Any]:
    hall = queries.hall(floor, at=request.at)
    return {
        "floor": floor, "g": floor.gathering, "hall": hall, "rule": queries.rule_words(floor),
        "entry": forms.EntryForm(floor=floor, auto_id="entry_%s"), "live_room": queries.ticket(floor),
        "materials": list(floor.gathering.materials.filter(file__isnull=False).select_related("file")),
        "caption_form": forms.CaptionForm(auto_id="caption_%s"),
    }  # fmt: skip


@require_GET
def console(request: Request, pk: int) -> HttpResponse:
    floor = find(request, pk, "arrange")
    context = {**_context(request, floor), "crumbs": trail(floor, _("主持台")), "sides": SIDES}
    return pages.page(request, "floor/console.html", context)


@require_GET
def part(request: Request, pk: int, name: str) -> HttpResponse:
    """A piece of the console, fetched anew when something happened in the room."""
    floor = find(request, pk, "arrange")
    if name not in PARTS:
        raise Http404
    return pages.page(request, f"floor/console_{name}.html", _context(request, floor))


@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    """开会, from the page on which it is then led."""
    floor = find(request, pk, "arrange")
    services.start(floor, actor=request.actor, at=request.at)
    return pages.done(request, console_at(floor), _("已开会"))


@require_POST
def open_part(request: Request, pk: int, order: int) -> HttpResponse:
    """The meeting goes on to this part of the agenda."""
    floor = find(request, pk, "arrange")
    row = among(floor.gathering.agenda.select_related("gathering"), order=order)
    gatherings.open_part(row, actor=request.actor, at=request.at)
    return pages.done(request, console_at(floor, "clock"), _("已进入“%s”") % row.title)
