"""Likeness that travels: two messages are alike when their neighbourhoods are, not only their own words.

A walk with restart over the graph of nearest neighbours gives every message a share of attention over all
others (Zhou et al. 2003, local and global consistency); two messages are compared by the cosine of the
square roots of these shares. A message in other words thereby finds its matter through messages that share
words with both.
"""

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from scipy.linalg.lapack import spotrf, spotri

NEIGHBOURS = 15
STAY = 0.9
WHOLE = 6_000  # up to here n × n matrices are held (n = 6,000: 144 MB each)
BLOCK = 500
_TERMS = 128  # beyond, a message is looked up by its heaviest terms only …
_KEPT = 400  # … and attention keeps its largest shares only
_STEPS = 8
_COMMON = 0.05


class Likeness:
    """Cosines of unit rows, block by block (float32). Features many messages share are multiplied densely."""

    def __init__(self, rows: sp.csr_matrix):
        n = rows.shape[0]
        self.whole: np.ndarray | None = None
        used, inverse, held = np.unique(rows.indices, return_inverse=True, return_counts=True)
        narrow = sp.csr_matrix((rows.data, inverse, rows.indptr), shape=(n, len(used)))
        self.rows = narrow[:, held > 1].tocsr()
        if n <= WHOLE:
            common = held[held > 1] > max(20, _COMMON * n)
            dense = self.rows[:, common].toarray()
            sparse = self.rows[:, ~common]
            self.whole = dense @ dense.T
            for start in range(0, n, BLOCK):
                self.whole[start : start + BLOCK] += (sparse[start : start + BLOCK] @ sparse.T).toarray()
        else:
            self.heavy = heaviest(self.rows, _TERMS)
            self.turned = self.rows.T.tocsr()

    def blocks(self) -> Iterator[tuple[int, np.ndarray]]:
        """(first row, dense block of at most BLOCK × n), from the first row to the last."""
        n = self.rows.shape[0]
        for start in range(0, n, BLOCK):
            if self.whole is not None:
                yield start, self.whole[start : start + BLOCK]
            else:
                yield start, (self.heavy[start : start + BLOCK] @ self.turned).toarray()


def heaviest(rows: sp.csr_matrix, count: int) -> sp.csr_matrix:
    """The same rows with only their `count` largest entries; of equal ones those of the lower columns."""
    rows.sort_indices()
    ends = rows.indptr
    long = np.flatnonzero(np.diff(ends) > count)
    keep = np.ones(rows.nnz, dtype=bool)
    for row in long:
        keep[ends[row] : ends[row + 1]] = _largest(rows.data[ends[row] : ends[row + 1]], count)
    starts = np.concatenate([[0], np.cumsum(np.minimum(np.diff(ends), count))])
    data = rows.data[keep].astype(np.float32)
    return sp.csr_matrix((data, rows.indices[keep], starts), shape=rows.shape, dtype=np.float32)


def _largest(values: np.ndarray, count: int) -> np.ndarray:
    """Where the `count` largest stand, as a mask."""
    edge = np.partition(values, len(values) - count)[len(values) - count]
    chosen = values > edge
    level = np.flatnonzero(values == edge)
    chosen[level[: count - int(chosen.sum())]] = True
    return chosen


def graph(likeness: Likeness) -> sp.csr_matrix:
    """Symmetric, degree-normalised graph of the nearest neighbours (n × n)."""
    n = likeness.rows.shape[0]
    count = min(NEIGHBOURS, n - 1)
    near, weight = [], []
    for start, block in likeness.blocks():
        others = block.copy()
        here = np.arange(len(others))
        others[here, start + here] = -1
        best = np.argpartition(-others, count - 1, axis=1)[:, :count]
        near.append(best)
        weight.append(np.maximum(np.take_along_axis(others, best, axis=1), 0))
    start_of = np.repeat(np.arange(n), count)
    one_way = sp.csr_matrix(
        (np.concatenate(weight).ravel(), (start_of, np.concatenate(near).ravel())), (n, n)
    )
    both = one_way.maximum(one_way.T).tocsr()
    degree = np.asarray(both.sum(axis=1)).ravel() + 1e-9
    scale = sp.diags(1 / np.sqrt(degree))
    return (scale @ both @ scale).tocsr().astype(np.float32)


def common_ground(links: sp.csr_matrix) -> Iterator[tuple[int, np.ndarray]]:
    """For blocks of rows: how far neighbourhoods coincide, 0 … 1 (dense blocks of at most BLOCK × n)."""
    n = links.shape[0]
    if n <= WHOLE:
        shares = _attention(links)
        ground = shares @ shares.T
        for start in range(0, n, BLOCK):
            yield start, ground[start : start + BLOCK]
        return
    roots = sp.vstack([_walk(links, start) for start in range(0, n, BLOCK)], format="csr")
    turned = roots.T.tocsr()
    for start in range(0, n, BLOCK):
        yield start, (roots[start : start + BLOCK] @ turned).toarray()


def _attention(links: sp.csr_matrix) -> np.ndarray:
    """Square roots of the shares every message gives to the others, rows of unit length (n × n)."""
    n = links.shape[0]
    system = -STAY * links.toarray()
    system[np.arange(n), np.arange(n)] += 1
    # 1 - STAY·links is positive definite, so half of it says all; Fortran order spares two copies.
    factor, wrong = spotrf(np.asfortranarray(system.astype(np.float32, copy=False)), overwrite_a=True)
    shares, wrong_too = spotri(factor, overwrite_c=True)
    if wrong or wrong_too:
        raise ArithmeticError("the walk over the neighbours does not settle")
    shares = np.triu(shares)
    shares += np.triu(shares, 1).T
    np.sqrt(np.maximum(shares, 0, out=shares), out=shares)
    shares /= np.linalg.norm(shares, axis=1, keepdims=True)
    return np.ascontiguousarray(shares)


def _walk(links: sp.csr_matrix, start: int) -> sp.csr_matrix:
    n = links.shape[0]
    origin = sp.identity(n, dtype=np.float32, format="csr")[start : start + BLOCK]
    shares = origin
    for _ in range(_STEPS):
        shares = heaviest((STAY * (shares @ links) + (1 - STAY) * origin).tocsr(), _KEPT)
    shares.data = np.sqrt(shares.data)
    norm = np.sqrt(np.asarray(shares.multiply(shares).sum(axis=1)).ravel())
    return sp.diags((1 / norm).astype(np.float32)) @ shares
