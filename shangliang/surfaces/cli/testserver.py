"""A throw-away database server for tests and checks, shared by everything that runs on a home at one time."""

import fcntl
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from shangliang.surfaces.cli import pgplace, postgres

MOST = 100


@dataclass(frozen=True)
class Loan:
    """The right to use the server. `slot` is a number that no other user holds: databases are named by it."""

    url: str
    slot: int
    home: Path
    # Descriptors, not file objects: they stay open, and locked, until the process ends.
    shared: int
    own: int

    def give_back(self) -> None:
        """Let go, and stop the server if nobody else is using it."""
        try:
            fcntl.flock(self.shared, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            postgres.stop(self.home)
        finally:
            os.close(self.own)
            os.close(self.shared)


def borrow(home: Path) -> Loan:
    """Bring the test server of this home up; it runs without fsync and its data is worth nothing."""
    home = pgplace.make_home(home / "test")
    shared = _open(home / "users.lock")
    fcntl.flock(shared, fcntl.LOCK_SH)
    slot, own = _slot(home)
    return Loan(_server(home).url, slot, home, shared, own)


def _server(home: Path) -> postgres.Server:
    """What a power cut left of a server without fsync is not repaired but made anew."""
    try:
        return postgres.ensure(home, durable=False)
    except postgres.PostgresError:
        base = home / "postgres"
        if not (base / "throwaway").exists():
            raise
        shutil.rmtree(base / "data", ignore_errors=True)
    return postgres.ensure(home, durable=False)


def _slot(home: Path) -> tuple[int, int]:
    for number in range(MOST):
        own = _open(home / f"slot-{number}.lock")
        try:
            fcntl.flock(own, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(own)
            continue
        return number, own
    raise postgres.PostgresError(f"同时有 {MOST} 个测试在运行。", f"{MOST} test runs at once are too many.")


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
