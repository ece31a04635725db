"""What happened, in order, never edited; and the bus: every entry is owed to the consumers that want it.

An entry is sealed when its transaction commits (kernel.models). A consumer is an idempotent function of one
entry; it runs after the fact, may be replayed from the start, and its failure never undoes what happened.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q

from shangliang.kernel.access import Actor
from shangliang.kernel.models import Chain, Delivery, Entry

log = logging.getLogger(__name__)

BACKOFF = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
BATCH = 500  # deliveries of one round
CLAIM = 50  # of these, as many as one transaction takes on


@dataclass(frozen=True)
class Consumer:
    name: str
    run: Callable[[Entry, datetime], None]
    wants: Callable[[str, str], bool]  # kind, verb
    # It only looks at the thing as it is now: of several entries about it the last will do.
    newest: bool = False
    # The same as `run` for several entries at once; for consumers that write no entries themselves.
    many: Callable[[Sequence[Entry], datetime], None] | None = None


_consumers: dict[str, Consumer] = {}
_wake: list[Callable[[], None]] = []


def consume(
    name: str,
    run: Callable[[Entry, datetime], None],
    wants: Callable[[str, str], bool] = lambda kind, verb: True,
    *,
    newest: bool = False,
    many: Callable[[Sequence[Entry], datetime], None] | None = None,
) -> None:
    """Name a consumer. Done once, in project/wiring.py."""
    _consumers[name] = Consumer(name, run, wants, newest, many)


def wake_with(wake: Callable[[], None]) -> None:
    """What to call after a commit that left deliveries (it only wakes the worker)."""
    _wake[:] = [wake]


@contextmanager
def asleep() -> Iterator[None]:
    """Meanwhile nobody is woken: for work in bulk that delivers what it owes itself."""
    kept = list(_wake)
    _wake.clear()
    try:
        yield
    finally:
        _wake[:] = kept


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Meanwhile nothing is owed to these: for work in bulk that brings them up to date itself afterwards."""
    kept = {name: _consumers.pop(name) for name in names if name in _consumers}
    try:
        yield
    finally:
        _consumers.update(kept)


def canonical(content: dict[str, Any]) -> str:
    """The text that is sealed. Floats are refused: their text is not the same everywhere."""
    _refuse_floats(content)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("facts of the journal are whole numbers and texts")
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)


def entry_of(
    *, root: str, kind: str, ref: object, verb: str, actor: Actor, at: datetime,
    before: str = "", after: str = "", note: str = "", facts: dict[str, Any] | None = None,
) -> Entry:  # fmt: skip
    """An entry not yet written."""
    content = {
        "root": root, "kind": kind, "ref": str(ref), "verb": verb, "at": at.isoformat(),
        "actor_id": actor.person_id, "actor_label": actor.label,
        "before": before, "after": after, "note": note, "facts": facts or {},
    }  # fmt: skip
    payload = canonical(content)
    return Entry(**{**content, "at": at}, payload=payload)


# Nearly every act writes one entry: it and what it owes go in one statement, not in two built anew each time.
_APPEND = """
    WITH entry AS (
        INSERT INTO kernel_entry
            (root, hash, payload, at, actor_id, actor_label, kind, ref, verb, before, after, note, facts)
        VALUES (%s, '', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
        RETURNING id
    ), owed AS (
        INSERT INTO kernel_delivery (entry_id, consumer, tries, error)
        SELECT id, unnest(%s::varchar[]), 0, '' FROM entry
    )
    SELECT id FROM entry
"""


def write(entries: Iterable[Entry]) -> list[Entry]:
    """Append entries and what they owe, inside the caller's transaction."""
    written = list(entries)
    if len(written) == 1:
        _append(written[0])
    else:
        Entry.objects.bulk_create(written)
        Delivery.objects.bulk_create(
            Delivery(entry=e, consumer=name) for e in written for name in _who_wants(e.kind, e.verb)
        )
    for wake in _wake:
        if not any(hook[1] is wake for hook in connection.run_on_commit):
            transaction.on_commit(wake)
    return written


