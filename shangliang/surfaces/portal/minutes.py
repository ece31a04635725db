"""纪要 in public: of open gatherings whose minutes are settled, what is for everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shangliang.look import pages
from shangliang.modules.minutes import queries
from shangliang.modules.minutes.models import Minutes, Section

Request = Any


@require_GET
def listed(request: Request) -> HttpResponse:
    slice_ = pages.keyset(request, queries.published(), 20)
    return pages.page(request, "portal/minutes_list.html", {"slice": slice_})


@require_GET
def minutes(request: Request, pk: int) -> HttpResponse:
    """The items, what became of every opinion, and the summary by rule."""
    paper = pages.find(
        Minutes, request.actor, "view", "unit", "gathering__topic", pk=pk, state="kept",
        gathering__open_to_public=True,
    )  # fmt: skip
    rows = queries.public_rows(queries.rows(queries.items(paper)))
    version = queries.newest(paper)
    by_section = [(label, [r for r in rows if r["section"] == value]) for value, label in Section.choices]
    context = {
        "paper": paper, "g": paper.gathering, "version": version, "summary": queries.summary_of(version),
        "parts": [(label, mine) for label, mine in by_section if mine], "answers": queries.public_answers(paper),
        "stated": queries.stated,
    }  # fmt: skip
    return pages.page(request, "portal/minutes.html", context)
