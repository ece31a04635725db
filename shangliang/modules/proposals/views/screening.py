"""预审: accepted into review with a class and a group; classified anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from shangliang.modules.proposals import forms, queries, services
from shangliang.modules.proposals.models import IN_REVIEW, Proposal
from shangliang.modules.proposals.views.common import Request, found, must, one_form, see_other


def accept(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "accept", "submitted")
    form = _form(request, proposal)
    if request.method == "POST" and form.is_valid():
        services.accept(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("预审通过，进入审查"))
        return see_other(proposal)
    lead = _("预审看提案者资格、一事一案和格式；不合格的请退回修改并写明理由。")
    return one_form(
        request, form, _("预审通过"), _("进入审查"), proposal.get_absolute_url(), proposal=proposal, lead=lead
    )


def classify(request: Request, pk: int) -> HttpResponse:
    proposal = found(request, pk)
    must(request, proposal, "classify", *IN_REVIEW)
    form = _form(request, proposal)
    if request.method == "POST" and form.is_valid():
        services.classify(proposal, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("分类已调整"))
        return see_other(proposal)
    return one_form(
        request, form, _("调整分类和审查组"), _("保存"), proposal.get_absolute_url(), proposal=proposal
    )


def _form(request: Request, proposal: Proposal) -> forms.PlaceForm:
    groups = list(proposal.session.panel.all()) if proposal.session else []
    return forms.PlaceForm(
        queries.categories(proposal.unit), groups, request.POST or None,
        initial={"category": proposal.category, "panel": proposal.panel},
    )  # fmt: skip
