"""交办台, one proposal on its way to departments, and what a department sees that is asked beforehand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import moves
from shangliang.look import pages
from shangliang.modules.org import queries as org
from shangliang.modules.proposals import services
from shangliang.modules.proposals.forms import assigning as forms
from shangliang.modules.proposals.models import PreAssignment, Proposal
from shangliang.modules.proposals.queries import assigning as queries
from shangliang.modules.proposals.queries import keys
from shangliang.modules.proposals.views.common import (
    Request,
    found,
    may,
    must,
    one_form,
    see_other,
    tabs,
    token,
)

STEPS = ("pre_assign", "assign", "repropose")
ASKED = (
    "unit",
    "instead",
    "person",
    "ruler",
    "proposal__unit",
    "proposal__category",
    "proposal__session__term",
)


@require_GET
def desk(request: Request) -> HttpResponse:
    return _desk(request)


def _desk(request: Request, handed: list[services.Handed] | None = None, form: Any = None) -> HttpResponse:
    if not {"dispatcher", "secretary"} & request.actor.roles:
        raise moves.NotAllowed(_("交办台由督查室和提案委使用"))
    seen = queries.assigning(request.actor)
    unit = next((a.proposal.unit for a in (*seen.filed, *seen.agreed, *seen.waiting, *seen.objected)), None)
    context = {
        "tabs": tabs(request, "assigning"), "desk": seen, "handed": handed, "form": form,
        "departments": list(org.departments(unit.path)) if unit else [],
    }  # fmt: skip
    return pages.page(request, "proposals/assigning_desk.html", context, status=422 if form else 200)


@require_POST
def meeting(request: Request) -> HttpResponse:
    """交办会: everything ticked goes out at once; the desk comes back with how each went."""
    seen = queries.assigning(request.actor)
    known = [a.proposal for a in (*seen.filed, *seen.agreed)]
    units = list(org.departments(known[0].unit.path)) if known else []
    form = forms.MeetingForm(request.POST, known=known, units=units)
    if not form.is_valid():
        return _desk(request, form=form)
    return _desk(request, services.assign_many(form.chosen, actor=request.actor, at=request.at))


def of_proposal(request: Request, proposal: Proposal, *, inside: bool, allowed: set[str]) -> dict[str, Any]:
    """What `_assigning.html` shows on a proposal's page: who was asked only to those inside (3 queries at most)."""
    asked = queries.asked(proposal) if inside and proposal.filed_on else []
    rulers = moves.kind_of(PreAssignment).policy.reachable(
        request.actor, "uphold", PreAssignment.objects.filter(proposal=proposal)
    )
    return {
        "asked": asked, "disagree": queries.disagree(asked), "assigning": allowed,
        "together": queries.together(proposal) if proposal.filed_on else [],
        "may_rule": bool(asked) and rulers.exists(),
        "task_open": bool(proposal.dispatch and may(request, proposal.dispatch, "view")),
    }  # fmt: skip


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    """One proposal on its way to departments, for those who send it there and those who brought it."""
    proposal = found(request, pk, "inside")
    allowed = may(request, proposal, "handle_with", "publish", "unpublish")
    context = {
        "proposal": proposal, **of_proposal(request, proposal, inside=True, allowed=allowed),
        "options": [o for o in moves.options(proposal, actor=request.actor, at=request.at) if o.move.name in STEPS],
        "steps": {verb: reverse(f"proposals:{verb}", args=[pk]) for verb in STEPS},
        "suggestions": list(proposal.suggestions.all()), "proposers": keys.proposers(proposal),
    }  # fmt: skip
    return pages.page(request, "proposals/assigning.html", context)


def pre_assign(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "pre_assign", "filed")
    units = org.departments(proposal.unit.path).order_by("path")
    form = forms.PartsForm(units, request.POST or None, initial={"lead": proposal.suggested_lead_id})
    if request.method == "POST" and form.is_valid():
        parts = form.parts
        services.pre_assign(
            proposal, lead=parts.lead, joint=parts.joint, split=parts.split, assist=parts.assist,
            actor=request.actor, at=request.at,
        )  # fmt: skip
        messages.success(request, _("已送有关单位确认；到期没有答复的视为同意"))
        return see_other("proposals:assigning")
    lead = _("先问一问各单位是不是它的事；有异议的在交办前裁定。")
    return _whom(request, proposal, form, _("预交办"), _("送单位确认"), lead)


def _whom(
    request: Request, proposal: Proposal, form: forms.PartsForm, title: str, first: str, lead: str
) -> HttpResponse:
    context = {
        "proposal": proposal, "form": form, "title": title, "first": first, "lead": lead, "back": _back(proposal),
    }  # fmt: skip
    return pages.page(request, "proposals/parts_form.html", context, status=422 if form.errors else 200)


def _back(proposal: Proposal) -> str:
    return reverse("proposals:assigning_of", args=[proposal.pk])


