"""知情明政 in public: what departments have done, what they ask, where one may try their work. Never who raised it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar
from shangliang.look import pages
from shangliang.modules.lists import queries

Request = Any
SHOWN = 10


@require_GET
def measures(request: Request) -> HttpResponse:
    context = {
        "slice": pages.keyset(request, queries.public_actions(), 20),
        "asks": list(queries.public_asks(on=calendar.day_of(request.at))[:SHOWN]),
        "posts": list(queries.public_posts().filter(state__in=["open", "running"])[:SHOWN]),
    }
    return pages.page(request, "portal/measures.html", context)


@require_GET
def measure(request: Request, pk: int) -> HttpResponse:
    """One published action: what was promised, when, what came of it and what shows it."""
    found = queries.public_action(pk)
    if found is None:
        raise Http404
    return pages.page(request, "portal/measure.html", {"m": found, "action": found.action})
