"""The journal as a bus: what is owed to its readers, whatever fails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from shangliang.kernel import journal, moves
from shangliang.kernel.models import Chain, Delivery, Entry
from shangliang.kernel.tests.test_journal import line, lines, readers
from tests import given
from tests.crowd import together
from tests.world import NOON, World

__all__ = ["readers"]


def test_everybody_who_wants_it_is_owed_it(db: None, readers: dict[str, Any]) -> None:
    journal.consume("all", lambda entry, at: None)
    journal.consume("some", lambda entry, at: None, lambda kind, verb: verb == "shout")
    journal.write([line(verb="whisper"), line(verb="shout")])
    owed = Delivery.objects.order_by("entry_id", "consumer").values_list("entry__verb", "consumer")
    assert list(owed) == [("whisper", "all"), ("shout", "all"), ("shout", "some")]
    assert journal.owed_to() == {"all": 2, "some": 1} and journal.consumers() == ["all", "some"]


def test_delivered_once_and_in_order(db: None, readers: dict[str, Any]) -> None:
    seen: list[tuple[str, Any]] = []
    journal.consume("one", lambda entry, at: seen.append((entry.ref, at)))
    lines(4)
    later = NOON + timedelta(minutes=1)
    assert journal.deliver(later) == 4 and journal.deliver(later) == 0
    assert seen == [(str(i), later) for i in range(4)]
    assert set(Delivery.objects.values_list("done_at", flat=True)) == {later}


def test_a_consumer_that_fails_stops_nobody(db: None, readers: dict[str, Any]) -> None:
    """Its entry is kept and tried again later and later; all others go on."""
    got: list[str] = []
    ill = True

    def sometimes(entry: Entry, at: Any) -> None:
        if ill and entry.ref == "1":
            raise LookupError("ill today")
        got.append(entry.ref)

    journal.consume("sometimes", sometimes)
    journal.consume("well", lambda entry, at: got.append("w" + entry.ref))
    lines(3)
    assert journal.deliver_all(NOON) == 5
    assert sorted(got) == ["0", "2", "w0", "w1", "w2"]
    [failing] = journal.failing()
    assert (failing.consumer, failing.tries, failing.error) == ("sometimes", 1, "LookupError: ill today")
    at = NOON
    for tries, wait in enumerate([*journal.BACKOFF, journal.BACKOFF[-1]], start=1):
        failing.refresh_from_db()
        assert (failing.tries, failing.next_at) == (tries, at + wait)
        assert journal.deliver_all(at + wait - timedelta(seconds=1)) == 0
        at += wait
        assert journal.deliver_all(at) == 0
    ill = False
    assert journal.deliver_all(at + journal.BACKOFF[-1]) == 1 and got[-1] == "1"
    assert journal.failing() == []
    failing.refresh_from_db()
    assert failing.error == ""


def test_what_a_failing_consumer_wrote_is_undone(db: None, readers: dict[str, Any]) -> None:
    def half(entry: Entry, at: Any) -> None:
        Chain.objects.create(root="9", seq=1, hash="")
        raise ValueError

    journal.consume("half", half)
    lines(1)
    assert journal.deliver(NOON) == 0
    assert not Chain.objects.filter(root="9").exists() and Delivery.objects.get().tries == 1


def test_a_consumer_that_breaks_its_transaction_is_told_apart(db: None, readers: dict[str, Any]) -> None:
    def breaks(entry: Entry, at: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")

    journal.consume("breaks", breaks)
    journal.consume("well", lambda entry, at: None)
    lines(2)
    assert journal.deliver_all(NOON) == 2
    assert {d.consumer for d in journal.failing()} == {"breaks"}


def test_a_whole_batch_that_fails_does_not_hide_the_next(db: None, readers: dict[str, Any]) -> None:
    journal.consume("ill", lambda entry, at: 1 // 0)  # type: ignore[arg-type]
    lines(20)
    seen: list[str] = []
    journal.consume("well", lambda entry, at: seen.append(entry.ref))
    lines(3)
    for _ in range(5):
        journal.deliver(NOON, limit=8)
    assert len(seen) == 3


def test_a_round_in_which_all_failed_is_not_the_last(
    db: None, readers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "BATCH", 4)
    journal.consume("ill", lambda entry, at: 1 // 0)  # type: ignore[arg-type]
    lines(6)
    readers.clear()
    seen: list[str] = []
    journal.consume("ill", lambda entry, at: 1 // 0)  # type: ignore[arg-type]
    journal.consume("well", lambda entry, at: seen.append(entry.ref))
    lines(2)
    assert journal.deliver_all(NOON) == 2 and len(seen) == 2


def test_consumers_may_write_themselves(db: None, readers: dict[str, Any]) -> None:
    def echo(entry: Entry, at: Any) -> None:
        if entry.verb == "act":
            journal.write([line(verb="echo")])

    journal.consume("echo", echo)
    lines(2)
    assert journal.deliver_all(NOON) == 4
    assert journal.owed_to() == {}


def test_several_are_given_at_once_to_a_consumer_that_takes_many(db: None, readers: dict[str, Any]) -> None:
    got: list[list[str]] = []
    journal.consume(
        "many",
        lambda entry, at: got.append([entry.ref]),
        many=lambda entries, at: got.append([e.ref for e in entries]),
    )
    lines(3)
    assert journal.deliver_all(NOON) == 3 and got == [["0", "1", "2"]] and journal.owed() == 0
    lines(1)
    assert journal.deliver_all(NOON) == 1 and got[-1] == ["0"]


def test_of_several_given_at_once_one_fails_alone(db: None, readers: dict[str, Any]) -> None:
    """What was written for all of them is undone; then each is tried for itself."""

    def one(entry: Entry, at: Any) -> None:
        Chain.objects.create(root=f"x{entry.ref}", seq=1, hash="")
        if entry.ref == "1":
            raise LookupError("ill")

    def many(entries: Any, at: Any) -> None:
        for entry in entries:
            one(entry, at)

    journal.consume("many", one, many=many)
    journal.consume("well", lambda entry, at: None)
    lines(3)
    assert journal.deliver_all(NOON) == 5
    assert set(Chain.objects.filter(root__startswith="x").values_list("root", flat=True)) == {"x0", "x2"}
    assert [(d.consumer, d.entry.ref, d.tries) for d in journal.failing()] == [("many", "1", 1)]


def test_one_entry_is_written_as_many_are(db: None, readers: dict[str, Any]) -> None:
    journal.consume("all", lambda entry, at: None)
    facts = {"名": "“引号”\\", "n": [1, None, True]}
    alone = journal.write([line(verb="begin", note="%s {}", facts=facts, after="new")])
    several = journal.write(line(verb="begin", note="%s {}", facts=facts, after="new") for _ in range(2))
    assert [e.pk for e in (*alone, *several)] == sorted(Entry.objects.values_list("pk", flat=True))
    columns = [f.attname for f in Entry._meta.concrete_fields if f.name not in {"id", "seq", "hash"}]
    rows = list(Entry.objects.order_by("pk").values_list(*columns))
    assert rows[0] == rows[1] == rows[2] and rows[0][-1] == facts
    owed = list(
        Delivery.objects.order_by("entry_id").values("entry_id", "consumer", "tries", "error", "done_at")
    )
    assert owed == [
        {"entry_id": e.pk, "consumer": "all", "tries": 0, "error": "", "done_at": None}
        for e in (*alone, *several)
    ]
    assert not list(journal.mismatches()) and not alone[0]._state.adding


def test_a_consumer_that_is_gone_is_owed_nothing_more(db: None, readers: dict[str, Any]) -> None:
    journal.consume("old", lambda entry, at: None)
    lines(1)
    readers.clear()
    assert journal.deliver(NOON) == 1 and journal.owed_to() == {}


def test_only_one_consumer_can_be_served(db: None, readers: dict[str, Any]) -> None:
    for name in ("a", "b"):
        journal.consume(name, lambda entry, at: None)
    lines(2)
    assert journal.deliver(NOON, only="a") == 2 and journal.owed_to() == {"b": 2}


@pytest.mark.django_db(transaction=True)
def test_three_workers_at_once_deliver_each_once(readers: dict[str, Any]) -> None:
    seen: list[str] = []
    journal.consume("one", lambda entry, at: seen.append(entry.ref))
    lines(60)
    assert sum(together([lambda: journal.deliver(NOON)] * 3)) == 60
    assert sorted(map(int, seen)) == list(range(60))


def test_the_worker_is_woken_once_a_transaction(
    db: None, readers: dict[str, Any], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    woken: list[int] = []
    journal.wake_with(lambda: woken.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        lines(3), lines(2)
    assert woken == [1]


def test_a_replay_gives_everything_again_and_changes_nothing(world: World) -> None:
    """The house's own consumers are idempotent: what they made at first is what they make again."""
    given.one(world, "assignment")
    answered = given.in_state(world, "topic", "answered")
    moves.make(answered, "reopen", actor=world.actor("wang"), at=NOON, note="没好")
    made: dict[str, Any] = {}
    for _ in range(2):
        for name in journal.consumers():
            journal.replay(name, NOON)
        for model in _made_by_consumers():
            rows = sorted(map(str, model._default_manager.values_list()))
            assert made.setdefault(model.__name__, rows) == rows, model


def _made_by_consumers() -> list[Any]:
    names = ("kernel.Notice", "kernel.SearchRow", "voices.Letter")
    return [apps.get_model(name) for name in names]


def test_a_story_is_one_query(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    call = given.one(world, "call")
    moves.make(call, "open", actor=world.actor("wang"), at=NOON)
    moves.make(call, "close", actor=world.actor("wang"), at=NOON, note="够了")
    with django_assert_num_queries(1):
        story = journal.story("call", call.pk)
    assert [(e.verb, e.before, e.after) for e in story] == [
        ("begin", "", "draft"),
        ("open", "draft", "open"),
        ("close", "open", "closed"),
    ]
