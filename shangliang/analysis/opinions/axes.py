"""The two axes of a map: what people differ most about, from sparse votes.

A missing vote stands for the mean of its statement, so the centred matrix is zero wherever nobody voted: it is
as sparse as the votes, and nothing dense is ever made of people × statements.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as spl

from shangliang.analysis.opinions.votes import Votes

DIMENSIONS = 2
_BASIS = 12  # vectors that the search for eigenvectors keeps
_DENSE = 64  # statements up to which all eigenvectors are found at once
_PART = 1_000_000  # votes that one thread takes at a time
_FLAT = 1e-12  # of the trace: a second axis weaker than this is none


@dataclass(frozen=True, eq=False)
class Axes:
    """Mean vote of each statement, two unit vectors over statements, and the share of all difference on each."""

    centre: np.ndarray
    comps: np.ndarray  # 2 × statements
    share: np.ndarray

    @property
    def participation(self) -> np.ndarray:
        """How many statements each axis stands on: 1 / sum of loading⁴; 0 for an axis that is none."""
        fourth = (self.comps**4).sum(axis=1)
        return np.divide(1.0, fourth, out=np.zeros(len(fourth)), where=fourth > 0)


def centre_of(votes: Votes, silent: np.ndarray | None = None) -> np.ndarray:
    """Mean of the votes cast on each statement (pass counts 0); 0 where `silent` or nobody voted."""
    against, _, for_ = votes.tally
    centre = (for_ - against) / np.maximum(votes.tally.sum(axis=0), 1)
    if silent is not None:
        centre[silent] = 0.0
    return centre


def centred(votes: Votes, centre: np.ndarray, silent: np.ndarray | None = None) -> sp.csr_matrix:
    """Vote less the mean of its statement on every cast vote; votes on `silent` statements count as 0."""
    data = votes.values - centre.take(votes.columns, mode="clip")
    if silent is not None:
        data[silent[votes.columns]] = 0.0
    return votes.matrix(data)


def leading(
    rows: sp.csr_matrix, *, before: np.ndarray | None = None, tol: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """The two leading eigenvectors (2 × statements) of rows' rows, and each one's share of the trace.

    `before` is a start near them; `tol` is how far the eigenvalues may be off, 0 for as exact as can be.
    """
    trace = float(rows.data @ rows.data)
    if rows.shape[1] <= _DENSE:
        return of_symmetric((rows.T @ rows).toarray(), trace=trace)
    held = parts(rows)
    if len(held) == 1:
        turned_rows = rows.T
        return _leading(_operator(rows, lambda vector: turned_rows @ (rows @ vector)), trace, before, tol)
    pairs = [(with_data(sp.csc_matrix, part, part.data, part.shape[::-1]), part) for part in held]
    with ThreadPoolExecutor(_threads(held)) as pool:

        def product(vector: np.ndarray) -> np.ndarray:
            return np.asarray(sum(pool.map(lambda pair: pair[0] @ (pair[1] @ vector), pairs)))

        return _leading(_operator(rows, product), trace, before, tol)


def _operator(rows: sp.csr_matrix, product: Callable[[np.ndarray], np.ndarray]) -> spl.LinearOperator:
    return spl.LinearOperator((rows.shape[1], rows.shape[1]), matvec=product, dtype=np.float64)


def by_parts(rows: sp.csr_matrix, work: Callable[[sp.csr_matrix], np.ndarray]) -> np.ndarray:
    """What `work` makes of each part of the rows, one below the other; several threads share the parts."""
    held = parts(rows)
    if len(held) == 1:
        return work(rows)
    with ThreadPoolExecutor(_threads(held)) as pool:
        return np.concatenate(list(pool.map(work, held)))


def _threads(held: Sequence[sp.csr_matrix]) -> int:
    return min(len(held), os.cpu_count() or 1)


def parts(rows: sp.csr_matrix) -> list[sp.csr_matrix]:
    """Rows cut into parts of about equal votes, by their number alone, so that sums come out the same anywhere."""
    count = max(1, round(rows.nnz / _PART))
    ends = rows.indptr
    cuts = np.searchsorted(ends, np.linspace(0, rows.nnz, count + 1)[1:-1]).tolist()
    found = []
    for a, b in pairwise([0, *cuts, rows.shape[0]]):
        part = sp.csr_matrix((b - a, rows.shape[1]), dtype=rows.dtype)
        part.data, part.indices = rows.data[ends[a] : ends[b]], rows.indices[ends[a] : ends[b]]
        part.indptr = ends[a : b + 1] - ends[a]
        found.append(part)
    return found


def with_data(
    kind: type[sp.spmatrix], like: sp.csr_matrix, data: np.ndarray, shape: tuple[int, int]
) -> sp.spmatrix:
    """A matrix of another kind or with other data that shares what `like` holds.

    Its constructor would copy a part of something larger.
    """
    made = kind(shape, dtype=data.dtype)
    made.data, made.indices, made.indptr = data, like.indices, like.indptr
    return made


def of_symmetric(
    matrix: np.ndarray, *, trace: float, before: np.ndarray | None = None, tol: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """The same from a symmetric matrix of statements × statements."""
    if len(matrix) > _DENSE:
        return _leading(matrix, trace, before, tol)
    values, vectors = np.linalg.eigh(matrix)
    return _in_order(values, vectors, trace)


def _leading(
    matrix: "np.ndarray | spl.LinearOperator", trace: float, before: np.ndarray | None, tol: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    width = matrix.shape[0]
    if trace <= 0:
        return np.zeros((DIMENSIONS, width)), np.zeros(DIMENSIONS)
    start = before.sum(axis=0) if before is not None else _even(width)
    values, vectors = spl.eigsh(matrix, k=DIMENSIONS, which="LA", v0=start, tol=tol, ncv=_BASIS)
    return _in_order(values, vectors, trace)


def _even(width: int) -> np.ndarray:
    """A fixed start that is at right angles to no likely axis."""
    return 1.0 + np.sin(np.arange(1, width + 1, dtype=np.float64))


def _in_order(values: np.ndarray, vectors: np.ndarray, trace: float) -> tuple[np.ndarray, np.ndarray]:
    """The largest two first, by rows; an axis without weight is zero, since its direction is an accident."""
    width = len(vectors)
    comps, share = np.zeros((DIMENSIONS, width)), np.zeros(DIMENSIONS)
    order = np.argsort(-values, kind="stable")[:DIMENSIONS]
    for place, k in enumerate(order.tolist()):
        if trace > 0 and values[k] > _FLAT * trace:
            comps[place], share[place] = vectors[:, k], values[k] / trace
    return comps, share


def turned(comps: np.ndarray, before: np.ndarray | None) -> np.ndarray:
    """Axes with a fixed sign: as they pointed before, or else with the largest loading positive."""
    signs = np.ones(len(comps))
    for k, axis in enumerate(comps):
        same = float(axis @ before[k]) if before is not None else 0.0
        largest = axis[int(np.argmax(np.abs(axis)))] if axis.size else 0.0
        signs[k] = -1.0 if (same or largest) < 0 else 1.0
    return comps * signs[:, None]
