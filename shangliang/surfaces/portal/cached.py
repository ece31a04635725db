"""Public pages from memory: the same page for everybody who is not signed in, for a few seconds.

Only whole answers to GET that set no cookie are kept, so a form's secret or a receipt is never shared.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from shangliang.look.pages import ELDER, THEME

FRESH = 15.0  # seconds
MOST = 500  # pages
PLACES = (
    "/topics/", "/plan/", "/feedback/", "/proposals/", "/promises/", "/overdue/", "/seals/", "/catalogue/", "/awards/",
    "/measures/",
)  # fmt: skip


class Cached:
    """One small memory a process; a page is never older than FRESH."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.kept: OrderedDict[tuple[str, ...], tuple[float, HttpResponse]] = OrderedDict()
        self.lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _shared(request):
            return self.get_response(request)
        key = _key(request)
        with self.lock:
            found = self.kept.get(key)
        if found and found[0] > time.monotonic():
            return _copy(found[1])
        response = self.get_response(request)
        if response.status_code == 200 and not response.cookies and not response.streaming:
            response.headers["Cache-Control"] = f"public, max-age={int(FRESH)}"
            with self.lock:
                self.kept[key] = time.monotonic() + FRESH, _copy(response)
                while len(self.kept) > MOST:
                    self.kept.popitem(last=False)
        return response


def _shared(request: HttpRequest) -> bool:
    if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    return "messages" not in request.COOKIES and (request.path == "/" or request.path.startswith(PLACES))


def _key(request: HttpRequest) -> tuple[str, ...]:
    cookies = request.COOKIES
    language = cookies.get(settings.LANGUAGE_COOKIE_NAME) or request.headers.get("Accept-Language", "")[:40]
    host, method = request.headers.get("Host", ""), request.method or ""
    return (method, host, request.get_full_path(), language, cookies.get(ELDER, ""), cookies.get(THEME, ""))


def _copy(response: HttpResponse) -> HttpResponse:
    again = HttpResponse(response.content, status=response.status_code)
    again.headers = response.headers.__class__(dict(response.headers.items()))
    return again
