"""Who calls: a program with a token, a person with a session, or the public (who may only look)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie, HttpBearer

from shangliang.kernel import moves
from shangliang.modules.people import queries as people

READING = ("GET", "HEAD", "OPTIONS")


class Token(HttpBearer):
    """`Authorization: Bearer slk_…`: may do what its owner may, within its scopes."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        actor = people.actor_of_token(token, timezone.now())
        if actor is None:
            return None
        # Services ask for rights, but what is one's own (a ballot, a meeting one has called) is no matter of grants.
        if request.method not in READING and "write" not in (actor.scopes or ()):
            raise moves.NotAllowed(_("这个密钥只能读"))
        request.actor = actor  # type: ignore[attr-defined]
        return actor


class Session(APIKeyCookie):
    """A signed-in browser; writing needs the CSRF token as on every page."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.actor if request.user.is_authenticated else None  # type: ignore[attr-defined]


def public(request: HttpRequest) -> Any:
    """Reading without signing in: what the public may see. A token that is wrong is an error, not the public."""
    if request.method != "GET" or "Authorization" in request.headers:
        return None
    return request.actor  # type: ignore[attr-defined]
