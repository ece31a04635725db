"""The one door: three refusals, one winner, nothing left behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from shangliang.kernel import journal, moves
from shangliang.kernel.access import CLOCK
from shangliang.kernel.models import Delivery, Entry
from tests import given
from tests.crowd import together
from tests.world import NOON, World


def again(thing: Any) -> Any:
    """The thing as somebody else has it on the screen."""
    return type(thing)._default_manager.get(pk=thing.pk)


def scored(world: World, topic: Any) -> Any:
    topic.scores.create(person=world.people["wang"], scale="doable", first=3, second=3, third=3, at=NOON)
    return topic


# --- beginning


def test_begin_writes_the_first_line(world: World) -> None:
    topic = given.one(world, "topic")
    [entry] = journal.story("topic", topic.pk)
    assert (entry.verb, entry.before, entry.after, entry.actor_label) == ("begin", "", "candidate", "王秀兰")
    assert (topic.state, topic.version, topic.entered_at, topic.root) == ("candidate", 0, NOON, "001.")
    assert {d.consumer for d in entry.deliveries.all()} >= {"notices", "search"}


def test_what_is_not_valid_is_not_begun(world: World) -> None:
    before = Entry.objects.count()
    with pytest.raises(moves.Refused, match="不能为空"):
        given.one(world, "topic", title="")
    assert Entry.objects.count() == before


def test_many_begin_at_once(world: World, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    model = given.model("call")
    calls = [
        model(unit=world.units["yunchuan"], slug=f"s{i}", title="t", text="x", closes_on=given.DAY)
        for i in range(20)
    ]
    wang = world.actor("wang")
    with django_assert_max_num_queries(5):  # savepoint, things, entries, deliveries, release
        saved = moves.begin_many(calls, actor=wang, at=NOON, batch="7")
    entries = Entry.objects.filter(kind="call")
    assert entries.count() == 20 == len({s.pk for s in saved})
    assert {(e.verb, e.after, e.facts["batch"]) for e in entries} == {("begin", "draft", "7")}
    wanted = [name for name, reader in journal._consumers.items() if reader.wants("call", "begin")]
    assert Delivery.objects.filter(entry__in=entries).count() == 20 * len(wanted)
    assert moves.begin_many([], actor=world.actor("wang"), at=NOON) == []


# --- the three refusals


def test_not_you(world: World) -> None:
    topic = scored(world, given.one(world, "topic"))
    for who in ("lin", "chen", "liu", "gao", "public"):
        with pytest.raises(moves.NotAllowed):
            moves.make(topic, "file", actor=world.actor(who), at=NOON)
    assert again(topic).state == "candidate"


def test_a_secretary_of_a_county_does_not_move_the_city(world: World) -> None:
    below = scored(world, given.one(world, "topic", unit=world.units["lanxi"]))
    moves.make(below, "file", actor=world.actor("gao"), at=NOON)
    assert again(below).state == "filed"


def test_the_clock_and_people_do_not_do_each_others_work(world: World) -> None:
    topic = scored(world, given.one(world, "topic"))
    with pytest.raises(moves.NotAllowed):
        moves.make(topic, "file", actor=CLOCK, at=NOON)
    answered = given.in_state(world, "topic", "answered")
    with pytest.raises(moves.NotAllowed):
        moves.make(answered, "close", actor=world.actor("wang"), at=NOON)


def test_not_now(world: World) -> None:
    topic = given.in_state(world, "topic", "planned")
    with pytest.raises(moves.Stale) as refused:
        moves.make(topic, "file", actor=world.actor("wang"), at=NOON)
    assert refused.value.state == "已列入计划" and "已列入计划" in refused.value.reasons[0]


def test_not_ready(world: World) -> None:
    topic = given.one(world, "topic", field=None)
    with pytest.raises(moves.Refused) as refused:
        moves.make(topic, "file", actor=world.actor("wang"), at=NOON)
    assert type(refused.value) is moves.Refused
    assert refused.value.reasons == ("请先确认领域", "还没有人评分")


@pytest.mark.parametrize("note", ["", "   ", "\n"])
def test_a_reason_is_a_reason(note: str, world: World) -> None:
    call = given.in_state(world, "call", "open")
    with pytest.raises(moves.Refused, match="理由"):
        moves.make(call, "close", actor=world.actor("wang"), at=NOON, note=note)
    moves.make(call, "close", actor=world.actor("wang"), at=NOON, note="已经够了")
    assert journal.story("call", call.pk)[-1].note == "已经够了"


def test_the_kinds_of_refusal_are_told_apart() -> None:
    assert issubclass(moves.NotAllowed, moves.Refused) and issubclass(moves.Stale, moves.Refused)
    assert not issubclass(moves.NotAllowed, moves.Stale) and not issubclass(moves.Stale, moves.NotAllowed)


def test_rights_are_asked_first(world: World) -> None:
    """Whoever may not do it does not learn what is missing or where it stands."""
    topic = given.in_state(world, "topic", "planned", field=None)
    with pytest.raises(moves.NotAllowed):
        moves.make(topic, "file", actor=world.actor("liu"), at=NOON)


# --- one winner, nothing left


def test_of_two_presses_one_wins(world: World) -> None:
    call = given.one(world, "call")
    twin = again(call)
    moves.make(call, "open", actor=world.actor("wang"), at=NOON)
    with pytest.raises(moves.Stale) as told:
        moves.make(twin, "open", actor=world.actor("wang"), at=NOON)
    assert told.value.state == "征集中"
    assert Entry.objects.filter(kind="call", verb="open").count() == 1
    assert again(call).version == 1


def test_a_press_on_an_old_page_with_the_same_state_is_stale(world: World) -> None:
    """The state may be the same again after two moves; the version is not."""
    document = given.one(world, "document")
    old = again(document)
    moves.make(document, "check", actor=world.actor("wang"), at=NOON)
    moves.make(document, "send_back", actor=world.actor("chen"), at=NOON, note="再改")
    assert document.state == old.state
    with pytest.raises(moves.Stale):
        moves.make(old, "check", actor=world.actor("wang"), at=NOON)


def test_what_vanished_cannot_be_moved(world: World) -> None:
    call = given.one(world, "call")
    type(call)._default_manager.filter(pk=call.pk).delete()
    with pytest.raises(moves.Refused):
        moves.make(call, "open", actor=world.actor("wang"), at=NOON)


@pytest.mark.parametrize("who, refusal", [("lin", moves.NotAllowed), ("wang", moves.Refused)])
def test_a_refused_move_leaves_nothing(who: str, refusal: type[Exception], world: World) -> None:
    topic = given.one(world, "topic")
    before = Entry.objects.count(), Delivery.objects.count(), again(topic).__dict__.copy()
    with pytest.raises(refusal):
        moves.make(topic, "file", actor=world.actor(who), at=NOON)
    after = Entry.objects.count(), Delivery.objects.count(), again(topic).__dict__.copy()
    before[2].pop("_state"), after[2].pop("_state")
    assert before == after


def test_a_move_the_table_refuses_leaves_nothing(world: World) -> None:
    """The database keeps the promise even when a guard forgot it."""
    topic = given.one(world, "topic")
    count = Entry.objects.count()
    with pytest.raises(IntegrityError, match="topic_not_taken_reason"):
        moves.make(topic, "decline", actor=world.actor("wang"), at=NOON, note="不采用")
    assert Entry.objects.count() == count and again(topic).state == "candidate"


def test_facts_go_into_the_journal_and_floats_do_not(world: World) -> None:
    call = given.one(world, "call")
    with pytest.raises(TypeError):
        moves.make(call, "open", actor=world.actor("wang"), at=NOON, share=0.5)
    assert again(call).state == "draft"
    entry = moves.make(again(call), "open", actor=world.actor("wang"), at=NOON, heads=12)
    assert entry.facts == {"heads": 12}


# --- what can be done next


def test_a_button_that_cannot_be_pressed_says_why(world: World) -> None:
    topic = given.one(world, "topic", field=None)
    found = {o.move.name: o.blockers for o in moves.options(topic, actor=world.actor("wang"), at=NOON)}
    assert found == {"file": ("请先确认领域", "还没有人评分"), "merge": (), "pass_on": (), "decline": ()}
    assert moves.options(topic, actor=world.actor("liu"), at=NOON) == []


def test_what_a_form_brings_keeps_no_form_shut(world: World) -> None:
    """The page that asks for it is open; the move itself is not made without it."""
    proposal, lin = given.in_state(world, "proposal", "draft"), world.actor("lin")
    offered = {o.move.name: o.blockers for o in moves.options(proposal, actor=lin, at=NOON)}
    assert offered["invite"] == () and offered["submit"]
    with pytest.raises(moves.Refused, match="还没有写请谁联名"):
        moves.make(proposal, "invite", actor=lin, at=NOON)


def test_options_are_what_make_would_do(world: World) -> None:
    """No clock move is offered; every bare option without blockers can be made."""
    for kind in moves.kinds():
        for state in kind.flow.states:
            thing = given.in_state(world, kind.flow.kind, state)
            for name in ("wang", "chen", "liu", "sun", "hou"):
                for option in moves.options(thing, actor=world.actor(name), at=NOON):
                    assert not option.move.clock and state in option.move.sources
                    assert kind.policy.may(world.actor(name), option.move.name, thing)


def test_a_record_changes_no_state(world: World) -> None:
    voice = given.voice(world)
    entry = moves.record(voice, "read_contact", actor=world.actor("wang"), at=NOON, note="回访")
    assert (entry.before, entry.after, again(voice).version) == ("received", "received", 0)
    with pytest.raises(moves.NotAllowed):
        moves.record(voice, "read_contact", actor=world.actor("chen"), at=NOON)


# --- on PostgreSQL, at once

ROUNDS, PEOPLE = 20, 4


@pytest.mark.django_db(transaction=True)
def test_four_press_at_once_and_one_wins(world: World) -> None:
    wang = world.actor("wang")
    calls = [given.one(world, "call") for _ in range(ROUNDS)]
    for call in calls:
        pages = [again(call) for _ in range(PEOPLE)]
        results = together(
            [lambda page=page: moves.make(page, "open", actor=wang, at=NOON) for page in pages]
        )
        assert sum(isinstance(r, Entry) for r in results) == 1, results
        assert sum(isinstance(r, moves.Stale) for r in results) == PEOPLE - 1, results
    assert Entry.objects.filter(kind="call", verb="open").count() == ROUNDS
    assert {(c.state, c.version) for c in map(again, calls)} == {("open", 1)}
    assert list(journal.faults()) == [] and list(journal.mismatches()) == []


@pytest.mark.django_db(transaction=True)
def test_two_different_moves_at_once(world: World) -> None:
    """Withdrawn by its raiser or explained away by the office: never both."""
    wang = world.actor("wang")
    for _ in range(ROUNDS):
        call = given.one(world, "call")
        one, two = again(call), again(call)
        results = together(
            [
                lambda one=one: moves.make(one, "open", actor=wang, at=NOON),
                lambda two=two: moves.make(two, "drop", actor=wang, at=NOON),
            ]
        )
        assert sorted(type(r).__name__ for r in results) == ["Entry", "Stale"]
        won = next(r for r in results if isinstance(r, Entry))
        assert again(call).state == won.after


@pytest.mark.django_db(transaction=True)
def test_no_deadlock_in_opposite_order(world: World) -> None:
    """Two people move the same two things, each beginning at the other end."""
    wang = world.actor("wang")

    def walk(things: list[Any]) -> list[str]:
        outcome = []
        for thing in things:
            try:
                moves.make(again(thing), "open", actor=wang, at=NOON + timedelta(hours=1))
                outcome.append("won")
            except moves.Stale:
                outcome.append("lost")
        return outcome

    for _ in range(ROUNDS):
        a, b = given.one(world, "call"), given.one(world, "call")
        there, back = together([lambda a=a, b=b: walk([a, b]), lambda a=a, b=b: walk([b, a])])
        assert sorted([there[0], back[1]]) == ["lost", "won"] == sorted([there[1], back[0]])
    assert list(journal.faults()) == []
