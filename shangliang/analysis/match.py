"""Which of one list goes with which of another: members' concerns and the asks of departments.

A text of the first list is compared with every one of the second by rare pairs and triples of letters. The
same words about another place are another matter and drop out; the same department or field, where both name
one, counts a little more. How rare letters are is taken from the second list alone, so what is found for one
text does not depend on the others of its list.
"""

import hashlib
import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from shangliang.analysis import assign, grams, spots
from shangliang.analysis.wording import normalise, substance, words

VERSION = "1"
FLOOR = 0.2  # a pair scored lower is not shown
TOP = 3

_LOOKED_UP = 40  # letters' groups by which a text is looked up …
_CANDIDATES = 12  # … and the texts then compared exactly
_SPARE = 3  # beyond those asked for, since some fall to another place
_BLOCK = 2_000
_STRANGER = 0.5  # what groups of letters unknown to the second list weigh, beside the rarest known ones
_AGREES, _DIFFERS = 1.1, 0.85  # the same department or field, another one
_HERE, _NEAR, _ELSEWHERE = (
    0.2,
    0.1,
    0.8,
)  # the same place; the same name; a place that only one of the two names
_TERMS = 4
_NAME_SIZES = range(2, 7)
_USUAL, _FEW = (
    0.08,
    3,
)  # a word in more than this share of the second list says little (in a few texts it may)


@dataclass(frozen=True)
class Entry:
    """One text of a list. Department, field and place are used where both sides name them."""

    id: str
    text: str
    department: str = ""
    field: str = ""
    place: str = ""


@dataclass(frozen=True)
class Why:
    """What a pair has in common: telling words, a place both name, the same field, the same department."""

    terms: tuple[str, ...]
    place: str = ""
    field: str = ""
    department: str = ""


@dataclass(frozen=True)
class Pair:
    """A text of the first list and one of the second; score in [0, 1]."""

    a_id: str
    b_id: str
    score: float
    why: Why


@dataclass(frozen=True)
class Result:
    """Pairs, by the first id and best first, with what is needed to find them again."""

    pairs: tuple[Pair, ...]
    version: str
    seed: int
    sha256: str

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


def told(why: Why) -> str:
    """The reason as a Chinese phrase."""
    parts = [f"共有词：{'、'.join(why.terms)}"] if why.terms else ["措辞相近"]
    parts += [f"同一地点：{why.place}"] if why.place else []
    parts += [f"同一领域：{why.field}"] if why.field else []
    parts += [f"同一部门：{why.department}"] if why.department else []
    return "；".join(parts)


def match(
    a: Sequence[Entry],
    b: Sequence[Entry],
    *,
    top: int = TOP,
    floor: float = FLOOR,
    cap: int | None = None,
    seed: int = 0,
) -> Result:
    """The `top` texts of `b` for each of `a` that score `floor` or more, best first; equal scores by id.

    With `cap`, each of `a` gets at most one and each of `b` at most `cap`, so that the sum of the scores is the
    greatest possible among the pairs found. The order of rows makes no difference; nothing is drawn by lot, the
    seed is only recorded. ValueError for a missing or repeated id, or top or cap below 1.
    """
    if top < 1 or (cap is not None and cap < 1):
        raise ValueError("top and cap must be at least 1")
    first, second = _in_order(a), _in_order(b)
    matcher = Matcher(second)
    pairs = matcher.best(first, top=top if cap is None else max(top, _CANDIDATES), floor=floor)
    if cap is not None:
        pairs = assign.capped(pairs, cap=cap, ends=lambda p: (p.a_id, p.b_id), worth=lambda p: p.score)
    return Result(tuple(pairs), VERSION, seed, _fingerprint(first, second))


