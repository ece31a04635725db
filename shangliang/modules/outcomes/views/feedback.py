"""结果反馈清单 as the desk sees it. The public's page is in surfaces/portal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import journal, loop, moves
from shangliang.kernel.text import official
from shangliang.look import pages
from shangliang.modules.outcomes import forms, queries, services
from shangliang.modules.outcomes.flow import FEEDBACK
from shangliang.modules.outcomes.models import FeedbackList
from shangliang.modules.outcomes.views.common import (
    EXPORTED,
    Request,
    found_topic,
    listed,
    may,
    only_once,
    reached,
    see_other,
    tabs,
)


@require_GET
def listing(request: Request) -> HttpResponse:
    rows = listed(request, FeedbackList).exclude(state="dropped").select_related("unit", "topic")
    state = request.GET.get("state", "")
    if state:
        rows = rows.filter(state=state)
    if request.GET.get("format") == "csv":
        headings = [_("编号"), _("标题"), _("议题"), _("状态"), _("公布日期"), _("直接告知人数")]
        table = [
            (f.pk, f.title, f.topic.title, moves.label_of(f), f.published_on, f.told)
            for f in rows.order_by("-pk")[:EXPORTED]
        ]
        return pages.csv_response(table, headings, "feedback.csv")
    states = [s for s in FEEDBACK.states.values() if s.name != "dropped"]
    context = {
        "tabs": tabs(request, "feedback_lists"),
        "slice": pages.keyset(request, rows),
        "state": state,
        "states": states,
    }
    return pages.page(request, "outcomes/feedback_lists.html", context)


def draft(request: Request, pk: int) -> HttpResponse:
    """Begin the list of a topic; when one has been begun, go there."""
    topic = found_topic(request, pk)
    if begun := reached(request, FeedbackList).filter(topic=topic, state="draft").first():
        return see_other(begun)
    with official():
        first = {"title": _("关于“%s”的结果反馈清单") % topic.title}
    form = forms.FeedbackForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            begun = services.draft_feedback(topic, **form.cleaned_data, actor=request.actor, at=request.at)
            messages.success(request, _("清单已按部门答复填好，请逐条核对"))
            return begun.get_absolute_url()

        return only_once(request, f"feedback {pk}", act)
    context = {
        "thing": None, "topic": topic, "form": form, "title": _("起草结果反馈清单"), "first": _("起草"),
        "back": reverse("outcomes:topic", args=[pk]),
    }  # fmt: skip
    return pages.page(request, "outcomes/form.html", context, status=422 if form.errors else 200)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    found = pages.find(FeedbackList, request.actor, "view", "unit", "topic", pk=pk)
    context = {
        "view": queries.feedback(found), "feedback": found, "may": may(request, found, "edit", "publish"),
        "options": moves.options(found, actor=request.actor, at=request.at),
        "chain": loop.chain("feedback", found.pk, actor=request.actor),
        "entries": journal.story("feedback", found.pk),
    }  # fmt: skip
    return pages.page(request, "outcomes/feedback.html", context)


def edit(request: Request, pk: int) -> HttpResponse:
    found = pages.find(FeedbackList, request.actor, "view", "unit", "topic", pk=pk)
    items = list(found.items.select_related("recommendation"))
    form = forms.SheetForm(found, items, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.edit_feedback(
            found, title=data["title"], summary=data["summary"], results=form.results(),
            actor=request.actor, at=request.at,
        )  # fmt: skip
        messages.success(request, _("已保存"))
        return see_other(found)
    context = {"thing": found, "form": form, "title": _("修改清单"), "first": _("保存")}
    return pages.page(request, "outcomes/form.html", context, status=422 if form.errors else 200)


@require_POST
def refill(request: Request, pk: int) -> HttpResponse:
    found = pages.find(FeedbackList, request.actor, "view", "unit", "topic", pk=pk)
    count = services.refill(found, actor=request.actor, at=request.at)
    messages.success(request, _("补上了 %d 处") % count if count else _("已经是最新的"))
    return see_other(found)


@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    found = pages.find(FeedbackList, request.actor, "view", "unit", "topic", pk=pk)
    told = services.publish(found, actor=request.actor, at=request.at)
    messages.success(request, _("已公布，直接告知了 %d 位提出人") % told)
    return see_other(found)
