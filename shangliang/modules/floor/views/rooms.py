"""The room as it is read afterwards, and its rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, journal, moves
from shangliang.kernel.access import STEP
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.floor import forms, queries, services
from shangliang.modules.floor.models import Floor
from shangliang.modules.floor.views.common import Request, console_at, find, small, trail
from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.gatherings.models import Gathering

QUIET = {"caption", "correct_caption"}  # too many to be read among the rest


def of(request: Request, gathering: int) -> HttpResponse:
    """The room of a gathering: its console, or a page with the button that opens it."""
    g = pages.find(Gathering, request.actor, "view", "unit", pk=gathering)
    there = queries.room_of(g.pk)
    if request.method == "POST":
        opened = services.open_floor(g, actor=request.actor, at=request.at)
        return pages.done(request, console_at(opened), _("会场已经开放，参加人扫签到码就能进来"))
    if there is not None:
        may = pages.may(request, there, "view", "arrange")
        here = console_at(there) if "arrange" in may else there.get_absolute_url()
        return pages.see_other(here)
    context = {"g": g, "able": g.state in {"noticed", "sitting"} and _may_open(request, g)}
    return pages.page(request, "floor/open.html", context)


def _may_open(request: Request, g: Gathering) -> bool:
    if g.convener_id is not None and g.convener_id == request.actor.person_id:
        return True
    return moves.kind_of(Floor).policy.may_at(request.actor, "open", g.unit.path)


@require_GET
def floor(request: Request, pk: int) -> HttpResponse:
    """What was said, asked and answered."""
    room = find(request, pk)
    may = pages.may(request, room, "inside", "arrange", "caption", *moves.steps(room))
    entries = journal.story("floor", pk) if "inside" in may else []
    context: dict[str, Any] = {
        "floor": room, "g": room.gathering, "record": queries.record(room), "may": may, "crumbs": trail(room),
        "str_name": str,
        "options": moves.options(room, actor=request.actor, at=request.at, may=may),
        "entries": [e for e in entries if e.verb not in QUIET],
        "move_url": lambda name: reverse("desk:move", args=["floor", pk, name]),
    }  # fmt: skip
    return pages.page(request, "floor/floor.html", context)


def arrange(request: Request, pk: int) -> HttpResponse:
    room = find(request, pk, "arrange")
    names = ("minutes", "alternate", "screened", "stenographer")
    people = gatherings.guests(room.unit.path[:STEP], calendar.day_of(request.at))
    form = forms.ArrangeForm(
        request.POST or None, initial={n: getattr(room, n) for n in names}, people=people
    )
    form = rewriting(form)
    if request.method == "POST" and form.is_valid():
        services.arrange(room, **form.cleaned_data, actor=request.actor, at=request.at)
        return pages.done(request, console_at(room), _("发言规则已保存"))
    lead = _("规则写在发言名单旁边，谁都能照着重排一遍。")
    return small(request, room, form, title=_("发言规则"), button=_("保存"), back=console_at(room), lead=lead)
