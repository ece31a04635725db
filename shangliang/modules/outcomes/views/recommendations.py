"""The list of recommendations, one of them, sending it and sending it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, journal, loop, moves, text
from shangliang.kernel.text import shortened
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.look.shapes import Card, Lane
from shangliang.modules.handling.models import Assignment
from shangliang.modules.org import queries as org
from shangliang.modules.outcomes import forms, queries, services
from shangliang.modules.outcomes.flow import RECOMMENDATION
from shangliang.modules.outcomes.models import FeedbackList, Recommendation
from shangliang.modules.outcomes.queries import handled
from shangliang.modules.outcomes.views.common import (
    EXPORTED,
    OVERSEES,
    Request,
    listed,
    may,
    may_open,
    only_once,
    see_other,
    tabs,
)

ADOPTIONS = Recommendation._meta.get_field("adoption").choices or []


def chosen(request: Request) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("state", "adoption", "department", "late", "q")}


def filtered(
    rows: QuerySet[Recommendation], by: dict[str, str], request: Request
) -> QuerySet[Recommendation]:
    if by["state"]:
        rows = rows.filter(state=by["state"])
    if by["adoption"]:
        rows = rows.filter(adoption=by["adoption"])
    if (department := text.whole(by["department"])) is not None:
        parts = Assignment.objects.filter(unit_id=department).exclude(state__in=Assignment.OUT)
        rows = rows.filter(dispatch__in=parts.values("dispatch"))
    if by["late"]:
        rows = rows.filter(handled.overdue(request.at))
    return rows.filter(text__contains=by["q"]) if by["q"] else rows


@require_GET
def listing(request: Request) -> HttpResponse:
    """Filters stand in the address; `?format=csv` gives the same rows as a table."""
    by = chosen(request)
    rows = filtered(listed(request, Recommendation).exclude(state="withdrawn"), by, request)
    rows = rows.select_related("unit", "topic", "dispatch", "department")
    if request.GET.get("view") == "board":
        return board(request)
    if request.GET.get("format") == "csv":
        return _table(queries.lines(rows.order_by("-pk")[:EXPORTED]))
    slice_ = pages.keyset(request, rows)
    path = min((s.path for s in request.actor.seats if s.path), default="")
    context = {
        "tabs": tabs(request, "recommendations"),
        "slice": slice_,
        "lines": queries.lines(slice_.rows),
        "chosen": by,
        "oversees": bool(request.actor.roles & OVERSEES),
        "states": [s for s in RECOMMENDATION.states.values() if s.name != "withdrawn"],
        "adoptions": ADOPTIONS,
        "departments": list(org.departments(path)) if path else [],
    }
    return pages.page(request, "outcomes/recommendations.html", context)


def board(request: Request) -> HttpResponse:
    """The same by state, side by side, for those who oversee it."""
    paths = [s.path for s in request.actor.seats if s.role in OVERSEES]
    if not paths:
        raise moves.NotAllowed(_("看板由政协办和党政领导查看"))
    lanes = [_lane(lane) for lane in queries.board(min(paths, key=len)) if lane.state != "settled"]
    return pages.page(
        request, "outcomes/board.html", {"tabs": tabs(request, "recommendations"), "lanes": lanes}
    )


def _lane(lane: queries.Lane) -> Lane:
    state = RECOMMENDATION.states[lane.state]
    cards = tuple(
        Card(
            shortened(line.recommendation.text, 60),
            line.recommendation.get_absolute_url(),
            tuple(filter(None, (line.recommendation.topic.title, text.listed(line.holders)))),
            clock=line.clock,
        )
        for line in lane.lines
    )
    more = f"?state={lane.state}" if lane.count > len(cards) else ""
    return Lane(state.label, cards, lane.count, state.tone, more)


def _table(lines: list[queries.Line]) -> HttpResponse:
    headings = [
        _("编号"),
        _("议题"),
        _("序号"),
        _("建议"),
        _("承办单位"),
        _("状态"),
        _("采纳情况"),
        _("理由"),
        _("落实情况"),
        _("现在由谁办"),
        _("期限"),
    ]
    rows = [
        (
            r.pk, r.topic.title, r.order, r.text, text.listed(line.departments), moves.label_of(r),
            r.get_adoption_display() if r.adoption else "", r.reason, r.result, text.listed(line.holders),
            calendar.day_of(line.due_at) if line.due_at else "",
        )
        for line in lines for r in [line.recommendation]
    ]  # fmt: skip
    return pages.csv_response(rows, headings, "recommendations.csv")


def _found(request: Request, pk: int) -> Recommendation:
    related = (
        "unit",
        "topic__unit",
        "dispatch",
        "department",
        "reply",
        "gathering",
        "document",
        "consensus__responsible",
    )
    return pages.find(Recommendation, request.actor, "view", *related, pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


def _page(request: Request, recommendation: Recommendation, status: int = 200, **more: Any) -> HttpResponse:
    held = queries.lines([recommendation])[0]
    replies = queries.published_replies(recommendation.dispatch) if recommendation.dispatch else []
    allowed = may(request, recommendation, "edit", "send")
    context = {
        "recommendation": recommendation,
        "line": held,
        "replies": replies,
        "task_open": bool(recommendation.dispatch and may(request, recommendation.dispatch, "view")),
        "promises": queries.promises_of(replies),
        "opinions": list(recommendation.opinions.select_related("participant")),
        "instructions": list(queries.instructions().filter(recommendations=recommendation)),
        "earlier": list(recommendation.earlier.order_by("-pk")),
        "may": allowed,
        "listed": may_open(request, _lists(recommendation)),
        "options": moves.options(recommendation, actor=request.actor, at=request.at),
        "steps": {
            "send": "#send",
            "reopen": reverse("outcomes:reopen", args=[recommendation.pk]),
            "feed_back": _feedback_url(recommendation),
        },
        "chain": loop.chain("recommendation", recommendation.pk, actor=request.actor),
        "entries": journal.story("recommendation", recommendation.pk),
        "send_form": None,
        **more,
    }
    if recommendation.state == "draft" and "send" in allowed and context["send_form"] is None:
        context["send_form"] = _send_form(recommendation)
    return pages.page(request, "outcomes/recommendation.html", context, status=status)


def _lists(recommendation: Recommendation) -> list[FeedbackList]:
    items = recommendation.feedback_items.exclude(list__state="dropped").select_related("list")
    return [item.list for item in items]


def _feedback_url(recommendation: Recommendation) -> str:
    return reverse("outcomes:draft_feedback", args=[recommendation.topic_id])


def _send_form(recommendation: Recommendation, data: Any = None) -> forms.SendForm:
    first = recommendation.department or recommendation.topic.department
    return forms.SendForm(list(org.departments(recommendation.unit.path)), data, initial={"lead": first})


def edit(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    first = {"text": found.text, "department": found.department}
    departments = list(org.departments(found.unit.path))
    form = rewriting(forms.EditRecommendationForm(departments, request.POST or None, initial=first))
    if request.method == "POST" and form.is_valid():
        services.edit_recommendation(found, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已保存"))
        return see_other(found)
    context = {"thing": found, "form": form, "title": _("修改建议"), "first": _("保存")}
    return pages.page(request, "outcomes/form.html", context, status=422 if form.errors else 200)


def send(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if request.method != "POST":
        return see_other(f"{found.get_absolute_url()}#send")
    form = _send_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, 422, send_form=form)
    dispatch = services.send(found, **form.cleaned_data, actor=request.actor, at=request.at)
    messages.success(request, _("已交办，编号 %s") % dispatch.number)
    return see_other(found)


def reopen(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            services.reopen(found, **form.cleaned_data, actor=request.actor, at=request.at)
            messages.success(request, _("已重新交办，部门会收到通知"))
            return found.get_absolute_url()

        return only_once(request, f"reopen {pk}", act)
    lead = _("部门还能二次办理的，退回二次办理；已经办结的，开一件新的交办件，前次的记录都留着。")
    context = {
        "thing": found, "form": form, "title": _("没有解决，重新交办"), "first": _("重新交办"), "lead": lead,
    }  # fmt: skip
    return pages.page(request, "outcomes/form.html", context, status=422 if form.errors else 200)
