"""A session that ended while somebody was writing: what they wrote is shown to them again, not thrown away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shangliang.look import failures


class SignedIn(LoginRequiredMiddleware):
    """As Django's, for everything that is only looked at; a form that was sent is given back."""

    def handle_no_permission(  # type: ignore[override]  # any answer will do, not only a way to the door
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        ended = failures.Failure(
            403,
            "signed-out",
            _("登录已经过期"),
            _("请复制您写的内容，再重新打开那一页，登录以后接着办。"),
            kept=_("刚才提交的内容没有保存，原样列在下面，请先复制。"),
            echo=True,
        )
        return failures.answer(request, ended)
