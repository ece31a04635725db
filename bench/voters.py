"""Many voters at once over kept-open connections: a process of its own, so that it shares no lock with the server.

`python bench/voters.py PORT CLIENTS SECONDS < ballots.json` prints what it got as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import uuid
from typing import Any

import uvloop

REQUEST = (
    "POST /live/votes HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{}"
)
BODY = '{{"ticket":"{}","statement":{},"value":{},"token":"{}-{:012x}"}}'
WARM = 1.0  # seconds that are not counted


class Voter(asyncio.Protocol):
    """Sends an answer, waits until it is acknowledged, sends the next."""

    def __init__(self, ticket: str, statements: list[int], told: Told) -> None:
        self.ticket, self.statements, self.told = ticket, statements, told
        self.count, self.mine = 0, str(uuid.uuid4())[:23]
        self.kept = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.say()

    def say(self) -> None:
        self.count += 1
        statement = self.statements[self.count % len(self.statements)]
        body = BODY.format(self.ticket, statement, self.count % 3 - 1, self.mine, self.count)
        self.began = time.perf_counter()
        self.transport.write(REQUEST.format(len(body), body).encode())

    def data_received(self, data: bytes) -> None:
        self.kept += data
        if not self.kept.endswith(b"}"):
            return
        self.told.hear(self.kept[9:12], time.perf_counter() - self.began)
        self.kept = b""
        if self.told.open:
            self.say()
        else:
            self.transport.close()


class Told:
    """How long each answer took, once warm; how many were refused."""

    def __init__(self) -> None:
        self.open, self.warm = True, False
        self.took: list[float] = []
        self.refused = 0

    def hear(self, status: bytes, took: float) -> None:
        if status != b"200":
            self.refused += 1
        elif self.warm:
            self.took.append(took)


async def main(port: int, clients: int, seconds: float) -> None:
    ballots, told = json.load(sys.stdin), Told()
    for n in range(clients):
        ticket = ballots["tickets"][n % len(ballots["tickets"])]
        await asyncio.get_running_loop().create_connection(
            lambda ticket=ticket: Voter(ticket, ballots["statements"], told), "127.0.0.1", port
        )
    await asyncio.sleep(WARM)
    told.warm, began = True, time.perf_counter()
    await asyncio.sleep(seconds)
    took, lasted = sorted(told.took), time.perf_counter() - began
    told.open = False
    figures = {
        "votes_a_second": round(len(took) / lasted), "p50_ms": round(1_000 * took[len(took) // 2], 1),
        "p99_ms": round(1_000 * took[int(0.99 * len(took))], 1), "refused": told.refused,
    }  # fmt: skip
    print(json.dumps(figures))


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
