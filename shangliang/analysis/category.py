"""To which class of matters a message belongs, learned from labelled examples.

A linear support vector machine on hashed letters, pairs and triples of letters, and words of title and
body. Some hundred examples are enough to start.
"""

import io
import itertools
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.svm import LinearSVC

from shangliang.analysis.records import Message
from shangliang.analysis.wording import substance, words

VERSION = "1"
_WIDTH = 2**19
_HASH = {"n_features": _WIDTH, "norm": None, "alternate_sign": False, "lowercase": False, "dtype": np.float32}
_VECTORISERS = (
    HashingVectorizer(analyzer="char", ngram_range=(1, 2), **_HASH),
    HashingVectorizer(analyzer="char", ngram_range=(2, 3), **_HASH),
    HashingVectorizer(analyzer=words, **_HASH),
)
_FIRM = 0.2  # C of the machine: few examples ask for a firm hand
_SHARP = 7.0  # how fast a margin turns into certainty


@dataclass(frozen=True)
class Guess:
    """The class of a message and how sure the model is of it, in [0, 1]."""

    id: str
    category: str
    score: float


@dataclass(frozen=True)
class Model:
    """Classes, features in use (columns, their rarity) and one row of weights per class.

    Shapes: columns and rarity (f,), weights (classes, f), offsets (classes,).
    """

    classes: tuple[str, ...]
    columns: np.ndarray
    rarity: np.ndarray
    weights: np.ndarray
    offsets: np.ndarray

    def predict(self, messages: Sequence[Message]) -> list[Guess]:
        """One guess per message, in the order given."""
        if not messages:
            return []
        margins = (
            _weighed(_counts(messages)[:, self.columns], self.columns, self.rarity) @ self.weights.T
            + self.offsets
        )
        chances = np.exp(_SHARP * (margins - margins.max(axis=1, keepdims=True)))
        chances /= chances.sum(axis=1, keepdims=True)
        best = np.argmax(chances, axis=1)
        return [
            Guess(message.id, self.classes[k], round(float(row[k]), 4))
            for message, k, row in zip(messages, best.tolist(), chances, strict=True)
        ]

    def to_bytes(self) -> bytes:
        """The model as a file without code in it: arrays (npz) and a JSON head."""
        head = json.dumps({"version": VERSION, "classes": self.classes}, ensure_ascii=False).encode()
        out = io.BytesIO()
        np.savez_compressed(
            out,
            head=np.frombuffer(head, dtype=np.uint8),
            columns=self.columns,
            rarity=self.rarity,
            weights=self.weights,
            offsets=self.offsets,
        )
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Model":
        """The model that `to_bytes` wrote. ValueError when it is something else or of another version."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                head = json.loads(arrays["head"].tobytes())
                parts = [arrays[name] for name in ("columns", "rarity", "weights", "offsets")]
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, AttributeError) as damage:
            raise ValueError("this is not a category model") from damage
        if head.get("version") != VERSION:
            raise ValueError("this category model has another version; train it again")
        return cls(tuple(head["classes"]), *parts)


def train(messages: Sequence[Message], labels: Sequence[str]) -> Model:
    """A model from messages and their classes; the order of the examples makes no difference.

    ValueError when lengths differ or fewer than two classes are named.
    """
    if len(messages) != len(labels):
        raise ValueError(f"{len(messages)} messages but {len(labels)} labels")
    if len(set(labels)) < 2:
        raise ValueError("at least two categories are needed to learn from")
    order = sorted(range(len(messages)), key=lambda k: (messages[k].id, messages[k].title, messages[k].body))
    counted = _counts([messages[k] for k in order])
    columns, held = np.unique(counted.indices, return_counts=True)
    rarity = (np.log((1 + len(messages)) / (1 + held)) + 1).astype(np.float32)
    machine = LinearSVC(C=_FIRM, class_weight="balanced", random_state=0, max_iter=5_000)
    machine.fit(_weighed(counted[:, columns], columns, rarity), [labels[k] for k in order])
    weights, offsets = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:
        weights, offsets = np.vstack([-weights, weights]) / 2, np.concatenate([-offsets, offsets]) / 2
    classes = tuple(str(c) for c in machine.classes_)
    return Model(
        classes, columns.astype(np.int32), rarity, weights.astype(np.float32), offsets.astype(np.float32)
    )


def _counts(messages: Sequence[Message]) -> sp.csr_matrix:
    parts = []
    for texts in ([substance(m.title) for m in messages], [substance(m.body) for m in messages]):
        for vectoriser in _VECTORISERS:
            part = vectoriser.transform(texts).tocsr()
            part.data = 1 + np.log(part.data)
            parts.append(part)
    return sp.hstack(parts, format="csr", dtype=np.float32)


def _weighed(counted: sp.csr_matrix, columns: np.ndarray, rarity: np.ndarray) -> sp.csr_matrix:
    """Rarity-weighted features in use; each kind (letters, words; title, body) is a unit vector."""
    weighed = (counted @ sp.diags(rarity)).tocsr()
    edges = np.searchsorted(columns, np.arange(2 * len(_VECTORISERS) + 1) * _WIDTH)
    parts = []
    for first, last in itertools.pairwise(edges.tolist()):
        part = weighed[:, first:last]
        norms = np.sqrt(np.asarray(part.multiply(part).sum(axis=1)).ravel())
        parts.append(sp.diags(1 / np.where(norms > 0, norms, 1)) @ part)
    return sp.hstack(parts, format="csr", dtype=np.float32)
