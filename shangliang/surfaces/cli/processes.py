"""Processes by number and birth: a number alone may belong to somebody else after a while."""

import os
import signal
import subprocess
import time
from pathlib import Path

BOOT = Path("/proc/sys/kernel/random/boot_id")


def born(pid: int) -> str | None:
    """A text that no other process of that number will ever have; None when it is gone or a zombie."""
    stat = Path(f"/proc/{pid}/stat")
    if BOOT.exists():
        try:
            # The name in brackets may hold spaces; what follows the last bracket does not.
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] in {"Z", "X"} else f"{BOOT.read_text().strip()}-{fields[19]}"
    asked = subprocess.run(
        ["ps", "-p", str(pid), "-o", "stat=,lstart="], capture_output=True, text=True, check=False
    )
    state, _, start = asked.stdout.strip().partition(" ")
    return start.strip() if start and not state.startswith("Z") else None


def alive(pid: int, birth: str) -> bool:
    """Whether this very process still runs."""
    return born(pid) == birth


def end_group(pid: int, birth: str, *, grace: float) -> None:
    """Ask a process and those it started to end; after the grace they are made to."""
    if alive(pid, birth):
        _signal_group(pid, signal.SIGTERM)
        deadline = time.monotonic() + grace
        while alive(pid, birth) and time.monotonic() < deadline:
            time.sleep(0.05)
        _signal_group(pid, signal.SIGKILL)


def end_rest(leader: int, mark: str) -> int:
    """End what a process left behind that is gone itself; how many there were.

    Its number may be somebody else's by now, so only those are ended whose environment holds the mark, an
    entry NAME=VALUE. Where the system does not tell (no /proc), nothing is done.
    """
    ended = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            session = int((folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[3])
            if session != leader or mark.encode() not in (folder / "environ").read_bytes().split(b"\0"):
                continue
            os.kill(int(folder.name), signal.SIGKILL)
        except OSError:
            # It ended while we looked, or belongs to another user and so is not ours.
            continue
        ended += 1
    return ended


def kill_group(pid: int) -> None:
    """End what a process of ours left behind; call it only right after that process itself has ended."""
    _signal_group(pid, signal.SIGKILL)


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return
