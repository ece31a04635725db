"""A hall of 2,000 telephones on the machine that serves them: how long until all see what the secretary did.

The live process as in production, the telephones in a process of their own, the secretary in this one: captions,
speeches called and ended, one act after the other. Then the live process is killed (-9), the meeting goes
on, and the process comes back: everybody resumes by the last number she saw. Prints JSON lines; lost must be 0.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
PHONES, ACTS, AWAY = 2_000, 30, 5
PAUSE = 0.7  # seconds between two acts
TARGET = 1.0  # seconds, p95

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shangliang.project.settings")
django.setup()

from django.utils import timezone  # noqa: E402 - settings exist only after setup

from shangliang.modules.floor import services  # noqa: E402
from shangliang.modules.floor.models import Floor, Speech  # noqa: E402
from shangliang.modules.people import queries as people  # noqa: E402
from shangliang.modules.people.models import Person  # noqa: E402


def live(port: int) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning",
        "--no-access-log", "--no-proxy-headers", "--no-server-header", "--no-date-header",
        "--http", "shangliang.surfaces.live.wire:Wire", "shangliang.surfaces.live.app:application",
    ]  # fmt: skip
    running = subprocess.Popen(command, cwd=ROOT)
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/live/health", timeout=2).read()
        except OSError:
            time.sleep(0.1)
        else:
            return running
    raise SystemExit("the live process does not answer")


class Secretary:
    """Does one thing after the other in the room; every act leaves a line that says when it was done."""

    def __init__(self, floor: int) -> None:
        self.floor = Floor.objects.select_related("unit", "gathering__unit").get(pk=floor)
        person = Person.objects.get(username="wang")
        self.actor = people.actor_for(person, timezone.localdate())
        self.acts = 0

    def act(self) -> int:
        self.acts += 1
        if self.acts % 3 == 0:
            self._speaker()
        text = f"第 {self.acts} 句 #{self.acts}@{time.time_ns() // 1000}#"
        services.caption(
            self.floor, text=text, token=f"bench-{self.acts}", actor=self.actor, at=timezone.now()
        )
        return self.acts

    def _speaker(self) -> None:
        now = Speech.objects.select_related("unit", "participant", "floor__gathering__unit")
        speaking = now.filter(floor=self.floor, state="speaking").first()
        if speaking:
            services.finish(speaking, actor=self.actor, at=timezone.now())
        following = now.filter(floor=self.floor, state="waiting").order_by("asked_at").first()
        if following:
            services.call(following, actor=self.actor, at=timezone.now())


class Phones:
    """The process with all the telephones."""

    def __init__(self, port: int, made: str) -> None:
        command = [sys.executable, str(ROOT / "bench" / "phones.py"), str(port), str(PHONES)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self.inside = self.ask(made.strip())

    def ask(self, line: str) -> dict[str, Any]:
        if self.process.stdin is None or self.process.stdout is None:
            raise SystemExit("the telephones have no line")
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told


def quantile(took: list[float], share: float) -> float:
    return round(sorted(took)[min(len(took) - 1, int(share * len(took)))], 3)


def figures(took: dict[str, list[float]], first: int, last: int) -> dict[str, float]:
    every = [t for act in range(first, last + 1) for t in took[str(act)]]
    return {"p50_s": quantile(every, 0.5), "p95_s": quantile(every, 0.95), "max_s": round(max(every), 3)}


def main() -> int:
    made = subprocess.run(
        [sys.executable, "-m", "tests.halls"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = live(port)
    try:
        secretary = Secretary(json.loads(made)["floor"])
        phones = Phones(port, made)
        print(json.dumps({"bench": "floor", "phones": PHONES, "acts": ACTS, **phones.inside}), flush=True)
        seen = _acts(secretary, phones, ACTS)
        running.send_signal(signal.SIGKILL)
        running.wait()
        for _ in range(AWAY):
            secretary.act()
            time.sleep(PAUSE)
        running, back = live(port), time.monotonic()
        seen &= phones.ask(f"wait {secretary.acts}")["all"]
        resumed = round(time.monotonic() - back, 2)
        seen &= _acts(secretary, phones, ACTS)
        told = phones.ask("end")
    finally:
        running.kill()
        running.wait()
    lost = sum(PHONES - len(told["took"].get(str(act), ())) for act in range(1, secretary.acts + 1))
    steady, after = figures(told["took"], 1, ACTS), figures(told["took"], ACTS + AWAY + 1, secretary.acts)
    print(json.dumps({"bench": "floor", "part": "sitting", **steady}), flush=True)
    print(json.dumps({"bench": "floor", "part": "killed", "all_back_s": resumed, "after": after}), flush=True)
    print(
        json.dumps({"bench": "floor", "lost": lost, "p95_s": steady["p95_s"], "to_reach": TARGET}), flush=True
    )
    reached = max(steady["p95_s"], after["p95_s"]) <= TARGET
    return 0 if reached and seen and not lost else 1


def _acts(secretary: Secretary, phones: Phones, many: int) -> bool:
    for _ in range(many):
        secretary.act()
        time.sleep(PAUSE)
    return bool(phones.ask(f"wait {secretary.acts}")["all"])


if __name__ == "__main__":
    raise SystemExit(main())
