"""How fast two lists are matched: 1,373 × 241, 100,000 × 10,000, and one new text against 241.

Prints JSON lines with the quality on the invented lists (shangliang/analysis/tests/trial.py says how they are
made). `python bench/bench_match.py [small] [large]`: both when nothing is named. The command is measured whole,
start included; memory is that of the largest process (two of them match the large lists).
"""

import csv
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from shangliang.analysis.match import Entry, Matcher
from shangliang.analysis.tests import trial

SMALL, LARGE = (1_373, 241), (100_000, 10_000)
SEED = 3


def write(path: Path, entries: list[Entry]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "text"))
        rows.writerows((e.id, e.text) for e in entries)


def command(size: tuple[int, int]) -> dict[str, object]:
    """The command on files of this size: seconds, memory, and how many firsts are right."""
    a, b, right = trial.lists(*size, seed=SEED)
    with tempfile.TemporaryDirectory(prefix="shangliang-bench-") as folder:
        one, two, out = (Path(folder) / name for name in ("a.csv", "b.csv", "out.csv"))
        write(one, a)
        write(two, b)
        line = [
            sys.executable,
            "-m",
            "shangliang.surfaces.cli.main",
            "analyse",
            "match",
            one,
            two,
            "--out",
            out,
        ]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(line, check=True, stderr=subprocess.DEVNULL)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        first: dict[str, str] = {}
        with out.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                first.setdefault(row["a_id"], row["b_id"])
    others = len(a) - len(right)
    return {
        "seconds": round(wall, 2),
        "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        "peak_mb": round(after.ru_maxrss / 1_024),
        "first_right": round(sum(first.get(i) == j for i, j in right.items()) / len(right), 4),
        "shown_without_ask": round(sum(i not in right for i in first) / others, 4),
    }


def arrivals() -> dict[str, float]:
    """One text after the other against the asks that are already read."""
    a, b, _ = trial.lists(*SMALL, seed=SEED)
    matcher, spent = Matcher(b), []
    for entry in a[:300]:
        start = time.perf_counter()
        matcher.best([entry])
        spent.append(1_000 * (time.perf_counter() - start))
    spent.sort()
    return {
        "median_ms": round(statistics.median(spent), 2),
        "p95_ms": round(spent[int(0.95 * len(spent))], 2),
    }


def main(asked: list[str]) -> None:
    """Run the named measurements and print one JSON line each."""
    if not asked or "small" in asked:
        print(json.dumps({"bench": "analyse match", "lists": SMALL, **command(SMALL)}), flush=True)
        print(json.dumps({"bench": "match.Matcher.best", "asks": SMALL[1], **arrivals()}), flush=True)
    if not asked or "large" in asked:
        print(json.dumps({"bench": "analyse match", "lists": LARGE, **command(LARGE)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
