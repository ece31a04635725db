"""Dispatches, for those who send them and those who asked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.api.shapes import (
    DispatchesOut,
    DispatchIn,
    DispatchOut,
    DispatchWholeOut,
    FiguresOut,
    RedoIn,
    units,
)
from shangliang.modules.handling.models import Dispatch, Rating
from shangliang.modules.org.models import Unit

router = Router(tags=["handling"])


@router.get("/dispatches", response=DispatchesOut)
def handling_dispatches(
    request: HttpRequest, state: str = "", unit: str = "", cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    """unit: code of a department that is in it."""
    rows = queries.sent(answers.actor_of(request), state=state, unit=unit)
    return answers.sliced(rows, cursor, limit)


@router.get("/dispatches/{int:pk}", response=DispatchWholeOut)
def handling_dispatch(request: HttpRequest, pk: int) -> dict[str, Any]:
    """With every department's published reply and promises; what has not passed the check is not in it."""
    thing = answers.find(request, Dispatch, pk)
    parts = [
        {
            "task": p.assignment.pk, "unit": p.assignment.unit.code, "part": p.assignment.part,
            "state": p.assignment.state, "reply": p.reply, "promises": p.promises,
        }
        for p in queries.parts(thing)
    ]  # fmt: skip
    counts = queries.satisfaction(thing).counts
    about = {
        "items": [i.text for i in thing.items.all()], "concerned": [c.label for c in thing.concerned.all()],
    }  # fmt: skip
    return {
        "dispatch": thing,
        **about,
        "parts": parts,
        "ratings": {f"{a}/{r}": n for (a, r), n in counts.items()},
    }


@router.post("/dispatches", response={201: DispatchOut})
def handling_send(request: HttpRequest, data: DispatchIn) -> Status[Dispatch]:
    unit, lead = units([data.unit])[0], units([data.lead])[0]
    given = data.dict()
    helping: dict[str, Any] = {name: units(given[name]) for name in ("joint", "split", "assist")}
    words = {name: given[name] for name in ("title", "ask", "origin", "origin_link", "items")}
    return Status(201, services.send(unit, lead=lead, **words, **helping, **answers.by(request)))


@router.post("/dispatches/{int:pk}/accept", response=DispatchOut)
def handling_accept(request: HttpRequest, pk: int, data: answers.NoteIn) -> Dispatch:
    thing = answers.find(request, Dispatch, pk)
    services.accept_result(thing, note=data.note, **answers.by(request))
    return thing


@router.post("/dispatches/{int:pk}/redo", response=DispatchOut)
def handling_redo(request: HttpRequest, pk: int, data: RedoIn) -> Dispatch:
    thing = answers.find(request, Dispatch, pk)
    only = list(thing.assignments.filter(pk__in=data.only))
    if len(only) < len(set(data.only)):
        raise moves.Refused(_("所选的承办任务不在这件交办件里"))
    services.redo(thing, note=data.note, only=only, **answers.by(request))
    return thing


@router.get("/figures/{slug:unit}", response=FiguresOut)
def handling_figures(request: HttpRequest, unit: str) -> dict[str, Any]:
    """How a department handles what it answers for; for those who oversee it."""
    who = answers.by(request)
    found = Unit.objects.filter(code=unit).first()
    if found is None or not queries.oversees(who["actor"], found):
        raise Http404
    f = queries.figures(found, at=who["at"])
    names = (
        "taken",
        "answered",
        "on_time",
        "overdue",
        "contacted",
        "solved",
        "promised",
        "kept",
        "broken",
        "slipped",
    )
    return {
        "unit": found.code, **{name: getattr(f, name) for name in names},
        "attitude": {a: f.satisfaction.attitude(a) for a in Rating.Attitude.values},
        "result": {r: f.satisfaction.result(r) for r in Rating.Result.values},
    }  # fmt: skip
