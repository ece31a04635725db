"""A button pressed twice does once what it says, whatever the form: each carries a token of its own.

The second press waits for the first and is led to where the first one went. What was refused leaves no trace.
The same page filled in otherwise (one went back and changed the words) is another form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from shangliang.kernel import once

PLACE = "/desk/"
LED_AWAY = (301, 302, 303)
NUL = "\x00"  # the database keeps none; whoever sends one finds no such page


class Pressed:
    def __init__(self, get_response: Callable[[Any], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.method != "POST" or not request.path.startswith(PLACE) or not request.actor.person_id:
            return self.get_response(request)
        token = request.POST.get("token", "").replace(NUL, "")[:100]
        return self._once(request, token) if token else self.get_response(request)

    @transaction.atomic
    def _once(self, request: Any, token: str) -> HttpResponse:
        scope = f"pressed {request.actor.person_id} {request.path}".replace(NUL, "")[:80]
        try:
            earlier = once.claim(scope, token, _said(request), request.at)
        except once.OtherBody:
            return self.get_response(request)
        if earlier:
            return _led(earlier.body)
        response = self.get_response(request)
        if response.status_code in LED_AWAY:
            once.keep(scope, token, 303, response.headers["Location"])
        elif response.status_code >= 400:
            transaction.set_rollback(True)
        else:
            once.release(scope, token)  # it answered with a page: that can be had again
        return response


def _said(request: Any) -> bytes:
    fields = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    files = [(name, f.name, f.size) for name, many in request.FILES.lists() for f in many]
    return repr((sorted(fields), sorted(files))).encode()


def _led(address: str) -> HttpResponse:
    response = redirect(address)
    response.status_code = 303
    return response
