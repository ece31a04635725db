"""The clock: it warns, says what is late, goes one step up, hands on; and does each thing once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from shangliang.kernel import calendar, clocks, journal, moves, sweeper
from shangliang.kernel.access import CLOCK
from shangliang.kernel.models import DayRule, Entry, Parameter
from tests import given
from tests.crowd import together
from tests.world import NOON, World

MONDAY = date(2026, 3, 2)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def swept(until: date, since: date = MONDAY) -> list[tuple[str, date]]:
    """Sweep every noon; what was written, and on which day."""
    found = []
    for i in range((until - since).days + 1):
        day = since + timedelta(days=i)
        found += [(entry.verb, day) for entry in sweeper.sweep(at=noon(day))]
    return found


def days(name: str, value: int, world: World) -> None:
    Parameter.objects.create(
        path=world.units["yunchuan"].path, name=name, value=value, starts_on=date(2026, 1, 1), reason="试验"
    )


def again(thing: Any) -> Any:
    return type(thing)._default_manager.get(pk=thing.pk)


def test_the_whole_course_of_a_clock(world: World) -> None:
    """Ten working days from Monday 2 March: the 16th; warned 3 and 1 working days before; up 5 after."""
    voice = given.voice(world)
    assert voice.due_at == calendar.end_of(date(2026, 3, 16))
    assert swept(date(2026, 5, 1)) == [
        ("clock_warn", date(2026, 3, 11)),
        ("clock_warn", date(2026, 3, 13)),
        ("clock_overdue", date(2026, 3, 17)),
        ("clock_escalate", date(2026, 3, 24)),
    ]
    assert again(voice).clock_at is None and again(voice).state == "received"
    assert again(voice).version == 0  # the clock's words are no moves


def test_it_speaks_at_the_minute(world: World) -> None:
    voice = given.voice(world)
    assert list(sweeper.sweep(at=voice.clock_at - timedelta(seconds=1))) == []
    assert [e.verb for e in sweeper.sweep(at=voice.clock_at)] == ["clock_warn"]
    assert list(sweeper.sweep(at=voice.due_at - timedelta(days=1))) != []
    assert list(sweeper.sweep(at=voice.due_at - timedelta(seconds=1))) == []
    assert [e.verb for e in sweeper.sweep(at=voice.due_at)] == ["clock_overdue"]


def test_sweeping_twice_is_sweeping_once(world: World) -> None:
    for _ in range(3):
        given.voice(world)
    at = noon(date(2026, 3, 12))
    assert len(list(sweeper.sweep(at=at))) == 3
    assert list(sweeper.sweep(at=at)) == []
    assert Entry.objects.filter(verb="clock_warn").count() == 3


def test_more_than_one_round_takes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeper, "ROUND", 2)
    for _ in range(5):
        given.voice(world)
    assert len(list(sweeper.sweep(at=noon(date(2026, 3, 12))))) == 5


def test_a_sweep_reads_units_with_their_things(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Which kinds, their rows and days; for each thing its clock and the line in the journal, in a savepoint."""
    for _ in range(3):
        given.voice(world)
    with calendar.read_once(), django_assert_num_queries(3 + 3 * 4):
        assert len(list(sweeper.sweep(at=noon(date(2026, 3, 12))))) == 3


def test_after_a_long_outage_old_warnings_are_not_given(world: World) -> None:
    given.voice(world)
    written = [e.verb for e in sweeper.sweep(at=noon(date(2026, 6, 1)))]
    assert written == ["clock_overdue", "clock_escalate"]


def test_between_two_warnings_only_the_nearer_is_given(world: World) -> None:
    given.voice(world)
    assert [e.verb for e in sweeper.sweep(at=noon(date(2026, 3, 15)))] == ["clock_warn"]


@pytest.mark.parametrize(
    "limit, course",
    [
        (0, [("clock_overdue", date(2026, 3, 3)), ("clock_escalate", date(2026, 3, 10))]),
        (1, [("clock_overdue", date(2026, 3, 4)), ("clock_escalate", date(2026, 3, 11))]),
        (
            2,
            [
                ("clock_warn", date(2026, 3, 3)),
                ("clock_overdue", date(2026, 3, 5)),
                ("clock_escalate", date(2026, 3, 12)),
            ],
        ),
    ],
)
def test_short_limits_skip_warnings_that_are_past(limit: int, course: list[Any], world: World) -> None:
    days("voices.screen_within", limit, world)
    given.voice(world)
    assert swept(date(2026, 4, 1)) == course


def test_an_acted_on_thing_is_not_reminded(world: World) -> None:
    voice = given.voice(world)
    moves.make(voice, "withdraw", actor=world.actor("lin"), at=NOON)
    assert (voice.due_at, voice.clock_of, voice.clock_at, voice.clock_step) == (None, "", None, 0)
    assert swept(date(2026, 5, 1)) == []


