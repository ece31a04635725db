"""Errors told clearly: what happened, what was kept, what to do now. None of these pages needs the database.

People get a page (or, from htmx, a message beside what they typed); programs under /api/ get
application/problem+json with the fields type, title, status, detail, reasons, kept.
"""

from __future__ import annotations

import errno
import logging
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from shangliang.kernel import files, moves
from shangliang.kernel.workbooks import SheetError
from shangliang.look.typed import typed

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """What a person is told. `echo`: show again what was typed, so that nothing is lost."""

    status: int
    name: str  # last part of the problem's type
    title: str
    detail: str = ""
    reasons: tuple[str, ...] = ()
    kept: str = ""
    state: str = ""
    retry: int = 0  # seconds
    echo: bool = False


_told: dict[type[BaseException], Callable[[Any], Failure]] = {}


def also(exception: type[BaseException], status: int, title: str = "") -> None:
    """Teach this middleware one more exception whose text (or `reasons`) is fit for people to read."""
    _told[exception] = lambda fault: Failure(
        status,
        exception.__name__,
        title or _("没有办成"),
        reasons=_reasons(fault),
        kept=_nothing_kept(),
        echo=True,
    )


def _reasons(fault: BaseException) -> tuple[str, ...]:
    return tuple(getattr(fault, "reasons", ())) or (str(fault),)


def _nothing_kept() -> str:
    return _("刚才这一步没有保存，原来的内容没有变。")


def _not_allowed(fault: moves.NotAllowed) -> Failure:
    return Failure(403, "not-allowed", _("这一步不归您办理"), reasons=fault.reasons, kept=_nothing_kept())


def _stale(fault: moves.Stale) -> Failure:
    return Failure(
        409,
        "stale",
        _("情况已经变了"),
        reasons=fault.reasons,
        kept=_("刚才这一步没有保存；您写的内容列在下面，可以复制。"),
        state=fault.state,
        echo=True,
    )


def _refused(fault: moves.Refused) -> Failure:
    return Failure(422, "not-ready", _("还差几步"), reasons=fault.reasons, kept=_nothing_kept(), echo=True)


def _bad_file(fault: files.BadFile) -> Failure:
    return Failure(
        422, "bad-file", _("这个文件不能收"), reasons=(str(fault),), kept=_nothing_kept(), echo=True
    )


def _bad_table(fault: SheetError) -> Failure:
    return Failure(
        422, "bad-table", _("这张表读不了"), reasons=(str(fault),), kept=_nothing_kept(), echo=True
    )


def _database(fault: BaseException) -> Failure:
    if str(getattr(fault.__cause__, "sqlstate", "")) == "53100":
        return _full(fault)
    return Failure(
        503,
        "database-away",
        _("数据库暂时连不上"),
        _("请保留这个页面，过一会儿再试。"),
        kept=_(
            "此前已收到的都在。刚才提交的内容没有确认保存，原样列在下面，可以复制留存；再提交一次不会重复。"
        ),
        retry=30,
        echo=True,
    )


def _full(fault: BaseException) -> Failure:
    return Failure(
        507,
        "storage-full",
        _("存储空间已满"),
        _("请告诉管理员；腾出空间以后再提交。"),
        kept=_("此前已收到的都在。刚才提交的内容没有保存，原样列在下面，可以复制留存。"),
        retry=600,
        echo=True,
    )


def _operating_system(fault: OSError) -> Failure | None:
    return _full(fault) if fault.errno in {errno.ENOSPC, errno.EDQUOT} else None


def _too_big(fault: BaseException) -> Failure:
    text, one = settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20, settings.UPLOAD_LIMIT >> 20
    return Failure(
        413,
        "too-big",
        _("提交的内容太大"),
        _("文字部分最多 %(text)d MB，每个文件最多 %(one)d MB，一次最多 %(files)d 个文件。")
        % {"text": text, "one": one, "files": settings.DATA_UPLOAD_MAX_NUMBER_FILES or 0},
        kept=_("这次提交没有保存。请按“后退”回到表单，您写的文字还在；减少或压缩附件后再提交。"),
        echo=True,
    )


def _unreadable(fault: BaseException) -> Failure:
    return Failure(
        400,
        "broken-off",
        _("内容没有传完就断开了"),
        _("请按“后退”回到表单再提交一次。"),
        kept=_nothing_kept(),
    )


