"""Small things that every page of the lists needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from shangliang.kernel import files, moves, sheets
from shangliang.kernel.access import STEP
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.lists.models import Campaign
from shangliang.modules.org.models import Unit

EXPORTED = 5000  # rows of a table that is taken along
FORMATS = {"csv", "xlsx"}
Request = Any  # an HttpRequest on which Seating has put `actor` and `at`

may, see_other, done, sent_file = pages.may, pages.see_other, pages.done, pages.sent_file
kept = pages.keep

TABS = (
    ("campaigns", noop("活动")), ("concerns", noop("委员关注")), ("asks", noop("部门问计")), ("matches", noop("对接")),
    ("actions", noop("举措")), ("posts", noop("体验岗")), ("invitations", noop("邀请")), ("briefings", noop("通报会")),
)  # fmt: skip


def tabs(request: Request, current: str) -> list[Link]:
    """The lists; departments and members have a page of their own before them."""
    first = []
    if request.actor.roles & {"clerk", "head"}:
        first.append(("department", _("与本单位有关")))
    if "member" in request.actor.roles:
        first.append(("news", _("部门动态")))
    every = [*first, *((name, _(label)) for name, label in TABS)]
    return [Link(label, reverse(f"lists:{name}"), name == current) for name, label in every]


def listed(request: Request, model: Any, verb: str = "view") -> Any:
    """What a list shows: what this actor may see within their own city or province."""
    roots = {s.path[:STEP] for s in request.actor.seats if s.path}
    policy = moves.kind_of(model).policy
    return policy.reachable(request.actor, verb, model.objects.filter(root__in=roots))


def chosen(request: Request, *names: str) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:60] for name in names}


Act = Callable[[dict[str, Any]], tuple[Any, str]]


def one_form(
    request: Request, form: Form, act: Act, *, title: str, first: str, back: str, crumbs: Sequence[Link] = (),
    lead: str = "", uploads: bool = False, warn: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """One form and nothing else: shown, shown again with what was wrong or was refused (422), or acted upon.

    act(cleaned data) does it and gives where to go and what to say.
    """
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                to, words = act(form.cleaned_data)
        except (files.BadFile, sheets.SheetError) as fault:
            form.add_error("file", str(fault))
        except moves.Refused as refused:
            if isinstance(refused, moves.NotAllowed | moves.Stale):
                raise  # another time or another person: mending the form would not help
            form.add_error(None, list(refused.reasons))
        else:
            return done(request, to, words)
    context = {
        "form": form, "title": title, "first": first, "back": back, "crumbs": crumbs, "lead": lead,
        "uploads": uploads, "warn": warn, "near": [], "similar_url": "", **more,
    }  # fmt: skip
    return pages.page(request, "lists/form.html", context, status=422 if form.errors else 200)


def data_of(request: Request) -> tuple[Any, Any]:
    """What was posted and uploaded, or nothing."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def found_campaign(request: Request, pk: int, verb: str = "view") -> Campaign:
    return pages.find(Campaign, request.actor, verb, "unit", pk=pk)


def campaigns_for(request: Request, verb: str, *states: str) -> list[Campaign]:
    """Campaigns in which this actor may do this now (1 query)."""
    policy = moves.kind_of(Campaign).policy
    rows = policy.reachable(request.actor, verb, Campaign.objects.filter(state__in=states or ("collecting",)))
    return list(rows.select_related("unit").order_by("-pk"))


def hosts_of(request: Request) -> list[Unit]:
    """The committees of the city whose members a department of this actor may address (1 query)."""
    roots = {s.path[:STEP] for s in request.actor.seats if s.path}
    return list(Unit.objects.filter(path__in=roots, kind=Unit.Kind.CPPCC))
