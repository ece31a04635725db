"""The console: what the secretary has before her while the meeting sits."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import moves
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.gatherings import forms, queries, services
from shangliang.modules.gatherings.models import Agenda, Gathering, Opinion
from shangliang.modules.gatherings.views.common import (
    Request,
    among,
    done,
    find,
    find_as,
    form_url,
    move_url,
    small,
)


def _entry_form(g: Gathering, seen: queries.Console, speaker: Any = None) -> forms.OpinionForm:
    """A fresh quick entry: the same speaker, the running part, a new token."""
    first = {
        "participant": speaker,
        "agenda": seen.running.pk if seen.running else None,
        "token": get_random_string(20),
    }
    form = forms.OpinionForm(initial=first, gathering=g)
    form.name_speakers(seen.participants)
    return form


def _steps(request: Request, g: Gathering) -> dict[str, Any]:
    """What this actor may do on the console now."""
    return {
        "may": moves.kind_of(g).policy.which(request.actor, ["part", "correct"], g),
        "options": moves.options(g, actor=request.actor, at=request.at),
        "move_url": move_url(g),
        "form_url": form_url(g),
    }


def _console(request: Request, g: Gathering, status: int = 200, **more: Any) -> HttpResponse:
    seen = queries.console(g, at=request.at)
    speaker = request.GET.get("speaker", "")
    form = _entry_form(g, seen, int(speaker) if speaker.isdecimal() else None)
    context = {
        "g": g,
        "seen": seen,
        "form": form,
        **_steps(request, g),
        **more,
    }
    return pages.page(request, "gatherings/console.html", context, status=status)


@require_GET
def console(request: Request, pk: int) -> HttpResponse:
    return _console(request, find_as(request, pk, "agree"))


@require_GET
def console_live(request: Request, pk: int) -> HttpResponse:
    """What changes by itself on the console: the clock; the steps; else the counter and the latest opinions."""
    g = find_as(request, pk, "agree")
    part = request.GET.get("part", "")
    if part == "steps":
        return pages.page(request, "gatherings/console_steps.html", {"g": g, **_steps(request, g)})
    may = moves.kind_of(g).policy.which(request.actor, ["part", "correct"], g)
    name = "console_clock" if part == "clock" else "console_live"
    context = {"g": g, "seen": queries.console(g, at=request.at), "may": may}
    return pages.page(request, f"gatherings/{name}.html", context)


@require_POST
def open_part(request: Request, pk: int, order: int) -> HttpResponse:
    g = find(request, pk)
    part: Agenda = among(g.agenda.select_related("gathering"), order=order)
    services.open_part(part, actor=request.actor, at=request.at)
    return done(request, reverse("gatherings:console", args=[pk]), _("进入：%s") % part.title)


@require_POST
def opine(request: Request, pk: int) -> HttpResponse:
    """Quick entry: by htmx the form comes back empty for the same speaker, with the list renewed."""
    g = find(request, pk)
    form = forms.OpinionForm(request.POST, gathering=g)
    staff = moves.kind_of(g).policy.may(request.actor, "agree", g)
    quick = request.headers.get("HX-Request") == "true" and staff
    if not form.is_valid():
        if not staff:
            raise moves.Refused(*[words for _id, _label, words in pages.form_errors(form)])
        form.name_speakers(list(g.participants.select_related("unit")))
        return _fragment(request, g, form, 422) if quick else _console(request, g, 422, form=form)
    opinion = services.opine(g, **form.cleaned_data, actor=request.actor, at=request.at)
    if quick:
        seen = queries.console(g, at=request.at)
        return _fragment(request, g, _entry_form(g, seen, opinion.participant_id), seen=seen)
    if staff:
        to = f"{reverse('gatherings:console', args=[pk])}?speaker={opinion.participant_id}#entry"
        return done(request, to, _("已记下"))
    return done(request, g, _("您的意见已记下"), part="#opinions")


def _fragment(
    request: Request,
    g: Gathering,
    form: forms.OpinionForm,
    status: int = 200,
    seen: queries.Console | None = None,
) -> HttpResponse:
    seen = seen or queries.console(g, at=request.at)
    context = {"g": g, "form": form, "seen": seen, "renewed": True, **_steps(request, g)}
    return pages.page(request, "gatherings/console_entry.html", context, status=status)


def correct(request: Request, pk: int, opinion: int) -> HttpResponse:
    g = find_as(request, pk, "correct")
    said: Opinion = among(g.opinions.select_related("gathering", "participant"), pk=opinion)
    form = rewriting(forms.CorrectForm(request.POST or None, initial={"text": said.text}))
    if request.method == "POST" and form.is_valid():
        services.correct(said, text=form.cleaned_data["text"], actor=request.actor, at=request.at)
        return done(request, g, _("已更正，原来的记录留在经过里"), part="#opinions")
    return small(request, g, form, title=_("更正 %s 的意见") % said.participant.name, button=_("更正"))


def agree(request: Request, pk: int) -> HttpResponse:
    """What was agreed, on whom it lands, by when, and from which opinions."""
    g = find_as(request, pk, "agree")
    form = forms.ConsensusForm(request.POST or None, gathering=g)
    if request.method == "POST" and form.is_valid():
        services.agree(g, **form.cleaned_data, actor=request.actor, at=request.at)
        return done(request, g, _("共识已记下"), part="#consensus")
    lead = _("每一项共识都要落到一个责任单位和一个日期上。")
    return small(request, g, form, title=_("记一项共识"), button=_("记下共识"), lead=lead)


def amend(request: Request, pk: int, consensus: int) -> HttpResponse:
    g = find_as(request, pk, "amend")
    row = among(g.consensus.select_related("gathering", "responsible"), pk=consensus)
    first = {
        "text": row.text,
        "responsible": row.responsible_id,
        "due_on": row.due_on,
        "opinions": list(row.opinions.all()),
    }
    form = forms.ConsensusForm(request.POST or None, initial=first, gathering=g)
    if request.method == "POST" and form.is_valid():
        services.amend(row, **form.cleaned_data, actor=request.actor, at=request.at)
        return done(request, g, _("共识已修改"), part="#consensus")
    return small(request, g, form, title=_("修改共识"), button=_("保存"))
