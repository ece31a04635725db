"""Reads the sealed journal in order and hands each new line to whoever watches it.

The order of `seq` is the order of commits, so a cursor never skips a late one. No NOTIFY: one small query a tick.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import psycopg

from shangliang.surfaces.live.database import connect

log = logging.getLogger(__name__)
TICK = 0.3  # seconds
KEPT = 2000  # events a reconnecting page can be told of
_NEW = """
    SELECT e.root, e.seq, e.kind, e.ref FROM kernel_entry e
    WHERE e.root = ANY(%s) AND e.seq > %s ORDER BY e.seq LIMIT 1000
"""


@dataclass(frozen=True)
class Event:
    root: str
    seq: int
    kind: str
    ref: str


@dataclass(eq=False)
class Watcher:
    """One open page: its root and the things it shows ("topic:12", or "voice:*" for a whole kind)."""

    root: str
    watched: frozenset[str]
    queue: asyncio.Queue[Event] = field(default_factory=lambda: asyncio.Queue(200))

    def wants(self, event: Event) -> bool:
        if event.root != self.root:
            return False
        return f"{event.kind}:{event.ref}" in self.watched or f"{event.kind}:*" in self.watched


class Ticker:
    """One for the process. `recent` serves pages that come back after a cut."""

    def __init__(self) -> None:
        self.watchers: set[Watcher] = set()
        self.recent: deque[Event] = deque(maxlen=KEPT)
        self.heads: dict[str, int] = {}

    async def run(self) -> None:
        while True:
            try:
                await self._follow()
            except (psycopg.Error, OSError):
                log.exception("the journal cannot be read; trying again")
                await asyncio.sleep(2)

    async def _follow(self) -> None:
        async with await connect() as database:
            await self._start(database)
            while True:
                await self._tick(database)
                await asyncio.sleep(TICK)

    async def _start(self, database: psycopg.AsyncConnection[Any]) -> None:
        rows = await database.execute("SELECT root, seq FROM kernel_chain")
        for root, seq in await rows.fetchall():
            self.heads.setdefault(root, seq)

    async def _tick(self, database: psycopg.AsyncConnection[Any]) -> None:
        rows = await database.execute("SELECT root, seq FROM kernel_chain")
        for root, head in await rows.fetchall():
            if head > self.heads.setdefault(root, 0):
                found = await database.execute(_NEW, [[root], self.heads[root]])
                for row in await found.fetchall():
                    self._tell(Event(*row))

    def _tell(self, event: Event) -> None:
        self.heads[event.root] = event.seq
        self.recent.append(event)
        for watcher in self.watchers:
            if watcher.wants(event):
                # A page that does not read any more is told when it comes back, not remembered without end.
                with contextlib.suppress(asyncio.QueueFull):
                    watcher.queue.put_nowait(event)

    def missed(self, watcher: Watcher, seq: int) -> list[Event]:
        return [e for e in self.recent if e.seq > seq and watcher.wants(e)]
