"""The journal: append-only, sealed in order, and a bus that loses nothing and stops for nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from shangliang.kernel import journal, moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import Chain, Entry
from tests import given
from tests.crowd import together
from tests.world import NOON, World

SOMEBODY = Actor("王秀兰", person_id=None)


@pytest.fixture
def readers() -> Iterator[dict[str, journal.Consumer]]:
    """The journal with no consumers but the test's own."""
    kept, woken = dict(journal._consumers), list(journal._wake)
    journal._consumers.clear(), journal._wake.clear()
    yield journal._consumers
    journal._consumers.clear(), journal._wake.clear()
    journal._consumers.update(kept), journal._wake.extend(woken)


def line(root: str = "001.", verb: str = "act", ref: object = 1, **more: Any) -> Entry:
    return journal.entry_of(root=root, kind="thing", ref=ref, verb=verb, actor=SOMEBODY, at=NOON, **more)


def lines(count: int, root: str = "001.") -> list[Entry]:
    return journal.write(line(root, ref=i) for i in range(count))


# --- what is sealed


def test_canonical_text_is_one_text() -> None:
    assert journal.canonical({"b": 1, "a": ["商量", None, True]}) == '{"a":["商量",null,true],"b":1}'
    assert journal.canonical({"a": {"d": 1, "c": 2}}) == journal.canonical({"a": {"c": 2, "d": 1}})


@pytest.mark.parametrize("value", [0.5, {"x": 1.0}, [1, [2.5]], ({"a": (0.1,)},), float("nan")])
def test_floats_are_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="whole numbers"):
        journal.canonical({"facts": value})
    with pytest.raises(TypeError):
        line(facts={"share": value})


def test_an_entry_says_who_what_and_when() -> None:
    entry = journal.entry_of(
        root="001.", kind="topic", ref=7, verb="file", actor=CLOCK, at=NOON,
        before="a", after="b", note="n", facts={"x": 1},
    )  # fmt: skip
    assert json.loads(entry.payload) == {
        "root": "001.",
        "kind": "topic",
        "ref": "7",
        "verb": "file",
        "at": NOON.isoformat(),
        "actor_id": None,
        "actor_label": "时钟",
        "before": "a",
        "after": "b",
        "note": "n",
        "facts": {"x": 1},
    }


# --- append-only


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(note="edited"),
        lambda rows: rows.update(payload="{}"),
        lambda rows: rows.update(actor_label="somebody else"),
        lambda rows: rows.update(at=NOON + timedelta(days=1)),
        lambda rows: rows.delete(),
    ],
)
@pytest.mark.parametrize("sealed", [False, True])
def test_no_row_is_changed_or_deleted(change: Any, sealed: bool) -> None:
    [entry] = lines(1)
    if sealed:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    with pytest.raises(DatabaseError, match=r"append-only|Cannot delete"), transaction.atomic():
        change(Entry.objects.filter(pk=entry.pk))
    assert Entry.objects.get(pk=entry.pk).payload == entry.payload


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("column, value", [("hash", "0" * 64), ("seq", 99), ("seq", None)])
def test_a_seal_is_set_once(column: str, value: Any) -> None:
    [entry] = lines(1)
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.filter(pk=entry.pk).update(**{column: value})


# --- the chain


@pytest.mark.django_db(transaction=True)
def test_it_is_sealed_at_commit() -> None:
    with transaction.atomic():
        lines(3)
        assert not Entry.objects.exclude(seq=None).exists() and not Chain.objects.exists()
    assert list(Entry.objects.order_by("id").values_list("seq", flat=True)) == [1, 2, 3]
    assert journal.heads() == {"001.": (3, Entry.objects.order_by("-id")[0].hash)}
    assert list(journal.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_gap() -> None:
    lines(2)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        lines(5)
        _ = 1 // 0
    with transaction.atomic():
        lines(1)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            lines(5)
            _ = 1 // 0
        lines(1)
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4]
    assert list(journal.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_every_root_has_its_own_chain() -> None:
    lines(2, "001."), lines(3, "002."), lines(1, "001.")
    assert {root: count for root, (count, _) in journal.heads().items()} == {"001.": 3, "002.": 3}
    assert list(journal.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_many_writers_on_one_root() -> None:
    """Eight people, twenty transactions each, of one to three entries: gapless, in one chain."""

    def work(me: int) -> None:
        for i in range(20):
            with transaction.atomic():
                journal.write(line(ref=f"{me}-{i}-{n}") for n in range(i % 3 + 1))

    results = together([lambda me=me: work(me) for me in range(8)])
    assert results == [None] * 8
    count = 8 * sum(i % 3 + 1 for i in range(20))
    assert journal.heads()["001."][0] == count == Entry.objects.count()
    assert list(journal.faults()) == [] and list(journal.mismatches()) == []
    for me in range(8):  # everybody's own order is kept
        mine = Entry.objects.filter(ref__startswith=f"{me}-").order_by("seq").values_list("id", flat=True)
        assert list(mine) == sorted(mine)


@pytest.mark.django_db(transaction=True)
def test_two_long_transactions_in_opposite_order(world: World) -> None:
    """Each writes about two things in one transaction, from opposite ends: the chain is locked last."""
    wang = world.actor("wang")
    for _ in range(15):
        a, b = given.voice(world), given.voice(world)

        def tell(*things: Any) -> None:
            with transaction.atomic():
                for thing in things:
                    moves.record(thing, "read_contact", actor=wang, at=NOON)

        assert together([lambda a=a, b=b: tell(a, b), lambda a=a, b=b: tell(b, a)]) == [None, None]
    assert list(journal.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_an_export_is_of_one_moment(world: World) -> None:
    """Entries that come while it is read do not enter it: heads and rows agree."""
    lines(5)
    out = journal.export()
    head = json.loads(next(out))
    assert together([lambda: lines(3)])[0]
    rows = [json.loads(row) for row in out]
    assert head["heads"]["001."]["entries"] == len(rows) == 5
    assert rows[-1]["hash"] == head["heads"]["001."]["hash"]
    assert [row["seq"] for row in rows] == [1, 2, 3, 4, 5]


# --- the bus
