"""Letters to those who are late, and the report of a month."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, moves
from shangliang.look import pages
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.models import Assignment, Promise, Rating, Reply, Urging
from shangliang.modules.handling.services import printing
from shangliang.modules.handling.views.common import Request, done, number
from shangliang.modules.org.models import Unit

OVERSEEING = {"dispatcher", "secretary", "chair", "leader"}
READERS = OVERSEEING | {"clerk", "head"}


@require_POST
def urge(request: Request) -> HttpResponse:
    """One letter to each department about everything ticked on the board (`owed`: "assignment:3", "promise:5")."""
    unit = queries.office(request.actor)
    ticked = [row.partition(":") for row in request.POST.getlist("owed")[:1000]]
    owed: list[Any] = []
    for kind, model in (("assignment", Assignment), ("promise", Promise)):
        pks = [number(pk) for name, _colon, pk in ticked if name == kind]
        rows = moves.kind_of(model).policy.reachable(request.actor, "urge", model.objects.filter(pk__in=pks))
        owed += rows.select_related("unit")
    token = request.POST.get("token", "")[:100]
    letters = services.urge(unit, owed=owed, actor=request.actor, at=request.at, token=token)
    return done(request, "handling:urgings", _("已向 %d 个单位发出催办函") % len(letters))


@require_GET
def urgings(request: Request) -> HttpResponse:
    slice_ = pages.keyset(request, queries.urgings(_place(request).path))
    return pages.page(request, "handling/urgings.html", {"slice": slice_})


@require_GET
def urging(request: Request, pk: int) -> HttpResponse:
    """The letter, for those who wrote it and those to whom it was written; as .docx with ?format=docx."""
    letter = Urging.objects.select_related("unit", "to", "sender").filter(pk=pk).first()
    seats = [s.path for s in request.actor.seats if s.path and s.role in READERS]
    if letter is None or not any(p == letter.to.path or letter.unit.path.startswith(p) for p in seats):
        raise Http404
    if request.GET.get("format") == "docx":
        return pages.docx_response(printing.urging_letter(letter), f"{letter.number}.docx")
    context = {"letter": letter, "lines": list(queries.urging_lines(letter))}
    return pages.page(request, "handling/urging.html", context)


@require_GET
def report(request: Request) -> HttpResponse:
    """办理情况月报 (?month=2026-03), on the page, as a table or as the document."""
    unit, today = _place(request), calendar.day_of(request.at)
    year, _dash, month = request.GET.get("month", "").partition("-")
    chosen = number(year) or today.year, number(month) or today.month
    if not (2000 <= chosen[0] <= today.year and 1 <= chosen[1] <= 12):
        chosen = today.year, today.month
    found = queries.month(unit.path, *chosen, at=request.at)
    name = _("%(year)d年%(month)d月办理情况月报") % {"year": chosen[0], "month": chosen[1]}
    if request.GET.get("format") == "docx":
        made = printing.month_report(found, issuer=unit.name, on=today)
        return pages.docx_response(made, f"{name}.docx")
    if request.GET.get("format") == "csv":
        return pages.csv_response(_table(found), [str(h) for h in printing.MONTH], f"{name}.csv")
    first = f"{chosen[0]}-{chosen[1]:02}"
    months = [_month(today.year, today.month - n) for n in range(12)]
    context = {"month": found, "unit": unit, "name": name, "chosen": first, "months": months}
    return pages.page(request, "handling/report.html", context)


def _month(year: int, month: int) -> str:
    return f"{year}-{month:02}" if month > 0 else f"{year - 1}-{month + 12:02}"


def _table(found: queries.Month) -> list[tuple[Any, ...]]:
    return [
        (u.unit, u.sent, u.answered, u.on_time, u.contacted, u.overdue, u.promised, u.kept, u.urged)
        for u in found.units
    ]


def _place(request: Request) -> Unit:
    """The highest unit whose handling this actor oversees."""
    paths = sorted((s.path for s in request.actor.seats if s.role in OVERSEEING and s.path), key=len)
    if not paths:
        raise moves.NotAllowed(_("办理月报和催办函由交办、督查单位查看"))
    return Unit.objects.get(path=paths[0])


@require_GET
def figures(request: Request) -> HttpResponse:
    """本单位办理情况: how a department handles what it answers for; its own, for its clerks and heads."""
    ours = queries.departments(request.actor)
    if not ours:
        raise moves.NotAllowed(_("本单位办理情况由承办部门查看"))
    unit = Unit.objects.get(path=ours[0])
    found = queries.figures(unit, at=request.at)
    norms = [(label, found.norms.get(norm, 0)) for norm, label in Reply.Norm.choices]
    axes = {"attitudes": Rating.Attitude.choices, "results": Rating.Result.choices}
    context = {"unit": unit, "f": found, "norms": norms, **axes}
    return pages.page(request, "handling/figures.html", context)
