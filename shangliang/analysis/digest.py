"""A summary made of what was said, sentence by sentence, each with its source: nothing in it is written anew.

Sentences are chosen so that everybody who spoke is near to one of them (a facility-location cover, taken greedily),
each speaker counting once however long she spoke. The same likeness says on which opinions a sentence of the
minutes rests, and which opinions nothing in the minutes takes up.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import scipy.sparse as sp

from shangliang.analysis import grams

VERSION = "1"
NEAR = 0.1  # cosine from which two sentences are about the same point; strangers stay below .05
LEAST = 6  # letters below which a piece says nothing by itself
MOST = 4_000  # sentences compared at once
_ENDS = re.compile(r"(?<=[。！？；!?;])|\n+")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True)
class Said:
    """What one person said. `speaker` is any mark of who it was; several pieces may come from one."""

    id: str
    speaker: str
    text: str


@dataclass(frozen=True)
class Sentence:
    """One sentence of the summary, word for word from `id`. stands_for: the ids of others that say much the same."""

    text: str
    id: str
    stands_for: tuple[str, ...]


@dataclass(frozen=True)
class Digest:
    """The sentences, best first; covered: the share (0 … 1) of the speakers near to one of them."""

    sentences: tuple[Sentence, ...]
    covered: float
    version: str
    sha256: str


def digest(said: Sequence[Said], *, most: int = 8) -> Digest:
    """At most `most` sentences; the order of the input makes no difference. ValueError for an id that stands twice."""
    ordered = _in_order(said)
    pieces = [(s, text) for s in ordered for text in sentences(s.text)][:MOST]
    if not pieces or most < 1:
        return Digest((), 0.0, VERSION, _fingerprint(ordered))
    likeness = _likeness([text for _said, text in pieces])
    speakers = sorted({s.speaker for s, _text in pieces})
    whose = np.array([speakers.index(s.speaker) for s, _text in pieces])
    chosen = _cover(likeness, whose, len(speakers), most)
    found, told = [], np.zeros(len(pieces), dtype=bool)
    for k in chosen:
        near = likeness[k] >= NEAR
        others = {pieces[j][0].id for j in np.flatnonzero(near & ~told)} - {pieces[k][0].id}
        found.append(Sentence(pieces[k][1], pieces[k][0].id, tuple(sorted(others))))
        told |= near
    heard = len({int(whose[j]) for j in np.flatnonzero(told)})
    return Digest(tuple(found), round(heard / len(speakers), 4), VERSION, _fingerprint(ordered))


def _cover(likeness: np.ndarray, whose: np.ndarray, speakers: int, most: int) -> list[int]:
    """Greedily the sentences that bring the speakers, each weighing one, nearest; ties go to the earlier one."""
    weight = 1 / np.bincount(whose, minlength=speakers)[whose]
    best = np.zeros(len(whose))
    chosen: list[int] = []
    while len(chosen) < min(most, len(whose)):
        gain = np.round(np.maximum(likeness - best, 0) @ weight, 9)
        gain[chosen] = -1.0
        k = int(gain.argmax())
        if gain[k] <= 0 or (chosen and likeness[k, chosen].max() >= NEAR * 2):
            break
        chosen.append(k)
        best = np.maximum(best, likeness[k])
    return chosen


def rests_on(texts: Sequence[str], said: Sequence[Said], *, most: int = 5) -> list[list[str]]:
    """For each text of the minutes the ids of the opinions it rests on, nearest first."""
    ordered = _in_order(said)
    near = _between(texts, ordered)
    rows = []
    for row in near:
        ranked = sorted(((-score, ordered[k].id) for k, score in enumerate(row) if score >= NEAR))
        rows.append([name for _score, name in ranked[:most]])
    return rows


def unaddressed(said: Sequence[Said], texts: Sequence[str]) -> list[str]:
    """The ids of opinions that no text of the minutes takes up, in the order of ids."""
    ordered = _in_order(said)
    if not texts:
        return [s.id for s in ordered]
    near = _between(texts, ordered)
    return [s.id for k, s in enumerate(ordered) if near[:, k].max(initial=0.0) < NEAR]


def _between(texts: Sequence[str], ordered: Sequence[Said]) -> np.ndarray:
    """Likeness (texts × said): of the nearest sentences of the two."""
    mine = [(k, s) for k, text in enumerate(texts) for s in sentences(text) or [text]]
    theirs = [(k, s) for k, one in enumerate(ordered) for s in sentences(one.text) or [one.text]]
    near = np.zeros((len(texts), len(ordered)))
    if mine and theirs:
        whole = _likeness([s for _k, s in (*mine, *theirs)])[: len(mine), len(mine) :]
        at = np.array([k for k, _s in mine])[:, None], np.array([k for k, _s in theirs])[None, :]
        np.maximum.at(near, at, whole)
    return near


def sentences(text: str) -> list[str]:
    """Its sentences, without what is too short to say something."""
    parts = (part.strip() for part in _ENDS.split(text))
    return [part for part in parts if len(_LETTER.findall(part)) >= LEAST]


def _likeness(texts: Sequence[str]) -> np.ndarray:
    """Cosines of the rarity-weighted pairs and triples of letters (n × n, 1 on the diagonal of texts with any)."""
    found = grams.counts(texts)
    held = np.bincount(found.indices, minlength=found.shape[1])
    rare = np.log((1 + len(texts)) / (1 + held)) + 1
    weighed = found @ sp.diags(rare)
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    unit = sp.diags(1 / np.where(lengths > 0, lengths, 1)) @ weighed
    return np.round(np.asarray((unit @ unit.T).todense(), dtype=np.float64), 6)


def _in_order(said: Sequence[Said]) -> list[Said]:
    ordered = sorted(said, key=lambda s: s.id)
    if len({s.id for s in ordered}) != len(ordered):
        raise ValueError("an id stands twice")
    return ordered


def fingerprint(said: Sequence[Said]) -> str:
    """The hash of this input: a digest of the same input is the same."""
    return _fingerprint(_in_order(said))


def _fingerprint(ordered: Sequence[Said]) -> str:
    rows = (json.dumps(asdict(s), ensure_ascii=False, sort_keys=True) for s in ordered)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
