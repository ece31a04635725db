"""One question from the hall: screened in the open, answered, handed on, replied to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, moves
from shangliang.kernel.access import STEP
from shangliang.look import pages
from shangliang.modules.floor import forms, services
from shangliang.modules.floor.models import LiveQuestion
from shangliang.modules.floor.views.common import Request, console_at, small, trail
from shangliang.modules.gatherings import queries as gatherings

RELATED = (
    "unit", "participant__unit", "floor__gathering__unit", "floor__unit", "answerer", "answered_by",
)  # fmt: skip
SOON = timedelta(days=7)


def _one(request: Request, pk: int, verb: str = "view") -> LiveQuestion:
    """The question; a page that only leads to one act is shown while it can be done."""
    found = pages.find(LiveQuestion, request.actor, "view", *RELATED, pk=pk)
    if verb != "view":
        moves.must_now(found, verb, actor=request.actor)
    return found


@require_GET
def question(request: Request, pk: int) -> HttpResponse:
    q = _one(request, pk)
    may = pages.may(request, q, "inside", *moves.steps(q))
    own = {"hide": "hide", "answer": "answer", "hand": "hand", "reply": "reply"}
    context: dict[str, Any] = {
        "q": q, "floor": q.floor, "may": may, "supports": q.supports.count(), "str_name": str,
        "crumbs": trail(q.floor, _("第 %d 问") % q.number, linked=_knows(request, q)),
        "options": moves.options(q, actor=request.actor, at=request.at, may=may),
        "entries": journal.story("live_question", pk) if "inside" in may else [],
        "move_url": lambda name: reverse("desk:move", args=["live_question", pk, name]),
        "form_url": lambda name: reverse(f"floor:{own[name]}", args=[pk]) if name in own else "",
    }  # fmt: skip
    return pages.page(request, "floor/question.html", context)


def _knows(request: Request, q: LiveQuestion) -> bool:
    """Whether the actor may open the room around the question (1 query)."""
    return bool(pages.may(request, q.floor, "view"))


def _home(request: Request, q: LiveQuestion, words: Any) -> HttpResponse:
    """Back to the console while the meeting sits, for those who have one."""
    sits = q.floor.state == "open" and pages.may(request, q.floor, "arrange")
    return pages.done(request, console_at(q.floor, "questions") if sits else q, words)


@require_POST
def show(request: Request, pk: int) -> HttpResponse:
    q = _one(request, pk)
    services.show(q, actor=request.actor, at=request.at)
    return _home(request, q, _("已展示第 %d 问") % q.number)


def hide(request: Request, pk: int) -> HttpResponse:
    q = _one(request, pk, "hide")
    form = forms.WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.hide(q, **form.cleaned_data, actor=request.actor, at=request.at)
        return _home(request, q, _("已不再展示，理由对全场公开"))
    lead = _("“%s”不再展示；第几问、什么理由，全场都看得到。") % q.text
    return small(
        request, q.floor, form, title=_("不展示第 %d 问") % q.number, button=_("不展示"), back=q.get_absolute_url(),
        lead=lead,
    )  # fmt: skip


def answer(request: Request, pk: int) -> HttpResponse:
    q = _one(request, pk, "answer")
    form = forms.AnswerForm(request.POST or None, floor=q.floor)
    if request.method == "POST" and form.is_valid():
        services.answer(q, **form.cleaned_data, actor=request.actor, at=request.at)
        return _home(request, q, _("已记下当场回答"))
    return small(
        request, q.floor, form, title=_("第 %d 问当场已答") % q.number, button=_("记下"), back=q.get_absolute_url(),
        lead=q.text,
    )  # fmt: skip


def hand(request: Request, pk: int) -> HttpResponse:
    q = _one(request, pk, "hand")
    units = gatherings.answerable(q.unit.path[:STEP])
    first = calendar.day_of(request.at) + SOON
    form = forms.HandForm(request.POST or None, units=units, initial={"due_on": first})
    if request.method == "POST" and form.is_valid():
        services.hand(q, **form.cleaned_data, actor=request.actor, at=request.at)
        words = _("已定由%(unit)s在 %(day)s 前答复") % {"unit": q.answerer, "day": q.due_on}
        return _home(request, q, words)
    lead = _("“%s”没有轮到回答。定下来以后，会出现在这个单位的“等我办”里。") % q.text
    return small(
        request, q.floor, form, title=_("第 %d 问会后答复") % q.number, button=_("定下来"),
        back=q.get_absolute_url(), lead=lead,
    )  # fmt: skip


def reply(request: Request, pk: int) -> HttpResponse:
    q = _one(request, pk, "reply")
    form = forms.ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.reply(q, **form.cleaned_data, actor=request.actor, at=request.at)
        return pages.done(request, q, _("答复已送到提问人"))
    return small(
        request, q.floor, form, title=_("答复第 %d 问") % q.number, button=_("答复"), back=q.get_absolute_url(),
        lead=q.text, warn=_("答复送出以后不能改。"), linked=_knows(request, q),
    )  # fmt: skip
