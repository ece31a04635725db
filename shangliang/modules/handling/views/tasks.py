"""What is done on the page of one part: the reply, countersigns, opinions, rulings, another department."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import moves
from shangliang.kernel.text import points
from shangliang.look import pages
from shangliang.modules.handling import forms, queries, services
from shangliang.modules.handling.models import Countersign
from shangliang.modules.handling.views.common import Request, done, find_part, number, see_other
from shangliang.modules.handling.views.task import norms, reassign_form, reply_forms, show


@require_GET
def assignment(request: Request, pk: int) -> HttpResponse:
    return show(request, find_part(request, pk))


@require_POST
def draft(request: Request, pk: int) -> HttpResponse:
    """Save; with `then`, go on: to the helping departments ("circulate") or to the check ("submit")."""
    part = find_part(request, pk)
    form, items = reply_forms(request, part, None, request.POST)
    if not all([form.is_valid(), *(i.is_valid() for i in items)]):
        return show(request, part, 422, reply_form=form, item_forms=items)
    answers = [i.said() for i in items]
    services.save_draft(part, **form.matter(), answers=answers, actor=request.actor, at=request.at)
    then = request.POST.get("then", "")
    if then not in {"circulate", "submit"}:
        return done(request, part, _("答复稿已保存"))
    try:
        moves.make(part, then, actor=request.actor, at=request.at)
    except moves.Refused as refused:
        messages.warning(request, _("答复稿已保存，还不能提交：%s") % points(refused.reasons))
        return see_other(part)
    return done(request, part, _("已提交督查审核") if then == "submit" else _("已送协办单位会签"))


@require_POST
def countersign(request: Request, pk: int) -> HttpResponse:
    """On the newest version that the page showed (`version`)."""
    part = find_part(request, pk)
    form = forms.CountersignForm(request.POST, auto_id="countersign_%s")
    if not form.is_valid():
        return show(request, part, 422, countersign_form=form)
    reply = part.replies.filter(version=number(request.POST.get("version", ""))).first()
    if reply is None:
        raise moves.Stale(_("答复稿已有新的一版，请看新稿再会签"), state=moves.label_of(part))
    seated = set(queries.departments(request.actor))
    ours = [h.assignment.unit for h in queries.helpers(part, reply) if h.assignment.unit.path in seated]
    if not ours:
        raise moves.NotAllowed(_("会签由协办单位的人办理"))
    for unit in ours:
        services.countersign(
            reply, unit=unit, agrees=form.cleaned_data["agrees"] == "yes", note=form.cleaned_data["note"],
            actor=request.actor, at=request.at,
        )  # fmt: skip
    return done(request, part, _("会签意见已送主办单位"))


@require_POST
def overrule(request: Request, pk: int) -> HttpResponse:
    related = ("unit", "reply__assignment__dispatch")
    asked = pages.find(Countersign, request.actor, "view", *related, pk=pk)
    part = find_part(request, asked.reply.assignment_id)
    form = forms.RulingForm(request.POST, auto_id="ruling_%s")
    if not form.is_valid():
        return show(request, part, 422, ruling_form=form)
    services.overrule(asked, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, part, _("裁定已送主办单位和协办单位"))


@require_POST
def regrade(request: Request, pk: int) -> HttpResponse:
    part = find_part(request, pk)
    form = forms.RegradeForm(request.POST, norms=norms(part, request), auto_id="regrade_%s")
    if not form.is_valid():
        return show(request, part, 422, regrade_form=form)
    services.regrade(part, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, part, _("办理结果已调整，承办单位会看到理由"))


@require_POST
def advise(request: Request, pk: int) -> HttpResponse:
    part = find_part(request, pk)
    form = forms.AdviceForm(request.POST)
    if not form.is_valid():
        return show(request, part, 422, advice_form=form)
    services.advise(part, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, part, _("协办意见已送主办单位"))


@require_POST
def memo(request: Request, pk: int) -> HttpResponse:
    part = find_part(request, pk)
    form = forms.MemoForm(request.POST, auto_id="memo_%s")
    if not form.is_valid():
        return show(request, part, 422, memo_form=form)
    services.write_memo(part, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, part, _("记事已存，只有本单位看得到"))


@require_POST
def reassign(request: Request, pk: int) -> HttpResponse:
    part = find_part(request, pk)
    form = reassign_form(part, request.POST)
    if not form.is_valid():
        return show(request, part, 422, reassign_form=form)
    new = services.reassign(part, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, part.dispatch, _("已改派%s，原单位已收到通知") % new.unit)
