"""Whole numbers that hold all that the axes need: exact, whatever the order in which votes came.

With v the vote and m = 1 where there is one, summed over people: A = v_j v_k, B = v_j m_k, C = m_j m_k.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from shangliang.analysis.opinions.votes import Votes

_DIGIT = 1 << 16
_BLOCK = _DIGIT // 2 - 1  # people whose sums fit into a digit, with their sign
_PRIOR = 20  # people who saw both statements at which a covariance counts half


@dataclass(frozen=True, eq=False)
class Sums:
    """A, B and C: statements × statements, int64."""

    a: np.ndarray
    b: np.ndarray
    c: np.ndarray

    @classmethod
    def of(cls, votes: Votes) -> "Sums":
        """All three from votes."""
        width = len(votes.statements)
        total = cls(*(np.zeros((width, width), dtype=np.int64) for _ in range(3)))
        for start in range(0, len(votes.people), _BLOCK):
            total._add(votes, start, min(start + _BLOCK, len(votes.people)))
        return total

    def _add(self, votes: Votes, start: int, stop: int) -> None:
        """Take in the votes of these people: one product whose digits are A, both ways of B, and C."""
        part = slice(votes.starts[start], votes.starts[stop])
        ends = votes.starts[start : stop + 1] - votes.starts[start]
        values, columns = votes.values[part].astype(np.int64), votes.columns[part]
        shape = (stop - start, len(votes.statements))
        left = sp.csr_matrix((values + _DIGIT**2, columns, ends), shape=shape)
        right = sp.csr_matrix((values + _DIGIT, columns, ends), shape=shape)
        packed = (left.T.tocsr() @ right).toarray()
        digits = []
        for _ in range(3):
            digits.append((packed + _DIGIT // 2) % _DIGIT - _DIGIT // 2)
            packed = (packed - digits[-1]) // _DIGIT
        self.a[...] += digits[0]
        self.b[...] += digits[1]
        self.c[...] += packed

    def only(self, columns: np.ndarray) -> "Sums":
        """Of these statements alone, in this order."""
        part = np.ix_(columns, columns)
        return Sums(self.a[part], self.b[part], self.c[part])

    @property
    def centre(self) -> np.ndarray:
        """Mean vote of each statement."""
        return np.asarray(np.diag(self.b) / np.maximum(np.diag(self.c), 1))

    def gram(self) -> np.ndarray:
        """Scalar products of the centred columns (a vote that is missing counts as the mean)."""
        mean = self.centre
        return np.asarray(
            self.a - self.b * mean[None, :] - self.b.T * mean[:, None] + np.outer(mean, mean) * self.c
        )

    def pairwise(self) -> np.ndarray:
        """Covariance over those who saw both, drawn to nothing where they are few."""
        both = np.maximum(self.c, 1)
        one = self.b / both
        return np.asarray((self.a / both - one * one.T) * (self.c / (self.c + _PRIOR)))
