"""Signed, issued with a number, forwarded to departments, opened to the public."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shangliang.kernel import calendar, moves, params
from shangliang.look import pages
from shangliang.modules.briefs import forms, queries, services
from shangliang.modules.briefs.views.common import Request, found, must, one_form, token
from shangliang.modules.org import queries as org


def sign(request: Request, pk: int) -> HttpResponse:
    """The paper as it will go out stands under the form."""
    brief = found(request, pk)
    must(request, brief, "sign")
    usual = params.value(brief.unit.path, "briefs.send_to", calendar.day_of(request.at))
    newest = brief.versions.first()
    first = {
        "sent_to": brief.sent_to or usual, "copies_to": brief.copies_to, "seen": newest.number if newest else None,
    }  # fmt: skip
    form = forms.SignForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        services.sign(brief, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已签发，由政协办编号印发"))
        return pages.see_other(brief)
    return one_form(
        request, form, _("签发"), _("签发"), brief.get_absolute_url(), brief=brief, sheet=queries.sheet(brief)
    )


def issue(request: Request, pk: int) -> HttpResponse:
    """What cannot be undone is shown once more before it is done."""
    brief = found(request, pk)
    must(request, brief, "issue")
    if request.method == "POST":
        services.issue(brief, actor=request.actor, at=request.at)
        messages.success(request, _("已印发：%s；反映人会收到通知") % brief.number)
        return pages.see_other(brief)
    if brief.state != "signed":
        raise moves.Stale(
            _("现在的状态是“%s”，不能印发") % moves.label_of(brief), state=moves.label_of(brief)
        )
    context = {"brief": brief, "sheet": queries.sheet(brief)}
    return pages.page(request, "briefs/issue.html", context)


def forward(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    must(request, brief, "forward")
    departments = list(org.departments(brief.unit.path))
    first = {"lead": brief.field.department if brief.field else None}
    form = forms.ForwardForm(departments, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        dispatch = services.forward(
            brief, **form.cleaned_data, actor=request.actor, at=request.at, token=token(request)
        )
        messages.success(request, _("已交办，编号 %s；部门答复后会提醒您反馈反映人") % dispatch.number)
        return pages.see_other(brief)
    lead = _("部门收到的是编辑稿；反映人的联系方式不随件转出。")
    return one_form(
        request, form, _("转部门办理"), _("交办"), brief.get_absolute_url(), brief=brief, lead=lead
    )


@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    services.publish(brief, actor=request.actor, at=request.at)
    messages.success(request, _("已批准公开：公开的只有编辑稿和结果，没有姓名"))
    return pages.see_other(brief)


def unpublish(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    must(request, brief, "unpublish")
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.unpublish(brief, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已停止公开"))
        return pages.see_other(brief)
    return one_form(request, form, _("停止公开"), _("停止公开"), brief.get_absolute_url(), brief=brief)
