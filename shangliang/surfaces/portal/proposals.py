"""Proposals that were opened to everybody, with what departments answered."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from shangliang.kernel.text import without_contacts
from shangliang.look import pages
from shangliang.modules.handling.models import Rating
from shangliang.modules.proposals.queries import publishing as queries

Request = Any


@require_GET
def proposals(request: Request) -> HttpResponse:
    """提案公开: newest first; filters stand in the address."""
    by = {name: request.GET.get(name, "").strip()[:60] for name in ("category", "department", "q")}
    rows = queries.public(category=by["category"], department=by["department"], query=by["q"])
    slice_ = pages.keyset(request, rows)
    context = {
        "slice": slice_, "titles": {p.pk: without_contacts(p.title) for p in slice_.rows}, "chosen": by,
        "categories": queries.categories(),
        "departments": queries.departments(),
    }  # fmt: skip
    return pages.page(request, "portal/proposals.html", context)


@require_GET
def proposal(request: Request, pk: int) -> HttpResponse:
    found = queries.public().select_related("dispatch").filter(pk=pk).first()
    if found is None:
        raise Http404
    context = {
        "p": queries.public_of(found), "attitudes": Rating.Attitude.choices, "results": Rating.Result.choices,
    }  # fmt: skip
    return pages.page(request, "portal/proposal.html", context)
