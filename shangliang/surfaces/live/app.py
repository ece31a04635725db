"""GET /live/events?watch=topic:12&watch=voice:*  → server-sent events {kind, ref}; the page fetches the fragment again.

The page names what it shows; the fragment it fetches then is subject to the same rights as ever.
POST /live/votes → surfaces.live.votes.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

import django
from asgiref.sync import sync_to_async

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shangliang.project.settings")
django.setup()

from django.conf import settings  # noqa: E402 - settings exist only after setup
from django.contrib.auth import get_user  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import DatabaseError, close_old_connections  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.utils import timezone  # noqa: E402

from shangliang.kernel import text  # noqa: E402
from shangliang.modules.people import queries as people  # noqa: E402
from shangliang.surfaces.live.box import Box  # noqa: E402
from shangliang.surfaces.live.replies import Receive, Scope, Send, headers, whole  # noqa: E402
from shangliang.surfaces.live.ticker import Event, Ticker, Watcher  # noqa: E402
from shangliang.surfaces.live.votes import votes  # noqa: E402

ticker = Ticker()
box = Box()
BEAT = 20.0  # seconds between signs of life, below every proxy's time-out
WATCH = re.compile(r"^[a-z_]{1,40}:(\*|[0-9]{1,19})$")
MOST = 50  # things one page may watch


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _http(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    task = asyncio.create_task(ticker.run())
    box.start()
    # What is loaded by now stays: the collector need not look through it again while votes come in.
    gc.freeze()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    task.cancel()
    await box.close()
    await send({"type": "lifespan.shutdown.complete"})


async def _http(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/live/votes":
        return await votes(box, scope, receive, send)
    if scope["path"] == "/live/health":
        return await _plain(send, 200, "ok", scope)
    if scope["path"] != "/live/events" or scope["method"] != "GET":
        return await _plain(send, 404, "not found", scope)
    asked = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
    try:
        root = await _root_of(asked.get("cookie", ""))
    except DatabaseError:
        return await _plain(send, 503, "the database is away", scope)
    if not root:
        return await _plain(send, 401, "sign in first", scope)
    watched = frozenset(
        w for w in parse_qs(scope["query_string"].decode("latin-1")).get("watch", [])[:MOST] if WATCH.match(w)
    )
    watcher = Watcher(root, watched)
    ticker.watchers.add(watcher)
    try:
        await _stream(watcher, asked.get("last-event-id", ""), scope, receive, send)
    finally:
        ticker.watchers.discard(watcher)
    return None


async def _stream(watcher: Watcher, last: str, scope: Scope, receive: Receive, send: Send) -> None:
    await send(
        {"type": "http.response.start", "status": 200, "headers": headers(scope, b"text/event-stream")}
    )
    await _write(send, "retry: 3000\n\n")
    if (seq := text.whole(last)) is not None:
        for event in ticker.missed(watcher, seq):
            await _write(send, _text(event))
    gone = asyncio.create_task(_gone(receive))
    try:
        while not gone.done():
            try:
                event = await asyncio.wait_for(watcher.queue.get(), BEAT)
            except TimeoutError:
                await _write(send, ": alive\n\n")
            else:
                await _write(send, _text(event))
    finally:
        gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


def _text(event: Event) -> str:
    return f"id: {event.seq}\ndata: {json.dumps({'kind': event.kind, 'ref': event.ref})}\n\n"


async def _write(send: Send, words: str) -> None:
    await send({"type": "http.response.body", "body": words.encode(), "more_body": True})


async def _plain(send: Send, status: int, words: str, scope: Scope) -> None:
    await whole(send, scope, status, words.encode(), b"text/plain")


async def _root_of(cookies: str) -> str:
    try:
        jar = SimpleCookie(cookies)
    except CookieError:
        return ""
    key = jar[settings.SESSION_COOKIE_NAME].value if settings.SESSION_COOKIE_NAME in jar else ""
    return await sync_to_async(_seated_root, thread_sensitive=True)(key) if key else ""


def _seated_root(session_key: str) -> str:
    """The root unit in which the holder of this session sits; empty when nobody is signed in."""
    close_old_connections()
    request = HttpRequest()
    request.session = SessionStore(session_key)
    person = get_user(request)
    if not person.is_authenticated:
        return ""
    actor = people.actor_for(person, timezone.localdate())
    return next((seat.path[:4] for seat in actor.seats if seat.path), "")
