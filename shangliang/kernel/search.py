"""Chinese full-text search without another service: words cut here, kept as tsvector, found by GIN.

A module says once how a thing of its kind reads (`findable`); the consumer keeps the rows in step with the
journal. Contact data never enter: texts are blotted first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from shangliang.kernel import text
from shangliang.kernel.models import Entry, SearchRow, Staged


@dataclass(frozen=True)
class Found:
    """How a thing reads to a searcher."""

    title: str
    body: str
    link: str
    public: bool
    at: datetime


_readers: dict[str, tuple[type[Staged], Callable[[Any], Found | None]]] = {}

_VECTOR = "setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B')"
_SAVE = f"""
    INSERT INTO kernel_searchrow (kind, ref, root, public, at, title, body, link, words)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, {_VECTOR})
    ON CONFLICT (kind, ref) DO UPDATE SET public = EXCLUDED.public, title = EXCLUDED.title,
        body = EXCLUDED.body, link = EXCLUDED.link, at = EXCLUDED.at, words = EXCLUDED.words
"""


def findable(kind: str, model: type[Staged], read: Callable[[Any], Found | None]) -> None:
    _readers[kind] = model, read


def knows(kind: str, verb: str) -> bool:
    return kind in _readers


def consume(entry: Entry, at: datetime) -> None:
    """Bring one thing's row up to date (the consumer `search`)."""
    model, read = _readers[entry.kind]
    thing = model._default_manager.filter(pk=entry.ref).first()
    found = read(thing) if thing else None
    if found is None or thing is None:
        SearchRow.objects.filter(kind=entry.kind, ref=entry.ref).delete()
    else:
        _save(_row(entry.kind, thing, found))


def _save(*rows: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_SAVE, rows)


def _row(kind: str, thing: Staged, found: Found) -> list[Any]:
    title, body = text.without_contacts(found.title), text.without_contacts(found.body)
    return [
        kind, str(thing.pk), thing.root, found.public, found.at, title[:300], body[:4000], found.link,
        " ".join(text.cut(title)), " ".join(text.cut(body)),
    ]  # fmt: skip


def reindex() -> int:
    """Write every row anew (after the dictionary changed); rows of what is not to be found any more go."""
    count = 0
    for kind, (model, read) in _readers.items():
        kept = []
        things = model._default_manager.order_by("pk").iterator(chunk_size=1000)
        while several := list(islice(things, 200)):
            rows = [_row(kind, thing, found) for thing in several if (found := read(thing))]
            _save(*rows)
            kept += [row[1] for row in rows]
        SearchRow.objects.filter(kind=kind).exclude(ref__in=kept).delete()
        count += len(kept)
    return count


def find(
    query: str, *, public_only: bool = True, root: str = "", kinds: list[str] | None = None
) -> QuerySet[SearchRow]:
    """Rows that hold all words of the query, best first. An empty query finds nothing.

    `rank` is ts_rank_cd; ties fall to the newer row.
    """
    words = text.cut_query(query)[:12]
    rows = SearchRow.objects.all()
    if not words:
        return rows.none()
    limits = Q()
    if public_only:
        limits &= Q(public=True)
    if root:
        limits &= Q(root=root)
    if kinds:
        limits &= Q(kind__in=kinds)
    return _matching(rows.filter(limits), words, " & ").order_by("-rank", "-at")  # type: ignore[misc]


def candidates(query: str, *, kind: str, root: str, limit: int = 50) -> list[str]:
    """Refs of things sharing many words with a whole text, most first: fodder for a finer comparison."""
    words = list(dict.fromkeys(text.cut(query)))
    words = sorted((w for w in words if len(w) > 1), key=len, reverse=True)[:24]
    if not words:
        return []
    rows = _matching(SearchRow.objects.filter(kind=kind, root=root), words, " | ")
    return list(rows.order_by("-rank").values_list("ref", flat=True)[:limit])  # type: ignore[misc]


def _matching(rows: QuerySet[SearchRow], words: list[str], joint: str) -> QuerySet[SearchRow]:
    query = joint.join("'" + w.replace("\\", "").replace("'", "''") + "'" for w in words)
    matched = rows.extra(where=["kernel_searchrow.words @@ to_tsquery('simple', %s)"], params=[query])
    return matched.annotate(
        rank=RawSQL("ts_rank_cd(kernel_searchrow.words, to_tsquery('simple', %s))", [query])
    )


def marked(title: str, query: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was asked for (templates wrap those in <mark>)."""
    lowered, words = title.lower(), [w for w in text.cut_query(query) if w]
    hit = [False] * len(title)
    for word in words:
        start = lowered.find(word)
        while start >= 0:
            hit[start : start + len(word)] = [True] * len(word)
            start = lowered.find(word, start + 1)
    pieces: list[tuple[str, bool]] = []
    for char, on in zip(title, hit, strict=True):
        if pieces and pieces[-1][1] == on:
            pieces[-1] = (pieces[-1][0] + char, on)
        else:
            pieces.append((char, on))
    return pieces
