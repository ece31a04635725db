"""Many telephones in a hall while the live process is killed in the middle of the meeting: nobody misses a line."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection

from shangliang.modules.floor import queries
from shangliang.modules.floor.models import Floor
from shangliang.modules.floor.tests import given
from tests.browser.site import free_port
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent
PHONES = 40
PATIENCE = 120  # seconds; a process may take its time to come up on a busy machine
LIVE = [
    sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--log-level", "critical", "--no-access-log",
    "--http", "shangliang.surfaces.live.wire:Wire", "shangliang.surfaces.live.app:application",
]  # fmt: skip
SAID = re.compile(r"第(\d+)句")
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@contextmanager
def running(port: int) -> Iterator[subprocess.Popen[bytes]]:
    known = connection.settings_dict
    url = f"postgresql://{known['USER']}@/{known['NAME']}?host={known['HOST']}&port={known['PORT']}"
    env = os.environ | {"DATABASE_URL": url, "SHANGLIANG_SECRET_KEY": settings.SECRET_KEY}
    process = subprocess.Popen([*LIVE, "--port", str(port)], env=env, cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class Phone:
    """Listens, and comes back with the number of the last message whenever it is cut."""

    def __init__(self, port: int, ticket: str) -> None:
        self.port, self.ticket = port, ticket
        self.seen: set[int] = set()
        self.last, self.cuts = "", 0

    async def listen(self) -> None:
        while True:
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                try:
                    resumed = f"Last-Event-ID: {self.last}\r\n" if self.last else ""
                    asked = (
                        f"GET /live/events?room={self.ticket} HTTP/1.1\r\nHost: 127.0.0.1\r\n{resumed}\r\n"
                    )
                    writer.write(asked.encode())
                    await self._hear(reader)
                finally:
                    writer.close()
                    await writer.wait_closed()
            self.cuts += 1
            await asyncio.sleep(0.2)

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        tail = ""
        while data := await reader.read(65_536):
            said = tail + data.decode(errors="ignore")
            self.seen |= {int(n) for n in SAID.findall(said)}
            for number in re.findall(r"id: (\d+)\n", said):
                self.last = number
            tail = said[-40:]


async def _all_saw(phones: list[Phone], number: int) -> None:
    until = time.monotonic() + PATIENCE
    wanted = set(range(1, number + 1))
    while any(phone.seen != wanted for phone in phones):
        missing = [sorted(wanted - phone.seen) for phone in phones if phone.seen != wanted]
        assert time.monotonic() < until, missing[:3]
        await asyncio.sleep(0.05)


def test_nobody_misses_a_line(world: World) -> None:
    room, port = given.floor(world), free_port()
    say = sync_to_async(lambda n: given.caption(world, Floor.objects.get(pk=room.pk), f"第{n}句"))

    async def play() -> list[Phone]:
        phones = [Phone(port, queries.ticket(room)) for _ in range(PHONES)]
        tasks = [asyncio.create_task(phone.listen()) for phone in phones]
        with running(port) as first:
            for n in range(1, 6):
                await say(n)
            await _all_saw(phones, 5)
            first.send_signal(signal.SIGKILL)
            first.wait()
            for n in range(6, 11):
                await say(n)
        with running(port):
            for n in range(11, 14):
                await say(n)
            await _all_saw(phones, 13)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return phones

    phones = asyncio.run(play())
    assert all(phone.cuts and phone.last for phone in phones)
