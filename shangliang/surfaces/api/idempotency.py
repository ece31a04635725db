"""Every POST carries an Idempotency-Key; the same key gives the same answer, and the act happens once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from shangliang.kernel import once
from shangliang.surfaces.api.problems import problem

HEADER = "Idempotency-Key"
LONGEST = 120


def idempotent(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap one operation's view. The key, the act and the kept answer share one transaction."""

    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key = request.headers.get(HEADER, "").strip()
        if not key or len(key) > LONGEST:
            return problem(
                400,
                _("缺少 Idempotency-Key"),
                _("每个 POST 都要带 %s 头（不超过 %s 字），重发时用同一个值") % (HEADER, LONGEST),
            )
        return _once(view, request, key, args, kwargs)

    wrapped.csrf_exempt = getattr(view, "csrf_exempt", False)  # type: ignore[attr-defined]
    return wrapped


def _once(
    view: Callable[..., HttpResponse],
    request: HttpRequest,
    key: str,
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> HttpResponse:
    who = hashlib.sha256(
        (request.headers.get("Authorization", "") or request.COOKIES.get("sessionid", "")).encode()
    ).hexdigest()[:16]
    scope = f"{who} {request.path}"[:80]
    with transaction.atomic():
        try:
            earlier = once.claim(scope, key, request.body, timezone.now())
        except once.OtherBody:
            return problem(422, _("Idempotency-Key 已用于不同的内容"), _("请换一个值"))
        if earlier:
            response = HttpResponse(earlier.body, status=earlier.status, content_type="application/json")
            response["Idempotent-Replayed"] = "true"
            return response
        response = view(request, *args, **kwargs)
        if response.status_code < 400:
            once.keep(scope, key, response.status_code, response.content.decode())
        else:
            transaction.set_rollback(True)
    return response
