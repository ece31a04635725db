"""A whole site as `shangliang start` runs it, on a database of its own beside the test database."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import databases

# The demo year takes its time; the name of a database in which it was played already is copied instead.
PLAYED = "SHANGLIANG_BROWSER_YEAR"
UP_WITHIN = 300  # seconds


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

    def kill_pages(self) -> int:
        """Kill -9 whatever answers for pages now, as a power cut would; the supervisor brings it up again. How many."""
        masters = [pid for pid in _children(self.process.pid) if "granian" in _command(pid)]
        found = [*masters, *(child for pid in masters for child in _children(pid))]
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        return len(found)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")


@dataclass(frozen=True)
class Year:
    """A year that was played: the database it lies in, and the home with the files and keys that belong to it."""

    database: str
    home: Path | None = None


def year_name() -> str:
    """Of the database with the year that all processes of this run copy."""
    return f"year_{databases.slot()}"


def play_year(beside: str, home: Path) -> Year:
    """The year, played by whoever comes first; who comes meanwhile waits for it."""
    if played := os.environ.get(PLAYED):
        return Year(played)
    name, done = year_name(), home / "played"
    with databases.alone(beside, name):
        if not done.exists():
            database = databases.make(beside, name, like=databases.blank(beside))
            databases.prepare(database, SHANGLIANG_HOME=str(home))
            done.touch()
    return Year(name, home)


def raise_site(beside: str, name: str, home: Path, year: Year) -> Site:
    """Copy the year into the database `name` on the server of the test database and start everything on it."""
    database = databases.make(beside, name, like=year.database)
    if year.home:
        shutil.copytree(year.home, home, dirs_exist_ok=True)
    port = free_port()
    env = databases.outside() | {
        "DATABASE_URL": database, "SHANGLIANG_HOME": str(home), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    log = home / "site.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*databases.SHANGLIANG, "start", "--port", str(port)],
            env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    site = Site("", env, process, log)
    try:
        site.url = _wait(site, home)
    except NotUp:
        site.stop()
        raise
    return site


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
