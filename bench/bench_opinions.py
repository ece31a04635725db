"""How fast opinion maps are made: from all votes at once, and as votes arrive.

Prints JSON lines. `python bench/bench_opinions.py [small] [middle] [large] [live] [noise]`: all when nothing is named.
Votes are invented (shangliang/analysis/tests/crowd.py says how). Ingest is from numbers in order of time to rows of
last votes; the map is everything after that. Each size has a process of its own: `peak_mb` is all that it ever held,
the invented votes included. `noise` makes conversations without and with planted groups, and counts what
is called clear.
"""

import json
import resource
import statistics
import subprocess
import sys
import time

import numpy as np

from shangliang.analysis.opinions import clusters
from shangliang.analysis.opinions.chart import chart
from shangliang.analysis.opinions.live import Live
from shangliang.analysis.opinions.votes import Votes
from shangliang.analysis.tests import crowd

SIZES = {
    "small": (10_000, 300, 137_000),
    "middle": (100_000, 500, 2_320_000),
    "large": (1_000_000, 1_000, 38_000_000),
}
CONVERSATIONS = [(60, 20, 0.8), (100, 30, 0.5), (200, 40, 0.5), (500, 50, 0.4), (1_000, 100, 0.2)]
SEEDS = 20
ROUNDS = 3
STREAMED = 20_000


def gathered(people: int, statements: int, count: int) -> tuple[Votes, float]:
    """The votes of one size, and the seconds it took to gather them."""
    rows, columns, values = crowd.stream(people, statements, count)
    names = [f"{k:07}" for k in range(people)], [f"{k:04}" for k in range(statements)]
    start = time.perf_counter()
    votes = Votes.coded(rows, columns, values, people=names[0], statements=names[1])
    return votes, time.perf_counter() - start


def batch(name: str) -> dict[str, object]:
    """Seconds and memory of the map of all votes."""
    votes, ingest = gathered(*SIZES[name])
    spent, busy = [], []
    for _ in range(ROUNDS):
        start, cpu = time.perf_counter(), time.process_time()
        made = chart(votes)
        spent.append(time.perf_counter() - start)
        busy.append(time.process_time() - cpu)
        # What was counted once is counted anew in each round.
        for counted in ("tally", "rows", "per_person"):
            vars(votes).pop(counted, None)
    return {
        "people": len(votes.people),
        "statements": len(votes.statements),
        "votes": len(votes),
        "ingest_seconds": round(ingest, 2),
        "map_seconds": round(min(spent), 3),
        "map_median": round(statistics.median(spent), 3),
        "map_cpu_seconds": round(min(busy), 3),
        "k": made.k,
        "pairwise": made.layout.health.pairwise,
        "peak_mb": peak(),
    }


def live() -> dict[str, object]:
    """Microseconds of a vote that arrives, new or changed, and seconds of a map started from the last one."""
    votes, _ = gathered(*SIZES["middle"])
    start = time.perf_counter()
    state = Live.of(votes)
    begun = time.perf_counter() - start
    before = state.chart()
    rng = np.random.default_rng(1)
    people, statements = votes.people, votes.statements
    arriving = [
        (people[int(rng.integers(len(people)))], statements[int(rng.integers(len(statements)))], int(vote))
        for vote in rng.integers(-1, 2, size=STREAMED)
    ]
    each = []
    for person, statement, vote in arriving:
        start = time.perf_counter()
        state.vote(person, statement, vote)
        each.append(1e6 * (time.perf_counter() - start))
    warm = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        state.chart(before=before)
        warm.append(time.perf_counter() - start)
    each.sort()
    return {
        "people": len(people),
        "statements": len(statements),
        "begin_seconds": round(begun, 2),
        "vote_median_us": round(statistics.median(each), 1),
        "vote_p99_us": round(each[int(0.99 * len(each))], 1),
        "warm_map_seconds": round(min(warm), 3),
        "peak_mb": peak(),
    }


def noise() -> dict[str, object]:
    """By size: how many conversations, of noise and with planted groups, have clear ones; how well they are found."""
    told: dict[str, object] = {}
    for people, statements, seen in CONVERSATIONS:
        called, agreed = {0: 0, 2: 0, 3: 0}, []
        for seed in range(SEEDS):
            for groups in called:
                votes, planted = crowd.conversation(
                    people, statements, groups=groups, seen=seen, seed=seed, strength=1.5
                )
                result = chart(votes)
                called[groups] += result.layout.health.clear
                if groups and result.layout.health.clear:
                    held = result.groups >= 0
                    agreed.append(clusters.adjusted_rand(planted[held], result.groups[held]))
        told[f"{people} x {statements}"] = {
            "noise": f"{called[0]} of {SEEDS}",
            "planted": f"{called[2] + called[3]} of {2 * SEEDS}",
            "agreement_median": round(statistics.median(agreed), 2),
        }
    return told


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024


OTHER = {"live": live, "noise": noise}


def main(asked: list[str]) -> None:
    """Run the named measurements, each in a process of its own, and print one JSON line each."""
    if asked[:1] == ["--here"]:
        name = asked[1]
        told = OTHER[name]() if name in OTHER else batch(name)
        print(json.dumps({"bench": f"opinions {name}", **told}), flush=True)
        return
    for name in asked or [*SIZES, *OTHER]:
        subprocess.run([sys.executable, __file__, "--here", name], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
