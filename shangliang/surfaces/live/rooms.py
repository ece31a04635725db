"""Rooms: what all in a hall see is drawn once and sent to everybody in it, instead of being fetched by each.

A room is drawn anew when the journal says that something happened there, and every two seconds for what the journal
does not hold (supports, how many have voted). Only what changed is sent; whoever comes, or comes back after a cut, gets
all of it first, with the last lines of captions, so nothing is lost with a connection or with this process.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import sync_to_async
from django.db import Error, close_old_connections
from django.utils import timezone, translation

from shangliang.modules.floor import queries
from shangliang.modules.floor.models import Floor
from shangliang.modules.floor.queries import Way
from shangliang.modules.floor.views.pieces import pieces
from shangliang.surfaces.live.ticker import Event, Watcher

log = logging.getLogger(__name__)
KINDS = frozenset({"floor", "speech", "live_question", "gathering", "poll"})
STALE = 2.0  # seconds
LINES = 200  # of captions that somebody who comes back is given: some minutes of speech
LINED = "captions"  # the piece that grows line by line
Pieces = dict[str, str]


@dataclass(eq=False)
class Room:
    """One room in one language. `pieces` as they were last drawn, `whole` as it is sent to whoever enters."""

    way: Way
    watchers: set[Watcher] = field(default_factory=set)
    pieces: Pieces = field(default_factory=dict)
    whole: bytes = b""
    stirred: bool = True
    seq: int = 0  # of the journal, as far as this room heard of it
    drawn_at: float = 0.0


class Rooms:
    """All rooms in which somebody is. One for the process."""

    def __init__(self) -> None:
        self.rooms: dict[Way, Room] = {}
        self._bell = asyncio.Event()

    def enter(self, watcher: Watcher, way: Way) -> None:
        """From now on the watcher hears of this room; what is known of it comes first."""
        room = self.rooms.setdefault(way, Room(way))
        room.watchers.add(watcher)
        if room.whole:
            watcher.give(room.whole)
        else:
            self._bell.set()

    def leave(self, watcher: Watcher, way: Way) -> None:
        room = self.rooms.get(way)
        if room is not None:
            room.watchers.discard(watcher)
            if not room.watchers:
                del self.rooms[way]

    def heard(self, event: Event) -> None:
        """Something happened: the rooms it may concern are drawn anew."""
        if event.kind in KINDS:
            for room in self.rooms.values():
                if room.way.root == event.root:
                    room.stirred, room.seq = True, event.seq
                    self._bell.set()

    async def run(self) -> None:
        self._bell = asyncio.Event()
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), STALE)
            self._bell.clear()
            for room in list(self.rooms.values()):
                if room.stirred or time.monotonic() - room.drawn_at >= STALE:
                    await self._draw(room)

    async def _draw(self, room: Room) -> None:
        room.stirred, room.drawn_at = False, time.monotonic()
        seq = room.seq
        try:
            drawn = await sync_to_async(_drawn, thread_sensitive=True)(room.way)
        except Error:
            log.exception("a room cannot be drawn; trying again")
            return
        except Exception:  # one room that cannot be drawn must not stop the others
            log.exception("a room cannot be drawn")
            return
        news = changed(room.pieces, drawn)
        room.pieces = drawn
        if news or not room.whole:
            entered = not room.whole
            room.whole = message(seq, drawn)
            said = room.whole if entered else message(seq, news)
            for watcher in room.watchers:
                watcher.give(said, instead=room.whole)


def changed(before: Pieces, now: Pieces) -> Pieces:
    """What must be sent to those who have `before`: of captions only the lines that are new or read otherwise."""
    news = {name: html for name, html in now.items() if before.get(name) != html}
    if LINED in news and LINED in before:
        had = set(before[LINED].split("\n"))
        lines = [line for line in news[LINED].split("\n") if line not in had]
        news[LINED] = "\n".join(lines)
        if not lines:
            del news[LINED]
    return news


def message(seq: int, told: Pieces) -> bytes:
    """As it goes over the wire; no piece holds a line break that would end it."""
    said: dict[str, Any] = {"now": timezone.now().isoformat(), "pieces": told}
    return f"id: {seq}\nevent: room\ndata: {json.dumps(said, ensure_ascii=False)}\n\n".encode()


def _drawn(way: Way) -> Pieces:
    close_old_connections()
    return now_in(way)


def now_in(way: Way) -> Pieces:
    """What all in this room see at this moment."""
    floor = Floor.objects.select_related("unit", "gathering__unit").filter(pk=way.floor).first()
    if floor is None:
        return {}
    with translation.override(way.language):
        hall = queries.hall(floor, at=timezone.now(), lines=LINES)
        return {name: str(html) for name, html in pieces(hall).items()}
