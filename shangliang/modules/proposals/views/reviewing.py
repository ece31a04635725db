"""审查、立案、并案、不立案."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from shangliang.kernel import calendar
from shangliang.look import pages
from shangliang.modules.org import queries as org
from shangliang.modules.proposals import forms, queries, services
from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.services.merging import TAKES_MORE
from shangliang.modules.proposals.views.common import (
    Request,
    found,
    missing,
    must,
    one_form,
    see_other,
    within,
)


def review(request: Request, pk: int) -> HttpResponse:
    """The words on the left, the three checks and the opinion on the right."""
    proposal = found(request, pk)
    must(request, proposal, "review", "reviewing")
    seen = queries.view(proposal)
    stage = "first" if not seen.present else "second"
    first = {"stage": stage}  # the opinion itself is never filled in for anybody
    form = forms.ReviewForm(list(org.departments(proposal.unit.path)), request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        services.review(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("审查意见已记下"))
        return see_other("proposals:reviewing")
    context = {
        "proposal": proposal, "view": seen, "form": form, "inside": True,
        "proposers": queries.proposers(proposal, seen.signers),
    }  # fmt: skip
    return pages.page(request, "proposals/review.html", context, status=422 if form.errors else 200)


def file(request: Request, pk: int) -> HttpResponse:
    """立案: what has been said of it stands once more above the button; the numbers are given on pressing it."""
    proposal = found(request, pk)
    must(request, proposal, "file", "reviewing")
    if request.method == "POST":
        services.file(proposal, actor=request.actor, at=request.at)
        messages.success(request, _("已立案：%s") % proposal.number)
        return see_other(proposal)
    context = {
        "proposal": proposal,
        "view": queries.view(proposal),
        "missing": missing(proposal, "file", at=request.at),
    }
    return pages.page(request, "proposals/file.html", context)


def merge(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "merge", "reviewing")
    mains = within(request, Proposal).filter(
        session=proposal.session_id, unit=proposal.unit_id, state__in=TAKES_MORE, merged_into=None
    )
    if words := request.GET.get("q", "")[:60]:
        mains = mains.filter(title__icontains=words)
    held = list(mains.exclude(pk=proposal.pk).order_by("-category_id", "-pk")[:200])
    form = forms.MergeForm(held, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.merge(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已并案；全部提案者列在主案上，同样收到答复"))
        return see_other(proposal)
    lead = _("并案后合为一案，全部提案者列名，答复送给每一位，每一位都可以评价。")
    return one_form(
        request, form, _("并案"), _("并案"), proposal.get_absolute_url(), proposal=proposal, lead=lead
    )


def unmerge(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "unmerge", "merged")
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.unmerge(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已取消并案，重新审查"))
        return see_other(proposal)
    return one_form(
        request, form, _("取消并案"), _("取消并案"), proposal.get_absolute_url(), proposal=proposal
    )


def not_file(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "not_file", "reviewing")
    form = forms.NotFileForm(
        _grounds(request, proposal), request.POST or None,
        courses=[c for c in Proposal.Course.choices if c[0] != Proposal.Course.BRIEF],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        services.not_file(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已定为不立案，提案者会收到原因"))
        return see_other(proposal)
    lead = _("要转成社情民意信息的，请办“不立案，拟转信息”，先征求提案者同意。")
    return one_form(
        request,
        form,
        _("不立案"),
        _("不立案并告知"),
        proposal.get_absolute_url(),
        proposal=proposal,
        lead=lead,
    )


def offer_brief(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "offer_brief", "reviewing")
    form = forms.NotFileForm(_grounds(request, proposal), request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.offer_brief(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已征求提案者意见；同意后自动转成社情民意信息"))
        return see_other(proposal)
    return one_form(
        request,
        form,
        _("不立案，拟转信息"),
        _("征求提案者意见"),
        proposal.get_absolute_url(),
        proposal=proposal,
    )


def _grounds(request: Request, proposal: Proposal) -> dict[str, str]:
    return queries.grounds(proposal.unit.path, calendar.day_of(request.at))


def revive(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "revive", "not_filed")
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.revive(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("重新进入审查"))
        return see_other(proposal)
    return one_form(
        request, form, _("重新审查"), _("重新审查"), proposal.get_absolute_url(), proposal=proposal
    )
