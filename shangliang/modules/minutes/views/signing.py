"""Sent round, signed, objected to, settled."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shangliang.kernel import moves
from shangliang.look import pages
from shangliang.modules.minutes import forms, queries, services
from shangliang.modules.minutes.models import Signing, Verdict
from shangliang.modules.minutes.views.common import Request, crumbs, find, small

ROWS = ("unit", "minutes__gathering", "chair", "speaker", "office")


@require_POST
def circulate(request: Request, pk: int) -> HttpResponse:
    paper = find(request, pk)
    count = services.circulate(paper, actor=request.actor, at=request.at)
    return pages.done(request, f"{paper.get_absolute_url()}#signings", _("已送签认，共 %d 方") % count)


@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    paper = find(request, pk)
    services.settle(paper, actor=request.actor, at=request.at)
    return pages.done(request, paper.get_absolute_url(), _("已定稿，可以回协商活动“定纪要”"))


def sign(request: Request, pk: int) -> HttpResponse:
    """What is asked of one: every item that speaks for her, with room for an objection; one press signs the rest."""
    signing = pages.find(Signing, request.actor, "view", *ROWS, pk=pk)
    may = pages.may(request, signing, "sign", "excuse")
    items = list(queries.items_of(signing))
    said = {v.item_id: v for v in signing.verdicts.filter(void_at=None)}
    first = {"seen": queries.mark_of(items, said.values())} | {
        f"item_{n}": v.words for n, v in said.items() if not v.agrees
    }
    form = forms.SignForm(request.POST or None, items=items, initial=first)
    open_ = signing.minutes.state == "circulating" and signing.state in {"asked", "answered"}
    if request.method == "POST" and form.is_valid():
        data = {"seen": form.cleaned_data["seen"], "objections": form.objections()}
        services.sign(signing, **data, actor=request.actor, at=request.at)
        words = _("已签认，异议会逐条答复") if data["objections"] else _("已签认，谢谢")
        return pages.done(request, signing.get_absolute_url(), words)
    context = {
        "signing": signing, "paper": signing.minutes, "may": may, "form": form, "open": open_,
        "rows": [(i, form[f"item_{i.pk}"], said.get(i.pk)) for i in items],
        "crumbs": crumbs(signing.minutes, _("签认")),
    }  # fmt: skip
    return pages.page(request, "minutes/sign.html", context, status=422 if form.errors else 200)


def excuse(request: Request, pk: int) -> HttpResponse:
    signing = pages.find(Signing, request.actor, "view", *ROWS, pk=pk)
    moves.must(signing, "excuse", actor=request.actor)
    form = forms.HowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.excuse(signing, how=form.cleaned_data["how"], actor=request.actor, at=request.at)
        return pages.done(request, f"{signing.minutes.get_absolute_url()}#signings", _("已记下"))
    return small(
        request, signing.minutes, form, title=_("线下核对：%s") % signing.who, button=_("记下"),
        lead=_("没有账号的人、一时上不了网的人，当面或打电话念给本人听，再写明怎么核对的。"),
        warn=_("记下以后不能撤回。"),
    )  # fmt: skip


def keep_objection(request: Request, pk: int) -> HttpResponse:
    verdict = Verdict.objects.filter(pk=pk, agrees=False).select_related("item__minutes").first()
    if verdict is None:
        raise Http404
    paper = find(request, verdict.item.minutes_id, "keep_objection")
    verdict = queries.objections(paper).filter(pk=pk).first() or verdict
    form = forms.KeepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.keep_objection(verdict, why=form.cleaned_data["why"], actor=request.actor, at=request.at)
        return pages.done(request, f"{paper.get_absolute_url()}#item-{verdict.item_id}", _("异议已写进纪要"))
    return small(
        request, paper, form, title=_("载明异议"), button=_("写进纪要"),
        above=[(_("这一条"), verdict.item.text), (_("%s的异议") % verdict.signing.who, verdict.words)],
        lead=_("这一条不改，纪要里写明谁有什么异议、为什么没有改。要改的，请回去改写这一条。"),
    )  # fmt: skip
