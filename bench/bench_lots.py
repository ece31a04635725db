"""How fast lots are drawn up and projects chosen: 300/40, 1,000/100, 10,000/150 people; 100,000 voters.

Prints JSON lines. `python bench/bench_lots.py [lots] [large] [choose]`: all when nothing is named. Pools, quotas and
the town are invented (shangliang/analysis/tests/pools.py and elections.py say how). Seconds are of the processor and of
the clock, without the start of Python; `eps` is how far anybody's chance lies below the LEXIMIN bound.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from shangliang.analysis import choosing
from shangliang.analysis.lots import draw_up, faults, written
from shangliang.analysis.tests import elections, pools

Made = TypeVar("Made")

POOLS = ((300, 40, 6, 1.0), (1_000, 100, 7, 10.0))
LARGE = ((10_000, 150, 7, 200.0),)
VOTERS, WITHIN = 100_000, 1.0


def spent(work: Callable[[], Made]) -> tuple[Made, dict[str, float]]:
    """What came of it, and the seconds it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    return made, {
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "seconds": round(time.perf_counter() - wall, 2),
    }


def lots(people: int, size: int, features: int, within: float) -> dict[str, object]:
    """One pool: drawn up, and checked."""
    pool, quotas = pools.pool_and_quotas(people, size, features)
    lottery, took = spent(lambda: draw_up(pool, quotas, size))
    wrong, checked = spent(lambda: faults(written(lottery, seed="bench"), pool))
    assert not wrong
    return {
        **took,
        "to_reach": within,
        "kinds": len(lottery.kinds),
        "panels": len(lottery.panels),
        "min_probability": lottery.certificate.minimum,
        "eps": lottery.certificate.eps,
        "proof": lottery.certificate.proof,
        "verify_cpu_seconds": checked["cpu_seconds"],
    }


def town() -> None:
    """Every rule on the same town, once it is read."""
    data = elections.town(VOTERS)
    election, took = spent(lambda: choosing.read(data))
    told = {"voters": VOTERS, "projects": len(election.projects)}
    print(json.dumps({"bench": "choosing.read", **told, **took}), flush=True)
    for rule, completion in (
        ("equal-shares", "none"),
        ("equal-shares", "add1"),
        ("equal-shares", "add1u"),
        ("phragmen", "none"),
        ("greedy", "none"),
    ):
        choice, took = spent(lambda: choosing.choose(election, rule, completion=completion))  # noqa: B023
        outcome = {"winners": len(choice.winners), "unspent": round(choice.unspent, 4)}
        outcome["represented"] = round(choice.represented, 4)
        named = {"bench": f"choose {rule} {completion}", **told, **took, "to_reach": WITHIN}
        print(json.dumps({**named, **outcome}), flush=True)


def main(asked: list[str]) -> None:
    """Run the named measurements and print one JSON line each."""
    for name, sizes in (("lots", POOLS), ("large", LARGE)):
        for people, size, features, within in sizes if not asked or name in asked else ():
            told = {"bench": "lots.draw_up", "people": people, "size": size}
            print(json.dumps({**told, **lots(people, size, features, within)}), flush=True)
    if not asked or "choose" in asked:
        town()


if __name__ == "__main__":
    main(sys.argv[1:])