def _append(e: Entry) -> None:
    said: list[Any] = [
        e.root, e.payload, e.at, e.actor_id, e.actor_label, e.kind, e.ref, e.verb, e.before, e.after, e.note,
        json.dumps(e.facts), _who_wants(e.kind, e.verb),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, said)
        e.pk = cursor.fetchone()[0]
    e._state.adding, e._state.db = False, connection.alias


def _who_wants(kind: str, verb: str) -> list[str]:
    return [c.name for c in _consumers.values() if c.wants(kind, verb)]


def story(kind: str, ref: object) -> list[Entry]:
    """Everything that happened to one thing, oldest first (1 query)."""
    return list(Entry.objects.filter(kind=kind, ref=str(ref)).order_by("id"))


def deliver(at: datetime, *, limit: int = BATCH, only: str = "") -> int:
    """Give owed entries to their consumers, oldest first. Safe to run from many places at once.

    A consumer that fails keeps its entry, is tried again later and later, and stops nobody else.
    """
    return _round(at, limit, only)[1]


def _round(at: datetime, limit: int, only: str = "") -> tuple[int, int]:
    """How many deliveries were tried, and how many of them succeeded."""
    tried = done = 0
    owed = Q(done_at=None) & (Q(next_at=None) | Q(next_at__lte=at))
    if only:
        owed &= Q(consumer=only)
    ids = list(Delivery.objects.filter(owed).order_by("id").values_list("id", flat=True)[:limit])
    for start in range(0, len(ids), CLAIM):
        claimed, taken = _deliver_some(ids[start : start + CLAIM], at)
        tried, done = tried + claimed, done + taken
    return tried, done


def _deliver_some(ids: list[int], at: datetime) -> tuple[int, int]:
    """Claim these in one transaction; each consumer has a savepoint of its own, so that one fails alone.

    One root after the other: what consumers write is sealed in that order, so two of these never wait for each
    other's chains.
    """
    with transaction.atomic():
        free = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("entry")
        claimed = list(free.filter(pk__in=ids, done_at=None).order_by("entry__root", "id"))
        last = {(d.consumer, d.entry.kind, d.entry.ref): d.pk for d in claimed}
        done, together = [], defaultdict[str, list[Delivery]](list)
        for d in claimed:
            consumer = _consumers.get(d.consumer)
            if consumer and consumer.newest and last[d.consumer, d.entry.kind, d.entry.ref] != d.pk:
                done.append(d.pk)  # superseded
            elif consumer and consumer.many:
                together[d.consumer].append(d)
            elif _was_taken(d, at):
                done.append(d.pk)
        for name, several in together.items():
            taken = several if _were_taken(name, several, at) else [d for d in several if _was_taken(d, at)]
            done += [d.pk for d in taken]
        Delivery.objects.filter(pk__in=done).update(done_at=at, error="")
    return len(claimed), len(done)


def _were_taken(name: str, deliveries: list[Delivery], at: datetime) -> bool:
    """All of them at once. If any of them fails none is done, and each is tried alone."""
    many = _consumers[name].many
    if many is None or len(deliveries) == 1:
        return False
    try:
        with transaction.atomic():
            many([d.entry for d in deliveries], at)
    except Exception:
        log.warning("consumer %s failed on %d entries at once", name, len(deliveries), exc_info=True)
        return False
    return True


def _was_taken(delivery: Delivery, at: datetime) -> bool:
    consumer = _consumers.get(delivery.consumer)
    try:
        with transaction.atomic():
            if consumer:
                consumer.run(delivery.entry, at)
    except Exception as fault:
        log.exception("consumer %s failed on entry %s", delivery.consumer, delivery.entry_id)
        delivery.tries += 1
        delivery.next_at = at + BACKOFF[min(delivery.tries, len(BACKOFF)) - 1]
        delivery.error = f"{type(fault).__name__}: {fault}"[:1000]
        delivery.save(update_fields=["tries", "next_at", "error"])
        return False
    return True


def deliver_all(at: datetime) -> int:
    """Until nothing is owed now (consumers may write entries themselves). What fails is owed later."""
    total, tried = 0, 1
    while tried:
        tried, done = _round(at, BATCH)
        total += done
    return total


