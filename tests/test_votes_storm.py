"""Many vote at once while the live process, a session of the database and the database itself are killed: whatever was
acknowledged is there afterwards, and nothing is there twice.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from shangliang.surfaces.cli import pgplace, pgtools, postgres
from shangliang.surfaces.live.tests.wires import Line, request
from tests.browser.site import free_port

ROOT = Path(__file__).resolve().parent.parent
VOTERS = 32
PATIENCE = 180  # seconds; a process may take its time to come up on a busy machine
LIVE = [
    sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--log-level", "critical", "--no-access-log",
    "--http", "shangliang.surfaces.live.wire:Wire", "shangliang.surfaces.live.app:application",
]  # fmt: skip
# A session that writes votes, found by what it has written last.
WRITING = "SELECT pid FROM pg_stat_activity WHERE query LIKE '%WITH ORDINALITY%' AND pid <> pg_backend_pid() LIMIT 1"


@pytest.fixture
def home() -> Iterator[Path]:
    """A home with a durable database of its own, the house's tables in it."""
    with tempfile.TemporaryDirectory(prefix="storm-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "home"
        postgres.stop(Path(folder) / "home")


@pytest.fixture
def url(home: Path, db: None) -> str:
    """Copied from the test database, which is quicker than a hundred migrations."""
    target = postgres.ensure(home).url
    known = connection.settings_dict
    source = f"postgresql://{known['USER']}@/{known['NAME']}?host={known['HOST']}&port={known['PORT']}"
    tools = pgtools.choose(pgplace.locate(home))
    dump = [tools.program("pg_dump"), "--no-owner", "--no-comments", source]
    with subprocess.Popen(dump, stdout=subprocess.PIPE) as reading:
        restore = [tools.program("psql"), "-q", "-v", "ON_ERROR_STOP=1", target]
        subprocess.run(restore, stdin=reading.stdout, stdout=subprocess.DEVNULL, check=True)
    return target


@contextmanager
def running(port: int, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([*LIVE, "--port", str(port)], env=env, cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@dataclass
class Storm:
    """What was said, and what the house said to it."""

    port: int
    ballots: dict[str, Any]
    kept: dict[tuple[int, str], tuple[int, int, int]] = field(default_factory=dict)
    again: int = 0
    over: bool = False

    async def voter(self, n: int) -> None:
        """Says one thing after another; each until it is acknowledged, always with the same token."""
        line, count = None, 0
        while not self.over:
            count += 1
            said = {
                "ticket": self.ballots["tickets"][n], "value": count % 3 - 1, "token": str(uuid.uuid4()),
                "statement": self.ballots["statements"][count % len(self.ballots["statements"])],
            }  # fmt: skip
            number = None
            while number is None:
                try:
                    line = line or await self._line()
                    line.writer.write(request(json.dumps(said).encode()))
                    got = await line.hear()
                    assert got.status in (200, 503), got
                    number = got.said["id"] if got.status == 200 else None
                except (OSError, EOFError, TimeoutError):
                    line = _shut(line)
                if number is None:
                    self.again += 1
                    await asyncio.sleep(0.1)
            self.kept[self.ballots["voters"][n], said["token"]] = number, said["statement"], said["value"]
        _shut(line)

    async def _line(self) -> Line:
        return Line(*await asyncio.open_connection("127.0.0.1", self.port))

    async def more(self, count: int = 300) -> None:
        """Until so many more are acknowledged."""
        until, deadline = len(self.kept) + count, time.monotonic() + PATIENCE
        while len(self.kept) < until:
            assert time.monotonic() < deadline, f"only {len(self.kept)} of {until} votes were acknowledged"
            await asyncio.sleep(0.05)


@pytest.mark.slow
def test_what_was_acknowledged_is_there_once_whatever_is_killed(home: Path, url: str) -> None:
    env = os.environ | {"DATABASE_URL": url, "SHANGLIANG_HOME": str(home)}
    env.setdefault("DJANGO_SETTINGS_MODULE", "shangliang.project.settings")
    made = subprocess.run(
        [sys.executable, "-m", "tests.ballots", str(VOTERS)],
        env=env, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    storm = Storm(free_port(), json.loads(made.stdout))
    asyncio.run(_rages(storm, env, home, url))
    with psycopg.connect(url) as database:
        rows = database.execute(
            "SELECT voter_id, token::text, id, statement_id, value FROM deliberation_cast"
        ).fetchall()
    there = {(voter, token): (number, statement, value) for voter, token, number, statement, value in rows}
    assert len(there) == len(rows), "none twice"
    assert there == storm.kept, "all of them, and nothing else"
    assert storm.again > 0, "it was no storm"


def _shut(line: Line | None) -> None:
    if line:
        line.writer.close()


async def _rages(storm: Storm, env: dict[str, str], home: Path, url: str) -> None:
    voters = [asyncio.create_task(storm.voter(n)) for n in range(VOTERS)]
    with running(storm.port, env) as live:
        await storm.more()
        live.kill()
        live.wait()
    with running(storm.port, env) as live:
        await storm.more()
        await asyncio.to_thread(_kill, lambda: _writing(url))
        await storm.more()
        await asyncio.to_thread(_kill, lambda: postgres.postmaster(pgplace.locate(home)))
        await asyncio.to_thread(postgres.ensure, home)
        await storm.more()
        storm.over = True
        await asyncio.gather(*voters)
        live.terminate()
        assert await asyncio.to_thread(live.wait, 30) in (0, -signal.SIGTERM)


def _writing(url: str) -> int | None:
    with psycopg.connect(url) as database:
        found = database.execute(WRITING).fetchone()
    return int(found[0]) if found else None


def _kill(whom: Callable[[], int | None]) -> None:
    pid = whom()
    assert pid, "nobody to kill"
    os.kill(pid, signal.SIGKILL)
