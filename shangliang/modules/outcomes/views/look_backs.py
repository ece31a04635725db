"""再商量: planning a look-back, moving it, and what was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, journal, loop, moves
from shangliang.look import pages
from shangliang.modules.outcomes import forms, queries, services
from shangliang.modules.outcomes.flow import LOOK_BACK
from shangliang.modules.outcomes.models import LookBack
from shangliang.modules.outcomes.views.common import (
    EXPORTED,
    Request,
    found_topic,
    listed,
    may,
    only_once,
    see_other,
    tabs,
)
from shangliang.modules.people.models import Person, Seat


@require_GET
def listing(request: Request) -> HttpResponse:
    rows = listed(request, LookBack).exclude(state="dropped").select_related("unit", "topic", "person")
    by = {name: request.GET.get(name, "") for name in ("state", "finding")}
    rows = rows.filter(**{name: value for name, value in by.items() if value})
    if request.GET.get("format") == "csv":
        headings = [
            _("编号"),
            _("议题"),
            _("第几次"),
            _("计划日期"),
            _("起因"),
            _("带队"),
            _("状态"),
            _("结论"),
            _("看到的情况"),
        ]
        table = [
            (
                b.pk, b.topic.title, b.round, b.visit_on, b.why, b.person.name, moves.label_of(b),
                b.get_finding_display() if b.finding else "", b.notes,
            )
            for b in rows.order_by("-pk")[:EXPORTED]
        ]  # fmt: skip
        return pages.csv_response(table, headings, "look-backs.csv")
    context = {
        "tabs": tabs(request, "look_backs"),
        "slice": pages.keyset(request, rows),
        "chosen": by,
        "states": [s for s in LOOK_BACK.states.values() if s.name != "dropped"],
        "findings": LookBack.Finding.choices,
    }
    return pages.page(request, "outcomes/look_backs.html", context)


def plan(request: Request, pk: int) -> HttpResponse:
    topic = found_topic(request, pk)
    seats = Seat.objects.on(calendar.day_of(request.at)).filter(role__in=["member", "secretary", "chair"])
    inside = seats.filter(unit__path__startswith=topic.unit.path[:4])
    people = Person.objects.filter(pk__in=inside.values("person")).order_by("sound")
    form = forms.LookBackForm(people, request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            planned = services.plan_look_back(topic, **form.cleaned_data, actor=request.actor, at=request.at)
            messages.success(request, _("已安排，到期前会提醒带队的人"))
            return planned.get_absolute_url()

        return only_once(request, f"look back {pk}", act)
    context = {
        "thing": None, "topic": topic, "form": form, "title": _("安排再商量"), "first": _("安排"),
        "back": reverse("outcomes:topic", args=[pk]),
    }  # fmt: skip
    return pages.page(request, "outcomes/form.html", context, status=422 if form.errors else 200)


def _found(request: Request, pk: int) -> LookBack:
    return pages.find(LookBack, request.actor, "view", "unit", "topic__unit", "person", pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


def _page(request: Request, found: LookBack, status: int = 200, **more: Any) -> HttpResponse:
    allowed = may(request, found, "conclude")
    came = queries.topic_outcomes(found.topic)
    context = {
        "look_back": found,
        "may": allowed,
        "options": moves.options(found, actor=request.actor, at=request.at),
        "lines": [line for line in came.lines if line.recommendation.state != "draft"],
        "came": came,
        "conclude_form": None,
        "chain": loop.chain("topic", found.topic_id, actor=request.actor),
        "entries": journal.story("look_back", found.pk),
        **more,
    }
    if found.state == "planned" and "conclude" in allowed and context["conclude_form"] is None:
        context["conclude_form"] = _conclude_form(request, found)
    return pages.page(request, "outcomes/look_back.html", context, status=status)


def _conclude_form(request: Request, found: LookBack, data: Any = None) -> forms.ConcludeForm:
    """Only those who run the topic may send back to departments in the same step."""
    return forms.ConcludeForm(
        queries.reopenable(found.topic), "reopen" in may(request, found.topic, "reopen"), data
    )


def conclude(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if request.method != "POST":
        return see_other(f"{found.get_absolute_url()}#conclude")
    form = _conclude_form(request, found, request.POST)
    if not form.is_valid():
        return _page(request, found, 422, conclude_form=form)
    services.conclude(found, **form.cleaned_data, actor=request.actor, at=request.at)
    messages.success(request, _("结论已记下，并对公众公开"))
    return see_other(found)


def reschedule(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.RescheduleForm(request.POST or None, initial={"visit_on": found.visit_on})
    if request.method == "POST" and form.is_valid():
        services.reschedule(found, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已改期"))
        return see_other(found)
    context = {"thing": found, "form": form, "title": _("改期"), "first": _("改期")}
    return pages.page(request, "outcomes/form.html", context, status=422 if form.errors else 200)