def replay(name: str, at: datetime) -> int:
    """Give the whole journal to one consumer again, from the first entry."""
    consumer = _consumers[name]
    count = 0
    for entry in Entry.objects.order_by("id").iterator(chunk_size=2000):
        if consumer.wants(entry.kind, entry.verb):
            with transaction.atomic():
                consumer.run(entry, at)
            count += 1
    return count


def consumers() -> list[str]:
    """The names of those who read the journal."""
    return sorted(_consumers)


def owed_to() -> dict[str, int]:
    """Consumer → entries it has not had yet (1 query)."""
    rows = Delivery.objects.filter(done_at=None).values_list("consumer").annotate(count=Count("pk"))
    return dict(rows.order_by("consumer"))


def owed() -> int:
    """Deliveries not made yet (1 query, by the partial index)."""
    return Delivery.objects.filter(done_at=None).count()


def failing() -> list[Delivery]:
    """Deliveries that have failed at least once and are still owed (1 query)."""
    owed = Delivery.objects.filter(done_at=None, tries__gt=0)
    return list(owed.select_related("entry").order_by("id")[:100])


def heads() -> dict[str, tuple[int, str]]:
    """Root → how many entries, and the seal of the last (1 query)."""
    return {c.root: (c.seq, c.hash) for c in Chain.objects.order_by("root")}


def export() -> Iterator[str]:
    """The sealed journal as JSON lines: a head line, then one line an entry in the order of its chain.

    All of it is read from one snapshot, so that entries and heads belong together.
    """
    with _snapshot():
        ends = {root: {"entries": seq, "hash": seal} for root, (seq, seal) in heads().items()}
        yield canonical({"journal": "shangliang", "format": 1, "heads": ends})
        rows = Entry.objects.filter(seq__isnull=False).order_by("root", "seq")
        for row in rows.values("seq", "hash", "payload").iterator(chunk_size=2000):
            yield canonical({"seq": row["seq"], "hash": row["hash"], "entry": json.loads(row["payload"])})


@contextmanager
def _snapshot() -> Iterator[None]:
    """Everything read inside is of one moment. Not possible inside a transaction that has asked already."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@dataclass(frozen=True)
class Fault:
    """A place where the chain does not hold. what: changed, missing, unsealed, head."""

    root: str
    seq: int
    what: str


def faults() -> Iterator[Fault]:
    """Check the chain of the living database from the first entry to the heads (3 queries, all rows)."""
    with _snapshot():
        ends = heads()
        last: dict[str, tuple[int, str]] = {}
        rows = Entry.objects.filter(seq__isnull=False).order_by("root", "seq")
        for root, seq, seal, payload in rows.values_list("root", "seq", "hash", "payload").iterator(2000):
            was, prev = last.get(root, (0, ""))
            if seq != was + 1:
                yield Fault(root, was + 1, "missing")
            elif hashlib.sha256(f"{prev}\n{seq}\n{payload}".encode()).hexdigest() != seal:
                yield Fault(root, seq, "changed")
            last[root] = (int(seq or 0), seal)
        for root in sorted(ends.keys() | last.keys()):
            if ends.get(root, (0, "")) != last.get(root, (0, "")):
                yield Fault(root, last.get(root, (0, ""))[0] + 1, "head")
        for root in Entry.objects.filter(seq=None).order_by("id").values_list("root", flat=True):
            yield Fault(root, 0, "unsealed")


def mismatches() -> Iterator[Entry]:
    """Entries whose columns no longer say what was sealed (somebody edited the table by hand)."""
    for e in Entry.objects.order_by("id").iterator(chunk_size=2000):
        said = {
            "root": e.root, "kind": e.kind, "ref": e.ref, "verb": e.verb, "actor_id": e.actor_id,
            "actor_label": e.actor_label, "before": e.before, "after": e.after, "note": e.note, "facts": e.facts,
        }  # fmt: skip
        sealed = json.loads(e.payload)
        if datetime.fromisoformat(sealed.pop("at")) != e.at or sealed != said:
            yield e
