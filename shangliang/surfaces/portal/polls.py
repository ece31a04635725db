"""投票表决 in public: what was published, with every ballot, so that anybody can count again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shangliang.look import pages
from shangliang.modules.deliberation import queries
from shangliang.modules.deliberation.models import Poll

Request = Any


def _published(request: Request, pk: int) -> Poll:
    return pages.find(Poll, request.actor, "view", "unit", "gathering", pk=pk, state="published")


@require_GET
def polls(request: Request) -> HttpResponse:
    slice_ = pages.keyset(request, queries.public_polls(), 20)
    return pages.page(request, "portal/polls.html", {"slice": slice_})


@require_GET
def poll(request: Request, pk: int) -> HttpResponse:
    found = _published(request, pk)
    options = queries.choices(found)
    labels = {o.key: o.label for o in options}
    context = {
        "poll": found, "results": queries.results(found, options),
        "slips": [(s.key, queries.spelled(s.content, labels)) for s in queries.slips(found)],
    }  # fmt: skip
    return pages.page(request, "portal/poll.html", context)


@require_GET
def lines(request: Request, pk: int) -> HttpResponse:
    """The very lines that were hashed."""
    found = _published(request, pk)
    said = "".join(f"{s.line}\n" for s in queries.slips(found))
    return pages.download(said.encode(), f"poll-{pk}.txt", "text/plain; charset=utf-8")
