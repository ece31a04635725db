"""What people agree on: everybody together, and across the groups."""

from dataclasses import dataclass

import numpy as np

from shangliang.analysis.opinions.counts import Z90, Counts, share, share_test

MOST = 5


@dataclass(frozen=True)
class Agreed:
    """One statement that most say the same to."""

    statement: int
    success: int
    trials: int
    share: float
    share_test: float


def lists(total: Counts, allowed: np.ndarray, *, most: int = MOST) -> tuple[list[Agreed], list[Agreed]]:
    """What most agree to and what most reject, the surest first; of one group that holds everybody."""
    return (
        _list(total.agree[0], total.seen[0], allowed, most),
        _list(total.disagree[0], total.seen[0], allowed, most),
    )


def _list(part: np.ndarray, whole: np.ndarray, allowed: np.ndarray, most: int) -> list[Agreed]:
    p, z = share(part, whole), share_test(part, whole)
    sure = np.flatnonzero(allowed & (p > 0.5) & (z > Z90)).tolist()
    ranked = sorted(sure, key=lambda j: -(p[j] * z[j]))[:most]
    return [Agreed(j, int(part[j]), int(whole[j]), float(p[j]), float(z[j])) for j in ranked]


def across_groups(counts: Counts) -> np.ndarray:
    """Product over the groups of the careful share that agrees: high only where every group agrees."""
    return np.asarray(share(counts.agree, counts.seen).prod(axis=0))


def against_across_groups(counts: Counts) -> np.ndarray:
    """The same of the shares that disagree."""
    return np.asarray(share(counts.disagree, counts.seen).prod(axis=0))
