"""Messages about the same matter, without a database: ranking, decisions, a preview, groups, a growing index.

Three traps of real messages set the design: the same words about another place are another matter (places.py
decides, likeness does not); one person posting again is one head (heads.py); titles differ where bodies are
the same (both count).
"""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from shangliang.analysis import places, spread
from shangliang.analysis.groups import star_groups
from shangliang.analysis.heads import heads
from shangliang.analysis.index import Index
from shangliang.analysis.records import Group, Message, Pair, Result, fingerprint, in_order
from shangliang.analysis.scores import LEAST, blend, same_matter, sureness
from shangliang.analysis.texts import Rarity, counts

__all__ = ["VERSION", "Group", "Index", "Message", "Pair", "Result", "groups", "heads", "rank", "score_pairs"]

VERSION = "1"
_OPENING = 500  # letters of a body that a preview reads: it has to answer while somebody is typing


def rank(messages: Sequence[Message], *, top: int = 100, seed: int = 0) -> Result:
    """The `top` nearest others of every message, best first; the order of the input makes no difference.

    Scores are in [0, 1] and never rise with the rank; ties stand in the order of their ids. Nothing here is
    drawn by lot: the seed is only recorded with the result. ValueError for a missing or repeated id, or top
    below 1.
    """
    if top < 1:
        raise ValueError("top must be at least 1")
    ordered = in_order(messages)
    pairs = tuple(p for row in _rows(ordered, top) for p in row) if len(ordered) > 1 else ()
    return Result(pairs, VERSION, seed, fingerprint(ordered))


def _rows(ordered: Sequence[Message], top: int) -> list[list[Pair]]:
    blocks = counts(ordered)
    rarity = Rarity.empty()
    rarity.count(blocks)
    likeness = spread.Likeness(rarity.weigh(blocks))
    found = _PlacesOf(ordered)
    rows: list[list[Pair]] = []
    ground = spread.common_ground(spread.graph(likeness))
    for (start, cosine), (_, common) in zip(likeness.blocks(), ground, strict=True):
        scores = np.round(blend(cosine, common), 4)
        for offset in range(len(scores)):
            rows.append(
                _row(ordered, found, start + offset, scores=scores[offset], cosine=cosine[offset], top=top)
            )
    return rows


class _PlacesOf:
    """Places of the messages by number, each read when first asked for: most messages are like no other."""

    def __init__(self, messages: Sequence[Message]):
        self._messages = messages
        self._known: dict[int, places.Places] = {}

    def __call__(self, number: int) -> places.Places:
        if number not in self._known:
            self._known[number] = places.of(self._messages[number])
        return self._known[number]


def _row(
    ordered: Sequence[Message],
    found: "_PlacesOf",
    me: int,
    *,
    scores: np.ndarray,
    cosine: np.ndarray,
    top: int,
) -> list[Pair]:
    scores[me] = -1
    count = min(top, len(ordered) - 1)
    worst = np.partition(scores, -count)[-count]
    best = np.flatnonzero(scores >= worst)
    best = best[np.argsort(-scores[best], kind="stable")][:count]
    pairs = []
    for place, other in enumerate(best.tolist(), 1):
        alike = float(cosine[other])
        same = alike >= LEAST and same_matter(alike, places.compare(found(me), found(other), alike=alike))
        pairs.append(
            Pair(ordered[me].id, place, ordered[other].id, round(float(scores[other]), 4), int(same))
        )
    return pairs


def score_pairs(query: Message, candidates: Sequence[Message]) -> list[Pair]:
    """A few dozen candidates, best first: for showing similar ones before sending. No index, no collection.

    A candidate with the id of the query is left out. How rare a word is, is taken from these messages alone.
    """
    others = [_opening(m) for m in in_order(candidates) if m.id != query.id]
    if not others:
        return []
    query = _opening(query)
    blocks = counts([query, *others])
    rarity = Rarity.empty()
    rarity.count(blocks)
    rows = rarity.weigh(blocks)
    asked = np.zeros(rows.shape[1], dtype=np.float32)
    asked[rows.indices[: rows.indptr[1]]] = rows.data[: rows.indptr[1]]
    cosine = [
        float(asked[rows.indices[first:last]] @ rows.data[first:last])
        for first, last in itertools.pairwise(rows.indptr[1:].tolist())
    ]
    mine = places.of(query)
    judged = []
    for message, alike in zip(others, cosine, strict=True):
        same = alike >= LEAST and same_matter(alike, places.compare(mine, places.of(message), alike=alike))
        judged.append((round(float(sureness(alike)), 4), message.id, int(same)))
    judged.sort(key=lambda j: (-j[0], j[1]))
    return [Pair(query.id, place, other, score, same) for place, (score, other, same) in enumerate(judged, 1)]


def _opening(message: Message) -> Message:
    return message if len(message.body) <= _OPENING else replace(message, body=message.body[:_OPENING])


def groups(messages: Sequence[Message], *, top: int = 60, least: int = 2) -> list[Group]:
    """Groups of the same matter, most heads first; groups with fewer than `least` messages are left out.

    Every member stands beside the middle of its group, not beside just any member: a chain makes no group.
    """
    ordered = in_order(messages)
    return star_groups(ordered, rank(ordered, top=top), least=least)
