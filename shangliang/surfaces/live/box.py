"""The ballot box: answers wait while a batch before them is written, then go to the disk together in one commit.

No timer: whatever arrived meanwhile is the next batch. The box holds only so many; who comes then comes again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Sequence
from typing import Any

import psycopg

from shangliang.modules.deliberation.services import Answer, casting
from shangliang.surfaces.live import database

log = logging.getLogger(__name__)
MOST = 2_000  # answers that may wait: well below a second of writing
AT_ONCE = 500  # answers in one commit
WRITERS = 2  # while one waits for the disk, the next batch is already on its way
PATIENCE = 10.0  # seconds a commit may take; also what a board that is locked may cost the other boards
LEAVE_WITHIN = 4.0  # seconds to write what was accepted when the process is told to end

Waiting = tuple[Answer, "asyncio.Future[int | None]"]
# A server set to acknowledge before the disk has it must not do so for votes.
_DURABLE = """
    SELECT set_config('synchronous_commit', 'on', false) FROM (SELECT current_setting('synchronous_commit') AS now) s
    WHERE now = 'off'
"""


class Busy(Exception):
    """The box is full, or about to close: nothing was taken; the same answer may be sent again."""


class Away(Exception):
    """Whether the answer is on disk is not known; sent again with its token it is kept once."""


class Writer:
    """One connection to the database, made when it is needed."""

    def __init__(self) -> None:
        self._database: psycopg.AsyncConnection[Any] | None = None

    async def keep(self, answers: Sequence[Answer]) -> list[int | None]:
        """One statement is one transaction and one round trip; nothing comes back before the commit has."""
        if self._database is None:
            self._database = await database.connect()
            await self._database.execute(_DURABLE)
        first = casting.once(answers)
        taken = await self._database.execute(casting.TAKE, casting.columns(first), prepare=True)
        found = await taken.fetchall()
        if len(found) < len(first):
            there = await self._database.execute(casting.TAKEN, casting.keys(first), prepare=True)
            found += await there.fetchall()
        return casting.tell_apart(answers, found)

    async def let_go(self) -> None:
        left, self._database = self._database, None
        if left is not None:
            await left.close()


class Box:
    """One for the process; writes from `start` until `close`."""

    def __init__(self, most: int = MOST, writers: int = WRITERS) -> None:
        self.most = most
        self.writers = [Writer() for _ in range(writers)]
        self._waiting: deque[Waiting] = deque()
        self._bell = asyncio.Event()
        self._closing = False
        self._told = False
        self._under_way = 0
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._bell, self._closing = asyncio.Event(), False
        self._tasks = [asyncio.create_task(self._run(writer)) for writer in self.writers]

    def put(self, answer: Answer) -> asyncio.Future[int | None]:
        """Comes true with the number under which the answer is kept on disk, None when it was not taken.

        Raises Busy; the future raises Away. Answers of one voter that do not wait for each other may be kept in either
        order.
        """
        if self._closing or len(self._waiting) >= self.most:
            raise Busy
        kept: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((answer, kept))
        self._bell.set()
        return kept

    async def close(self) -> None:
        """Write what was accepted, then let go of the database."""
        self._closing = True
        self._bell.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*self._tasks), LEAVE_WITHIN)

    async def _run(self, writer: Writer) -> None:
        while self._waiting or not self._closing:
            # A second batch sets off when as many wait as are under way: sooner it would only be small.
            if len(self._waiting) > self._under_way or (self._waiting and not self._under_way):
                batch = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
                self._under_way += len(batch)
                await self._write(writer, batch)
                self._under_way -= len(batch)
                self._bell.set()
            else:
                self._bell.clear()
                await self._bell.wait()
        await writer.let_go()

    async def _write(self, writer: Writer, batch: Sequence[Waiting]) -> None:
        try:
            numbers = await asyncio.wait_for(writer.keep([answer for answer, _ in batch]), PATIENCE)
        except Exception as failed:  # whatever it was: those after it must not wait in vain
            await self._fail(writer, batch, failed)
            return
        self._told = False
        for (_, kept), number in zip(batch, numbers, strict=True):
            if not kept.done():  # whoever asked may be gone
                kept.set_result(number)

    async def _fail(self, writer: Writer, batch: Sequence[Waiting], failed: Exception) -> None:
        """What became of the commit is not known, so that connection is not used again."""
        if not self._told:
            self._told = True
            log.error("votes cannot be written; trying again with the next", exc_info=failed)
        await writer.let_go()
        for _, kept in batch:
            if not kept.done():
                kept.set_exception(Away())
                kept.exception()  # nobody may be left to hear it
