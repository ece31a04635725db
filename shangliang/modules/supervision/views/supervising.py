"""One supervision: its page, scheme, teams, opinion paper, ledger."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, loop, moves
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.org import queries as org
from shangliang.modules.supervision import forms, queries, services
from shangliang.modules.supervision.flow import FINDING
from shangliang.modules.supervision.models import ActivityFile, Supervision, Team
from shangliang.modules.supervision.views.common import (
    Request,
    data_of,
    done,
    kept,
    lights,
    may,
    must,
    one_form,
    sent_file,
    trail,
)

STEPS = {"approve": "approve", "send": "send"}


def found(request: Request, pk: int) -> Supervision:
    related = (
        "unit", "owner", "opener", "approver", "publisher", "plan_item__unit", "topic__unit", "voice", "recommendation",
        "document", "feedback", "scheme_file",
    )  # fmt: skip
    return pages.find(Supervision, request.actor, "view", *related, pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    supervision = found(request, pk)
    allowed = may(
        request,
        supervision,
        "inside",
        "edit",
        "team",
        "record",
        "note",
        "write_opinion",
        "publish",
        "unpublish",
    )
    if "inside" not in allowed:
        return _outside(request, supervision)
    seen = queries.view(supervision)
    context = {
        "supervision": supervision, "view": seen, "may": allowed,
        "lights": lights(seen.gates, supervision.get_absolute_url()),
        "options": moves.options(supervision, actor=request.actor, at=request.at),
        "steps": {name: reverse(f"supervision:{to}", args=[pk]) for name, to in STEPS.items()},
        "states": [(state, seen.counts.get(state.name, 0)) for state in FINDING.states.values()],
        "chain": loop.chain("supervision", supervision.pk, actor=request.actor),
        "entries": journal.story("supervision", supervision.pk),
    }  # fmt: skip
    return pages.page(request, "supervision/supervision.html", context)


def _outside(request: Request, supervision: Supervision) -> HttpResponse:
    """Those who may know of it read what the paper says and how far it is, not how it came about."""
    labels = {s.name: str(s.label) for s in FINDING.states.values()}
    context = {
        "supervision": supervision,
        "told": queries.public_of(supervision, labels=labels),
    }
    return pages.page(request, "supervision/outside.html", context)


def scheme(request: Request, pk: int) -> HttpResponse:
    supervision = found(request, pk)
    must(request, supervision, "edit", "planned")
    named = [s.department for s in supervision.supervised.select_related("department")]
    initial = {name: getattr(supervision, name) for name in ("scheme", "subject", "starts_on", "ends_on")}
    form = forms.SchemeForm(
        list(org.departments(supervision.unit.path)),
        *data_of(request),
        initial={**initial, "departments": named},
    )
    form = rewriting(form)

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        more = {
            **data,
            "matters": data["matters"].splitlines(),
            "file": kept(request, data["file"], supervision.root),
        }
        services.edit_scheme(supervision, **more, actor=request.actor, at=request.at)
        return supervision, _("方案已保存，可以送审")

    return one_form(
        request, form, act, title=_("实施方案"), first=_("保存"), back=supervision.get_absolute_url(), uploads=True,
        crumbs=trail(supervision, _("实施方案")),
    )  # fmt: skip


def approve(request: Request, pk: int) -> HttpResponse:
    supervision = found(request, pk)
    must(request, supervision, "approve", "proposed")

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.approve(supervision, actor=request.actor, at=request.at)
        return supervision, _("方案已审定，请承办单位组队培训")

    return one_form(
        request, forms.SureForm(data_of(request)[0]), act, title=_("审定方案"), first=_("审定"),
        back=supervision.get_absolute_url(), crumbs=trail(supervision, _("审定方案")), read=supervision.scheme,
        lead=f"{supervision.title} · {supervision.starts_on} — {supervision.ends_on}",
    )  # fmt: skip


def _team_form(request: Request, supervision: Supervision, initial: dict[str, Any]) -> forms.TeamForm:
    members = queries.members(supervision.unit, calendar.day_of(request.at))
    return forms.TeamForm(
        members, queries.partners(supervision.unit.path), data_of(request)[0], initial=initial
    )


def team_new(request: Request, pk: int) -> HttpResponse:
    supervision = found(request, pk)
    must(request, supervision, "team", "approved", "running")
    count = supervision.teams.count() + 1

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.form_team(supervision, **data, actor=request.actor, at=request.at)
        return supervision, _("小组已组成，请安排培训")

    return one_form(
        request, _team_form(request, supervision, {"name": _("第%d组") % count}), act, title=_("组队"),
        first=_("组成小组"),
        back=supervision.get_absolute_url(), crumbs=trail(supervision, _("组队")),
        lead=_("组长、组员都从本届委员里选；党派、工商联、人民团体作为联合单位。"),
    )  # fmt: skip


def team_edit(request: Request, pk: int) -> HttpResponse:
    team = Team.objects.select_related("supervision__unit").filter(pk=pk).first()
    if team is None:
        raise Http404
    supervision = found(request, team.supervision_id)
    must(request, supervision, "team", "approved", "running")
    people = list(team.people.select_related("person"))
    initial = {
        "name": team.name, "task": team.task, "leader": next((p.person for p in people if p.leader), None),
        "members": [p.person for p in people if not p.leader], "partners": list(team.partners.all()),
    }  # fmt: skip

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.regroup(team, **data, actor=request.actor, at=request.at)
        return supervision, _("小组已调整")

    return one_form(
        request, _team_form(request, supervision, initial), act, title=_("调整小组"), first=_("保存"),
        back=supervision.get_absolute_url(), crumbs=trail(supervision, _("调整小组")),
    )  # fmt: skip


def opinion(request: Request, pk: int) -> HttpResponse:
    supervision = found(request, pk)
    must(request, supervision, "write_opinion", "running", "reviewing")
    initial = {
        "title": supervision.opinion_title or _("关于%s的监督意见") % supervision.title,
        "to": supervision.opinion_to, "opinion": supervision.opinion,
    }  # fmt: skip

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.write_opinion(supervision, **data, actor=request.actor, at=request.at)
        return supervision, _("意见书已保存")

    return one_form(
        request, rewriting(forms.OpinionForm(data_of(request)[0], initial=initial)), act, title=_("监督意见书"),
        first=_("保存"), back=supervision.get_absolute_url(), crumbs=trail(supervision, _("监督意见书")),
    )  # fmt: skip


def send(request: Request, pk: int) -> HttpResponse:
    """What cannot be undone is shown once more before it is done."""
    supervision = found(request, pk)
    must(request, supervision, "send", "reviewing")
    if request.method == "POST":
        sent = services.send_opinion(supervision, actor=request.actor, at=request.at)
        words = _("意见书%(n)s已送出，%(d)d 个部门收到交办件") % {"n": supervision.number, "d": len(sent)}
        return done(request, supervision, words)
    context = {
        "supervision": supervision, "findings": queries.on_paper(supervision),
        "options": [o for o in moves.options(supervision, actor=request.actor, at=request.at) if o.move.name == "send"],
    }  # fmt: skip
    return pages.page(request, "supervision/send.html", context)


@require_GET
def docx(request: Request, pk: int) -> HttpResponse:
    supervision = found(request, pk)
    must(request, supervision, "inside")
    content = services.paper(supervision, on=calendar.day_of(request.at))
    return pages.docx_response(content, f"{supervision.opinion_title or supervision.title}.docx")


@require_GET
def ledger(request: Request, pk: int) -> HttpResponse:
    """整改台账 as csv or xlsx."""
    supervision = found(request, pk)
    must(request, supervision, "inside")
    headings = [
        _("序号"), _("问题"), _("情况"), _("建议"), _("责任单位"), _("小组"), _("提出人"), _("整改期限"),
        _("整改责任人"),
        _("整改措施"), _("状态"), _("轮次"), _("交办件"),
    ]  # fmt: skip
    rows = [
        (
            f.order, f.title, f.problem, f.advice, f.department.short, f.team.name if f.team else "", f.finder.name,
            f.rectify_by, f.responsible, f.measures, moves.label_of(f), f.round,
            f.dispatch.number if f.dispatch else "",
        )
        for f in queries.findings_of(supervision)
    ]  # fmt: skip
    return pages.table_response(rows, headings, _("整改台账"), form=request.GET.get("format", "csv"))


@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    supervision = found(request, pk)
    services.publish(supervision, actor=request.actor, at=request.at)
    return done(request, supervision, _("已公开：问题、责任单位和整改进度，没有个人信息"))


def unpublish(request: Request, pk: int) -> HttpResponse:
    supervision = found(request, pk)
    must(request, supervision, "unpublish")

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.unpublish(supervision, **data, actor=request.actor, at=request.at)
        return supervision, _("已停止公开")

    return one_form(
        request, forms.NoteForm(data_of(request)[0]), act, title=_("停止公开"), first=_("停止公开"),
        back=supervision.get_absolute_url(), crumbs=trail(supervision, _("停止公开")),
    )  # fmt: skip


@require_GET
def file(request: Request, pk: int) -> FileResponse:
    """A photograph: for those who see the supervision's inside, or the department with which one talked."""
    stored = ActivityFile.objects.select_related("file", "activity__supervised").filter(pk=pk).first()
    if stored is None:
        raise Http404
    supervised = stored.activity.supervised
    if (
        supervised is None
        or stored.activity.kind not in stored.activity.WITH_A_DEPARTMENT
        or not moves.kind_of(supervised).policy.may(request.actor, "view", supervised)
    ):
        must(request, found(request, stored.activity.supervision_id), "inside")
    return sent_file(stored.file)
