"""Which statements stand for a group: what it says more than the others do."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shangliang.analysis.opinions.counts import Z90, Counts, share, share_test, two_shares_test

MOST = 5


@dataclass(frozen=True, eq=False)
class Repness:
    """Groups × statements: careful shares, their tests, ratios to the other groups, and the tests of those."""

    counts: Counts
    agree_share: np.ndarray
    disagree_share: np.ndarray
    agree_test: np.ndarray
    disagree_test: np.ndarray
    agree_ratio: np.ndarray
    disagree_ratio: np.ndarray
    agree_ratio_test: np.ndarray
    disagree_ratio_test: np.ndarray

    @property
    def for_agree(self) -> np.ndarray:
        """Whether a statement tells more of a group by its agreeing than by its disagreeing."""
        return self.agree_ratio_test > self.disagree_ratio_test

    @property
    def telling(self) -> np.ndarray:
        """Whether both tests of one side pass."""
        return ((self.agree_ratio_test > Z90) & (self.agree_test > Z90)) | (
            (self.disagree_ratio_test > Z90) & (self.disagree_test > Z90)
        )

    @property
    def metric(self) -> np.ndarray:
        """By which telling statements are ranked: ratio × its test × share × its test, of the side it is for."""
        agree = self.agree_ratio * self.agree_ratio_test * self.agree_share * self.agree_test
        disagree = self.disagree_ratio * self.disagree_ratio_test * self.disagree_share * self.disagree_test
        return np.where(self.for_agree, agree, disagree)


@dataclass(frozen=True)
class Representative:
    """One statement that stands for a group. `best_agree`: it was taken for what the group agrees to most."""

    statement: int
    for_agree: bool
    success: int
    trials: int
    share: float
    share_test: float
    repness: float
    repness_test: float
    best_agree: bool = False


def of(counts: Counts) -> Repness:
    """All figures of all groups against the rest of the groups."""
    total = counts.total()
    na, nd, ns = counts.agree, counts.disagree, counts.seen
    ra, rd, rs = total.agree - na, total.disagree - nd, total.seen - ns
    return Repness(
        counts,
        share(na, ns),
        share(nd, ns),
        share_test(na, ns),
        share_test(nd, ns),
        share(na, ns) / share(ra, rs),
        share(nd, ns) / share(rd, rs),
        two_shares_test(na, ns, ra, rs),
        two_shares_test(nd, ns, rd, rs),
    )


def chosen(rep: Repness, group: int, allowed: np.ndarray, *, most: int = MOST) -> list[Representative]:
    """The statements that stand for a group, at most `most`: first what it agrees to, then what it rejects.

    Where none is telling, there is one all the same: what it agrees to most, or else what is least untelling.
    """
    numbers = np.flatnonzero(allowed).tolist()
    if not numbers:
        return []
    telling, metric = rep.telling[group], rep.metric[group]
    first = _best_agree(rep, group, numbers)
    passing = [j for j in numbers if telling[j]]
    if not passing:
        either = np.maximum(rep.agree_ratio_test[group], rep.disagree_ratio_test[group])
        last = first if first is not None else max(numbers, key=lambda j: either[j])
        return [_told(rep, group, last, best_agree=first is not None)]
    ranked = sorted((j for j in passing if j != first), key=lambda j: -metric[j])
    listed = [_told(rep, group, first, best_agree=True)] if first is not None else []
    listed = (listed + [_told(rep, group, j) for j in ranked])[:most]
    return [r for r in listed if r.for_agree] + [r for r in listed if not r.for_agree]


def _best_agree(rep: Repness, group: int, numbers: Sequence[int]) -> int | None:
    """What the group agrees to most: found in one reading, each statement against the best before it."""
    ra, rat = rep.agree_ratio[group], rep.agree_ratio_test[group]
    pa, pat = rep.agree_share[group], rep.agree_test[group]
    voted = rep.counts.agree[group] + rep.counts.disagree[group] > 0
    best: int | None = None
    for j in numbers:
        if not voted[j]:
            continue
        if best is not None and ra[best] > 1:
            better = ra[j] * rat[j] * pa[j] * pat[j] > ra[best] * rat[best] * pa[best] * pat[best]
        elif best is not None:
            better = pa[j] * pat[j] > pa[best] * pat[best]
        else:
            better = pat[j] > Z90 or (ra[j] > 1 and pa[j] > 0.5)
        if better:
            best = j
    return best


def _told(rep: Repness, group: int, j: int, *, best_agree: bool = False) -> Representative:
    agree = bool(rep.for_agree[group, j])
    c, at = rep.counts, (group, j)
    return Representative(
        statement=j,
        for_agree=agree,
        success=int((c.agree if agree else c.disagree)[at]),
        trials=int(c.seen[at]),
        share=float((rep.agree_share if agree else rep.disagree_share)[at]),
        share_test=float((rep.agree_test if agree else rep.disagree_test)[at]),
        repness=float((rep.agree_ratio if agree else rep.disagree_ratio)[at]),
        repness_test=float((rep.agree_ratio_test if agree else rep.disagree_ratio_test)[at]),
        best_agree=best_agree,
    )
