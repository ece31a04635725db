"""How each group voted on each statement, and the two tests that say whether that is telling."""

from dataclasses import dataclass

import numpy as np

from shangliang.analysis.opinions.votes import Votes

Z90 = 1.2816  # one-sided, 90 %
_AT_A_TIME = 2_000_000  # votes


@dataclass(frozen=True, eq=False)
class Counts:
    """Agrees, disagrees and votes of any kind (passes included): groups × statements, whole numbers."""

    agree: np.ndarray
    disagree: np.ndarray
    seen: np.ndarray

    @property
    def passed(self) -> np.ndarray:
        return self.seen - self.agree - self.disagree

    def total(self) -> "Counts":
        """All groups together, as one."""
        return Counts(*(c.sum(axis=0, keepdims=True) for c in (self.agree, self.disagree, self.seen)))

    def silenced(self, silent: np.ndarray, sizes: np.ndarray) -> "Counts":
        """As if each of the `sizes` people of every group had passed on these statements."""
        seen = np.where(silent, sizes[:, None], self.seen)
        return Counts(np.where(silent, 0, self.agree), np.where(silent, 0, self.disagree), seen)


def of_groups(votes: Votes, groups: np.ndarray, k: int) -> Counts:
    """Counts over the people of each group 0 … k-1; a person of group -1 counts nowhere."""
    width = len(votes.statements)
    total, everybody = np.zeros(3 * k * width, dtype=np.int64), groups.min(initial=0) >= 0
    for start in range(0, len(votes), _AT_A_TIME):
        part = slice(start, start + _AT_A_TIME)
        group = groups[votes.rows[part]]
        cell = (group * width + votes.columns[part]) * 3 + (votes.values[part] + 1)
        total += np.bincount(cell if everybody else cell[group >= 0], minlength=len(total))
    against, passed, agreed = np.moveaxis(total.reshape(k, width, 3), 2, 0)
    return Counts(agreed, against, against + passed + agreed)


def of_all(votes: Votes) -> Counts:
    """Counts over everybody, as one group."""
    against, _, agreed = votes.tally
    return Counts(agreed[None], against[None], votes.tally.sum(axis=0)[None])


def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """(part + 1) / (whole + 2): a share that is careful about few votes."""
    return (part + 1) / (whole + 2)


def share_test(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """z of the share against one half."""
    return 2 * np.sqrt(whole + 1) * ((part + 1) / (whole + 1) - 0.5)


def two_shares_test(
    part: np.ndarray, whole: np.ndarray, other_part: np.ndarray, other_whole: np.ndarray
) -> np.ndarray:
    """z of one share against another; 0 where everybody said the same."""
    a, n, b, m = part + 1.0, whole + 1.0, other_part + 1.0, other_whole + 1.0
    pooled = (a + b) / (n + m)
    differ = pooled < 1
    error = np.sqrt(np.where(differ, pooled * (1 - pooled), 1.0) * (1 / n + 1 / m))
    return np.where(differ, (a / n - b / m) / error, 0.0)
