"""抽签 in public: the seal before the seed, the panel after it, and how to draw again with the pool alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shangliang.kernel.access import PUBLIC
from shangliang.look import pages
from shangliang.modules.deliberation import queries
from shangliang.modules.deliberation.models import Draw
from shangliang.surfaces.portal import pages_of

Request = Any
VERIFIER = Path(__file__).resolve().parents[3] / "verify_draw.py"


def _find(pk: int) -> Draw:
    return pages.find(Draw, PUBLIC, "view", "unit", "topic", pk=pk)


@require_GET
def draws(request: Request) -> HttpResponse:
    rows = pages_of.reach(Draw).select_related("unit")
    return pages.page(request, "portal/draws.html", {"slice": pages.keyset(request, rows, 20)})


@require_GET
def draw(request: Request, pk: int) -> HttpResponse:
    found = _find(pk)
    return pages.page(request, "portal/draw.html", {"draw": found, "face": queries.face_of_draw(found)})


@require_GET
def published(request: Request, pk: int) -> HttpResponse:
    """What verify_draw.py reads."""
    found = _find(pk)
    name = "panel" if found.seed else "lottery"
    content = json.dumps(queries.published_draw(found), ensure_ascii=False, indent=1)
    return pages.download(content.encode(), f"{name}-{pk}.json", "application/json")


@require_GET
def verifier(request: Request) -> HttpResponse:
    """The script itself: it needs nothing but Python."""
    return pages.download(VERIFIER.read_bytes(), VERIFIER.name, "text/x-python; charset=utf-8")
