"""What changed between two texts, by words: Chinese has no spaces, so words are cut before they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import rjieba

SAME, GONE, NEW = "same", "gone", "new"
MOST = 1000  # words on either side that are compared with each other at once
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+")


@dataclass(frozen=True)
class Piece:
    """Some words that stand in both texts (same), in the old one only (gone) or in the new one only (new)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One part of a text before and after: its label and the words that stayed, went and came."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> int:
        """How many signs went or came."""
        return changed(self.pieces)


def change(label: str, old: str, new: str) -> Change:
    return Change(label, tuple(words(old, new)))


def words(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order: without the new ones they are the old text, and the reverse.

    Sentences are compared first and words only inside those that differ, so that a long text stays quick.
    """
    found: list[Piece] = []
    for before, after in _blocks(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        if before == after:
            found += _piece(SAME, before)
            continue
        # As many sentences as before were each rewritten; else the passage as a whole was.
        pairs = (
            zip(before, after, strict=True)
            if len(before) == len(after)
            else [("".join(before), "".join(after))]
        )
        for one, other in pairs:
            found += _by_words(rjieba.cut(one), rjieba.cut(other))
    return list(_joined(found))


def _by_words(old: list[str], new: list[str]) -> Iterator[Piece]:
    """A passage too long to be compared in a moment is shown as replaced."""
    whole = max(len(old), len(new)) > MOST
    for gone, come in [(old, new)] if whole else _blocks(old, new):
        if gone == come:
            yield from _piece(SAME, gone)
        else:
            yield from [*_piece(GONE, gone), *_piece(NEW, come)]


def changed(pieces: Iterable[Piece]) -> int:
    """How many signs went or came."""
    return sum(len(p.text) for p in pieces if p.kind != SAME)


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    for _tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield old[a:b], new[c:d]


def _piece(kind: str, parts: Sequence[str]) -> list[Piece]:
    text = "".join(parts)
    return [Piece(kind, text)] if text else []


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    held: Piece | None = None
    for piece in pieces:
        if held and held.kind == piece.kind:
            held = Piece(held.kind, held.text + piece.text)
        else:
            if held:
                yield held
            held = piece
    if held:
        yield held
