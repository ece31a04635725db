"""The last net: what cannot be kept (U+0000, half a character, a number beyond its column) is told."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shangliang.look import failures

log = logging.getLogger(__name__)


class Unfit:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, DataError | OverflowError | UnicodeEncodeError):
            return None
        # Forms and schemas should have said it first, in better words: somebody should see that they did not.
        log.error("%s %s: %s", request.method, request.path, fault, exc_info=fault)
        unfit = failures.Failure(
            422,
            "unfit",
            _("内容里有存不下的东西"),
            reasons=(_("有一处过长，或夹带了看不见的控制字符。请改后再试。"),),
            kept=_("刚才这一步没有保存，原来的内容没有变。"),
            echo=True,
        )
        return failures.answer(request, unfit)
