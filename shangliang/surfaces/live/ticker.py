"""Reads the sealed journal in order and hands each new line to whoever watches it.

The order of `seq` is the order of commits, so a cursor never skips a late one. No NOTIFY: one small query a tick.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg

from shangliang.surfaces.live.database import connect

log = logging.getLogger(__name__)
TICK = 0.3  # seconds
KEPT = 2000  # events a reconnecting page can be told of, also by a process that has just begun
WAITING = 200  # messages for one page
_NEW = """
    SELECT e.root, e.seq, e.kind, e.ref FROM kernel_entry e
    WHERE e.root = ANY(%s) AND e.seq > %s ORDER BY e.seq LIMIT 1000
"""
_LAST = """
    SELECT root, seq, kind, ref FROM kernel_entry WHERE root = %s AND seq > %s AND seq <= %s ORDER BY seq
"""


@dataclass(frozen=True)
class Event:
    root: str
    seq: int
    kind: str
    ref: str

    @property
    def said(self) -> bytes:
        """As it goes over the wire."""
        return f"id: {self.seq}\ndata: {json.dumps({'kind': self.kind, 'ref': self.ref})}\n\n".encode()


@dataclass(eq=False)
class Watcher:
    """One open page: its root and the things it shows ("topic:12", or "voice:*" for a whole kind)."""

    root: str
    watched: frozenset[str]
    queue: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(WAITING))
    # What stands for all that did not fit into the queue any more.
    behind: bytes = b""

    def give(self, said: bytes, *, instead: bytes = b"") -> None:
        """Into the queue. A page that does not read any more is told when it comes back, not remembered without end;
        where one message can stand for all before (`instead`), it gets that.
        """
        try:
            self.queue.put_nowait(said)
        except asyncio.QueueFull:
            self.behind = instead

    async def next(self) -> bytes:
        """Everything that waits, in one piece."""
        said = [await self.queue.get()]
        while not self.queue.empty():
            said.append(self.queue.get_nowait())
        if self.behind:
            said.append(self.behind)
            self.behind = b""
        return b"".join(said)

    def wants(self, event: Event) -> bool:
        if event.root != self.root:
            return False
        return f"{event.kind}:{event.ref}" in self.watched or f"{event.kind}:*" in self.watched


class Ticker:
    """One for the process. `recent` serves pages that come back after a cut."""

    def __init__(self, heard: Callable[[Event], None] = lambda event: None) -> None:
        """heard: told of every event, whoever watches."""
        self.heard = heard
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
            if root not in self.heads:
                self.heads[root] = seq
                last = await database.execute(_LAST, [root, seq - KEPT, seq])
                self.recent.extend(Event(*row) for row in await last.fetchall())

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
        self.heard(event)
        for watcher in self.watchers:
            if watcher.wants(event):
                watcher.give(event.said)

    def missed(self, watcher: Watcher, seq: int) -> list[Event]:
        return [e for e in self.recent if e.seq > seq and watcher.wants(e)]
