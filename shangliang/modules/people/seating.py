"""Puts the actor on the request: the one place where a session becomes somebody with seats."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from shangliang.kernel.access import PUBLIC
from shangliang.modules.people import queries


class Seating:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]
        request.actor = PUBLIC  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            actor, unread = queries.seated(request.user, timezone.localdate())
            request.actor, request.unread = actor, unread  # type: ignore[attr-defined]
        return self.get_response(request)
