"""The common screen: what the secretary chose, followed live."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import moves, pictures
from shangliang.look import pages
from shangliang.modules.deliberation import queries as deliberation
from shangliang.modules.deliberation.models import COUNTED
from shangliang.modules.floor import forms, queries, services
from shangliang.modules.floor.models import Floor
from shangliang.modules.floor.views.common import Request, among, console_at, find, shown
from shangliang.modules.gatherings import queries as gatherings

PDF = "application/pdf"


def _context(request: Request, floor: Floor) -> dict[str, Any]:
    poll = floor.poll
    return {
        "floor": floor, "g": floor.gathering, "hall": queries.hall(floor, at=request.at), "shown": shown,
        "live_room": queries.ticket(floor), "turn": gatherings.turn_of(request.at),
        "shut": gatherings.shut(floor.gathering, request.at), "rule": queries.rule_words(floor), "poll": poll,
        "turnout": deliberation.turnout(poll) if poll else None,
        "results": deliberation.results(poll, deliberation.choices(poll))
        if poll and poll.state in COUNTED
        else None,
    }  # fmt: skip


@require_GET
def screen(request: Request, pk: int) -> HttpResponse:
    return pages.page(request, "floor/screen.html", _context(request, find(request, pk, "screen")))


@require_GET
def part(request: Request, pk: int) -> HttpResponse:
    """What is on the screen at this moment."""
    return pages.page(request, "floor/screen_part.html", _context(request, find(request, pk, "screen")))


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    floor = find(request, pk, "screen")
    form = forms.ScreenForm(request.POST)
    if not form.is_valid():
        raise moves.Refused(*[words for _id, _label, words in pages.form_errors(form)])
    data = form.cleaned_data
    poll = floor.gathering.polls.filter(pk=data["poll"]).first() if data["poll"] else None
    material = (
        floor.gathering.materials.select_related("file").filter(pk=data["material"]).first()
        if data["material"]
        else None
    )
    page = data["page"] or 1
    if material and material.file and material.file.media_type == PDF:
        with material.file.content.open("rb") as content:
            page = min(page, pictures.pages_of(content.read()))
    services.show_on_screen(
        floor, shows=data["shows"], poll=poll, material=material, page=page, actor=request.actor, at=request.at
    )  # fmt: skip
    return pages.done(request, console_at(floor, "screen"), _("大屏幕：%s") % floor.get_shows_display())


@require_GET
def picture(request: Request, pk: int, material: int, number: int) -> HttpResponse:
    """A picture, or one page of a PDF as one."""
    floor = find(request, pk, "screen")
    row = among(floor.gathering.materials.filter(file__isnull=False).select_related("file"), pk=material)
    with row.file.content.open("rb") as content:
        kept, kind = content.read(), row.file.media_type
    if kind == PDF:
        drawn = pictures.page_of(kept, number)
        if drawn is None:
            raise Http404
        kept, kind = drawn, "image/png"
    elif not kind.startswith("image/"):
        raise Http404
    response = HttpResponse(kept, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
