"""What of a grouping would come back if other people had come, or other statements had been made."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.stats import rankdata

from shangliang.analysis.opinions import axes, clusters, projection

ROUNDS = 10
PEOPLE = 1_000  # of whom at most the resamples are made
_STARTS = 3
_TOL = 1e-4


@dataclass(frozen=True, eq=False)
class Sample:
    """Some people of a conversation: their centred votes, and how many they cast of how many statements."""

    rows: sp.csr_matrix
    cast: np.ndarray
    doubt: float

    @property
    def weights(self) -> np.ndarray:
        return np.asarray(np.sqrt(self.cast))


def redrawn(
    sample: Sample, groups: Mapping[int, np.ndarray], rng: np.random.Generator
) -> tuple[dict[int, float], dict[int, np.ndarray]]:
    """For each number of groups: how far groups found anew agree (adjusted Rand index) with these, and each group's own.

    People are drawn with replacement, axes and groups are found again from those drawn, and everybody is placed.
    A group's own stability is its mean share in common (Jaccard) with the most alike of the new groups.
    """
    width = sample.rows.shape[1]
    factor = projection.scale(sample.cast, width, doubt=sample.doubt)
    agreed: dict[int, list[float]] = {k: [] for k in groups}
    kept: dict[int, list[np.ndarray]] = {k: [] for k in groups}
    for _ in range(ROUNDS):
        times = np.bincount(rng.integers(len(sample.cast), size=len(sample.cast)), minlength=len(sample.cast))
        drawn = sp.csr_matrix(sp.diags_array(np.sqrt(times)) @ sample.rows)
        points = projection.places(sample.rows, axes.leading(drawn, tol=_TOL)[0], factor)
        for k, labels in groups.items():
            found, centres = clusters.best_of(points, sample.weights * times, k, rng, starts=_STARTS)
            again = clusters.nearest(points, centres)
            agreed[k].append(clusters.adjusted_rand(labels, again))
            kept[k].append(_in_common(labels, again, k))
    return (
        {k: float(np.mean(values)) for k, values in agreed.items()},
        {k: np.mean(values, axis=0) for k, values in kept.items()},
    )


def _in_common(one: np.ndarray, two: np.ndarray, k: int) -> np.ndarray:
    """For each group of `one` the largest Jaccard index with a group of `two`."""
    table = np.bincount(one * k + two, minlength=k * k).reshape(k, k)
    union = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
    return np.asarray((table / np.maximum(union, 1)).max(axis=1))


def reproduced(sample: Sample, rng: np.random.Generator) -> float:
    """How far places by one half of the statements foretell places by the other half: 0 for noise, at most 2.

    The sum of the squared canonical correlations of the ranks, mean over some halvings. For unrelated places of
    n people it is 4 / n or so; ranks keep a few people far out from deciding.
    """
    width = sample.rows.shape[1]
    if len(sample.cast) < 4 or width < 4:
        return 0.0
    there = sp.csr_matrix((np.ones(sample.rows.nnz), sample.rows.indices, sample.rows.indptr), sample.rows.shape)
    told = []
    for _ in range(ROUNDS):
        order = rng.permutation(width)
        ranks = []
        for half in (np.sort(order[: width // 2]), np.sort(order[width // 2 :])):
            rows, cast = sample.rows[:, half], np.asarray(there[:, half].sum(axis=1)).ravel()
            factor = projection.scale(cast, len(half), doubt=sample.doubt)
            points = projection.places(rows, axes.leading(rows, tol=_TOL)[0], factor)
            ranks.append(_whitened(rankdata(points, axis=0)))
        told.append(float(((ranks[0].T @ ranks[1]) ** 2).sum()))
    return float(np.mean(told))


def _whitened(points: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the centred columns; columns that say nothing are left out."""
    basis, weight, _ = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    return np.asarray(basis[:, weight > 1e-9 * max(float(weight.max(initial=0.0)), 1e-300)])
