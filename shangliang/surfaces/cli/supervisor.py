"""Keeps a few child processes running and stops them in order; knows nothing of what they do.

What runs is written to `home/run/*.json` (number and birth of each process), so that whatever a killed
supervisor left behind is found and ended by the next one.
"""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from shangliang.surfaces.cli import processes
from shangliang.surfaces.cli.errors import CliError

Say = Callable[[str], None]
LOG_LIMIT = 5 * 1024 * 1024
LOGS_KEPT = 3
SOON = 20.0
DELAYS = (0.3, 1.0, 2.0, 5.0, 15.0, 30.0)
TELL_AFTER = 3
LINES_SHOWN = 15


@dataclass(frozen=True)
class Child:
    """One program to keep running. `grace` is how long it may take to finish its work when asked to stop."""

    name: str
    command: Sequence[str]
    grace: float = 10.0


@dataclass
class Running:
    """A child as it is now: its process, or when it may be tried again."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    wanted: bool = False
    since: float = 0.0
    deaths: int = 0
    next_try: float = 0.0


class AlreadyRunning(CliError):
    """Another supervisor looks after this home."""


@dataclass
class Claim:
    """The right to run on a home; held until the process ends, however it ends."""

    home: Path
    descriptor: int
    facts: dict[str, object] = field(default_factory=dict)

    def note(self, **facts: object) -> None:
        """Write down for others (`status`, `stop`, a second start) what is known by now."""
        self.facts |= facts
        _write(self.home / "run" / "supervisor.json", self.facts)

    def release(self) -> None:
        (self.home / "run" / "supervisor.json").unlink(missing_ok=True)
        os.close(self.descriptor)


def claim(home: Path) -> Claim:
    """Become the home's only supervisor and end what a killed one left; raises AlreadyRunning."""
    run = home / "run"
    run.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(run / "supervisor.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        url = (other(home) or {}).get("url") or "…"
        raise AlreadyRunning(
            f"已经在运行：{url} 。要停止请用 `shangliang stop`。",
            f"Already running at {url} . Stop it with `shangliang stop`.",
            code=5,
        ) from None
    left = _read(run / "supervisor.json")
    sweep(home)
    claimed = Claim(home, descriptor, {"pid": os.getpid(), "born": processes.born(os.getpid())})
    # A killed supervisor cannot stop the database it started: whoever follows inherits that duty.
    claimed.note(owns_database=bool(left.get("owns_database")))
    return claimed


def other(home: Path) -> dict[str, object] | None:
    """What the supervisor that runs on this home has noted; None when none runs."""
    facts = _read(home / "run" / "supervisor.json")
    pid, birth = facts.get("pid"), facts.get("born")
    if isinstance(pid, int) and isinstance(birth, str) and processes.alive(pid, birth):
        return facts
    return None


def sweep(home: Path) -> int:
    """End the children that a killed supervisor left running; how many there were."""
    ended = 0
    for path in sorted((home / "run").glob("child-*.json")):
        facts = _read(path)
        pid, birth = facts.get("pid"), facts.get("born")
        if isinstance(pid, int) and isinstance(birth, str):
            if processes.alive(pid, birth):
                processes.end_group(pid, birth, grace=5)
                ended += 1
            else:
                ended += processes.end_rest(pid, _mark(home))
        path.unlink(missing_ok=True)
    return ended


class Supervisor:
    """Children in the order in which they are stopped; `watch` is called every few seconds meanwhile."""

    def __init__(
        self,
        home: Path,
        children: Sequence[Child],
        *,
        env: Mapping[str, str],
        say: Say,
        watch: Callable[[], None] | None = None,
        watch_every: float = 5.0,
    ) -> None:
        self.home = home
        self.say = say
        self.env = dict(env) | dict([_mark(home).split("=", 1)])
        self.running = [Running(child) for child in children]
        self.watch = watch
        self.watch_every = watch_every
        self.stopping = threading.Event()
        self.hurried = False

    @contextlib.contextmanager
    def signals(self) -> Iterator[None]:
        """SIGINT, SIGTERM and a closed terminal stop in order; a second one no longer waits."""
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self._on_signal) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def start(self, *names: str) -> None:
        """Start the children of these names, or all; those that run already are left alone."""
        for one in self.running:
            if not one.wanted and (not names or one.child.name in names):
                one.wanted = True
                self._launch(one)

    def run(self) -> None:
        """Look after the children until somebody asks to stop."""
        next_watch = time.monotonic() + self.watch_every
        while not self.stopping.wait(0.2):
            self.tend()
            if self.watch and time.monotonic() > next_watch:
                self.watch()
                next_watch = time.monotonic() + self.watch_every

    def tend(self) -> None:
        """Notice the dead and start again those whose time has come."""
        now = time.monotonic()
        for one in self.running:
            if one.process is None:
                if one.wanted and now >= one.next_try:
                    self._launch(one)
            elif (code := one.process.poll()) is not None:
                self._bury(one, code, now)

    def stop(self) -> None:
        """Stop all, one after the other, in the given order."""
        self.stopping.set()
        for one in self.running:
            if one.process is not None:
                self._end(one, one.process)
            self._record(one).unlink(missing_ok=True)

    def deaths(self, name: str) -> int:
        """How often in a row the child of that name died soon after its start."""
        return next(one.deaths for one in self.running if one.child.name == name)

    def last_lines(self, name: str) -> str:
        """What the child wrote last."""
        path = self.home / "log" / f"{name}.log"
        if not path.exists():
            return ""
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 16_384))
            lines = file.read().decode(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-LINES_SHOWN:])

    def _launch(self, one: Running) -> None:
        one.since = time.monotonic()
        try:
            log = self.home / "log" / f"{one.child.name}.log"
            rotate(log)
            with log.open("ab") as output:
                one.process = subprocess.Popen(
                    one.child.command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=self.env,
                    start_new_session=True,
                )
            _write(self._record(one), {"pid": one.process.pid, "born": processes.born(one.process.pid)})
        except OSError as failed:
            # A full disk, most likely: no log or no note can be written. The child is tried again later.
            self.say(f"{one.child.name}：{failed}")
            self._bury(one, 127, time.monotonic())

    def _bury(self, one: Running, code: int, now: float) -> None:
        """Note a death, wait the longer the oftener it died, and say so when it does not get up."""
        if one.process is not None:
            processes.kill_group(one.process.pid)
        one.process = None
        one.deaths = one.deaths + 1 if now - one.since < SOON else 1
        one.next_try = now + DELAYS[min(one.deaths, len(DELAYS)) - 1]
        self._record(one).unlink(missing_ok=True)
        name = one.child.name
        if one.deaths == TELL_AFTER or one.deaths % 20 == 0:
            self.say(
                f"{name} 连续 {one.deaths} 次启动失败（退出码 {code}），仍在重试。\n"
                f"{name} failed {one.deaths} times in a row (exit code {code}); still trying. "
                f"{self.home}/log/{name}.log:\n"
                f"{self.last_lines(name)}"
            )
        elif one.deaths < TELL_AFTER:
            self.say(
                f"{name} 意外退出（{code}），正在重启。\n{name} ended unexpectedly ({code}); restarting it."
            )

    def _end(self, one: Running, process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        deadline = time.monotonic() + one.child.grace
        while process.poll() is None and time.monotonic() < deadline and not self.hurried:
            time.sleep(0.05)
        processes.kill_group(process.pid)
        process.wait()
        one.process = None

    def _record(self, one: Running) -> Path:
        return self.home / "run" / f"child-{one.child.name}.json"

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.hurried = self.stopping.is_set()
        self.stopping.set()


def rotate(log: Path) -> None:
    """Keep a log from growing for ever: a big one steps back and the oldest is dropped."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if not log.exists() or log.stat().st_size < LOG_LIMIT:
        return
    for number in range(LOGS_KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    log.replace(log.with_name(f"{log.name}.1"))


def _mark(home: Path) -> str:
    """What the environment of every process of this home's site holds."""
    return f"SHANGLIANG_SUPERVISED={home}"


def _write(path: Path, facts: Mapping[str, object]) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(facts), encoding="utf-8")
    draft.replace(path)


def _read(path: Path) -> dict[str, object]:
    """What was noted; nothing when the file is missing or was cut short by a full disk."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}
