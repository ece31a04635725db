"""The page of one gathering, and what is prepared on it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, loop, moves
from shangliang.kernel.access import STEP
from shangliang.kernel.models import StoredFile
from shangliang.look import doors, pages
from shangliang.modules.gatherings import forms, queries, services
from shangliang.modules.gatherings.models import Gathering, Material
from shangliang.modules.gatherings.views.common import (
    Request,
    among,
    done,
    find,
    find_as,
    form_url,
    keep,
    move_url,
    small,
)

ASKED = (
    "edit",
    "invite",
    "uninvite",
    "sign_in",
    "visit",
    "material",
    "opine",
    "agree",
    "correct",
    "amend",
    "write_minutes",
    "light",
    "step",
    "part",
    "excuse",
    "take_along",
)


@require_GET
def gathering(request: Request, pk: int) -> HttpResponse:
    g = find(request, pk)
    full = queries.room(g)
    background = any(m.kind == Material.Kind.BACKGROUND for m in full.materials)
    entries = journal.story("gathering", pk)
    context = {
        "g": g,
        "room": full,
        "inside": queries.inside(g, request.actor),
        "sides": queries.sides(full.participants),
        "lamps": queries.lamps(full.lights),
        "pattern": queries.pattern(g.template),
        "reminders": queries.reminders(g, at=request.at, has_material=background),
        "options": moves.options(g, actor=request.actor, at=request.at),
        "move_url": move_url(g),
        "form_url": form_url(g),
        "may": moves.kind_of(g).policy.which(request.actor, ASKED, g),
        "chain": loop.chain("gathering", pk, actor=request.actor),
        "entries": entries,
        "remote": doors.doors_of("gathering.remote", g, actor=request.actor),
        "shown_name": queries.shown_name,
        "mine": [p for p in full.participants if p.person_id == request.actor.person_id],
    }
    return pages.page(request, "gatherings/gathering.html", context)


def agenda(request: Request, pk: int) -> HttpResponse:
    """All parts on one page; a row without words is no part."""
    g = find_as(request, pk, "edit")
    kept = [{"part": a.part, "title": a.title, "minutes": a.minutes} for a in g.agenda.all()]
    rows = forms.AgendaRows(
        request.POST or None, initial=forms.agenda_rows(kept or forms.usual_agenda()), prefix="rows"
    )
    if request.method == "POST" and rows.is_valid():
        items = forms.agenda_items([row.cleaned_data for row in rows])
        services.set_agenda(g, items=items, actor=request.actor, at=request.at)
        return done(request, g, _("议程已保存，共 %d 项") % len(items), part="#agenda")
    wrong = [error for row in rows for error in pages.form_errors(row)] if request.method == "POST" else []
    context = {"g": g, "rows": rows, "errors": wrong, "fresh": not kept}
    return pages.page(request, "gatherings/agenda.html", context, status=422 if wrong else 200)


def _people(request: Request, g: Gathering, status: int = 200, **more: Any) -> HttpResponse:
    root, today = g.unit.path[:STEP], calendar.day_of(request.at)
    full = queries.room(g)
    context = {
        "g": g,
        "room": full,
        "sides": queries.sides(full.participants),
        "guest_form": forms.GuestForm(root=root, on=today),
        "lines_form": forms.GuestLinesForm(root=root),
        "may": moves.kind_of(g).policy.which(request.actor, ASKED, g),
        "blocked": [b for o in moves.options(g, actor=request.actor, at=request.at) for b in o.blockers],
        **more,
    }
    return pages.page(request, "gatherings/people.html", context, status=status)


@require_GET
def people(request: Request, pk: int) -> HttpResponse:
    """Who is invited, who has come; the desk at the door."""
    return _people(request, find_as(request, pk, "sign_in"))


@require_POST
def invite(request: Request, pk: int) -> HttpResponse:
    g = find(request, pk)
    form = forms.GuestForm(request.POST, root=g.unit.path[:STEP], on=calendar.day_of(request.at))
    if not form.is_valid():
        return _people(request, find_as(request, pk, "invite"), 422, guest_form=form)
    guest = services.invite(g, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, g, _("已请 %s") % guest.name, part="people/#invite")


@require_POST
def invite_lines(request: Request, pk: int) -> HttpResponse:
    g = find(request, pk)
    form = forms.GuestLinesForm(request.POST, root=g.unit.path[:STEP])
    if not form.is_valid():
        return _people(request, find_as(request, pk, "invite"), 422, lines_form=form)
    with transaction.atomic():
        for guest in form.cleaned_data["lines"]:
            services.invite(
                g,
                capacity=guest.capacity,
                name=guest.name,
                person=guest.person,
                standing=guest.standing,
                actor=request.actor,
                at=request.at,
            )
    return done(request, g, _("名单已加入 %d 人") % len(form.cleaned_data["lines"]), part="people/")


@require_POST
def uninvite(request: Request, pk: int, participant: int) -> HttpResponse:
    g = find(request, pk)
    guest = among(g.participants.select_related("gathering"), pk=participant)
    services.uninvite(guest, actor=request.actor, at=request.at)
    return done(request, g, _("已把 %s 移出名单") % guest.name, part="people/")


@require_POST
def sign_in(request: Request, pk: int, participant: int) -> HttpResponse:
    """At the desk: for those without a telephone."""
    g = find(request, pk)
    guest = among(g.participants.select_related("gathering"), pk=participant)
    new = services.sign_in(guest, actor=request.actor, at=request.at)
    said = _("%s 已签到") if new else _("%s 早已签到")
    return done(request, g, said % guest.name, part="people/")


def unsign(request: Request, pk: int, participant: int) -> HttpResponse:
    g = find_as(request, pk, "unsign")
    guest = among(g.participants.select_related("gathering"), pk=participant)
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.unsign(guest, note=form.cleaned_data["note"], actor=request.actor, at=request.at)
        return done(request, g, _("已撤销 %s 的签到") % guest.name, part="people/")
    return small(
        request,
        g,
        form,
        title=_("撤销 %s 的签到") % guest.name,
        button=_("撤销签到"),
        lead=_("签错了人，或本人并没有到会。"),
    )


def excuse(request: Request, pk: int, participant: int) -> HttpResponse:
    """请假: at the desk for anybody on the list, on her own page for oneself."""
    g = find_as(request, pk, "excuse")
    guest = among(g.participants.select_related("gathering"), pk=participant)
    form = forms.NoteForm(request.POST or None, initial={"note": guest.excuse})
    if request.method == "POST" and form.is_valid():
        services.excuse(guest, why=form.cleaned_data["note"], actor=request.actor, at=request.at)
        return done(request, g, _("已登记 %s 请假") % guest.name, part="#people")
    lead = _("会前、会后都可以登记；到会签到以后，请假就不算了。")
    return small(request, g, form, title=_("%s 请假") % guest.name, button=_("登记请假"), lead=lead)


@require_GET
def people_csv(request: Request, pk: int) -> HttpResponse:
    g = find_as(request, pk, "sign_in")
    headings = [str(h) for h in queries.PARTICIPANTS]
    return pages.csv_response(queries.participant_rows(g), headings, _("%s参加人.csv") % g.title)


def visit(request: Request, pk: int) -> HttpResponse:
    g = find_as(request, pk, "visit")
    form = forms.VisitForm(request.POST or None, initial={"on": calendar.day_of(request.at)})
    if request.method == "POST" and form.is_valid():
        services.visit(g, **form.cleaned_data, actor=request.actor, at=request.at)
        return done(request, g, _("调研已登记"), part="#visits")
    return small(
        request,
        g,
        form,
        title=_("登记一次调研"),
        button=_("登记"),
        lead=_("去过哪里、看到听到什么，写给没有去的人看。"),
    )


def material(request: Request, pk: int) -> HttpResponse:
    g = find_as(request, pk, "material")
    form = forms.MaterialForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        with transaction.atomic():
            file = keep(request, g, data.pop("file"))
            services.add_material(g, **data, file=file, actor=request.actor, at=request.at)
        return done(request, g, _("材料已存入"), part="#materials")
    return small(request, g, form, title=_("存入材料"), button=_("存入"), uploads=True)


@require_GET
def file(request: Request, pk: int, file: int) -> HttpResponse:
    """A file of this gathering, for those of the house."""
    g = find(request, pk)
    rows = StoredFile.objects.filter(pk=file)
    ours = g.materials.filter(file_id=file).exists() or g.lights.filter(file_id=file).exists()
    kept = rows.first()
    if kept is None or not ours or not queries.inside(g, request.actor):
        raise Http404
    stream = kept.content.open("rb")
    return FileResponse(stream, as_attachment=True, filename=kept.name, content_type=kept.media_type)  # type: ignore[return-value]


@require_GET
def calendar_file(request: Request, pk: int) -> HttpResponse:
    """The meeting for the calendar of one's telephone (iCalendar)."""
    g = find(request, pk)
    if g.starts_at is None:
        raise Http404
    response = HttpResponse(queries.calendar_entry(g, request.build_absolute_uri(g.get_absolute_url())))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="gathering-{g.pk}.ics"'
    return response