class Matcher:
    """The second list, read once: then one text, or many, find their like in it."""

    def __init__(self, entries: Sequence[Entry]):
        """ValueError for a missing or repeated id."""
        self._entries = _in_order(entries)
        counted = grams.counts([e.text for e in self._entries])
        held = np.bincount(counted.indices, minlength=grams.WIDTH)
        total = len(self._entries)
        self._rarity = (np.log((1 + total) / (1 + held)) + 1).astype(np.float32)
        self._rarity[held == 0] *= _STRANGER
        self._rows = _weighed(counted, self._rarity)
        self._turned = self._rows.T.tocsr()
        self._spots = [_spots(e) for e in self._entries]
        self._at: dict[str, list[int]] = defaultdict(list)
        for number, spot in enumerate(self._spots):
            for name in spot.names:
                self._at[name].append(number)
        self._words = [_words(e.text) for e in self._entries]
        self._texts_with = Counter(word for told in self._words for word in told)
        self._usual = max(_FEW, _USUAL * total)

    def __len__(self) -> int:
        return len(self._entries)

    def best(self, entries: Sequence[Entry], *, top: int = TOP, floor: float = FLOOR) -> list[Pair]:
        """The pairs of each text with its like, in the order of the texts, best first; equal scores by id."""
        found: list[Pair] = []
        if not self._entries:
            return found
        for start in range(0, len(entries), _BLOCK):
            block = entries[start : start + _BLOCK]
            mine = [_spots(e) for e in block]
            rows = _weighed(grams.counts([e.text for e in block]), self._rarity)
            near = self._near(rows, mine, floor=floor, count=max(_CANDIDATES, top + _SPARE))
            for entry, spot, (numbers, cosine) in zip(block, mine, near, strict=True):
                found.extend(self._judged(entry, spot, numbers, cosine, top=top, floor=floor))
        return found

    def _near(
        self, rows: sp.csr_matrix, mine: Sequence[spots.Spots], *, floor: float, count: int
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """For each row, the numbers (rising) and cosines of those of the list that may reach the floor.

        They are the nearest by their words, and the nearest among those at a place that the text names.
        """
        rough = (_heaviest(self._rarer(rows), _LOOKED_UP) @ self._turned).tocsr()
        wanted, here = [], []
        for first, last, spot in zip(rough.indptr, rough.indptr[1:], mine, strict=False):
            numbers, near = rough.indices[first:last], rough.data[first:last]
            there = _best(*_among(numbers, near, self._same_place(spot)), count)
            here.append(there)
            wanted.append(np.union1d(_best(numbers, near, count), there))
        owners = np.repeat(np.arange(len(wanted)), [len(numbers) for numbers in wanted])
        others = np.concatenate(wanted)
        exact = np.asarray(rows[owners].multiply(self._rows[others]).sum(axis=1)).ravel()
        edges = np.searchsorted(owners, np.arange(len(wanted) + 1))
        for (first, last), there in zip(itertools.pairwise(edges.tolist()), here, strict=True):
            keep = (exact[first:last] >= floor / _AGREES**2) | np.isin(others[first:last], there)
            yield others[first:last][keep], exact[first:last][keep]

    def _same_place(self, spot: spots.Spots) -> np.ndarray:
        """Those of the list at a place whose name stands in this text, with or without the word for its kind."""
        text = spot.text
        pieces = {text[k : k + size] for size in _NAME_SIZES for k in range(len(text) - size + 1)}
        numbers = {number for name in pieces & self._at.keys() for number in self._at[name]}
        return np.array(sorted(numbers), dtype=np.int64)

    def _rarer(self, rows: sp.csr_matrix) -> sp.csr_matrix:
        """Rows for looking up: rarity counts once more, so that a place is found among many of the same words."""
        return sp.csr_matrix((rows.data * self._rarity[rows.indices], rows.indices, rows.indptr), rows.shape)

    def _judged(
        self,
        entry: Entry,
        mine: spots.Spots,
        numbers: np.ndarray,
        cosine: np.ndarray,
        *,
        top: int,
        floor: float,
    ) -> list[Pair]:
        where = [spots.compare(mine, self._spots[number]) for number in numbers.tolist()]
        # A name without its kind is known for a place by the one text that has it; then others are elsewhere.
        known = spots.AGREE in where
        said = _words(entry.text)
        found = []
        for number, alike, place in zip(numbers.tolist(), cosine.tolist(), where, strict=True):
            other, theirs = self._entries[number], self._spots[number]
            if place == spots.APART or (place == spots.UNKNOWN and known and theirs.named):
                continue
            if place == spots.UNKNOWN and alike * _AGREES**2 < floor:
                continue
            at, whole = spots.shared(mine, theirs) if place == spots.AGREE else ("", False)
            terms = self._shared(number, said, mine.text, at)
            if at and not terms:  # the same place alone is no matter in common
                continue
            score = _score(
                _weight(alike, place, whole=whole, named=bool(mine.named or theirs.named)), entry, other
            )
            if score >= floor:
                found.append(Pair(entry.id, other.id, score, _why(entry, other, terms, at)))
        found.sort(key=lambda pair: (-pair.score, pair.b_id))
        return found[:top]

    def _shared(self, number: int, said: Sequence[str], text: str, at: str) -> list[str]:
        """Telling words of both, rarest first, without the name of the place and words that stand everywhere."""
        theirs = self._spots[number].text
        both = [w for w in self._words[number] if w in text] + [w for w in said if w in theirs]
        telling = {
            word: self._texts_with[word]
            for word in both
            if self._texts_with[word] <= self._usual and not (at and (at in word or word in at))
        }
        return sorted(telling, key=lambda word: (telling[word], -len(word), word))


def _why(entry: Entry, other: Entry, terms: Sequence[str], at: str) -> Why:
    return Why(
        tuple(terms[:_TERMS]),
        at,
        other.field if _same(entry.field, other.field) else "",
        other.department if _same(entry.department, other.department) else "",
    )


def _weight(alike: float, place: int, *, whole: bool, named: bool) -> float:
    """Likeness of the words, with what the places say."""
    if place == spots.AGREE:
        return alike + (_HERE if whole else _NEAR) * (1 - alike)
    return alike * _ELSEWHERE if named else alike


def _spots(entry: Entry) -> spots.Spots:
    return spots.of(f"{entry.place} {entry.text}")


def _score(alike: float, entry: Entry, other: Entry) -> float:
    for one, two in ((entry.field, other.field), (entry.department, other.department)):
        if one and two:
            alike *= _AGREES if _same(one, two) else _DIFFERS
    return round(min(alike, 1.0), 4)


def _same(one: str, other: str) -> bool:
    return bool(one) and normalise(one) == normalise(other)


def _words(text: str) -> list[str]:
    return list(
        dict.fromkeys(word for word in words(substance(text)) if len(word) > 1 and not word.isdigit())
    )


def _weighed(counted: sp.csr_matrix, rarity: np.ndarray) -> sp.csr_matrix:
    """Unit rows, weighed by rarity; a row of nothing stays nothing."""
    data = counted.data * rarity[counted.indices]
    rows = sp.csr_matrix((data, counted.indices, counted.indptr), shape=counted.shape)
    norms = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows.data = (data / np.repeat(np.where(norms > 0, norms, 1), np.diff(rows.indptr))).astype(np.float32)
    return rows


def _among(numbers: np.ndarray, near: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    keep = np.isin(numbers, chosen) if len(chosen) else np.zeros(len(numbers), dtype=bool)
    return numbers[keep], near[keep]


def _best(numbers: np.ndarray, near: np.ndarray, count: int) -> np.ndarray:
    """The `count` numbers of the highest values; of equal values the lower numbers."""
    if len(numbers) > count:
        edge = np.partition(near, len(near) - count)[len(near) - count]
        order = np.flatnonzero(near >= edge)
        numbers = numbers[order[np.lexsort((numbers[order], -near[order]))][:count]]
    return numbers


def _heaviest(rows: sp.csr_matrix, count: int) -> sp.csr_matrix:
    """The same rows with about their `count` largest entries (all that equal the last are kept)."""
    keep = np.ones(rows.nnz, dtype=bool)
    ends = rows.indptr
    for row in np.flatnonzero(np.diff(ends) > count).tolist():
        values = rows.data[ends[row] : ends[row + 1]]
        keep[ends[row] : ends[row + 1]] = (
            values >= np.partition(values, len(values) - count)[len(values) - count]
        )
    starts = np.concatenate([[0], np.cumsum(keep)])[ends]
    return sp.csr_matrix((rows.data[keep], rows.indices[keep], starts), shape=rows.shape)


def _in_order(entries: Sequence[Entry]) -> list[Entry]:
    ordered = sorted(entries, key=lambda e: e.id)
    for k, entry in enumerate(ordered):
        if not entry.id:
            raise ValueError("an entry has no id")
        if k and ordered[k - 1].id == entry.id:
            raise ValueError(f"the id {entry.id} stands twice")
    return ordered


def _fingerprint(*lists: Sequence[Entry]) -> str:
    digest = hashlib.sha256()
    for entries in lists:
        for entry in entries:
            told = (entry.id, entry.text, entry.department, entry.field, entry.place)
            digest.update(json.dumps(told, ensure_ascii=False).encode() + b"\n")
        digest.update(b"\n")
    return digest.hexdigest()
