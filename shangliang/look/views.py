"""Switches for how the pages look, and the style guide."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from shangliang.look import pages, samples

YEAR = 365 * 24 * 3600


def _home(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "/")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if ours else "/")


def _keep(response: HttpResponse, name: str, value: str) -> HttpResponse:
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )
    return response


# These three keep a wish of this device in a cookie and nothing else, so public pages need no CSRF token.


@login_not_required
@csrf_exempt
@require_POST
def elder(request: HttpRequest) -> HttpResponse:
    return _keep(_home(request), pages.ELDER, "1" if request.POST.get("on") == "1" else "0")


@login_not_required
@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "auto")
    return _keep(_home(request), pages.THEME, chosen if chosen in pages.THEMES else "auto")


@login_not_required
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    if not check_for_language(chosen):
        return _home(request)
    return _keep(_home(request), settings.LANGUAGE_COOKIE_NAME, chosen)


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root of the site: from /static/ it might speak for no page."""
    script = f'importScripts("{static("look/worker.js")}");\n'
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@login_not_required
def style(request: HttpRequest) -> HttpResponse:
    """The live style guide: every part in its states, from plain objects."""
    return pages.page(request, "look/style.html", samples.everything())
