"""Departments' asks: the list, one with its answers, and every step of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import journal, moves, text
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.look.shapes import Link
from shangliang.modules.lists import forms, queries, services
from shangliang.modules.lists.flow import DEPT_ASK
from shangliang.modules.lists.models import Counsel, DeptAsk, ListAction, Match
from shangliang.modules.lists.views.campaigns import crumbs
from shangliang.modules.lists.views.common import (
    EXPORTED,
    FORMATS,
    Request,
    campaigns_for,
    chosen,
    data_of,
    done,
    found_campaign,
    listed,
    may,
    one_form,
    tabs,
)
from shangliang.modules.org import queries as org


@require_GET
def listing(request: Request) -> HttpResponse:
    by = chosen(request, "state", "department", "campaign", "matched", "q")
    reached = queries.filter_asks(listed(request, DeptAsk), by).values("pk")
    rows = queries.asks().filter(pk__in=reached)
    if request.GET.get("format") in FORMATS:
        headings = [
            _("编号"), _("标题"), _("部门"), _("背景"), _("想听什么"), _("截止"), _("应答数"), _("状态"), _("采纳小结"),
        ]  # fmt: skip
        lines = [
            (
                a.pk, a.title, a.unit.short, a.background, a.wanted, a.deadline, a.answers,  # type: ignore[attr-defined]
                moves.label_of(a), a.summary,
            )
            for a in rows.order_by("-pk")[:EXPORTED]
        ]  # fmt: skip
        return pages.table_response(lines, headings, _("部门问计"), form=request.GET.get("format"))
    path = min((s.path for s in request.actor.seats if s.path), default="")
    context = {
        "tabs": tabs(request, "asks"), "slice": pages.keyset(request, rows), "chosen": by,
        "states": list(DEPT_ASK.states.values()), "departments": list(org.departments(path)) if path else [],
        "campaigns": campaigns_for(request, "ask"),
    }  # fmt: skip
    return pages.page(request, "lists/asks.html", context)


def new(request: Request, pk: int) -> HttpResponse:
    campaign = found_campaign(request, pk, "ask")
    own = queries.own_units(request.actor)
    joined = list(campaign.departments.order_by("path"))
    units = [u for u in joined if u in own] or joined
    form = forms.AskForm(units, data_of(request)[0], initial={"deadline": campaign.match_until})

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        token = request.POST.get("token", "")
        return services.ask(campaign, **data, token=token, actor=request.actor, at=request.at), _(
            "已列入问计清单，委员会收到通知"
        )

    return one_form(
        request, form, act, title=_("问计于委员"), first=_("发出问计"), back=campaign.get_absolute_url(),
        crumbs=crumbs(Link(campaign.title, campaign.get_absolute_url()), Link(_("问计"))),
    )  # fmt: skip


def _found(request: Request, pk: int) -> DeptAsk:
    return pages.find(DeptAsk, request.actor, "view", "unit", "campaign__unit", "author", pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


def _page(request: Request, found: DeptAsk, status: int = 200, **more: Any) -> HttpResponse:
    allowed = may(request, found, "inside", "edit", "reply", "plan")
    open_to_reply = found.state == "open" and "reply" in allowed
    context = {
        "ask": found,
        "counsels": queries.counsels_of(queries.reach(request.actor, Counsel), ask=found),
        "matches": queries.matches_of(queries.reach(request.actor, Match), ask=found),
        "actions": queries.actions_of(queries.reach(request.actor, ListAction), ask=found),
        "may": allowed,
        "reply_form": forms.TextForm() if open_to_reply else None,
        "options": moves.options(found, actor=request.actor, at=request.at),
        "steps": {"conclude": reverse("lists:ask_conclude", args=[found.pk])},
        "chain": queries.chain(ask=found, actor=request.actor),
        "entries": journal.story("dept_ask", found.pk) if "inside" in allowed else [],
        **more,
    }
    return pages.page(request, "lists/ask.html", context, status=status)


def _trail(found: DeptAsk, last: str) -> list[Link]:
    lists = Link(_("部门问计"), reverse("lists:asks"))
    return crumbs(lists, Link(text.shortened(found.title, 24), found.get_absolute_url()), Link(last))


def edit(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    names = ("title", "background", "wanted", "open_to_public")
    form = rewriting(forms.EditAskForm(data_of(request)[0], initial={n: getattr(found, n) for n in names}))

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.edit_ask(found, **data, actor=request.actor, at=request.at)
        return found, _("已保存")

    return one_form(
        request, form, act, title=_("修改问计"), first=_("保存"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("修改")),
    )  # fmt: skip


@require_POST
def reply(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.TextForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, reply_form=form)
    token = request.POST.get("token", "")
    services.reply_to_ask(found, **form.cleaned_data, token=token, actor=request.actor, at=request.at)
    return done(request, found, _("已送达部门，采纳没有、为什么，会告诉您"))


def conclude(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.SummaryForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.conclude_ask(found, **data, actor=request.actor, at=request.at)
        return found, _("小结已公布")

    return one_form(
        request, form, act, title=_("写采纳小结"), first=_("公布小结"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("小结")),
    )  # fmt: skip
