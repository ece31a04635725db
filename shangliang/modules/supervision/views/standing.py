"""特邀监督员 and their reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, journal, moves
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.org import queries as org
from shangliang.modules.supervision import forms, queries, services
from shangliang.modules.supervision.flow import OBSERVATION, SPECIAL_SUPERVISOR
from shangliang.modules.supervision.models import Observation, SpecialSupervisor, Supervision
from shangliang.modules.supervision.views.common import (
    Request,
    crumbs,
    data_of,
    institution,
    kept,
    may,
    must,
    one_form,
    reach,
    sent_file,
    tabs,
    token,
)


@require_GET
def supervisors(request: Request) -> HttpResponse:
    state = request.GET.get("state", "")
    reached = reach(request, SpecialSupervisor)
    if state in SPECIAL_SUPERVISOR.states:
        reached = reached.filter(state=state)
    rows = queries.supervisors(SpecialSupervisor.objects.filter(pk__in=reached.values("pk")))
    context = {
        "tabs": tabs(request, "supervisors"), "slice": pages.keyset(request, rows), "state": state,
        "states": list(SPECIAL_SUPERVISOR.states.values()), "may_appoint": "secretary" in request.actor.roles,
    }  # fmt: skip
    return pages.page(request, "supervision/supervisors.html", context)


def appoint(request: Request) -> HttpResponse:
    unit, today = institution(request), calendar.day_of(request.at)
    form = forms.AppointForm(
        queries.members(unit, today), list(org.departments(unit.path)), data_of(request)[0],
        initial={"starts_on": today, "ends_on": today + timedelta(days=730)},
    )  # fmt: skip

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        made = services.appoint(unit, **data, actor=request.actor, at=request.at, token=token(request))
        return made, _("已聘任，本人会收到通知")

    return one_form(
        request, form, act, title=_("聘任特邀监督员"), first=_("聘任"), back=reverse("supervision:supervisors"),
        crumbs=crumbs(Link(_("特邀监督员"), reverse("supervision:supervisors")), Link(_("聘任"))),
    )  # fmt: skip


def _supervisor(request: Request, pk: int) -> SpecialSupervisor:
    return pages.find(SpecialSupervisor, request.actor, "view", "unit", "department", "person", pk=pk)


@require_GET
def supervisor(request: Request, pk: int) -> HttpResponse:
    one = _supervisor(request, pk)
    own = reach(request, Observation).filter(supervisor=one)
    context = {
        "supervisor": one, "may": may(request, one, "report"),
        "observations": list(queries.observations(Observation.objects.filter(pk__in=own.values("pk"))).order_by("-pk")),
        "options": moves.options(one, actor=request.actor, at=request.at),
        "entries": journal.story("special_supervisor", one.pk),
    }  # fmt: skip
    return pages.page(request, "supervision/supervisor.html", context)


def report(request: Request, pk: int) -> HttpResponse:
    one = _supervisor(request, pk)
    must(request, one, "report", "serving")
    form = forms.ObservationForm(*data_of(request), initial={"seen_on": calendar.day_of(request.at)})

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        more = {**data, "file": kept(request, data["file"], one.root)}
        made = services.report(one, **more, actor=request.actor, at=request.at, token=token(request))
        return made, _("已报政协办，期限内会答复您")

    return one_form(
        request, form, act, title=_("报告监督情况"), first=_("报告"), uploads=True, back=one.get_absolute_url(),
        crumbs=crumbs(Link(str(one), one.get_absolute_url()), Link(_("报告监督情况"))),
        lead=_("先到政协办；部门看不到报告，列入监督意见以后才转给部门。"),
    )  # fmt: skip


@require_GET
def observations(request: Request) -> HttpResponse:
    state = request.GET.get("state", "")
    reached = reach(request, Observation)
    if state in OBSERVATION.states:
        reached = reached.filter(state=state)
    rows = queries.observations(Observation.objects.filter(pk__in=reached.values("pk")))
    context = {
        "tabs": tabs(request, "observations"), "slice": pages.keyset(request, rows), "state": state,
        "states": list(OBSERVATION.states.values()),
    }  # fmt: skip
    return pages.page(request, "supervision/observations.html", context)


def _observation(request: Request, pk: int) -> Observation:
    related = ("unit", "supervisor__department", "supervisor__person", "file", "finding", "answerer")
    return pages.find(Observation, request.actor, "view", *related, pk=pk)


@require_GET
def observation(request: Request, pk: int) -> HttpResponse:
    one = _observation(request, pk)
    names = {"answer": "answer", "take_up": "take_up", "file": "file_observation"}
    context = {
        "observation": one,
        "options": moves.options(one, actor=request.actor, at=request.at),
        "steps": {verb: reverse(f"supervision:{name}", args=[pk]) for verb, name in names.items()},
        "entries": journal.story("observation", one.pk),
    }
    return pages.page(request, "supervision/observation.html", context)


def _trail(one: Observation, last: str) -> list[Link]:
    first = Link(_("监督员报告"), reverse("supervision:observations"))
    return crumbs(first, Link(one.title, one.get_absolute_url()), Link(last))


def answer(request: Request, pk: int) -> HttpResponse:
    one = _observation(request, pk)
    must(request, one, "answer", "handed")

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.answer_observation(one, **data, actor=request.actor, at=request.at)
        return one, _("已答复监督员")

    return one_form(
        request, forms.AnswerForm(data_of(request)[0]), act, title=_("答复监督员"), first=_("答复"),
        back=one.get_absolute_url(), crumbs=_trail(one, _("答复")), read=one.text,
    )  # fmt: skip


def file_it(request: Request, pk: int) -> HttpResponse:
    one = _observation(request, pk)
    must(request, one, "file", "handed")

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.file_observation(one, **data, actor=request.actor, at=request.at)
        return one, _("已留存，理由监督员能看到")

    return one_form(
        request, forms.NoteForm(data_of(request)[0]), act, title=_("留存"), first=_("留存"),
        back=one.get_absolute_url(),
        crumbs=_trail(one, _("留存")), read=one.text,
    )  # fmt: skip


def take_up(request: Request, pk: int) -> HttpResponse:
    one = _observation(request, pk)
    must(request, one, "take_up", "handed")
    running = queries.taking_up(reach(request, Supervision), one.supervisor.department)

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        finding = services.take_up(one, **data, actor=request.actor, at=request.at)
        return finding, _("已列入问题清单")

    lead = "" if running else _("现在没有正在监督这个部门的事项，可以先答复。")
    return one_form(
        request, forms.TakeUpForm(running, data_of(request)[0]), act, title=_("列入监督意见"), first=_("列入"),
        back=one.get_absolute_url(), crumbs=_trail(one, _("列入监督意见")), read=one.text, lead=lead,
    )  # fmt: skip


@require_GET
def observation_file(request: Request, pk: int) -> FileResponse:
    return sent_file(_observation(request, pk).file)
