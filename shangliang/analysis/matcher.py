"""The second of two lists, read once; then one text, or many, find their like in it."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import scipy.sparse as sp

from shangliang.analysis import grams, spots
from shangliang.analysis.entries import Entry, Pair, Why, in_order
from shangliang.analysis.wording import bare, normalise, words

FLOOR = 0.2  # a pair scored lower is not shown
TOP = 3
CANDIDATES = 8  # looked up by rare letters, and then compared exactly

_LOOKED_UP = 24  # letters' groups by which a text is looked up
_SPARE = 3  # beyond those asked for, since some fall to another place
_BLOCK = 2_000
_STRANGER = 0.5  # what groups of letters unknown to the second list weigh, beside the rarest known ones
_AGREES, _DIFFERS = 1.1, 0.85  # the same department or field, another one
# What is added for the same place, and for its name where one leaves its kind out; what is left where only one of the
# two names a place, and where two places of different kinds have one name.
_HERE, _NEAR, _ELSEWHERE, _NAMESAKE = 0.3, 0.2, 0.8, 0.5
_TERMS = 4
# A word in more than this share of the second list says little (in a few texts it may).
_USUAL, _FEW = 0.08, 3


class _Read:
    """A text taken apart once: normalised, without boiler-plate, its places."""

    __slots__ = ("bare", "clean", "entry", "spots")

    def __init__(self, entry: Entry):
        self.entry = entry
        self.clean = normalise(entry.text)
        self.bare = bare(self.clean)
        self.spots = spots.read(f"{normalise(entry.place)}{self.clean}")

    def words(self) -> list[str]:
        """Words of two letters or more, each once, in their order."""
        return list(dict.fromkeys(word for word in words(self.bare) if len(word) > 1 and not word.isdigit()))


class Matcher:
    """The second list: what is rare in it, what its texts say and at which places."""

    def __init__(self, entries: Sequence[Entry]):
        """ValueError for a missing or repeated id."""
        self._read = [_Read(entry) for entry in in_order(entries)]
        counted = grams.counts([read.bare for read in self._read])
        held = np.bincount(counted.indices, minlength=grams.WIDTH)
        total = len(self._read)
        self._rarity = (np.log((1 + total) / (1 + held)) + 1).astype(np.float32)
        self._rarity[held == 0] *= _STRANGER
        self._rows = _weighed(counted, self._rarity)
        self._turned = self._rows.T.tocsr()
        self._at: dict[str, list[int]] = defaultdict(list)
        for number, read in enumerate(self._read):
            for name in read.spots.names:
                self._at[name].append(number)
        self._named: dict[str, list[str]] = defaultdict(list)  # the first two letters of a name → such names
        for name in self._at:
            self._named[name[:2]].append(name)
        self._words = [read.words() for read in self._read]
        self._texts_with = Counter(word for told in self._words for word in told)
        self._usual = max(_FEW, _USUAL * total)

    def __len__(self) -> int:
        return len(self._read)

    def best(self, entries: Sequence[Entry], *, top: int = TOP, floor: float = FLOOR) -> list[Pair]:
        """The pairs of each text with its like, in the order of the texts, best first; equal scores by id."""
        found: list[Pair] = []
        if not self._read:
            return found
        for start in range(0, len(entries), _BLOCK):
            block = [_Read(entry) for entry in entries[start : start + _BLOCK]]
            rows = _weighed(grams.counts([read.bare for read in block]), self._rarity)
            near = self._near(rows, block, floor=floor, count=max(CANDIDATES, top + _SPARE))
            for read, close in zip(block, near, strict=True):
                found.extend(self._judged(read, close, top=top, floor=floor))
        return found

    def _near(
        self, rows: sp.csr_matrix, block: Sequence[_Read], *, floor: float, count: int
    ) -> Iterator[list[tuple[int, float, bool]]]:
        """For each row, those of the list that may reach the floor: number, cosine, whether at a place it names.

        They are the nearest by their words, and the nearest among those at a place that the text names.
        """
        rough = (_heaviest(self._rarer(rows), _LOOKED_UP) @ self._turned).tocsr()
        here = np.zeros(len(self._read), dtype=bool)  # a scratch mark, cleared after each row
        wanted = []
        for first, last, read in zip(rough.indptr, rough.indptr[1:], block, strict=False):
            numbers, near = rough.indices[first:last], rough.data[first:last]
            same = self._same_place(read.spots.text)
            here[same] = True
            there = here[numbers]
            here[same] = False
            by_place = _best(numbers[there], near[there], count).tolist()
            by_words = self._not_elsewhere(read.spots, _best(numbers[~there], near[~there], count).tolist())
            wanted.append((by_words, by_place))
        sets = [sorted({*by_words, *by_place}) for by_words, by_place in wanted]
        owners = np.repeat(np.arange(len(sets)), [len(numbers) for numbers in sets])
        others = np.array(list(itertools.chain.from_iterable(sets)), dtype=np.int64)
        exact = np.asarray(rows[owners].multiply(self._rows[others]).sum(axis=1)).ravel().tolist()
        least, at = floor / _AGREES**2, 0
        for numbers, (_, by_place) in zip(sets, wanted, strict=True):
            cosine = exact[at : at + len(numbers)]
            at += len(numbers)
            yield [
                (number, alike, number in by_place)
                for number, alike in zip(numbers, cosine, strict=True)
                if alike >= least or number in by_place
            ]

    def _same_place(self, text: str) -> list[int]:
        """Those of the list at a place whose name stands in this text, with or without the word for its kind."""
        known = self._named
        names = {
            name
            for k in range(len(text) - 1)
            if (pair := text[k : k + 2]) in known
            for name in known[pair]
            if text.startswith(name, k)
        }
        return [number for name in names for number in self._at[name]]

    def _not_elsewhere(self, mine: spots.Spots, numbers: list[int]) -> list[int]:
        """Those not surely elsewhere: one of the two names no place, or it names the one of this text in passing."""
        if mine.lines or not mine.names:
            return numbers
        theirs = ((number, self._read[number].spots) for number in numbers)
        return [
            number
            for number, other in theirs
            if other.lines or not other.names or any(name in other.text for name in mine.names)
        ]

    def _rarer(self, rows: sp.csr_matrix) -> sp.csr_matrix:
        """Rows for looking up: rarity counts once more, so that a place is found among many of the same words."""
        return sp.csr_matrix((rows.data * self._rarity[rows.indices], rows.indices, rows.indptr), rows.shape)

    def _judged(
        self, read: _Read, close: list[tuple[int, float, bool]], *, top: int, floor: float
    ) -> list[Pair]:
        placed = [(number, alike, self._place(read.spots, number, here)) for number, alike, here in close]
        # A name without its kind is known for a place by the one text that has it; then others are elsewhere.
        known = any(place == spots.AGREE for _, _, place in placed)
        scored: list[tuple[float, str, int, str]] = []
        for number, alike, place in placed:
            theirs = self._read[number]
            if place == spots.APART or (place == spots.UNKNOWN and known and theirs.spots.named):
                continue
            at, much = spots.shared(read.spots, theirs.spots) if place == spots.AGREE else ("", spots.NOTHING)
            likeness = _weight(alike, much, named=bool(read.spots.named or theirs.spots.named))
            score = _score(likeness, read.entry, theirs.entry)
            if score >= floor:
                scored.append((-score, theirs.entry.id, number, at))
        said: list[str] | None = None
        found: list[Pair] = []
        for minus, other_id, number, at in sorted(scored):
            said = read.words() if said is None else said
            terms = self._shared(number, said, read.spots.text, at)
            if at and not terms:  # the same place alone is no matter in common
                continue
            why = _why(read.entry, self._read[number].entry, terms, at)
            found.append(Pair(read.entry.id, other_id, -minus, why))
            if len(found) == top:
                break
        return found

    def _place(self, mine: spots.Spots, number: int, here: bool) -> int:
        theirs = self._read[number].spots
        if here:  # its name stands in the text: only a name of the same kind can say otherwise
            return spots.APART if spots.apart(mine, theirs) else spots.AGREE
        return spots.compare(mine, theirs)

    def _shared(self, number: int, said: Sequence[str], text: str, at: str) -> list[str]:
        """Telling words of both, rarest first, without the name of the place and words that stand everywhere."""
        theirs = self._read[number].spots.text
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


def _weight(alike: float, place: int, *, named: bool) -> float:
    """Likeness of the words, with how much of a place the texts share."""
    if place == spots.NAMESAKE:
        return alike * _NAMESAKE
    if place:
        return alike + (_HERE if place == spots.WHOLE else _NEAR) * (1 - alike)
    return alike * _ELSEWHERE if named else alike


def _score(alike: float, entry: Entry, other: Entry) -> float:
    for one, two in ((entry.field, other.field), (entry.department, other.department)):
        if one and two:
            alike *= _AGREES if _same(one, two) else _DIFFERS
    return round(min(alike, 1.0), 4)


def _same(one: str, other: str) -> bool:
    return bool(one) and normalise(one) == normalise(other)


def _weighed(counted: sp.csr_matrix, rarity: np.ndarray) -> sp.csr_matrix:
    """Unit rows, weighed by rarity; a row of nothing stays nothing."""
    data = counted.data * rarity[counted.indices]
    rows = sp.csr_matrix((data, counted.indices, counted.indptr), shape=counted.shape)
    norms = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows.data = (data / np.repeat(np.where(norms > 0, norms, 1), np.diff(rows.indptr))).astype(np.float32)
    return rows


def _best(numbers: np.ndarray, near: np.ndarray, count: int) -> np.ndarray:
    """The `count` numbers of the highest values, in no order; of equal values the lower numbers."""
    if len(numbers) <= count:
        return numbers
    edge = np.partition(near, len(near) - count)[len(near) - count]
    above = numbers[near > edge]
    return np.concatenate([above, np.sort(numbers[near == edge])[: count - len(above)]])


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
