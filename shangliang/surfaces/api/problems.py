"""Errors as RFC 9457 problem documents; one shape for every refusal."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _


def problem(status: int, title: str, detail: str = "", **more: Any) -> HttpResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )


def not_found(request: HttpRequest) -> HttpResponse:
    return problem(404, _("没有找到，或您看不到"), str(request.path))
