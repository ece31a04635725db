"""What members said to departments, and what those answered; briefings with their questions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import journal, moves, text
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.lists import forms, queries, services
from shangliang.modules.lists.models import Campaign, Counsel
from shangliang.modules.lists.views.campaigns import crumbs
from shangliang.modules.lists.views.common import Request, data_of, done, may, one_form, tabs
from shangliang.modules.org import queries as org


def _found(request: Request, pk: int) -> Counsel:
    related = ("unit", "host", "member", "ask", "gathering", "sign_up__post", "concern")
    return pages.find(Counsel, request.actor, "view", *related, pk=pk)


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


def _page(request: Request, found: Counsel, status: int = 200, **more: Any) -> HttpResponse:
    allowed = may(request, found, "answer", "raise")
    waits = found.state == "waiting" and "answer" in allowed
    context = {
        "counsel": found,
        "may": allowed,
        "answer_form": forms.answer_form(found) if waits else None,
        "options": moves.options(found, actor=request.actor, at=request.at),
        "entries": journal.story("counsel", found.pk),
        **more,
    }
    return pages.page(request, "lists/counsel.html", context, status=status)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.answer_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, 422, answer_form=form)
    services.answer_counsel(found, **form.cleaned_data, actor=request.actor, at=request.at)
    return done(request, found, _("已回应，委员会收到通知"))


def raise_from(request: Request, pk: int) -> HttpResponse:
    """A suggestion becomes a concern of its own."""
    found = _found(request, pk)
    campaigns = list(Campaign.objects.filter(unit=found.host, state="collecting").order_by("-pk"))
    form = forms.RaiseFromForm(
        campaigns, list(org.fields(found.host.path)), data_of(request)[0],
        initial={"title": text.shortened(found.text, 40), "campaign": campaigns[0] if campaigns else None},
    )  # fmt: skip

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        made = services.raise_from(found, **data, actor=request.actor, at=request.at)
        return made, _("已转为委员关注，有了去处会告诉提出的委员")

    warn = "" if campaigns else _("现在没有正在征集的活动，请等下一次活动开展。")
    return one_form(
        request, form, act, title=_("转为委员关注"), first=_("转为关注"), back=found.get_absolute_url(), warn=warn,
        crumbs=crumbs(Link(text.shortened(str(found), 24), found.get_absolute_url()), Link(_("转为关注"))),
    )  # fmt: skip


@require_GET
def briefings(request: Request) -> HttpResponse:
    rows = queries.briefings(request.actor)
    context = {"tabs": tabs(request, "briefings"), "slice": pages.keyset(request, rows)}
    return pages.page(request, "lists/briefings.html", context)


def _found_briefing(request: Request, pk: int) -> Gathering:
    found = queries.briefings(request.actor).filter(pk=pk).select_related("unit", "topic", "convener").first()
    if found is None:
        raise Http404
    return found


@require_GET
def briefing(request: Request, pk: int) -> HttpResponse:
    return _briefing(request, _found_briefing(request, pk))


def _briefing(request: Request, found: Gathering, status: int = 200, **more: Any) -> HttpResponse:
    asking = found.state in {"preparing", "noticed", "sitting"} and queries.may_question(request.actor, found)
    departments = queries.briefing_departments(found) if asking else []
    own = {u.pk for u in queries.own_units(request.actor)}
    questions = queries.counsels_of(queries.reach(request.actor, Counsel), gathering=found)
    context = {
        "gathering": found,
        "questions": questions,
        "waiting": [q for q in questions if q.state == "waiting"],
        "own": own,
        "question_form": forms.QuestionForm(departments) if asking else None,
        **more,
    }
    return pages.page(request, "lists/briefing.html", context, status=status)


@require_POST
def question(request: Request, pk: int) -> HttpResponse:
    found = _found_briefing(request, pk)
    form = forms.QuestionForm(queries.briefing_departments(found), request.POST)
    if not form.is_valid():
        return _briefing(request, found, 422, question_form=form)
    token = request.POST.get("token", "")
    services.question(found, **form.cleaned_data, token=token, actor=request.actor, at=request.at)
    return done(request, reverse("lists:briefing", args=[pk]), _("问题已送到部门，会上或会后都会回答"))
