"""The one way to answer with a page, and the small things every view needs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from shangliang.kernel import documents, files, moves, notices
from shangliang.kernel.access import PUBLIC, Actor
from shangliang.kernel.models import StoredFile

ELDER, THEME = "elder", "theme"
THEMES = ("auto", "light", "dark")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = tuple("=+-@＝＋－＠")
T = TypeVar("T")
M = TypeVar("M", bound=Model)
R = TypeVar("R", HttpResponse, FileResponse)


@dataclass(frozen=True)
class Setting:
    """What stands around every page. `unread` is asked for only when a template shows it (1 query)."""

    actor: Actor
    now: datetime
    unread: Any
    language: str
    elder: bool
    theme: str
    path: str
    live_url: str

    @property
    def signed_in(self) -> bool:
        return self.actor.person_id is not None


def setting_of(request: HttpRequest | None) -> Setting:
    """Read from cookies and what the middleware has put on the request; never touches the database itself."""
    kept = getattr(request, "_setting", None)
    if kept is not None:
        return kept
    actor: Actor = getattr(request, "actor", PUBLIC)
    cookies = request.COOKIES if request else {}
    theme = cookies.get(THEME, "auto")
    setting = Setting(
        actor=actor,
        now=getattr(request, "at", None) or timezone.now(),
        unread=_unread(request, actor),
        language=get_language() or settings.LANGUAGE_CODE,
        elder=_elder(request, actor, cookies.get(ELDER)),
        theme=theme if theme in THEMES else "auto",
        path=request.get_full_path() if request else "/",
        live_url=getattr(settings, "LIVE_URL", ""),
    )
    if request is not None:
        request._setting = setting  # type: ignore[attr-defined]
    return setting


def _unread(request: HttpRequest | None, actor: Actor) -> Any:
    """What came along with the seats, else asked for when a page shows it."""
    known = getattr(request, "unread", None)
    if known is not None:
        return known
    return SimpleLazyObject(lambda: notices.unread(actor.person_id) if actor.person_id else 0)


def _elder(request: HttpRequest | None, actor: Actor, cookie: str | None) -> bool:
    """This device's wish first, then the person's; the person is only asked when already known."""
    if cookie in {"0", "1"}:
        return cookie == "1"
    return bool(actor.person_id and getattr(getattr(request, "user", None), "elder", False))


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page: the context plus `actor`, `now` and `here` (the Setting). Fragments come out the same way."""
    here = setting_of(request)
    around = {"here": here, "actor": here.actor, "now": here.now}
    text = render_to_string(template, {**around, **(context or {})}, request=request)
    response = HttpResponse(text, status=status)
    patch_vary_headers(response, ["Cookie"])
    if here.signed_in:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def reaching(response: HttpResponse, **sources: list[str]) -> HttpResponse:
    """This one answer may load from more places than the house's pages do: reaching(…, connect_src=["wss://…"])."""
    more = {name.replace("_", "-"): places for name, places in sources.items()}
    return csp_update(more)(lambda _request: response)(HttpRequest())  # type: ignore[return-value]


def find(model: type[M], actor: Actor, verb: str = "view", *related: str, **lookup: Any) -> M:
    """The one thing that this actor reaches with this verb, else Http404: what one may not see is not there.

    `related` names what to fetch with it (select_related). 1 query.
    """
    policy = moves.kind_of(model).policy  # type: ignore[arg-type]
    things = policy.reachable(actor, verb, model._default_manager.filter(**lookup))
    if related:
        things = things.select_related(*related)
    thing: M | None = things.first()
    if thing is None:
        raise Http404
    return thing


def form_errors(*forms: BaseForm) -> list[tuple[str, str, str]]:
    """Every error as (id of the input or "", its label, the words), for the summary above a form."""
    found = [("", "", str(e)) for form in forms for e in form.non_field_errors()]
    for bound in (field for form in forms for field in form):
        found += [(bound.id_for_label or bound.auto_id, str(bound.label), str(e)) for e in bound.errors]
    return found


