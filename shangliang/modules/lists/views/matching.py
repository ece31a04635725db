"""The matching desk, where a person decides about each pair; and the matches that came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import journal, moves, text
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.lists import forms, queries, services
from shangliang.modules.lists.flow import LIST_MATCH
from shangliang.modules.lists.models import Campaign, DeptAsk, ListAction, Match, MemberConcern
from shangliang.modules.lists.views.campaigns import crumbs
from shangliang.modules.lists.views.common import (
    EXPORTED,
    FORMATS,
    Request,
    chosen,
    data_of,
    done,
    found_campaign,
    listed,
    may,
    one_form,
    tabs,
)
from shangliang.modules.people.models import Person


@require_GET
def desk(request: Request, pk: int) -> HttpResponse:
    """Best pairs first, each with its score and why; y confirms the first, n refuses it. `?below=`: the rest."""
    found = found_campaign(request, pk, "compare")
    pairs = queries.candidates(found, below=queries.seen(request.GET.get("below", "")))
    runs = queries.comparisons(found)
    context = {
        "campaign": found,
        "pairs": pairs,
        "run": runs.newest,
        "last": runs.done,
        "figures": queries.figures(found, request.at),
        "next": f"?below={pairs[-1].score}-{pairs[-1].pk}" if len(pairs) == 10 else "",
        "skipped": "below" in request.GET,
    }
    return pages.page(request, "lists/matching.html", context)


@require_POST
def compare(request: Request, pk: int) -> HttpResponse:
    """Asked for here, done by the worker; who presses again joins the one that runs."""
    found = found_campaign(request, pk)
    newest = queries.comparisons(found).newest
    asked = services.ask_comparison(found, actor=request.actor, at=request.at)
    words = _("已有一次比对正在进行，请看进度") if asked == newest else _("已开始比对，完成后在这里逐对确认")
    return done(request, reverse("lists:matching", args=[pk]), words)


@require_GET
def comparison(request: Request, pk: int) -> HttpResponse:
    """The progress as a part of the page, fetched while it runs; when it has ended the page is fetched anew."""
    found = found_campaign(request, pk, "compare")
    runs = queries.comparisons(found)
    response = pages.page(request, "lists/comparison.html", {"campaign": found, "run": runs.newest})
    if runs.newest is None or not runs.newest.runs:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """One press: this pair holds, or it does not."""
    found = found_campaign(request, pk)
    concern = _of(found, MemberConcern, request.POST.get("concern", ""))
    ask = _of(found, DeptAsk, request.POST.get("ask", ""))
    back = request.POST.get("back", "")
    to = reverse("lists:matching", args=[pk]) + (back if back.startswith("?below=") else "")
    if request.POST.get("answer") == "yes":
        match = services.confirm(concern, ask=ask, actor=request.actor, at=request.at)
        messages.success(request, _("已确认，双方会收到通知：%s") % match)
    else:
        services.refuse(concern, ask=ask, actor=request.actor, at=request.at)
        messages.success(request, _("已记下这一对不成立，不会再推荐"))
    return pages.see_other(to)


def _of(campaign: Campaign, model: Any, typed: str) -> Any:
    pk = text.whole(typed)
    thing = (
        model.objects.select_related("unit", "campaign__unit").filter(campaign=campaign, pk=pk).first()
        if pk
        else None
    )
    if thing is None:
        raise Http404
    return thing


@require_GET
def listing(request: Request) -> HttpResponse:
    by = chosen(request, "state", "department", "campaign")
    rows = listed(request, Match).select_related(
        "unit", "concern__member", "ask__unit", "member_contact", "dept_contact"
    )
    rows = rows.filter(state=by["state"]) if by["state"] else rows.exclude(state="dissolved")
    for name, column in (("department", "ask__unit_id"), ("campaign", "campaign_id")):
        if (number := text.whole(by[name])) is not None:
            rows = rows.filter(**{column: number})
    if request.GET.get("format") in FORMATS:
        headings = [
            _("编号"), _("委员关注"), _("委员"), _("部门问计"), _("部门"), _("相近度"), _("状态"),
            _("下一步"), _("日期"), _("结果"),
        ]  # fmt: skip
        lines = [
            (
                m.pk, m.concern.title, m.concern.member.name, m.ask.title, m.ask.unit.short, m.score / 10,
                moves.label_of(m), m.next_step, m.next_on or "", m.outcome,
            )
            for m in rows.order_by("-pk")[:EXPORTED]
        ]  # fmt: skip
        return pages.table_response(lines, headings, _("清单对接"), form=request.GET.get("format"))
    context = {
        "tabs": tabs(request, "matches"), "slice": pages.keyset(request, rows), "chosen": by,
        "states": list(LIST_MATCH.states.values()),
    }  # fmt: skip
    return pages.page(request, "lists/matches.html", context)


def _found(request: Request, pk: int) -> Match:
    related = (
        "unit",
        "campaign__unit",
        "concern__member",
        "concern__unit",
        "ask__unit",
        "member_contact",
        "dept_contact",
    )
    return pages.find(Match, request.actor, "view", *related, pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    context = {
        "match": found,
        "options": moves.options(found, actor=request.actor, at=request.at),
        "may": may(request, found, "plan"),
        "actions": queries.actions_of(queries.reach(request.actor, ListAction), match=found),
        "chain": queries.chain(concern=found.concern, ask=found.ask, actor=request.actor),
        "entries": journal.story("list_match", found.pk),
        "steps": {name: reverse(f"lists:match_{name}", args=[pk]) for name in ("link", "step", "settle")},
    }
    return pages.page(request, "lists/match.html", context)


def _trail(found: Match, last: str) -> list[Link]:
    return crumbs(
        Link(_("对接"), reverse("lists:matches")),
        Link(text.shortened(str(found), 30), found.get_absolute_url()),
        Link(last),
    )


def link(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    members = list(Person.objects.filter(concerns_authored__concern=found.concern_id).order_by("sound"))
    seats = Person.objects.filter(
        seats__unit=found.ask.unit_id, seats__role__in=["clerk", "head"], is_active=True
    )
    form = forms.LinkForm(members, list(seats.distinct().order_by("sound")), data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.link(found, **data, actor=request.actor, at=request.at)
        return found, _("已定联系人和下一步，双方会收到通知")

    return one_form(
        request, form, act, title=_("定联系人和下一步"), first=_("定下来"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("联系人")),
    )  # fmt: skip


def step(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.StepForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.step(found, **data, actor=request.actor, at=request.at)
        return found, _("进展已记下")

    return one_form(
        request, form, act, title=_("记进展，定下一步"), first=_("记下"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("进展")),
    )  # fmt: skip


def settle(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.OutcomeForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.settle(found, **data, actor=request.actor, at=request.at)
        return found, _("对接结果已记下，双方会收到通知")

    return one_form(
        request, form, act, title=_("写明对接结果"), first=_("记下结果"), back=found.get_absolute_url(),
        crumbs=_trail(found, _("结果")),
    )  # fmt: skip
