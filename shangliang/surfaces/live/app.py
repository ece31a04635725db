"""GET /live/events?watch=topic:12&watch=voice:*  → server-sent events {kind, ref}; the page fetches the fragment again.
GET /live/events?room=TICKET  → besides, `event: room`: what all in this hall see (surfaces.live.rooms).

The page names what it shows; the fragment it fetches then is subject to the same rights as ever. A ticket comes from a
page that checked them and admits those without an account too.
POST /live/votes → surfaces.live.votes.
"""

from __future__ import annotations

import asyncio
import gc
import os
import re
import resource
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
from shangliang.modules.floor.queries import Way, ticket_of  # noqa: E402
from shangliang.modules.people import queries as people  # noqa: E402
from shangliang.surfaces.live.box import Box  # noqa: E402
from shangliang.surfaces.live.replies import Receive, Scope, Send, headers, whole  # noqa: E402
from shangliang.surfaces.live.rooms import Rooms  # noqa: E402
from shangliang.surfaces.live.ticker import Ticker, Watcher  # noqa: E402
from shangliang.surfaces.live.votes import votes  # noqa: E402

rooms = Rooms()
ticker = Ticker(rooms.heard)
box = Box()
BEAT = 20.0  # seconds between signs of life, below every proxy's time-out
WATCH = re.compile(r"^[a-z_]{1,40}:(\*|[0-9]{1,19})$")
MOST = 50  # things one page may watch
LONGEST = 400  # letters of a ticket


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _http(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    _allow_many()
    tasks = [asyncio.create_task(ticker.run()), asyncio.create_task(rooms.run())]
    box.start()
    # What is loaded by now stays: the collector need not look through it again while votes come in.
    gc.freeze()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    for task in tasks:
        task.cancel()
    await box.close()
    await send({"type": "lifespan.shutdown.complete"})


def _allow_many() -> None:
    """A hall of telephones is more connections than a shell allows by itself."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def _http(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/live/votes":
        return await votes(box, scope, receive, send)
    if scope["path"] == "/live/health":
        return await _plain(send, 200, "ok", scope)
    if scope["path"] != "/live/events" or scope["method"] != "GET":
        return await _plain(send, 404, "not found", scope)
    return await _events(scope, receive, send)


async def _events(scope: Scope, receive: Receive, send: Send) -> None:
    asked = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
    query = parse_qs(scope["query_string"].decode("latin-1"))
    way = _way(query)
    try:
        root = way.root if way else await _root_of(asked.get("cookie", ""))
    except DatabaseError:
        return await _plain(send, 503, "the database is away", scope)
    if not root:
        return await _plain(send, 401, "sign in first", scope)
    # Whoever came by a ticket alone hears of that room and of nothing else.
    asked_for = [] if way else query.get("watch", [])[:MOST]
    watched = frozenset(w for w in asked_for if WATCH.match(w))
    watcher = Watcher(root, watched)
    ticker.watchers.add(watcher)
    if way:
        rooms.enter(watcher, way)
    try:
        await _stream(watcher, asked.get("last-event-id", ""), scope, receive, send)
    finally:
        ticker.watchers.discard(watcher)
        if way:
            rooms.leave(watcher, way)
    return None


def _way(query: dict[str, list[str]]) -> Way | None:
    words = query.get("room", [""])[0]
    return ticket_of(words) if words and len(words) <= LONGEST else None


async def _stream(watcher: Watcher, last: str, scope: Scope, receive: Receive, send: Send) -> None:
    await send(
        {"type": "http.response.start", "status": 200, "headers": headers(scope, b"text/event-stream")}
    )
    await _write(send, b"retry: 3000\n\n")
    if watcher.watched and (seq := text.whole(last)) is not None:
        for event in ticker.missed(watcher, seq):
            await _write(send, event.said)
    gone = asyncio.create_task(_gone(receive))
    try:
        while not gone.done():
            try:
                said = await asyncio.wait_for(watcher.next(), BEAT)
            except TimeoutError:
                await _write(send, b": alive\n\n")
            else:
                await _write(send, said)
    finally:
        gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def _write(send: Send, said: bytes) -> None:
    await send({"type": "http.response.body", "body": said, "more_body": True})


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
