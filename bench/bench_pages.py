"""A list page over 1,000 and over 100,000 topics, and a cached public page, each against a bare "hello" view in
the same server. Prints JSON lines; ratios only, since the machine may be busy.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psutil
from django.core.management import call_command

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from shangliang.kernel import moves  # noqa: E402
from shangliang.modules.topics.models import Topic  # noqa: E402
from shangliang.surfaces.demo import cast  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
LISTS = {"desk list": "/desk/topics/", "public list": "/topics/"}
ROUNDS, WARM = 150, 30


def fill(count: int) -> None:
    """Topics in every public state, spread over the tree, without their journal (only reading is timed)."""
    people = cast.build()
    units, fields = list(people.units.values())[:3], list(people.fields.values())
    states = ["candidate", "filed", "planned", "discussing", "dispatched", "answered", "closed"]
    have, rows = Topic.objects.count(), []
    first = Topic(unit=units[0])
    moves.prepare(first, timezone.now())
    clock = {
        name: getattr(first, name) for name in ("root", "entered_at", "due_at", "clock_of", "clock_from")
    }
    for n in range(have, count):
        topic = Topic(
            unit=units[n % 3], title=f"第 {n} 个议题：小区门口的路灯", summary="夜里看不见路。" * 5, origin="raised",
            field=fields[n % len(fields)], heads=n % 40, voice_count=n % 60, score=n % 1000,
        )  # fmt: skip
        topic.__dict__.update(clock, state=states[n % len(states)])
        rows.append(topic)
        if len(rows) == 2000:
            Topic.objects.bulk_create(rows)
            rows = []
    Topic.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE topics_topic")


def session_of(username: str) -> str:
    person = cast.build().people[username]
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    return str(session.session_key)


@contextmanager
def server() -> Iterator[tuple[str, list[psutil.Process]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "bench.wsgi:application",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws",
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            base = f"http://127.0.0.1:{port}"
            _await(base + "/hello/")
            parent = psutil.Process(running.pid)
            yield base, [parent, *parent.children(recursive=True)]
        finally:
            running.terminate()


def _await(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=2).read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"no answer from {url}")


def cpu(processes: list[psutil.Process]) -> float:
    return sum(t.user + t.system for t in (p.cpu_times() for p in processes))


def cost(url: str, processes: list[psutil.Process], cookie: str = "", rounds: int = ROUNDS) -> float:
    """Server CPU seconds a request, the mean after warming up."""
    request = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
    for n in range(rounds + WARM):
        if n == WARM:
            before = cpu(processes)
        with urllib.request.urlopen(request) as answer:
            answer.read()
    return (cpu(processes) - before) / rounds


def rate(url: str, seconds: float = 4.0) -> float:
    """Requests a second from eight connections (wrk when it is there, else one thread of our own)."""
    try:
        out = subprocess.run(
            ["wrk", "-t1", "-c8", f"-d{seconds:.0f}s", url], capture_output=True, text=True, check=True
        ).stdout
        return float(next(line.split()[-1] for line in out.splitlines() if line.startswith("Requests/sec")))
    except FileNotFoundError:
        end, count = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            urllib.request.urlopen(url).read()
            count += 1
        return count / seconds


def queries(path: str, username: str) -> int:
    client = Client()
    client.force_login(cast.build().people[username], backend="django.contrib.auth.backends.ModelBackend")
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


def main() -> None:
    call_command("migrate", verbosity=0)
    measured: dict[str, dict[int, float]] = {name: {} for name in LISTS}
    for count in (1_000, 100_000):
        fill(count)
        cookie = f"sessionid={session_of('wang')}"
        with server() as (base, processes):
            hello = cost(base + "/hello/", processes, rounds=ROUNDS * 10)
            for name, path in LISTS.items():
                measured[name][count] = cost(base + path, processes, cookie)
                say(
                    name, topics=count, queries=queries(path, "wang"),
                    cpu_against_hello=measured[name][count] / hello, limit=20,
                )  # fmt: skip
            if count == 100_000:
                bare, cached = rate(base + "/hello/"), rate(base + "/topics/")
                say("cached public page", rate_against_hello=cached / bare, limit=0.7)
    for name, costs in measured.items():
        say(name, large_against_small=costs[100_000] / costs[1_000], limit=1.3)


def say(what: str, **figures: float) -> None:
    print(json.dumps({"bench": what, **{k: round(v, 3) for k, v in figures.items()}}), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("SHANGLIANG_LOG_LEVEL", "ERROR")
    main()
