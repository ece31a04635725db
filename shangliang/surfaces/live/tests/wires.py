"""The live process in this very process: uvicorn as in production, and requests written by hand."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from uvicorn import Config, Server

from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.models import Board, Statement, Voter
from shangliang.surfaces.live import app

WIRES = {"plain": "httptools", "fast": "shangliang.surfaces.live.wire:Wire"}


@dataclass
class Got:
    """An answer as it stood on the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)


@dataclass
class Line:
    """A connection that stays open."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, body: bytes, method: str = "POST", **headers: str) -> Got:
        self.writer.write(request(body, method, **headers))
        return await self.hear()

    async def hear(self) -> Got:
        head = (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 20)).decode()
        first, *lines = head.strip().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return Got(int(first.split()[1]), headers, body)


def request(body: bytes, method: str = "POST", **headers: str) -> bytes:
    around = {
        "Host": "127.0.0.1:9",
        "Content-Type": "text/plain;charset=UTF-8",
        "Content-Length": str(len(body)),
    }
    around |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in around.items())
    return f"{method} /live/votes HTTP/1.1\r\n{lines}\r\n".encode() + body


@asynccontextmanager
async def served(wire: str = "fast") -> AsyncIterator[Callable[[], Awaitable[Line]]]:
    """Opens lines to a running live process."""
    config = Config(
        app.application, port=0, log_level="warning", http=WIRES[wire], timeout_graceful_shutdown=3
    )
    server = Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    opened: list[asyncio.StreamWriter] = []

    async def line() -> Line:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        opened.append(writer)
        return Line(reader, writer)

    try:
        yield line
    finally:
        server.should_exit = True
        await task
        for writer in opened:
            writer.close()


def ballot(voter: Voter, statement: Statement | int, value: Any = 1, **more: Any) -> bytes:
    said = {
        "ticket": services.ticket(voter, at=timezone.now()), "token": str(uuid.uuid4()), "value": value,
        "statement": statement.pk if isinstance(statement, Statement) else statement,
    }  # fmt: skip
    return json.dumps(said | more).encode()


def voter_on(board: Board, device: str) -> Voter:
    return board.heads.create(head=device, at=timezone.now())
