"""Campaigns: the list, one with its figures, the two lists side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import journal, moves
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.look.shapes import Link
from shangliang.modules.lists import forms, queries, services
from shangliang.modules.lists.models import Campaign, DeptAsk, Match, MemberConcern
from shangliang.modules.lists.views.common import (
    Request,
    data_of,
    found_campaign,
    listed,
    may,
    one_form,
    tabs,
)
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit


def crumbs(*more: Link) -> list[Link]:
    return [Link(_("知情明政"), reverse("lists:campaigns")), *more]


def _offices(request: Request) -> list[Unit]:
    """The committees for which this actor opens campaigns."""
    paths = [s.path for s in request.actor.seats if s.role == "secretary"]
    return list(Unit.objects.filter(path__in=paths, kind=Unit.Kind.CPPCC))


@require_GET
def listing(request: Request) -> HttpResponse:
    reached = listed(request, Campaign).values("pk")
    context = {
        "tabs": tabs(request, "campaigns"),
        "slice": pages.keyset(request, queries.campaigns().filter(pk__in=reached)),
        "may_open": bool(_offices(request)),
    }
    return pages.page(request, "lists/campaigns.html", context)


def new(request: Request) -> HttpResponse:
    offices = _offices(request)
    if not offices:
        raise moves.NotAllowed(_("知情明政活动由政协办公室开展"))
    unit = offices[0]
    form = forms.CampaignForm(list(org.departments(unit.path)), data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        made = services.open_campaign(
            unit, **data, token=request.POST.get("token", ""), actor=request.actor, at=request.at
        )
        return made, _("已开展，参加部门和委员会收到通知")

    return one_form(
        request, form, act, title=_("开展知情明政活动"), first=_("开展"), back=reverse("lists:campaigns"),
        crumbs=crumbs(Link(_("开展活动"))),
    )  # fmt: skip


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    found = found_campaign(request, pk)
    allowed = may(request, found, "inside", "edit", "extend", "raise", "ask", "compare", "import")
    context = {
        "campaign": found,
        "figures": queries.figures(found, request.at),
        "departments": queries.by_department(found),
        "options": moves.options(found, actor=request.actor, at=request.at),
        "may": allowed,
        "last": queries.comparisons(found).done,
        "entries": journal.story("campaign", found.pk) if "inside" in allowed else [],
    }
    return pages.page(request, "lists/campaign.html", context)


def edit(request: Request, pk: int) -> HttpResponse:
    found = found_campaign(request, pk, "edit")
    first = {"title": found.title, "about": found.about, "departments": list(found.departments.all())}
    form = rewriting(
        forms.EditCampaignForm(list(org.departments(found.unit.path)), data_of(request)[0], initial=first)
    )

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.edit_campaign(found, **data, actor=request.actor, at=request.at)
        return found, _("已保存")

    return one_form(
        request, form, act, title=_("修改活动"), first=_("保存"), back=found.get_absolute_url(),
        crumbs=crumbs(Link(found.title, found.get_absolute_url()), Link(_("修改"))),
    )  # fmt: skip


def postpone(request: Request, pk: int) -> HttpResponse:
    found = found_campaign(request, pk, "extend")
    form = forms.PostponeForm(data_of(request)[0])

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        services.postpone_campaign(found, **data, actor=request.actor, at=request.at)
        return found, _("已延期，后面的日期跟着顺延")

    return one_form(
        request, form, act, title=_("这一阶段延期"), first=_("延期"), back=found.get_absolute_url(),
        crumbs=crumbs(Link(found.title, found.get_absolute_url()), Link(_("延期"))),
    )  # fmt: skip


@require_GET
def side_by_side(request: Request, pk: int) -> HttpResponse:
    """两张清单: concerns on the left, asks on the right, joined pairs between them."""
    found = found_campaign(request, pk)
    seen = (queries.reach(request.actor, MemberConcern), queries.reach(request.actor, DeptAsk))
    left, right = queries.unjoined(*seen, campaign=found)
    context = {
        "campaign": found,
        "slice": pages.keyset(
            request, queries.joined(queries.reach(request.actor, Match), campaign=found), size=20
        ),
        "left": left,
        "right": right,
        "figures": queries.figures(found, request.at),
        "may": may(request, found, "compare"),
    }
    return pages.page(request, "lists/side_by_side.html", context)
