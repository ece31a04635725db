"""Many telephones in one hall: a process of its own, each telephone one line to the live process, resumed after a cut.

`python bench/phones.py PORT PHONES < {"ticket": …}` prints a line of JSON when all are in; then it answers each line on
its standard input: `wait N` when every telephone has seen act N, `end` with what it got.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from typing import Any

import uvloop

REQUEST = "GET /live/events?room={} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n{}\r\n"
ACT = re.compile(rb"#(\d+)@(\d+)#")
SEQ = re.compile(rb"id: (\d+)\n")
RETRY = 3.0  # seconds, as the server asks
TAIL = 64  # bytes that may hold the first half of something


class Hall:
    """All telephones, and what they have seen."""

    def __init__(self, port: int, ticket: str, phones: int) -> None:
        self.port, self.ticket = port, ticket
        self.phones = [Phone(self) for _ in range(phones)]
        self.took: dict[int, list[float]] = {}

    @property
    def inside(self) -> int:
        return sum(phone.inside for phone in self.phones)

    def saw(self, act: int, at: int) -> None:
        self.took.setdefault(act, []).append(time.time() - at / 1e6)

    async def all_saw(self, act: int, patience: float = 60) -> bool:
        until = time.monotonic() + patience
        while len(self.took.get(act, ())) < len(self.phones):
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.02)
        return True


class Phone(asyncio.Protocol):
    """Listens; comes back with the number of the last message when it is cut."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self.seen = hall, set[int]()
        self.last, self.tail, self.inside = b"", b"", False

    async def connect(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                await loop.create_connection(lambda: self, "127.0.0.1", self.hall.port)
            except OSError:
                await asyncio.sleep(RETRY)
            else:
                return

    def connection_made(self, transport: Any) -> None:
        resumed = f"Last-Event-ID: {self.last.decode()}\r\n" if self.last else ""
        transport.write(REQUEST.format(self.hall.ticket, resumed).encode())

    def data_received(self, data: bytes) -> None:
        self.inside = True
        said = self.tail + data
        for seq in SEQ.findall(said):
            self.last = seq
        for act, at in ACT.findall(said):
            if (number := int(act)) not in self.seen:
                self.seen.add(number)
                self.hall.saw(number, int(at))
        self.tail = said[-TAIL:]

    def connection_lost(self, exc: Exception | None) -> None:
        self.inside, self.tail = False, b""
        asyncio.get_running_loop().call_later(RETRY, lambda: asyncio.ensure_future(self.connect()))


async def main(port: int, phones: int) -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    hall = Hall(port, json.loads(await reader.readline())["ticket"], phones)
    began = time.monotonic()
    for phone in hall.phones:
        await phone.connect()
    while hall.inside < phones:
        await asyncio.sleep(0.02)
    print(json.dumps({"in_after_s": round(time.monotonic() - began, 2)}), flush=True)
    while line := (await reader.readline()).decode().split():
        if line[0] == "end":
            break
        print(json.dumps({"all": await hall.all_saw(int(line[1]))}), flush=True)
    print(json.dumps({"took": {a: sorted(t) for a, t in hall.took.items()}}), flush=True)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2])))