@dataclass(frozen=True)
class Slice(Generic[T]):
    """Some rows and the addresses of the next ones; nothing is counted."""

    rows: list[T]
    older: str = ""
    newer: str = ""


def keyset(request: HttpRequest, queryset: QuerySet[Any], size: int = 25) -> Slice[Any]:
    """One slice by falling id: `?before=` walks to older rows, `?after=` back to newer ones (1 query)."""
    before, after = _whole(request.GET.get("before")), _whole(request.GET.get("after"))
    if after is not None:
        rows = list(queryset.filter(pk__gt=after).order_by("pk")[: size + 1])
        # The row one came from lies below, so there are older ones, unless it was the last.
        return _slice(request, rows[:size][::-1], older=True, newer=len(rows) > size)
    if before is not None:
        queryset = queryset.filter(pk__lt=before)
    rows = list(queryset.order_by("-pk")[: size + 1])
    return _slice(request, rows[:size], older=len(rows) > size, newer=before is not None)


def _slice(request: HttpRequest, rows: list[Any], *, older: bool, newer: bool) -> Slice[Any]:
    if not rows:
        away = "before" in request.GET or "after" in request.GET
        return Slice([], newer=with_query(request, before=None, after=None) if away else "")
    return Slice(
        rows,
        older=with_query(request, before=rows[-1].pk, after=None) if older else "",
        newer=with_query(request, after=rows[0].pk, before=None) if newer else "",
    )


def _whole(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 19 else None


def with_query(request: HttpRequest, **changes: Any) -> str:
    """The present address with some of its query changed (None takes a name away)."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


def csv_response(rows: Iterable[Sequence[Any]], headings: Sequence[str], filename: str) -> HttpResponse:
    """A table for spreadsheet programs: UTF-8 with a mark, and no cell that runs as a formula."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([harmless(h) for h in headings])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return response


def docx_response(content: bytes, filename: str) -> HttpResponse:
    """A paper made on the spot."""
    return download(content, filename, DOCX)


def table_response(
    rows: Iterable[Sequence[Any]], headings: Sequence[str], name: str, *, form: str | None
) -> HttpResponse:
    """What a list shows, to take along: form xlsx as a workbook, else csv. name: of the file and of the sheet."""
    if form != "xlsx":
        return csv_response(rows, headings, f"{name}.csv")
    plain = [[c if isinstance(c, int | float) else str(c) for c in row] for row in rows]
    return download(documents.workbook(name, headings, plain), f"{name}.xlsx", XLSX)


def download(content: bytes, filename: str, media_type: str) -> HttpResponse:
    """Something made on the spot, as a download that nobody else's memory keeps."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    return private(response)


def sent_file(stored: StoredFile | None) -> FileResponse:
    """A kept file as a download, never shown inside the page; 404 where there is none."""
    if stored is None:
        raise Http404
    content = stored.content.open("rb")
    return private(
        FileResponse(content, as_attachment=True, filename=stored.name, content_type=stored.media_type)
    )


def private(response: R) -> R:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def keep(request: Any, upload: UploadedFile | None, root: str) -> StoredFile | None:
    """What was uploaded, checked and kept; None where nothing was. Raises files.BadFile with words."""
    if not upload:
        return None
    return files.keep(upload, root=root, person_id=request.actor.person_id, at=request.at)


def see_other(to: Any) -> HttpResponse:
    """After a deed: on to a thing, an address or the name of one."""
    response = redirect(to)
    response.status_code = 303
    return response


def done(request: HttpRequest, to: Any, words: Any) -> HttpResponse:
    messages.success(request, words)
    return see_other(to)


def may(request: Any, thing: Any, *verbs: str) -> set[str]:
    """Of these verbs, those that this actor may do to the thing (1 query)."""
    return moves.kind_of(thing).policy.which(request.actor, verbs, thing)


def harmless(cell: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        said = str(cell)
        runs = said.lstrip()[:1] in FORMULA or said[:1] in ("\t", "\r")
        return "'" + said if runs else said
    return cell
