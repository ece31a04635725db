"""What of a grouping would come back if other people had come, or other statements had been made."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.stats import rankdata

from shangliang.analysis.opinions import axes, clusters, projection

ROUNDS = 10  # each with two halves of the statements
PEOPLE, WIDER = 800, 20_000  # at most: who is placed anew, and who gives the axes
_STARTS, _ROUNDS = 2, 10
_TOL = 1e-4
_FEW = 4  # people or statements below which nothing can be told


@dataclass(frozen=True, eq=False)
class Sample:
    """Centred votes of some people of a conversation.

    `doubt`: the votes by which their places are drawn in, as a share of those they cast on average.

    Where places of so few would not give the axes, they come from `products` (statements × statements, whose leading
    eigenvectors they are) or from the votes of more people (`wider`), and stay as they are in all rounds.
    """

    rows: sp.csr_matrix
    doubt: float
    products: np.ndarray | None = None
    wider: sp.csr_matrix | None = None

    def comps(self, half: np.ndarray, times: np.ndarray) -> np.ndarray:
        """Axes over these statements; of the sample itself, with each person so many times."""
        if self.products is not None:
            products = self.products[np.ix_(half, half)]
            return axes.of_symmetric(products, trace=float(np.trace(products)), tol=_TOL)[0]
        if self.wider is not None:
            return axes.leading(self.wider[:, half], tol=_TOL)[0]
        rows = self.rows[:, half]
        weighed = rows.data * np.repeat(np.sqrt(times), np.diff(rows.indptr))
        return axes.leading(sp.csr_matrix((weighed, rows.indices, rows.indptr), rows.shape), tol=_TOL)[0]


@dataclass(frozen=True, eq=False)
class Resampled:
    """What came back.

    stability: for each number of groups, how far groups found anew agree with those given (adjusted Rand index, mean);
    own: for each of its groups the mean share in common (Jaccard) with the most alike of the new ones;
    reproduced: how far places by one half of the statements foretell those by the other. It is the sum of the squared
    canonical correlations of their ranks, mean over the rounds: about 4 / people for noise, at most 2.
    """

    stability: dict[int, float]
    own: dict[int, np.ndarray]
    reproduced: float


def resampled(sample: Sample, groups: Mapping[int, np.ndarray], rng: np.random.Generator) -> Resampled:
    """Draw people with replacement and cut the statements in halves; find axes and groups again from each half."""
    count, width = sample.rows.shape
    agreed: dict[int, list[float]] = {k: [] for k in groups}
    kept: dict[int, list[np.ndarray]] = {k: [] for k in groups}
    told = []
    for _ in range(ROUNDS if min(count, width) >= _FEW else 0):
        times = np.bincount(rng.integers(count, size=count), minlength=count)
        order = rng.permutation(width)
        ranks = []
        for half in (np.sort(order[: width // 2]), np.sort(order[width // 2 :])):
            points, cast = _placed(sample, half, times)
            ranks.append(_whitened(rankdata(points, axis=0)))
            for k, labels in groups.items():
                found = clusters.best_of(
                    points, np.sqrt(cast) * times, k, rng, starts=_STARTS, rounds=_ROUNDS
                )[1]
                again = clusters.nearest(points, found)
                agreed[k].append(clusters.adjusted_rand(labels, again))
                kept[k].append(_in_common(labels, again, k))
        told.append(float(((ranks[0].T @ ranks[1]) ** 2).sum()))
    return Resampled(
        {k: float(np.mean(values or [0.0])) for k, values in agreed.items()},
        {k: np.mean(values or [np.zeros(k)], axis=0) for k, values in kept.items()},
        float(np.mean(told or [0.0])),
    )


def _placed(sample: Sample, half: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Everybody's place by these statements, and how many of them each has voted on."""
    rows = sample.rows[:, half]
    cast = np.diff(rows.indptr)
    factor = projection.scale(cast, len(half), doubt=sample.doubt * float(cast.mean()))
    return projection.places(rows, sample.comps(half, times), factor), cast


def _in_common(one: np.ndarray, two: np.ndarray, k: int) -> np.ndarray:
    """For each group of `one` the largest Jaccard index with a group of `two`."""
    table = np.bincount(one * k + two, minlength=k * k).reshape(k, k)
    union = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
    return np.asarray((table / np.maximum(union, 1)).max(axis=1))


def _whitened(points: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the centred columns; columns that say nothing are left out."""
    basis, weight, _ = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    return np.asarray(basis[:, weight > 1e-9 * max(float(weight.max(initial=0.0)), 1e-300)])
