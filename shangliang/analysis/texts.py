"""What a message says, as numbers: clean text, boiler-plate left out, hashed character and word features.

Features live in one hashed space: a message can be vectorised alone (index, preview) exactly as in a batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import HashingVectorizer

from shangliang.analysis.records import Message
from shangliang.analysis.wording import substance, words

WIDTH = 2**20
BLOCKS = 4
# Titles say in few words what bodies say in many, yet 346 of 445 real repeats had another title: both count.
# In this order: title characters, title words, body characters, body words.
SHARES = np.array([0.28, 0.12, 0.42, 0.18], dtype=np.float32)

_HASH = {"n_features": WIDTH, "norm": None, "alternate_sign": False, "lowercase": False, "dtype": np.float32}
_CHARACTERS = HashingVectorizer(analyzer="char", ngram_range=(2, 3), **_HASH)
_WORDS = HashingVectorizer(analyzer=words, **_HASH)


def counts(messages: Sequence[Message]) -> list[sp.csr_matrix]:
    """Four matrices (n × WIDTH) of damped counts: characters and words of the titles, then of the bodies."""
    out = []
    for texts in ([substance(m.title) for m in messages], [substance(m.body) for m in messages]):
        for vectoriser in (_CHARACTERS, _WORDS):
            matrix = vectoriser.transform(texts).tocsr()
            matrix.data = 1 + np.log(matrix.data)
            out.append(matrix)
    return out


@dataclass
class Rarity:
    """How many messages hold each feature (BLOCKS × WIDTH), and how many messages there are."""

    held: np.ndarray
    total: int = 0

    @classmethod
    def empty(cls) -> "Rarity":
        return cls(np.zeros((BLOCKS, WIDTH), dtype=np.int32))

    def count(self, blocks: Sequence[sp.csr_matrix]) -> None:
        """Take these messages into account."""
        for number, matrix in enumerate(blocks):
            if matrix.nnz < WIDTH // 8:
                features, times = np.unique(matrix.indices, return_counts=True)
                self.held[number, features] += times.astype(np.int32)
            else:
                self.held[number] += np.bincount(matrix.indices, minlength=WIDTH).astype(np.int32)
        self.total += blocks[0].shape[0]

    def weigh(self, blocks: Sequence[sp.csr_matrix]) -> sp.csr_matrix:
        """Unit rows (n × BLOCKS·WIDTH): rarity weights, each block normalised and given its share."""
        parts = []
        for held, matrix, share in zip(self.held, blocks, SHARES, strict=True):
            data = matrix.data * (np.log((1 + self.total) / (1 + held[matrix.indices])) + 1).astype(
                np.float32
            )
            part = sp.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)
            parts.append(_unit(part, float(np.sqrt(share))))
        return _unit(sp.hstack(parts, format="csr", dtype=np.float32), 1.0)


def _unit(matrix: sp.csr_matrix, length: float) -> sp.csr_matrix:
    squares = (
        np.add.reduceat(np.append(matrix.data**2, 0), matrix.indptr[:-1]) if matrix.shape[0] else np.zeros(0)
    )
    filled = np.diff(matrix.indptr)
    norms = np.where(filled > 0, np.sqrt(np.where(filled > 0, squares, 1.0)), 1.0)
    matrix.data = (matrix.data * np.repeat(length / norms, filled)).astype(np.float32)
    return matrix
