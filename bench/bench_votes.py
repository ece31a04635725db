"""Durable votes a second over HTTP beside pgbench's single-row inserts, in turn on the same cluster.

64 clients each: voters with kept-open connections in a process of their own, and pgbench with prepared statements, once
into the votes' own table, once into a bare table with one unique index. All wait for the disk (synchronous_commit=on).
Prints JSON lines: the ratios are what counts. A busy machine is unfair to us: pgbench brings 64 processes to the
scheduler, we bring four.
"""

from __future__ import annotations

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from shangliang.surfaces.cli import pgtools

ROOT = Path(__file__).resolve().parent.parent
CLIENTS, SECONDS, ROUNDS = 64, 8, 3
TARGET = 1.0
TABLE = """
    DROP TABLE IF EXISTS bench_vote;
    CREATE TABLE bench_vote (
        id bigserial PRIMARY KEY, board bigint, statement bigint, voter bigint, value smallint, token uuid,
        at timestamptz, UNIQUE (voter, token)
    )
"""
BARE = """
    \\set voter random(1, 64)
    INSERT INTO bench_vote (board, statement, voter, value, token, at)
    VALUES (1, 1, :voter, 1, gen_random_uuid(), now());
"""
OWN = """
    \\set voter random({voters[0]}, {voters[1]})
    \\set statement random({statements[0]}, {statements[1]})
    INSERT INTO deliberation_cast (board_id, statement_id, voter_id, value, token, at)
    VALUES ({board}, :statement, :voter, 1, gen_random_uuid(), now());
"""


@contextmanager
def live() -> Iterator[int]:
    """The live process as it runs in production, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning",
        "--no-access-log", "--no-proxy-headers", "--no-server-header", "--no-date-header",
        "--http", "shangliang.surfaces.live.wire:Wire", "shangliang.surfaces.live.app:application",
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT) as running:
        try:
            _await(f"http://127.0.0.1:{port}/live/health")
            yield port
        finally:
            running.terminate()


def _await(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=2).read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"no answer from {url}")


def ours(port: int, ballots: str) -> dict[str, Any]:
    command = [sys.executable, str(ROOT / "bench" / "voters.py"), str(port), str(CLIENTS), str(SECONDS)]
    found = subprocess.run(command, input=ballots, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(found.stdout)
    return told


def pgbench(url: str, insert: str) -> int:
    """Inserts a second."""
    program = next(p for t in pgtools.available() if (p := Path(t.program("pgbench"))).exists())
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(insert)
        script.flush()
        command = [str(program), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS)]
        around = {**os.environ, "PGOPTIONS": "-c synchronous_commit=on"}
        told = subprocess.run(
            [*command, "-f", script.name, url], env=around, capture_output=True, text=True, check=True
        ).stdout
    return round(float(re.findall(r"tps = ([\d.]+)", told)[-1]))


def own(ballots: dict[str, Any]) -> str:
    """The same rows as voters make, one at a time."""
    ends = {name: (min(ballots[name]), max(ballots[name])) for name in ("voters", "statements")}
    return OWN.format(board=ballots["board"], **ends)


def settings(url: str) -> dict[str, str]:
    names = ("server_version", "fsync", "synchronous_commit", "wal_sync_method")
    with psycopg.connect(url) as connection:
        rows = [connection.execute("SELECT current_setting(%s)", [n]).fetchone() for n in names]
    return {name: row[0] for name, row in zip(names, rows, strict=True) if row}


def main() -> int:
    url = os.environ["DATABASE_URL"]
    made = subprocess.run(
        [sys.executable, "-m", "tests.ballots", str(CLIENTS)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    print(json.dumps({"bench": "votes", "clients": CLIENTS, "seconds": SECONDS, **settings(url)}), flush=True)
    rounds = []
    with live() as port:
        for number in range(1, ROUNDS + 1):
            with psycopg.connect(url) as connection:
                connection.execute(TABLE)
            told: dict[str, Any] = {"own_table": pgbench(url, own(json.loads(made.stdout)))}
            told |= {"bare_table": pgbench(url, BARE), **ours(port, made.stdout)}
            told |= {
                f"ratio_{t}": round(told["votes_a_second"] / told[f"{t}_table"], 2) for t in ("own", "bare")
            }
            rounds.append(told)
            print(json.dumps({"bench": "votes", "round": number, **told}), flush=True)
    median = {t: statistics.median(r[f"ratio_{t}"] for r in rounds) for t in ("own", "bare")}
    print(json.dumps({"bench": "votes", "median_ratios": median, "to_reach": TARGET}), flush=True)
    return 0 if median["own"] >= TARGET else 1


if __name__ == "__main__":
    raise SystemExit(main())
