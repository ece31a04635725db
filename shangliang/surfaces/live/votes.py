"""POST /live/votes {"ticket", "statement", "value", "token"} → 200 {"id", "next": false} once the answer is on disk.

The page server made the ticket where it checked rights; the token makes sending again safe. The body is JSON and may
call itself text/plain, so that a browser need not ask beforehand. Errors: {"code", "title", "status"}; 503 says when
to come again, with the same token.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.services import Answer, casting
from shangliang.surfaces.live.box import Away, Box, Busy
from shangliang.surfaces.live.replies import Receive, Scope, Send, whole

LARGEST = 1_024  # bytes of a body
FIELDS = {"ticket", "statement", "value", "token"}
KINDS = (b"text/plain", b"application/json")
LARGEST_NUMBER = 2**63 - 1
_TOKEN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_BEFOREHAND = (
    (b"access-control-allow-methods", b"POST"),
    (b"access-control-allow-headers", b"content-type"),
    (b"access-control-max-age", b"3600"),
)


@dataclass(frozen=True)
class Problem:
    """Why an answer was not taken. again: seconds after which it may be sent again."""

    status: int
    code: str
    title: str
    again: int = 0


class Refused(Exception):
    """Of the one Problem it is raised with."""


MALFORMED = Problem(400, "malformed", _("这次表态没有写全，请回到议事板再按一次"))
TICKET = Problem(401, "ticket", _("表态的凭证过期了，请刷新页面"))
METHOD = Problem(405, "method", _("这里只收表态"))
NOT_TAKEN = Problem(409, "not-taken", _("这条看法现在不能表态"))
TOO_LARGE = Problem(413, "too-large", _("内容太长"))
KIND = Problem(415, "kind", _("只收 JSON"))
BUSY = Problem(503, "busy", _("表态的人很多，请稍等再试"), 1)
AWAY = Problem(503, "away", _("暂时记不下来，请稍后再试；重发不会算两次"), 2)


@dataclass(frozen=True)
class Reply:
    """An answer before it is put on the wire."""

    status: int
    kind: bytes
    body: bytes
    more: tuple[tuple[bytes, bytes], ...] = ()


async def votes(box: Box, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["method"] == "OPTIONS":
        return await whole(send, scope, 204, b"", b"text/plain", *_BEFOREHAND)
    try:
        kind = _kind(scope)
        number = await box.put(read(kind, await _body(receive), datetime.now(UTC)))
    except Exception as failed:
        reply = refusal(failed, scope)
    else:
        reply = told(number, scope)
    return await whole(send, scope, reply.status, reply.body, reply.kind, *reply.more)


def read(kind: bytes, body: bytes, at: datetime) -> Answer:
    """Raises Refused."""
    if kind.split(b";", 1)[0].strip().lower() not in KINDS:
        raise Refused(KIND)
    try:
        said = json.loads(body.decode())
    except (ValueError, RecursionError):
        raise Refused(MALFORMED) from None
    if not isinstance(said, dict) or said.keys() != FIELDS:
        raise Refused(MALFORMED)
    statement, value, token = said["statement"], said["value"], said["token"]
    if not (_is_whole(statement) and 0 < statement <= LARGEST_NUMBER and _is_whole(value)):
        raise Refused(MALFORMED)
    if value not in casting.VALUES or not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise Refused(MALFORMED)
    ticket = services.open_ticket(said["ticket"], at=at) if isinstance(said["ticket"], str) else None
    if ticket is None:
        raise Refused(TICKET)
    return Answer(ticket.voter, statement, value, uuid.UUID(token), at)


def told(number: int | None, scope: Scope) -> Reply:
    """What is said of an answer that was written; None: it was not taken."""
    if number is None:
        return refusal(Refused(NOT_TAKEN), scope)
    return Reply(200, b"application/json", b'{"id": %d, "next": false}' % number)


def refusal(failed: Exception, scope: Scope) -> Reply:
    """What is said instead, in the reader's language. Anything else than what is known here is raised again."""
    if isinstance(failed, Refused):
        problem: Problem = failed.args[0]
    elif isinstance(failed, Busy | Away):
        problem = BUSY if isinstance(failed, Busy) else AWAY
    else:
        raise failed
    wanted = next((v for k, v in scope["headers"] if k == b"accept-language"), b"")
    with translation.override("en" if wanted[:2].lower() == b"en" else "zh-hans"):
        said = {"code": problem.code, "title": gettext(problem.title), "status": problem.status}
    again = ((b"retry-after", b"%d" % problem.again),) if problem.again else ()
    return Reply(
        problem.status, b"application/problem+json", json.dumps(said, ensure_ascii=False).encode(), again
    )


def _kind(scope: Scope) -> bytes:
    if scope["method"] != "POST":
        raise Refused(METHOD)
    return next((v for k, v in scope["headers"] if k == b"content-type"), b"")


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(MALFORMED)
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST:
            raise Refused(TOO_LARGE)
    return body


def _is_whole(value: Any) -> bool:
    return type(value) is int  # True and 1.0 are not
