"""选题目录 and 评选: what the public reads of proposals besides the proposals themselves."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar
from shangliang.kernel.access import PUBLIC
from shangliang.kernel.text import whole
from shangliang.look import pages
from shangliang.modules.proposals import queries
from shangliang.modules.proposals.models import AwardRound, ProposalTopic
from shangliang.surfaces.portal.pages_of import reach

Request = Any


@require_GET
def catalogue(request: Request) -> HttpResponse:
    """A year of every committee's catalogue, by field."""
    held = reach(ProposalTopic)
    years = queries.catalogue_years(held) or [calendar.day_of(request.at).year]
    year = whole(request.GET.get("year", "")) or years[0]
    source = request.GET.get("source", "")
    rows = queries.catalogue(held, year=year, source=source)
    context = {
        "fields": queries.by_field(rows), "year": year, "years": years, "source": source, "count": len(rows),
        "sources": ProposalTopic.Source.choices,
    }  # fmt: skip
    return pages.page(request, "portal/catalogue.html", context)


@require_GET
def awards(request: Request) -> HttpResponse:
    rows = reach(AwardRound).select_related("unit")
    return pages.page(request, "portal/awards.html", {"slice": pages.keyset(request, rows)})


@require_GET
def award(request: Request, pk: int) -> HttpResponse:
    """Who was chosen and why; nothing of votes or marks."""
    held = pages.find(AwardRound, PUBLIC, "view", "unit", pk=pk)
    chosen = held.nominees.filter(chosen=True).select_related(
        "proposal__drafter", "proposal__collective", "department"
    )
    if held.state != "published":
        raise Http404
    return pages.page(request, "portal/award.html", {"award": held, "chosen": list(chosen)})