def test_days_run_over_spring_festival(world: World) -> None:
    """Ten working days from Tuesday 10 February 2026: the 14th is worked, the 15th to 23rd are not."""
    model = given.model("voice")
    voice = model(**given.told("FIELDS")["voice"](world, {}))
    moves.begin(voice, actor=world.actor("wang"), at=noon(date(2026, 2, 10)))
    # 11 12 13 14 | 24 25 26 27 28 (worked Saturday) | 2 March
    assert voice.due_at == calendar.end_of(date(2026, 3, 2))


def test_a_units_own_holiday_counts_for_it_alone(world: World) -> None:
    DayRule.objects.create(path=world.units["lanxi"].path, day=date(2026, 3, 5), works=False, name="县庆")
    assert given.voice(world, unit=world.units["lanxi"]).due_at == calendar.end_of(date(2026, 3, 17))
    assert given.voice(world, unit=world.units["wangling"]).due_at == calendar.end_of(date(2026, 3, 16))


# --- the clock's own moves


def answered(world: World) -> Any:
    """A voice that has its answer: the raiser has fifteen working days to rate it."""
    voice = given.voice(world, answer="路灯已修好")
    moves.make(voice, "take", actor=world.actor("wang"), at=NOON)
    moves.make(voice, "answer", actor=CLOCK, at=NOON)
    return voice


def test_when_time_is_up_the_clock_hands_on(world: World) -> None:
    voice = answered(world)
    assert voice.due_at == calendar.end_of(date(2026, 3, 23))
    course = swept(date(2026, 5, 1))
    assert course == [
        ("clock_warn", date(2026, 3, 18)),
        ("settle", date(2026, 3, 24)),
    ]
    settled = again(voice)
    assert (settled.state, settled.due_at, settled.clock_at) == ("settled", None, None)
    last = journal.story("voice", voice.pk)[-1]
    assert (last.verb, last.before, last.after, last.actor_id) == ("settle", "answered", "settled", None)


def test_a_date_of_the_thing_itself(world: World) -> None:
    call = given.one(world, "call", closes_on=date(2026, 3, 20))
    moves.make(call, "open", actor=world.actor("wang"), at=NOON)
    assert call.due_at == calendar.end_of(date(2026, 3, 20))
    assert swept(date(2026, 4, 1)) == [
        ("clock_warn", date(2026, 3, 17)),
        ("run_out", date(2026, 3, 21)),
    ]


def test_a_carried_clock_runs_on(world: World) -> None:
    """Signed on 2 March, 90 days: drafting, circulating and checking do not stop that clock."""
    part = given.one(world, "assignment")
    liu = world.actor("liu")
    moves.make(part, "sign", actor=liu, at=NOON)
    due, started = part.due_at, part.clock_from
    assert due == calendar.end_of(date(2026, 5, 31)) and part.clock_of == "accepted"
    assert swept(date(2026, 5, 2)) == [("clock_warn", date(2026, 5, 1))]
    part = again(part)
    moves.make(part, "draft", actor=liu, at=noon(date(2026, 5, 2)))
    assert (part.due_at, part.clock_of, part.clock_from, part.clock_step) == (due, "accepted", started, 1)
    course = swept(date(2026, 7, 15), since=date(2026, 5, 3))
    assert [verb for verb, _ in course] == [
        "clock_warn",
        "clock_warn",
        "clock_overdue",
        "clock_escalate",
        "clock_escalate",
    ]
    assert again(part).state == "drafting"


# --- more time


def signed(world: World) -> Any:
    part = given.one(world, "assignment")
    moves.make(part, "sign", actor=world.actor("liu"), at=NOON)
    return part


def test_an_extension_has_a_reason_and_moves_the_clock(world: World) -> None:
    part, sun = signed(world), world.actor("sun")
    was, until = part.due_at, calendar.end_of(date(2026, 6, 30))
    entry = moves.extend(part, until=until, actor=sun, at=NOON, note="需要勘察")
    fresh = again(part)
    assert (fresh.due_at, fresh.version, fresh.state, fresh.entered_at) == (until, 2, "accepted", NOON)
    assert entry.facts == {"was": was.isoformat(), "until": until.isoformat()} and entry.note == "需要勘察"
    assert [verb for verb, _ in swept(date(2026, 7, 1))] == ["clock_warn"] * 3 + ["clock_overdue"]


