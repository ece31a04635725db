"""The API's root: routers of every module, one endpoint for bare moves, one for the journal of a thing."""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from shangliang import __version__
from shangliang.kernel import calendar, journal, leading, moves
from shangliang.look import answers, pages
from shangliang.surfaces.api import auth, problems

api = NinjaAPI(
    title="商量 Shangliang", version=__version__, urls_namespace="api",
    description="Every list pages by `cursor`; every POST carries an `Idempotency-Key`; errors are problem+json.",
    auth=[auth.Token(), auth.Session(), auth.public], docs_url=None,
)  # fmt: skip


class MoveIn(answers.NoteIn):
    version: int | None = None


class ExtendIn(Schema):
    until: answers.Moment
    note: str


class MovedOut(answers.StagedOut):
    kind: str

    @staticmethod
    def resolve_kind(thing: Any) -> str:
        return moves.kind_of(thing).flow.kind


class OptionOut(Schema):
    verb: str
    label: str
    bare: bool
    needs_note: bool
    blockers: list[str]


class LedOut(Schema):
    """One thing somebody leads: in which line it stands, with whom it is, until when."""

    line: str
    label: str
    kind: str
    id: int
    title: str
    holder: str
    note: str
    state: str
    state_label: str
    due_at: datetime | None


class EntryOut(Schema):
    seq: int | None
    hash: str
    at: datetime
    actor_label: str
    verb: str
    before: str
    after: str
    note: str
    facts: dict[str, Any]


class Health(Schema):
    status: str
    version: str
    owed: int


def _thing(request: HttpRequest, kind: str, pk: int) -> Any:
    try:
        known = moves.kind_named(kind)
    except LookupError:
        raise Http404 from None
    return pages.find(known.model, answers.actor_of(request), "view", pk=pk)


@api.get("/health", response=Health, auth=None, tags=["house"])
def health(request: HttpRequest) -> dict[str, Any]:
    """Whether the database answers, and how many deliveries are owed."""
    return {"status": "ok", "version": __version__, "owed": journal.owed()}


@api.get("/leading", response=list[LedOut], tags=["leading"])
def leading_list(request: HttpRequest) -> list[dict[str, Any]]:
    """What the caller leads, line by line, the most urgent first; empty for those who lead nothing."""
    leader = leading.as_leader(answers.actor_of(request))
    led = leading.led_by(leader, answers.at_of(request)) if leader.seats else []
    return [
        {
            "line": line.name, "label": str(line.label), "kind": moves.kind_of(row.thing).flow.kind,
            "id": row.thing.pk, "title": row.title, "holder": row.holder, "note": row.note,
            "state": row.thing.state, "state_label": moves.label_of(row.thing), "due_at": row.thing.due_at,
        }
        for line, rows in led
        for row in rows
    ]  # fmt: skip


@api.get("/{slug:kind}/{int:pk}/moves", response=list[OptionOut], tags=["moves"])
def moves_list(request: HttpRequest, kind: str, pk: int) -> list[dict[str, Any]]:
    """What the caller could do next with this thing, and what stands in the way."""
    thing = _thing(request, kind, pk)
    found = moves.options(thing, actor=answers.actor_of(request), at=timezone.now())
    return [
        {
            "verb": o.move.name, "label": str(o.move.label), "bare": o.move.bare, "needs_note": o.move.note,
            "blockers": list(o.blockers),
        }
        for o in found
    ]  # fmt: skip


@api.post("/{slug:kind}/{int:pk}/moves/{slug:verb}", response=MovedOut, tags=["moves"])
def moves_make(request: HttpRequest, kind: str, pk: int, verb: str, data: MoveIn) -> Any:
    """Make one bare move. `version`, when given, must be the one the caller has seen."""
    thing = _thing(request, kind, pk)
    move = moves.kind_of(thing).flow.moves.get(verb)
    if move is None or not move.bare:
        raise Http404
    if data.version is not None and data.version != thing.version:
        raise moves.Stale(_("您看到之后已有人办理"), state=moves.label_of(thing))
    moves.make(thing, verb, actor=answers.actor_of(request), at=timezone.now(), note=data.note)
    return thing


@api.post("/{slug:kind}/{int:pk}/extend", response=MovedOut, tags=["moves"])
def moves_extend(request: HttpRequest, kind: str, pk: int, data: ExtendIn) -> Any:
    """Give more time, with a reason."""
    thing = _thing(request, kind, pk)
    until = calendar.end_of(calendar.day_of(data.until))
    moves.extend(thing, until=until, actor=answers.actor_of(request), at=timezone.now(), note=data.note)
    return thing


@api.get("/{slug:kind}/{int:pk}/journal", response=list[EntryOut], tags=["journal"])
def journal_list(request: HttpRequest, kind: str, pk: int) -> list[Any]:
    """Everything that happened to this thing, oldest first. Signed-in callers only."""
    if answers.actor_of(request).person_id is None:
        raise moves.NotAllowed(_("请先登录或使用密钥"))
    thing = _thing(request, kind, pk)
    policy = moves.kind_of(thing).policy
    if not policy.may(answers.actor_of(request), policy.reading, thing):
        raise Http404
    return journal.story(kind, pk)


for module in settings.MODULES:
    if find_spec(f"shangliang.modules.{module}.api"):
        api.add_router(f"/{module}", f"shangliang.modules.{module}.api.router")


@api.exception_handler(moves.NotAllowed)
def _not_allowed(request: HttpRequest, fault: moves.NotAllowed) -> HttpResponse:
    return problems.problem(403, _("不归您办理"), str(fault), reasons=list(fault.reasons))


@api.exception_handler(moves.Stale)
def _stale(request: HttpRequest, fault: moves.Stale) -> HttpResponse:
    return problems.problem(409, _("现在不能办"), str(fault), reasons=list(fault.reasons), state=fault.state)


@api.exception_handler(moves.Refused)
def _refused(request: HttpRequest, fault: moves.Refused) -> HttpResponse:
    return problems.problem(422, _("还缺东西"), str(fault), reasons=list(fault.reasons))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    errors = [{"loc": [str(p) for p in e["loc"]], "msg": str(e["msg"])} for e in fault.errors]
    return problems.problem(422, _("内容不合格式"), _("见 errors"), errors=errors)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, fault: Http404) -> HttpResponse:
    return problems.not_found(request)


@api.exception_handler(answers.BadCursor)
def _bad_cursor(request: HttpRequest, fault: answers.BadCursor) -> HttpResponse:
    return problems.problem(400, _("cursor 不对"), _("请用上一页给出的 next"))


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    response = problems.problem(401, _("请先登录或使用密钥"), "Authorization: Bearer slk_…")
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def _http(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return problems.problem(fault.status_code, _("请求有误"), str(fault))


def document() -> dict[str, Any]:
    """The OpenAPI document that is kept as a snapshot (surfaces/api/openapi.json)."""
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))
