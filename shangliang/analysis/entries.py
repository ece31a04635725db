"""The records that go into and come out of the comparison of two lists."""

import hashlib
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


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


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """The entries by id. ValueError when an id is empty or stands twice."""
    ordered = sorted(entries, key=lambda e: e.id)
    if any(not e.id for e in ordered):
        raise ValueError("an entry has no id")
    for one, two in itertools.pairwise(ordered):
        if one.id == two.id:
            raise ValueError(f"the id {one.id} stands twice")
    return ordered


def fingerprint(*lists: Sequence[Entry]) -> str:
    """SHA-256 (hexadecimal) of lists in their canonical order."""
    digest = hashlib.sha256()
    for entries in lists:
        for entry in entries:
            told = (entry.id, entry.text, entry.department, entry.field, entry.place)
            digest.update(json.dumps(told, ensure_ascii=False).encode() + b"\n")
        digest.update(b"\n")
    return digest.hexdigest()