def test_extensions_that_are_refused(world: World) -> None:
    part, sun = signed(world), world.actor("sun")
    later = part.due_at + timedelta(days=10)
    with pytest.raises(moves.NotAllowed):
        moves.extend(part, until=later, actor=world.actor("liu"), at=NOON, note="来不及")
    with pytest.raises(moves.Refused, match="理由"):
        moves.extend(part, until=later, actor=sun, at=NOON, note=" ")
    with pytest.raises(moves.Refused, match="晚于"):
        moves.extend(part, until=part.due_at, actor=sun, at=NOON, note="x")
    with pytest.raises(moves.Refused, match="2026-08-29"):  # 180 days from the day it began
        moves.extend(part, until=calendar.end_of(date(2026, 8, 30)), actor=sun, at=NOON, note="x")
    assert again(part).version == 1
    moves.extend(part, until=calendar.end_of(date(2026, 8, 29)), actor=sun, at=NOON, note="x")


def test_extensions_together_do_not_pass_the_limit(world: World) -> None:
    part, sun = signed(world), world.actor("sun")
    moves.extend(part, until=calendar.end_of(date(2026, 8, 1)), actor=sun, at=NOON, note="一")
    moves.make(part, "draft", actor=world.actor("liu"), at=noon(date(2026, 6, 1)))
    with pytest.raises(moves.Refused, match="2026-08-29"):
        moves.extend(
            part, until=calendar.end_of(date(2026, 9, 1)), actor=sun, at=noon(date(2026, 6, 1)), note="二"
        )


def test_what_has_no_clock_cannot_be_extended(world: World) -> None:
    topic = given.in_state(world, "topic", "filed")
    type(topic)._default_manager.filter(pk=topic.pk).update(due_at=None, clock_of="", clock_at=None)
    with pytest.raises(moves.Stale):
        moves.extend(again(topic), until=noon(date(2027, 1, 1)), actor=world.actor("wang"), at=NOON, note="x")


def test_late_and_then_extended_is_late_again_only_at_the_new_end(world: World) -> None:
    part = signed(world)
    swept(date(2026, 6, 3))
    until = calendar.end_of(date(2026, 6, 20))
    moves.extend(again(part), until=until, actor=world.actor("sun"), at=noon(date(2026, 6, 3)), note="补时")
    course = swept(date(2026, 6, 22), since=date(2026, 6, 3))
    assert course == [
        ("clock_warn", date(2026, 6, 5)),
        ("clock_warn", date(2026, 6, 17)),
        ("clock_overdue", date(2026, 6, 21)),
    ]


# --- when something goes wrong


def test_one_bad_row_is_put_off_and_the_rest_is_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    voices = [given.voice(world) for _ in range(5)]
    bad, plan = voices[2], clocks.plan

    def failing(thing: Any, *rest: Any) -> Any:
        if thing.pk == bad.pk and type(thing) is type(bad):
            raise ArithmeticError("a row that cannot be reckoned")
        return plan(thing, *rest)

    monkeypatch.setattr(clocks, "plan", failing)
    at = noon(date(2026, 3, 11))
    done = {e.ref for e in sweeper.sweep(at=at)}
    assert done == {str(v.pk) for v in voices if v is not bad}
    assert again(bad).clock_at == at + sweeper.PUT_OFF
    assert Entry.objects.filter(kind="voice", ref=str(bad.pk), verb="clock_warn").count() == 0
    assert list(sweeper.sweep(at=at)) == []
    monkeypatch.setattr(clocks, "plan", plan)
    assert [e.ref for e in sweeper.sweep(at=at + sweeper.PUT_OFF)] == [str(bad.pk)]


def test_more_than_one_batch(world: World) -> None:
    model = given.model("voice")
    voices = [model(**given.told("FIELDS")["voice"](world, {})) for _ in range(250)]
    moves.begin_many(voices, actor=world.actor("wang"), at=NOON)
    assert len(list(sweeper.sweep(at=noon(date(2026, 3, 11))))) == 250


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_at_once_do_each_thing_once(world: World) -> None:
    for _ in range(12):
        given.voice(world)
    at = noon(date(2026, 3, 11))
    counts = together([lambda: len(list(sweeper.sweep(at=at)))] * 3)
    assert sum(counts) == 12, counts
    assert Entry.objects.filter(verb="clock_warn").count() == 12


@pytest.mark.django_db(transaction=True)
def test_the_clock_and_a_person_at_once(world: World) -> None:
    """At the last moment the raiser says "not solved" while the clock settles: one of the two happens."""
    for _ in range(8):
        voice = answered(world)
        at = voice.due_at
        page = again(voice)
        raiser = given.raiser(voice)
        results = together(
            [
                lambda at=at: [e.verb for e in sweeper.sweep(at=at)],
                lambda page=page, at=at, raiser=raiser: moves.make(page, "say_unsolved", actor=raiser, at=at),
            ]
        )
        story = [e.verb for e in journal.story("voice", voice.pk)]
        assert ("settle" in story) != ("say_unsolved" in story), (story, results)
        type(voice)._default_manager.filter(pk=voice.pk).update(clock_at=None)
