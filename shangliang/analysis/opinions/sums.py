"""Whole numbers that hold all that the axes need: exact, whatever the order in which votes came.

With v the vote and m = 1 where there is one, summed over people: A = v_j v_k, B = v_j m_k, C = m_j m_k.
"""

from dataclasses import dataclass

import numpy as np

from shangliang.analysis.opinions.votes import Votes

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
        values = votes.matrix(votes.values.astype(np.int64))
        cast = votes.matrix(np.ones(len(votes), dtype=np.int64))
        turned_values, turned_cast = values.T.tocsr(), cast.T.tocsr()
        return cls(
            (turned_values @ values).toarray(),
            (turned_values @ cast).toarray(),
            (turned_cast @ cast).toarray(),
        )

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
