"""Which statement to show a person next: drawn by how much an answer would tell."""

import hashlib

import numpy as np

from shangliang.analysis.opinions.counts import Counts, share
from shangliang.analysis.opinions.votes import Votes

META = 49.0  # the priority of a statement about the person rather than the matter
UNKNOWN = 1.0  # of a statement that came after the figures were made
_CELLS = 4_000_000
_BITS = 53  # what a float holds exactly


def priority(total: Counts, extremity: np.ndarray, meta: np.ndarray | None = None) -> np.ndarray:
    """How much each statement wants votes: agreed to, far from the middle, seldom passed, and new."""
    seen = total.seen[0]
    agreeing, passing = share(total.agree[0], seen), share(total.passed[0], seen)
    importance = (1 - passing) * (extremity + 1) * agreeing
    wanted = (importance * (1 + 8 * 2.0 ** (-seen / 5))) ** 2
    return wanted if meta is None else np.where(meta, META, wanted)


def draw(wanted: np.ndarray, open_: np.ndarray, chance: float) -> int:
    """One of the open statements with probability in proportion to priority; -1 when none is open.

    `chance` in [0, 1) decides: the same chance, the same statement.
    """
    weights = np.where(open_, wanted, 0.0)
    up_to = np.cumsum(weights)
    if not up_to.size or up_to[-1] <= 0:
        return -1
    return int(np.searchsorted(up_to, chance * up_to[-1], side="right"))


def chance_of(person: str, answered: int, seed: int) -> float:
    """The lot of a person after so many answers: hers alone, whoever else takes part."""
    digest = hashlib.sha256(f"{seed}:{answered}:{person}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> (64 - _BITS)) / 2**_BITS


def next_of_all(votes: Votes, wanted: np.ndarray, shown: np.ndarray, seed: int) -> np.ndarray:
    """For each person the number of the statement to show next, -1 when all that are `shown` have her vote."""
    count, width = votes.shape
    found = np.full(count, -1, dtype=np.int64)
    if not width:
        return found
    weights = np.where(shown, wanted, 0.0)
    chances = np.array(
        [
            chance_of(person, answered, seed)
            for person, answered in zip(votes.people, votes.per_person.tolist(), strict=True)
        ]
    )
    step = max(1, _CELLS // width)
    for start in range(0, count, step):
        stop = min(start + step, count)
        left = np.tile(weights, (stop - start, 1))
        part = slice(votes.starts[start], votes.starts[stop])
        left[votes.rows[part] - start, votes.columns[part]] = 0.0
        up_to = np.cumsum(left, axis=1)
        total = up_to[:, -1]
        drawn = (up_to <= (chances[start:stop] * total)[:, None]).sum(axis=1)
        found[start:stop] = np.where(total > 0, drawn, -1)
    return found
