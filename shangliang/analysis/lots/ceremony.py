"""The public ceremony: what is sealed before, how the seed draws afterwards.

commit = SHA-256 of the canonical pool, quotas and size; seal = SHA-256 of the commit and the canonical lottery. The
n-th number of the draw is SHA-256 of seal, seed and n, taken modulo what is asked for, unless it falls into the
uneven rest. `verify_draw.py` does the same with the standard library alone.
"""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from shangliang.analysis.lots.records import TOTAL, Panel, Pool, Quota

_SPACE = 2**256


def canonical(content: object) -> str:
    """The one way of writing something as JSON."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def commit(pool: Pool, quotas: Sequence[Quota], size: int) -> str:
    """SHA-256 of pool, quotas and size; the order of rows and columns makes no difference."""
    people = [{"id": who, **dict(zip(pool.columns, cells, strict=True))} for who, cells in pool.people]
    rules = [[q.feature, q.value, q.low, q.high] for q in sorted(quotas)]
    return _hash(canonical({"pool": people, "quotas": rules, "size": size}))


def told(panels: Sequence[Panel]) -> list[list[object]]:
    """The lottery as it is written: [weight, [[kind, how many], …]] for each panel."""
    return [[panel.weight, [list(pair) for pair in panel.take]] for panel in panels]


def seal(committed: str, panels: Sequence[Panel]) -> str:
    """SHA-256 over commit and lottery: whoever has it before the seed knows that neither was changed after it."""
    return _hash(committed, canonical(told(panels)))


def seats(panels: Sequence[Panel], kinds: int) -> list[int]:
    """For each kind, seats times weight, summed over the lottery."""
    found = [0] * kinds
    for panel in panels:
        for kind, many in panel.take:
            found[kind] += panel.weight * many
    return found


def chances(members: Sequence[Sequence[str]], seated: Sequence[int]) -> dict[str, str]:
    """The chance of each person, by id, as a decimal of nine places."""
    found = {
        who: f"{many / (len(ids) * TOTAL):.9f}"
        for ids, many in zip(members, seated, strict=True)
        for who in ids
    }
    return dict(sorted(found.items()))


class Numbers:
    """Whole numbers drawn from a seal and a seed: the same for everybody, known to nobody before the seed."""

    def __init__(self, sealed: str, seed: str) -> None:
        self._from = f"{sealed}\n{seed.strip()}\n"
        self._drawn = 0

    def below(self, bound: int) -> int:
        """The next number from 0 to bound - 1, each equally likely."""
        while True:
            self._drawn += 1
            number = int(hashlib.sha256(f"{self._from}{self._drawn}".encode()).hexdigest(), 16)
            if number < _SPACE - _SPACE % bound:
                return number % bound


def draw(
    sealed: str, panels: Sequence[Panel], members: Sequence[Sequence[str]], seed: str
) -> tuple[int, tuple[str, ...]]:
    """Which panel of the lottery is drawn, and the people: from each kind as many as it says, one by one."""
    numbers = Numbers(sealed, seed)
    chosen = bisect_right(list(accumulate(panel.weight for panel in panels)), numbers.below(TOTAL))
    seated: list[str] = []
    for kind, many in panels[chosen].take:
        left = sorted(members[kind])
        seated += [left.pop(numbers.below(len(left))) for _ in range(many)]
    return chosen, tuple(sorted(seated))