_told.update(
    {
        moves.Stale: _stale,
        moves.NotAllowed: _not_allowed,
        moves.Refused: _refused,
        files.BadFile: _bad_file,
        SheetError: _bad_table,
        OperationalError: _database,
        InterfaceError: _database,
        RequestDataTooBig: _too_big,
        TooManyFilesSent: _too_big,
        TooManyFieldsSent: _too_big,
        UnreadablePostError: _unreadable,
    }
)


def failure_of(fault: BaseException | None) -> Failure | None:
    """What to say of this exception; None when it is nobody's but the programmer's."""
    for cls in type(fault).__mro__:
        if cls in _told:
            return _told[cls](fault)
    return _operating_system(fault) if isinstance(fault, OSError) else None


class Failures:
    """Turns what views raise into clear answers. What is not known here goes on to `handler500`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if failure := failure_of(fault):
            if failure.status >= 500:
                log.error("%s %s: %s", request.method, request.path, fault, exc_info=fault)
            return answer(request, failure)
        if isinstance(fault, Http404) and for_programs(request):
            return handler404(request, fault)
        return None


def for_programs(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def answer(request: HttpRequest, failure: Failure) -> HttpResponse:
    """The failure as problem+json, as a part for htmx, or as a page."""
    response: HttpResponse
    if for_programs(request):
        response = problem(failure)
    else:
        part = request.headers.get("HX-Request") == "true"
        template = "look/failure_part.html" if part else "look/failure.html"
        answers = typed(request) if failure.echo and not part else []
        context = {
            "failure": failure,
            "typed": answers,
            "back": _back(request),
            "posted": request.method == "POST",
        }
        try:
            response = HttpResponse(
                render_to_string(template, context, request=request), status=failure.status
            )
        except Exception:
            log.exception("the page about a failure failed itself")
            response = HttpResponse(_bare(failure), status=failure.status)
        if part:
            response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#flash", "innerHTML"
    response.headers["Cache-Control"] = "no-store"
    if failure.retry:
        response.headers["Retry-After"] = str(failure.retry)
    return response


def problem(failure: Failure) -> JsonResponse:
    """RFC 9457."""
    content = {"type": f"urn:shangliang:problem:{failure.name}"}
    content |= {k: v for k, v in asdict(failure).items() if k in {"title", "status", "detail", "kept"}}
    content["reasons"] = list(failure.reasons)  # type: ignore[assignment]
    if failure.state:
        content["state"] = failure.state
    return JsonResponse(
        content,
        status=failure.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def _back(request: HttpRequest) -> str:
    """Where to look again: the page the person came from, if it is ours, else this address."""
    referer = request.headers.get("Referer", "")
    try:
        ours = f"{request.scheme}://{request.get_host()}/"
    except SuspiciousOperation:
        return "/"
    if referer.startswith(ours):
        return "/" + referer.removeprefix(ours)
    return request.path if request.method == "GET" else "/"


def _bare(failure: Failure) -> str:
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{failure.title}</title>'
        f"<h1>{failure.title}</h1><p>{failure.detail}</p><p>{failure.kept}</p></html>"
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW."""
    return answer(
        request,
        Failure(
            403,
            "old-form",
            _("这个页面放得太久了"),
            _("为了安全，请重新打开表单再提交。若一直这样，请检查浏览器是否禁用了 Cookie。"),
            kept=_("刚才提交的内容没有保存，原样列在下面，请先复制。"),
            echo=True,
        ),
    )


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    known = failure_of(exception)
    return answer(
        request, known or Failure(400, "bad-request", _("这个请求无法处理"), kept=_nothing_kept(), echo=True)
    )


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    said = (str(exception),) if isinstance(exception, PermissionDenied) and str(exception) else ()
    detail = "" if said else _("您能看到它，但这一步要由别人来办。")
    return answer(request, Failure(403, "not-allowed", _("这里不归您办理"), detail, reasons=said))


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(
        request,
        Failure(
            404,
            "not-found",
            _("没有找到这一页"),
            _("可能地址有误，也可能它不对您公开。回执码可以在“查回执”里查。"),
        ),
    )


def handler500(request: HttpRequest) -> HttpResponse:
    """Also where failures outside views arrive: a session store that is down, for instance."""
    known = failure_of(sys.exc_info()[1])
    return answer(
        request,
        known
        or Failure(
            500,
            "our-fault",
            _("我们这里出错了"),
            _("已经记录下来。请保留这个页面，过一会儿再试。"),
            kept=_("刚才提交的内容没有确认保存，原样列在下面，可以复制。"),
            echo=True,
        ),
    )
