"""Where everybody begins: the office with its campaigns, a department with what members care about, a member
with what departments do.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from shangliang.look import pages
from shangliang.modules.lists import queries
from shangliang.modules.lists.views.common import Request, campaigns_for, tabs


@require_GET
def home(request: Request) -> HttpResponse:
    roles = request.actor.roles
    name = "department" if roles & {"clerk", "head"} else "news" if "member" in roles else "campaigns"
    return pages.see_other(reverse(f"lists:{name}"))


@require_GET
def department(request: Request) -> HttpResponse:
    """委员关注: what members care about that concerns us, and what we owe them."""
    units = queries.own_units(request.actor)
    if not units:
        raise Http404
    wanted = request.GET.get("unit", "")
    unit = next((u for u in units if str(u.pk) == wanted), units[0])
    context = {
        "tabs": tabs(request, "department"), "units": units, "unit": unit,
        "desk": queries.department_desk(unit, request.at),
        "campaigns": campaigns_for(request, "ask"),
    }  # fmt: skip
    return pages.page(request, "lists/department.html", context)


@require_GET
def news(request: Request) -> HttpResponse:
    """部门动态: what departments ask, offer and have done; my own concerns and places."""
    if "member" not in request.actor.roles:
        raise Http404
    context = {
        "tabs": tabs(request, "news"), "news": queries.news(request.actor, request.at),
        "campaigns": campaigns_for(request, "raise"),
    }  # fmt: skip
    return pages.page(request, "lists/news.html", context)
