"""One device, one head: a random mark in a cookie, to count heads without accounts. It never leaves for anywhere."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.http import HttpResponse

Request = Any
DEVICE = "device"
YEAR = 365 * 24 * 3600
_MARK = re.compile(r"^[0-9a-f]{32}$")


def known(request: Request) -> bool:
    return _MARK.match(request.COOKIES.get(DEVICE, "")) is not None


def mark_of(request: Request) -> str:
    """The mark of this device, the same all through a request; `remember` keeps it."""
    kept: str | None = getattr(request, "_device", None)
    if kept is None:
        kept = request.COOKIES[DEVICE] if known(request) else uuid.uuid4().hex
        request._device = kept
    return kept


def remember(request: Request, response: HttpResponse) -> HttpResponse:
    response.set_cookie(
        DEVICE, mark_of(request), max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response
