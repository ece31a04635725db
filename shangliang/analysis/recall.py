"""A shelf of texts that can be asked for those most like another one: cheap enough to be filled at the first question.

Character pairs and triples (grams.py), rare ones weigh more, cosine. It only recalls: whoever shows a result compares
the few that come back in earnest (similar.score_pairs, with its check of places).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from shangliang.analysis.grams import WIDTH, counts


class Shelf:
    """Texts by their id, in the order in which they were put there. An id is put there once."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._raw = sp.csr_matrix((0, WIDTH), dtype=np.float32)
        self._weighed = self._raw
        self._rarity = np.zeros(WIDTH, dtype=np.float32)

    def __len__(self) -> int:
        return len(self.ids)

    def extend(self, texts: Sequence[tuple[str, str]]) -> None:
        """More (id, text); how rare a pair is, is counted anew over all of them."""
        if not texts:
            return
        self.ids += [name for name, _text in texts]
        self._raw = sp.vstack([self._raw, counts([text for _name, text in texts])], format="csr")
        found = np.bincount(self._raw.indices, minlength=WIDTH).astype(np.float32)
        self._rarity = np.log((1 + len(self.ids)) / (1 + found)) + 1
        self._weighed = self._unit(self._raw)

    def _unit(self, raw: sp.csr_matrix) -> sp.csr_matrix:
        """Weighed by rarity, each row of length 1."""
        weighed = raw.copy()
        weighed.data *= self._rarity[weighed.indices]
        length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        weighed.data /= np.repeat(np.maximum(length, 1e-9), np.diff(weighed.indptr)).astype(np.float32)
        return weighed

    def nearest(self, text: str, *, top: int) -> list[tuple[str, float]]:
        """(id, cosine in [0, 1]), best first, ties as they were put there; those that share nothing are left out."""
        if not self.ids:
            return []
        asked = self._unit(counts([text]))
        dense = np.zeros(WIDTH, dtype=np.float32)
        dense[asked.indices] = asked.data
        likeness = self._weighed @ dense
        order = np.argsort(-likeness, kind="stable")[:top]
        return [(self.ids[n], round(float(likeness[n]), 4)) for n in order.tolist() if likeness[n] > 0]
