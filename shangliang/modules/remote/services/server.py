"""The video server (Janus): whether there is one, a room on it, and what a browser needs to come in.

The house asks it for rooms over its HTTP interface, which nobody else can reach; browsers speak to it over
websockets. Both carry tokens signed with a shared secret (https://janus.conf.meetecho.com/docs/auth.html): until when,
for what, and an HMAC-SHA1 of the two.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

log = logging.getLogger(__name__)
PLUGIN = "janus.plugin.videoroom"
REALM = "janus"
HOURS = 12  # a long day of meetings
PATIENCE = 3  # seconds for all that is asked: somebody waits for the page
IDLE = 50  # seconds; Janus forgets a session that was silent for 60
MOST = 30  # who speak at once; many more may look on
THERE_ALREADY = 427
FORGOTTEN = {458, 459}  # no such session, no such handle


class Silent(Exception):
    """The video server does not answer, or not as it should; says what happened, for the log."""


class _Forgotten(ValueError):
    """The server was started anew since it was last asked."""


@dataclass(frozen=True)
class Server:
    """url: for browsers. api: for the house. secret: both sides sign with it. admin_key: lets rooms be made.

    turn, turn_secret: of a relay for people behind strict firewalls (coturn with use-auth-secret), where there is one.
    """

    url: str
    api: str
    secret: str
    admin_key: str
    turn: str = ""
    turn_secret: str = ""


@dataclass(frozen=True)
class Call:
    """What a browser needs to come into one room. ice: the relays, as RTCPeerConnection takes them."""

    url: str
    token: str
    room: int
    pin: str
    ice: list[dict[str, str]]


@dataclass(frozen=True)
class _Handle:
    """Where this process asks a server for rooms; used: when it last did, by the monotonic clock."""

    path: str
    used: float


_handles: dict[Server, _Handle] = {}  # two threads may put theirs over one another: each is as good


def server() -> Server | None:
    """The one that settings name, else the one that `shangliang video start` runs here; None: there is none."""
    named = settings.VIDEO
    if not named["url"]:
        named = _noted(settings.VIDEO_NOTE)
    return Server(**{k: v for k, v in named.items() if k in Server.__dataclass_fields__}) if named else None


def call_for(session_id: int, *, at: datetime) -> Call | None:
    """The room of this session, made where it is not there yet. None without a server; Silent when it fails."""
    found = server()
    if found is None:
        return None
    room, pin = _number(found, session_id), _signed(found, f"pin {session_id}")[:24]
    token = _token(found, at)
    try:
        _make(found, token, room, pin)
    except (OSError, http.client.HTTPException, ValueError, KeyError) as failed:
        _handles.pop(found, None)
        raise Silent(f"{found.api}: {failed!r}") from failed
    return Call(found.url, token, room, pin, _relays(found, at))


def _noted(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _token(found: Server, at: datetime) -> str:
    said = f"{int(at.timestamp()) + HOURS * 3600},{REALM},{PLUGIN}"
    mac = hmac.new(found.secret.encode(), said.encode(), hashlib.sha1).digest()
    return f"{said}:{base64.b64encode(mac).decode()}"


def _signed(found: Server, said: str) -> str:
    return hmac.new(found.secret.encode(), said.encode(), hashlib.sha256).hexdigest()


def _relays(found: Server, at: datetime) -> list[dict[str, str]]:
    """Credentials that end by themselves (draft-uberti-behave-turn-rest)."""
    if not found.turn:
        return []
    name = f"{int(at.timestamp()) + HOURS * 3600}:{REALM}"
    mac = hmac.new(found.turn_secret.encode(), name.encode(), hashlib.sha1).digest()
    return [{"urls": found.turn, "username": name, "credential": base64.b64encode(mac).decode()}]


def _number(found: Server, session_id: int) -> int:
    """A number that other houses on the same server do not hit upon."""
    return int(_signed(found, f"room {session_id}")[:12], 16) + 1


def _make(found: Server, token: str, room: int, pin: str) -> None:
    """Ask for the room; one that is there already is as good. The server forgets rooms when it is started anew.

    One question where this process asked not long ago, three otherwise.
    """
    ask = partial(_ask, found, token, time.monotonic() + PATIENCE)
    body = {
        "request": "create", "admin_key": found.admin_key, "room": room, "pin": pin, "secret": secrets.token_hex(16),
        "publishers": MOST, "bitrate": 512_000, "permanent": False, "is_private": True, "audiolevel_event": True,
    }  # fmt: skip
    said = _told(found, ask, {"janus": "message", "body": body})["plugindata"]["data"]
    if said.get("videoroom") != "created" and said.get("error_code") != THERE_ALREADY:
        raise ValueError(said)


def _told(found: Server, ask: Callable[..., dict[str, Any]], message: dict[str, Any]) -> dict[str, Any]:
    """The answer to a message, by the handle of before where the server still knows it."""
    kept = _handles.get(found)
    path, answer = "", None
    if kept and time.monotonic() - kept.used < IDLE:
        try:
            path, answer = kept.path, ask(kept.path, message)
        except _Forgotten as failed:
            log.info("%s was started anew: %s", found.api, failed)
    if answer is None:
        session = ask("", {"janus": "create"})["data"]["id"]
        handle = ask(f"/{session}", {"janus": "attach", "plugin": PLUGIN})["data"]["id"]
        path = f"/{session}/{handle}"
        answer = ask(path, message)
    _handles[found] = _Handle(path, time.monotonic())
    return answer


def _ask(found: Server, token: str, until: float, path: str, said: dict[str, Any]) -> dict[str, Any]:
    to = urlsplit(found.api)
    kind = http.client.HTTPSConnection if to.scheme == "https" else http.client.HTTPConnection
    line = kind(to.hostname or "", to.port, timeout=max(until - time.monotonic(), 0.1))
    try:
        body = json.dumps({**said, "transaction": secrets.token_hex(6), "token": token})
        line.request("POST", to.path + path, body, {"Content-Type": "application/json"})
        answer = json.loads(line.getresponse().read(100_000))
    finally:
        line.close()
    if not isinstance(answer, dict) or answer.get("janus") != "success":
        wrong = answer.get("error") if isinstance(answer, dict) else None
        gone = isinstance(wrong, dict) and wrong.get("code") in FORGOTTEN
        raise _Forgotten(answer) if gone else ValueError(answer)
    return answer
