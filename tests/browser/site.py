"""A whole site as `shangliang start` runs it, on a database of its own beside the test database."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

SHANGLIANG = [sys.executable, "-m", "shangliang.surfaces.cli.main"]
# The demo year takes its time; the name of a database in which it was played already is copied instead.
PLAYED = "SHANGLIANG_BROWSER_YEAR"
UP_WITHIN = 900  # seconds; nearly all of it plays the demo year


class NotUp(Exception):
    """The site did not come up; says what it printed."""


@dataclass
class Site:
    """A running site: where it answers, and what questions may be asked of its database."""

    url: str
    env: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path
    answers: dict[str, Any] = field(default_factory=dict)

    def ask(self, module: str) -> Any:
        """What `python -m module` prints, as JSON, with this site's database; asked once."""
        if module not in self.answers:
            found = subprocess.run(
                [sys.executable, "-m", module], env=self.env, capture_output=True, text=True, check=False
            )
            if found.returncode:
                raise NotUp(f"{module}:\n{found.stdout}\n{found.stderr}")
            self.answers[module] = json.loads(found.stdout)
        return self.answers[module]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def raise_site(test_database: str, name: str, home: Path) -> Site:
    """Play the year into the database `name` on the server of the test database and start everything on it."""
    database = make_database(test_database, name)
    port = free_port()
    env = os.environ | {"DATABASE_URL": database, "SHANGLIANG_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    # The site has settings of its own; nothing of the test run's may reach it.
    for stray in ("DJANGO_SETTINGS_MODULE", "SHANGLIANG_PORT", "SHANGLIANG_LIVE_URL", "PYTEST_CURRENT_TEST"):
        env.pop(stray, None)
    log = home / "site.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*SHANGLIANG, "start", "--port", str(port)],
            env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    site = Site("", env, process, log)
    try:
        site.url = _wait(site, home)
    except NotUp:
        site.stop()
        raise
    return site


def make_database(beside: str, name: str) -> str:
    """An empty database of that name (or a copy of the one named by SHANGLIANG_BROWSER_YEAR), and its address."""
    played = os.environ.get(PLAYED)
    drop_database(beside, name)
    with psycopg.connect(beside, autocommit=True) as connection:
        copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(played)) if played else sql.SQL("")
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copied)
    parts = urlsplit(beside)
    return urlunsplit(parts._replace(path=f"/{name}"))


def drop_database(beside: str, name: str) -> None:
    """Whoever is still connected is put out first.

    Not WITH (FORCE): that fails while autovacuum is in there, which belongs to somebody else; a plain drop ends it.
    """
    with psycopg.connect(beside, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user",
            [name],
        )
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(site: Site, home: Path) -> str:
    """Until pages, live events and jobs run: only then the supervisor notes its address."""
    deadline = time.monotonic() + UP_WITHIN
    notes = home / "run" / "supervisor.json"
    while time.monotonic() < deadline and site.process.poll() is None:
        if notes.exists():
            url = json.loads(notes.read_text(encoding="utf-8")).get("url")
            if url:
                return str(url)
        time.sleep(0.2)
    raise NotUp(f"the site did not come up:\n{site.log.read_text(errors='replace')}")