def assign(request: Request, pk: int) -> HttpResponse:
    """As the departments have agreed, or, where nobody was asked, as the form says."""
    proposal = found(request, pk)
    must(request, proposal, "assign", "filed", "pre_assigned")
    if proposal.state == "pre_assigned":
        if request.method != "POST":
            context = {"proposal": proposal, "asked": [a for a in queries.asked(proposal) if a.counts]}
            return pages.page(request, "proposals/assign_agreed.html", context)
        dispatch = services.assign(proposal, actor=request.actor, at=request.at, token=token(request))
        return _handed(request, dispatch.number)
    units = org.departments(proposal.unit.path).order_by("path")
    form = forms.PartsForm(units, request.POST or None, initial={"lead": proposal.suggested_lead_id})
    if request.method == "POST" and form.is_valid():
        dispatch = services.assign(
            proposal, parts=form.parts, actor=request.actor, at=request.at, token=token(request)
        )
        return _handed(request, dispatch.number)
    lead = _("每条建议都要逐条答复；提案者和联名人都会收到答复、都能评价。")
    return _whom(request, proposal, form, _("交办"), _("交办"), lead)


def _handed(request: Request, number: str) -> HttpResponse:
    messages.success(request, _("已交办，编号 %s；提案者会收到通知") % number)
    return see_other("proposals:assigning")


def repropose(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "repropose", "pre_assigned")
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.repropose(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已收回预交办，可以另选单位"))
        return see_other(_back(proposal))
    lead = _("问过的单位都会收到收回的通知，原来的答复作废。")
    return one_form(request, form, _("收回预交办"), _("收回"), _back(proposal), lead=lead, proposal=proposal)


def handle_with(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "handle_with", "filed")
    near = queries.can_be_main(proposal, request.actor)
    form = forms.TogetherForm(near, request.POST or None, initial={"main": proposal.handled_with_id})
    if request.method == "POST" and form.is_valid():
        services.handle_with(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已记下；两件分别答复"))
        return see_other(_back(proposal))
    return one_form(request, form, _("办理并案"), _("确定"), _back(proposal), proposal=proposal)


# The department that is asked


@require_GET
def to_answer(request: Request) -> HttpResponse:
    """Everything my department has been asked beforehand."""
    rows = queries.to_answer(request.actor)
    return pages.page(request, "proposals/to_answer.html", {"tabs": tabs(request, "to_answer"), "rows": rows})


def asked(request: Request, pk: int) -> HttpResponse:
    """One question: is this yours? Yes is one press; no says why, on the same page."""
    row = pages.find(PreAssignment, request.actor, "view", *ASKED, pk=pk)
    units = org.departments(row.proposal.unit.path).exclude(pk=row.unit_id).order_by("path")
    allowed = may(request, row, "agree", "object", "uphold")
    form = forms.ObjectForm(units, request.POST or None)
    if request.method == "POST":
        if "object" not in allowed:
            raise moves.NotAllowed(_("由被问到的单位答复"))
        if form.is_valid():
            services.object_to(row, **form.cleaned_data, actor=request.actor, at=request.at)
            messages.success(request, _("已提出异议，等裁定"))
            return see_other(row)
    others = [a for a in queries.asked(row.proposal) if a.row.pk != row.pk and a.counts]
    context = {
        "row": row, "proposal": row.proposal, "form": form,
        "others": others, "suggestions": list(row.proposal.suggestions.all()), "allowed": allowed,
    }  # fmt: skip
    return pages.page(request, "proposals/asked.html", context, status=422 if form.errors else 200)


def rule(request: Request, pk: int) -> HttpResponse:
    """裁定: it stays with this department, or another one is asked; both forms stand side by side."""
    row = pages.find(PreAssignment, request.actor, "view", *ASKED, pk=pk)
    must(request, row, "uphold", "objected", "asked")
    units = org.departments(row.proposal.unit.path).exclude(pk=row.unit_id).order_by("path")
    sent = request.POST if request.method == "POST" else None
    keep = forms.UpholdForm(sent if sent and "ruling" in sent else None)
    other = forms.ReplaceForm(units, sent if sent and "to" in sent else None, initial={"to": row.instead_id})
    if keep.is_bound and keep.is_valid():
        services.uphold(row, **keep.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已裁定：仍由%s承办") % row.unit.short)
        return see_other(_back(row.proposal))
    if other.is_bound and other.is_valid():
        services.replace(row, **other.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已裁定换单位，新的单位会收到确认请求"))
        return see_other(_back(row.proposal))
    context = {
        "row": row, "proposal": row.proposal, "keep": keep, "other": other,
        "asked": queries.asked(row.proposal),
    }  # fmt: skip
    failed = keep.errors or other.errors
    return pages.page(request, "proposals/rule.html", context, status=422 if failed else 200)


# Publishing


@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    services.publish(proposal, actor=request.actor, at=request.at)
    messages.success(request, _("已批准公开：公开的有提案、承办单位和答复，没有提案者姓名"))
    return see_other(_back(proposal))


def unpublish(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "unpublish")
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.unpublish(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已停止公开"))
        return see_other(_back(proposal))
    return one_form(request, form, _("停止公开"), _("停止公开"), _back(proposal), proposal=proposal)
