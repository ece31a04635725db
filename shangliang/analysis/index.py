"""A growing index: a new message finds its neighbours among a hundred thousand at once.

Postings hold the heaviest terms of every message; a query gathers candidates there and compares the best of
them exactly. How rare a term is, is counted as messages come; stored weights keep the counts of their day.
"""

from array import array
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from shangliang.analysis import places, spread
from shangliang.analysis.records import Message, Pair
from shangliang.analysis.scores import LEAST, same_matter, sureness
from shangliang.analysis.texts import BLOCKS, WIDTH, Rarity, counts

_STORED = 160  # terms kept of a message: enough for a cosine within .01 of the full one
_POSTED = 48  # terms by which it can be found
_EXACT = 200  # candidates compared exactly
_SPARE = 2  # equal scores are told apart by id, so a few more than asked are looked at
_BATCH = 2_000
_LONG = 20_000  # postings longer than this say too little to be read


class Index:
    """Messages by their heaviest terms. Ids must be distinct; adding one again raises ValueError."""

    def __init__(self) -> None:
        self._rarity = Rarity.empty()
        self._messages: list[Message] = []
        self._number: dict[str, int] = {}
        self._terms: list[np.ndarray] = []
        self._weights: list[np.ndarray] = []
        self._postings: dict[int, tuple[array, array]] = defaultdict(lambda: (array("i"), array("f")))

    def __len__(self) -> int:
        return len(self._messages)

    @classmethod
    def build(cls, messages: Sequence[Message]) -> "Index":
        """An index of all these messages."""
        index = cls()
        index.extend(messages)
        return index

    def extend(self, messages: Sequence[Message]) -> None:
        """Take many messages in at once; how rare their terms are is counted over all of them first."""
        batches = [messages[k : k + _BATCH] for k in range(0, len(messages), _BATCH)]
        for batch in batches:
            self._rarity.count(counts(batch))
        for batch in batches:
            rows = spread.heaviest(self._rarity.weigh(counts(batch)), _STORED)
            for number, message in enumerate(batch):
                part = slice(rows.indptr[number], rows.indptr[number + 1])
                self._store(message, rows.indices[part], rows.data[part])

    def add(self, message: Message) -> None:
        """Take one more message in."""
        if message.id in self._number:
            raise ValueError(f"the id {message.id} is in the index already")
        blocks = counts([message])
        self._rarity.count(blocks)
        row = spread.heaviest(self._rarity.weigh(blocks), _STORED)
        self._store(message, row.indices, row.data)

    def _store(self, message: Message, terms: np.ndarray, weights: np.ndarray) -> None:
        if message.id in self._number:
            raise ValueError(f"the id {message.id} stands twice")
        number = len(self._messages)
        self._number[message.id] = number
        self._messages.append(message)
        order = np.argsort(terms, kind="stable")
        terms, weights = terms[order].astype(np.int32), weights[order].astype(np.float32)
        self._terms.append(terms)
        self._weights.append(weights)
        for k in np.argsort(-weights, kind="stable")[:_POSTED].tolist():
            numbers, shares = self._postings[int(terms[k])]
            numbers.append(number)
            shares.append(float(weights[k]))

    def neighbours(self, message: Message, top: int = 10) -> list[Pair]:
        """The `top` nearest messages in the index, best first; the message itself is left out."""
        row = self._rarity.weigh(counts([message]))
        numbers = self._candidates(row, self._number.get(message.id, -1))
        if not numbers.size:
            return []
        cosine = self._exact(row, numbers)
        order = np.argsort(-cosine, kind="stable")[: top + _SPARE]
        mine = places.of(message)
        judged = []
        for number, alike in zip(numbers[order].tolist(), cosine[order].tolist(), strict=True):
            other = self._messages[number]
            same = alike >= LEAST and same_matter(alike, places.compare(mine, places.of(other), alike=alike))
            judged.append((round(float(sureness(alike)), 4), other.id, int(same)))
        judged.sort(key=lambda j: (-j[0], j[1]))
        return [
            Pair(message.id, rank, other, score, same)
            for rank, (score, other, same) in enumerate(judged[:top], 1)
        ]

    def _candidates(self, row: sp.csr_matrix, me: int) -> np.ndarray:
        total = np.zeros(len(self._messages), dtype=np.float32)
        read = 0
        for k in np.argsort(-row.data, kind="stable").tolist():
            posting = self._postings.get(int(row.indices[k]))
            if posting is None or len(posting[0]) > _LONG:
                continue
            total[np.frombuffer(posting[0], dtype=np.int32)] += row.data[k] * np.frombuffer(
                posting[1], dtype=np.float32
            )
            read += 1
            if read == _POSTED:
                break
        if me >= 0:
            total[me] = 0
        count = min(_EXACT, len(total))
        best = np.argpartition(-total, count - 1)[:count] if count else np.zeros(0, dtype=np.int64)
        return np.sort(best[total[best] > 0])

    def _exact(self, row: sp.csr_matrix, numbers: np.ndarray) -> np.ndarray:
        full = np.zeros(BLOCKS * WIDTH, dtype=np.float32)
        full[row.indices] = row.data
        return np.array([float(full[self._terms[k]] @ self._weights[k]) for k in numbers.tolist()])
