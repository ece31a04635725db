"""One finding: noted, put right, re-checked, or turned into a brief."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, moves, params
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.supervision import forms, queries, services
from shangliang.modules.supervision.models import Finding, Proof
from shangliang.modules.supervision.views.common import (
    Request,
    data_of,
    done,
    kept,
    may,
    must,
    one_form,
    sent_file,
    token,
    trail,
)
from shangliang.modules.supervision.views.supervising import found as found_supervision

# These ask for something on a page of their own, where their guards' questions are answered.
OWN_PAGE = {"send", "turn", "claim", "pass", "fail"}
WORDS = ("title", "problem", "basis", "advice", "department", "rectify_by")


def found(request: Request, pk: int) -> Finding:
    related = (
        "unit", "supervision__unit", "department", "finder", "team", "matter", "activity", "dispatch__unit", "item",
        "brief__unit", "supervision__owner",
    )  # fmt: skip
    return pages.find(Finding, request.actor, "view", *related, pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    finding = found(request, pk)
    allowed = may(
        request, finding, "inside", "edit", "consent", "ask_consent", "turn", "plan", "claim", "pass"
    )
    inside = "inside" in allowed
    options = moves.options(finding, actor=request.actor, at=request.at)
    context = {
        "finding": finding, "may": allowed, "proofs": queries.proofs(finding),
        "rechecks": queries.rechecks(finding),
        "follow_ups": list(finding.follow_ups.select_related("follow_up")),
        "options": [o for o in options if o.move.name not in OWN_PAGE],
        "steps": {"resend": reverse("supervision:resend", args=[pk])},
        "entries": journal.story("finding", finding.pk) if inside else [],
        "inside": inside,
        "task_open": bool(finding.dispatch and may(request, finding.dispatch, "view")),
    }  # fmt: skip
    return pages.page(request, "supervision/finding.html", context)


def _form(request: Request, supervision: Any, **named: Any) -> forms.FindingForm:
    departments = [s.department for s in supervision.supervised.select_related("department")]
    around = (list(supervision.teams.all()), _inspections(supervision), list(supervision.matters.all()))
    return forms.FindingForm(
        departments, *(around if named.pop("around", True) else ()), data=data_of(request)[0], **named
    )


def _inspections(supervision: Any) -> list[Any]:
    return list(supervision.activities.exclude(kind__in=["training", "inform", "discussion"]))


def _words(data: dict[str, Any]) -> services.Words:
    return services.Words(**{name: data[name] for name in WORDS})


def note(request: Request, pk: int) -> HttpResponse:
    supervision = found_supervision(request, pk)
    must(request, supervision, "note", "running", "reviewing")

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        around = {name: data.get(name) for name in ("team", "activity", "matter")}
        services.note_finding(
            supervision,
            words=_words(data),
            actor=request.actor,
            at=request.at,
            token=token(request),
            **around,
        )
        return supervision, _("已列入问题清单；意见书送出以前部门看不到")

    return one_form(
        request, _form(request, supervision), act, title=_("列入问题清单"), first=_("列入"),
        back=supervision.get_absolute_url(), crumbs=trail(supervision, _("列入问题清单")),
    )  # fmt: skip


def edit(request: Request, pk: int) -> HttpResponse:
    finding = found(request, pk)
    must(request, finding, "edit", "noted")
    form = _form(
        request, finding.supervision, around=False, initial={name: getattr(finding, name) for name in WORDS}
    )
    form = rewriting(form)

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.edit_finding(finding, words=_words(data), actor=request.actor, at=request.at)
        return finding, _("已保存")

    return one_form(
        request, form, act, title=_("修改问题"), first=_("保存"), back=finding.get_absolute_url(),
        crumbs=trail(finding.supervision, _("修改问题")),
    )  # fmt: skip


@require_POST
def ask_consent(request: Request, pk: int) -> HttpResponse:
    finding = found(request, pk)
    services.ask_consent(finding, actor=request.actor, at=request.at)
    return done(request, finding, _("已请%s本人决定") % finding.finder)


@require_POST
def consent(request: Request, pk: int) -> HttpResponse:
    finding = found(request, pk)
    services.consent(finding, actor=request.actor, at=request.at)
    return done(request, finding, _("您已同意转为社情民意信息"))


@require_POST
def turn(request: Request, pk: int) -> HttpResponse:
    finding = found(request, pk)
    brief = services.turn_to_brief(finding, actor=request.actor, at=request.at)
    return done(request, finding, _("已转为社情民意信息：%s") % brief.title)


def plan(request: Request, pk: int) -> HttpResponse:
    finding = found(request, pk)
    must(request, finding, "plan", "sent", "answered")
    initial = {"responsible": finding.responsible, "measures": finding.measures}

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.plan_rectification(finding, **data, actor=request.actor, at=request.at)
        return finding, _("整改责任人和措施已写明")

    return one_form(
        request, rewriting(forms.MeasuresForm(data_of(request)[0], initial=initial)), act, title=_("整改责任人和措施"),
        first=_("保存"), back=finding.get_absolute_url(), crumbs=trail(finding.supervision, _("整改责任人和措施")),
    )  # fmt: skip


def claim(request: Request, pk: int) -> HttpResponse:
    finding = found(request, pk)
    must(request, finding, "claim", "answered", "sent")
    initial = {"responsible": finding.responsible, "measures": finding.measures}

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        more = {**data, "file": kept(request, data["file"], finding.root)}
        services.claim_rectified(finding, **more, actor=request.actor, at=request.at)
        return finding, _("已报整改完成，监督小组会来复核")

    return one_form(
        request, forms.ClaimForm(*data_of(request), initial=initial), act, title=_("报整改完成"), first=_("报整改完成"),
        uploads=True, back=finding.get_absolute_url(), crumbs=trail(finding.supervision, _("报整改完成")),
    )  # fmt: skip


def recheck(request: Request, pk: int) -> HttpResponse:
    finding = found(request, pk)
    must(request, finding, "pass", "claimed")

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        passes = data["passes"] == "yes"
        services.recheck(finding, passes=passes, text=data["text"], actor=request.actor, at=request.at)
        return finding, _("复核通过") if passes else _("没有改好，政协办会重新交办")

    return one_form(
        request, forms.RecheckForm(data_of(request)[0]), act, title=_("复核整改"), first=_("提交复核结论"),
        back=finding.get_absolute_url(), crumbs=trail(finding.supervision, _("复核整改")), lead=finding.title,
    )  # fmt: skip


def resend(request: Request, pk: int) -> HttpResponse:
    finding = found(request, pk)
    must(request, finding, "resend", "failed")
    today = calendar.day_of(request.at)
    usual = int(params.value(finding.unit.path, "supervision.rectify_within", today))
    form = forms.ResendForm(data_of(request)[0], initial={"rectify_by": today + timedelta(days=usual)})

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.resend(finding, **data, actor=request.actor, at=request.at)
        return finding, _("已重新交办")

    return one_form(
        request, form, act, title=_("重新交办整改"), first=_("重新交办"), back=finding.get_absolute_url(),
        crumbs=trail(finding.supervision, _("重新交办整改")),
    )  # fmt: skip


@require_GET
def proof_file(request: Request, pk: int) -> FileResponse:
    proof = Proof.objects.select_related("file").filter(pk=pk).exclude(file=None).first()
    if proof is None:
        raise Http404
    found(request, proof.finding_id)
    return sent_file(proof.file)
