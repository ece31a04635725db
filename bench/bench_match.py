"""How fast two lists are matched: 1,373 × 241, 100,000 × 10,000, and one new text against 241.

Prints JSON lines with the quality on the invented lists (shangliang/analysis/tests/trial.py says how they are
made). `python bench/bench_match.py [small] [beside] [large]`: all when nothing is named. The command is measured
whole, start included; memory is that of the largest process (two of them match the large lists). `beside` sets the
matcher side by side with the plain way: TF-IDF of pairs and triples of letters, the product of the two matrices,
the nearest of each row.
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

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from shangliang.analysis.match import Entry, Matcher
from shangliang.analysis.tests import trial

SMALL, LARGE = (1_373, 241), (100_000, 10_000)
BESIDE = (10_000, 10_000)
SEED = 3
SEEDS = (3, 4, 5, 6)


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


def plainly(a: list[Entry], b: list[Entry]) -> dict[str, str]:
    """The nearest of the second list by cosine, 1,000 rows at a time."""
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), dtype=np.float32)
    theirs = vectoriser.fit_transform([e.text for e in b]).T.tocsr()
    found: dict[str, str] = {}
    for start in range(0, len(a), 1_000):
        block = a[start : start + 1_000]
        near = (vectoriser.transform([e.text for e in block]) @ theirs).toarray()
        found.update(
            (entry.id, b[k].id) for entry, k in zip(block, near.argmax(axis=1).tolist(), strict=True)
        )
    return found


def ours(a: list[Entry], b: list[Entry]) -> dict[str, str]:
    return {pair.a_id: pair.b_id for pair in Matcher(b).best(a, top=1)}


def beside() -> dict[str, float]:
    """CPU seconds and right firsts of both ways on the same lists, in turn."""
    a, b, right = trial.lists(*BESIDE, seed=SEED)
    out: dict[str, float] = {}
    for name, way in (("ours", ours), ("plain", plainly)):
        start = time.process_time()
        first = way(a, b)
        out[f"{name}_cpu_seconds"] = round(time.process_time() - start, 2)
        out[f"{name}_first_right"] = round(sum(first.get(i) == j for i, j in right.items()) / len(right), 4)
    return {**out, "times_as_fast": round(out["plain_cpu_seconds"] / out["ours_cpu_seconds"], 2)}


def noise() -> dict[str, object]:
    """Right firsts of the small lists on several seeds."""
    shares = []
    for seed in SEEDS:
        a, b, right = trial.lists(*SMALL, seed=seed)
        first = ours(a, b)
        shares.append(round(sum(first.get(i) == j for i, j in right.items()) / len(right), 4))
    return {"first_right": shares, "mean": round(statistics.mean(shares), 4)}


def main(asked: list[str]) -> None:
    """Run the named measurements and print one JSON line each."""
    if not asked or "small" in asked:
        print(json.dumps({"bench": "analyse match", "lists": SMALL, **command(SMALL)}), flush=True)
        print(json.dumps({"bench": "match.Matcher.best", "asks": SMALL[1], **arrivals()}), flush=True)
        print(json.dumps({"bench": "match, several seeds", "seeds": SEEDS, **noise()}), flush=True)
    if not asked or "beside" in asked:
        print(json.dumps({"bench": "match beside plain TF-IDF", "lists": BESIDE, **beside()}), flush=True)
    if not asked or "large" in asked:
        print(json.dumps({"bench": "analyse match", "lists": LARGE, **command(LARGE)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
