"""A supervision begins."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.org import queries as org
from shangliang.modules.outcomes.models import Document, FeedbackList, Recommendation
from shangliang.modules.plans.models import PlanItem
from shangliang.modules.supervision import forms, queries, services
from shangliang.modules.supervision.views.common import (
    Request,
    crumbs,
    data_of,
    done,
    institution,
    one_form,
    tabs,
    token,
)
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

AGAIN: dict[str, Any] = {"recommendation": Recommendation, "feedback": FeedbackList, "document": Document}
FROM: dict[str, Any] = {"topic": Topic, "voice": Voice}


def _split(lines: str) -> list[str]:
    return [line for line in lines.splitlines() if line.strip()]


def new(request: Request) -> HttpResponse:
    unit = institution(request)
    owners, departments = queries.owners(unit.path), list(org.departments(unit.path))
    form = forms.OpenForm(owners, departments, data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        plan = services.Plan(**{**data, "matters": _split(data["matters"])})
        made = services.open_supervision(
            unit, plan=plan, actor=request.actor, at=request.at, token=token(request)
        )
        return made, _("已列入监督事项，请写实施方案")

    return one_form(
        request, form, act, title=_("列入监督事项"), first=_("列入"), back=reverse("supervision:board"),
        crumbs=crumbs(Link(_("列入监督事项"))),
    )  # fmt: skip


def from_plan(request: Request) -> HttpResponse:
    """监督性议题 of this year's plan."""
    unit = institution(request)
    items = queries.plan_items(unit.path, calendar.day_of(request.at).year)
    form = forms.FromForm(items, queries.owners(unit.path), data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        item: PlanItem = data["item"]
        made = services.open_from(
            item, owner=data["owner"], actor=request.actor, at=request.at, token=token(request)
        )
        return made, _("已列入监督事项，请写实施方案")

    return one_form(
        request, form, act, title=_("从年度计划列入"), first=_("列入"), back=reverse("supervision:board"),
        crumbs=crumbs(Link(_("从年度计划列入"))),
        lead=_("这里列出今年计划里标为“监督性议题”、还没有列入监督的题目。"),
    )  # fmt: skip


def from_source(request: Request, kind: str, pk: int) -> HttpResponse:
    """From a topic, or a voice (随手拍)."""
    if kind not in FROM:
        raise Http404
    unit = institution(request)
    found: Any = pages.find(FROM[kind], request.actor, "view", "unit", pk=pk)
    form = forms.OwnerForm(queries.owners(unit.path), data_of(request)[0], initial={"owner": unit})

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        made = services.open_from(found, **data, actor=request.actor, at=request.at, token=token(request))
        return made, _("已列入监督事项，请写实施方案")

    return one_form(
        request, form, act, title=_("列入监督"), first=_("列入"), back=found.get_absolute_url(),
        crumbs=crumbs(Link(_("列入监督"))), lead=found.title,
    )  # fmt: skip


@require_GET
def last_year(request: Request) -> HttpResponse:
    """再监督: what was promised and not delivered, one press each."""
    unit = institution(request)
    lists, papers = queries.unsettled(unit.path, calendar.day_of(request.at).year)
    context = {"tabs": tabs(request, "board"), "lists": lists, "papers": papers}
    return pages.page(request, "supervision/last_year.html", context)


@require_POST
def again(request: Request, kind: str, pk: int) -> HttpResponse:
    if kind not in AGAIN:
        raise Http404
    found: Any = pages.find(AGAIN[kind], request.actor, "view", "unit", "topic__unit", pk=pk)
    made = services.supervise_again(found, actor=request.actor, at=request.at)
    return done(request, made, _("已列入再监督：没有落实的建议都在监督要点里"))
