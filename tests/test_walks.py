"""Random walks through every flow: whatever people and the clock do, the kernel's promises hold.

Half of the steps and more are tried by somebody entitled, with what the guards ask for supplied; the others
by anybody, anyhow. Days pass meanwhile and the clock speaks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, Phase
from hypothesis import given as cases
from hypothesis import settings as hyp
from hypothesis import strategies as st

from shangliang.kernel import journal, moves, sweeper
from shangliang.kernel.access import CLOCK, PUBLIC, Actor
from shangliang.kernel.flow import BEGIN, EXTEND, KERNEL_VERBS, Flow, Move
from shangliang.kernel.models import Entry
from tests import fills, given
from tests.world import NOON, World

KINDS = [kind.flow.kind for kind in moves.kinds()]
FACES = ["wang", "chen", "lin", "zhao", "sun", "liu", "hou", "tang", "xu", "qian"]


@dataclass(frozen=True)
class Step:
    pick: int  # which move, and who
    days: int  # how many days pass before
    honest: bool  # by somebody entitled, along an edge, with everything supplied
    extend: bool
    sweep: bool


STEPS = st.lists(
    st.builds(
        Step,
        pick=st.integers(0, 30),
        days=st.sampled_from([0, 0, 1, 3, 15, 40, 100]),
        honest=st.sampled_from([True, True, True, False]),
        extend=st.sampled_from([False, False, False, True]),
        sweep=st.sampled_from([True, True, False]),
    ),
    min_size=4,
    max_size=12,
)


class Crowd:
    """Those who take the steps: some of the cast, whoever shows the receipt, anybody."""

    def __init__(self, world: World, thing: Any):
        self.world = world
        self.people = [*(world.actor(name) for name in FACES), given.raiser(thing), PUBLIC]

    def entitled(self, thing: Any, move: Move) -> list[Actor]:
        if move.clock:
            return [CLOCK]
        policy = moves.kind_of(thing).policy
        return [actor for actor in self.people if policy.may(actor, move.name, thing)]

    def step(self, thing: Any, step: Step, at: datetime) -> None:
        flow, people = moves.kind_of(thing).flow, self.people
        if step.extend:
            until, why = (thing.due_at or at) + timedelta(days=step.pick), "需要时间" * (step.pick % 3)
            moves.extend(thing, until=until, actor=people[step.pick % 5], at=at, note=why)
            return
        here = flow.moves_from(thing.state) if step.honest else list(flow.moves.values())
        if not here:
            return
        move = here[step.pick % len(here)]
        if not step.honest:
            anybody = [*people, CLOCK]
            moves.make(thing, move.name, actor=anybody[step.pick % len(anybody)], at=at, note="试")
        elif not fills.ready(self.world, thing, move, at) and (hands := self.entitled(thing, move)):
            moves.make(thing, move.name, actor=hands[step.pick % len(hands)], at=at, note="照办")

    def surely(self, thing: Any, move: Move, at: datetime) -> None:
        """This very move, by somebody who may; what stands in the way is a fault of the house or of fills."""
        name = f"{moves.kind_of(thing).flow.kind}.{move.name} from {thing.state}"
        assert fills.ready(self.world, thing, move, at) == [], f"no fill in tests/fills.py for {name}"
        hands = self.entitled(thing, move)
        assert hands, f"nobody of the cast may {name}"
        moves.make(thing, move.name, actor=hands[-1], at=at, note="照办")


def again(thing: Any) -> Any:
    return type(thing)._default_manager.get(pk=thing.pk)


def walk(world: World, thing: Any, steps: list[Step]) -> set[str]:
    """The states that were seen."""
    at, crowd, seen = NOON, Crowd(world, thing), {thing.state}
    for step in steps:
        at += timedelta(days=step.days)
        if step.sweep:
            list(sweeper.sweep(at=at))
        thing = again(thing)
        before = thing.state, thing.version, thing.due_at
        seen.add(thing.state)
        try:
            crowd.step(thing, step, at)
        except (moves.Refused, IntegrityError) as refused:
            # The table may refuse what no guard asks for, but only to those who came without it.
            assert isinstance(refused, moves.Refused) or not step.honest
            now = again(thing)
            assert (now.state, now.version, now.due_at) == before
        thing = again(thing)
        check(thing)
        seen.add(thing.state)
    return seen


def check(thing: Any) -> None:
    """The promises, held against what stands in the database."""
    flow = moves.kind_of(thing).flow
    state = flow.states[thing.state]
    if state.due:
        assert thing.due_at is not None and thing.clock_of == state.name
    elif not state.carry:
        assert (thing.due_at, thing.clock_of, thing.clock_from, thing.clock_at) == (None, "", None, None)
    assert (thing.due_at is None) == (thing.clock_of == "") == (thing.clock_from is None)
    assert not (thing.clock_of and flow.states[thing.clock_of].due is None)
    story = journal.story(flow.kind, thing.pk)
    assert replayed(flow, story) == thing.state
    counted = [e for e in story if e.verb in flow.moves or e.verb == EXTEND]
    assert thing.version == len(counted)


def replayed(flow: Flow, story: list[Entry]) -> str:
    """The state the journal alone leads to: along edges only, each line beginning where the last ended."""
    first, *rest = story
    assert (first.verb, first.before, first.after) == (BEGIN, "", flow.start)
    now = first.after
    for entry in rest:
        assert entry.before == now, entry
        if entry.verb in flow.moves:
            move = flow.moves[entry.verb]
            assert now in move.sources and entry.after == move.target, entry
            assert move.clock == (entry.actor_label == CLOCK.label), entry
        else:
            assert entry.verb in KERNEL_VERBS and entry.after == now, entry
        now = entry.after
    return now


@contextmanager
def undone() -> Iterator[None]:
    """Everything inside is sealed, its chain checked, and then undone, so that examples do not meet."""
    with transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert list(journal.faults()) == [] and list(journal.mismatches()) == []
        transaction.set_rollback(True)


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of the chain wants a moment of its own; a test is one transaction already."""
    monkeypatch.setattr(journal, "_snapshot", nullcontext)


def wander(kind: str, world: World, examples: int, longer: int) -> None:
    seen: set[str] = set()

    @hyp(
        max_examples=examples, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.nested_given],
    )  # fmt: skip
    @cases(steps=STEPS)
    def holds(steps: list[Step]) -> None:
        with undone():
            seen.update(walk(world, given.one(world, kind), steps * longer))

    holds()
    # Walks that never leave the beginning would prove nothing.
    assert len(seen) * 2 >= len(moves.kind_named(kind).flow.states), f"the walks saw only {sorted(seen)}"


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("kind", KINDS)
def test_no_walk_breaks_a_promise(kind: str, world: World) -> None:
    wander(kind, world, examples=8, longer=1)


@pytest.mark.nightly
@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("kind", KINDS)
def test_no_long_walk_breaks_a_promise(kind: str, world: World) -> None:
    wander(kind, world, examples=60, longer=2)


# --- every state is reached, every move is made


def roads(flow: Flow) -> dict[str, list[Move]]:
    """State → the shortest way to it from the start."""
    found: dict[str, list[Move]] = {flow.start: []}
    todo = deque([flow.start])
    while todo:
        here = todo.popleft()
        for move in flow.moves_from(here):
            if move.target not in found:
                found[move.target] = [*found[here], move]
                todo.append(move.target)
    return found


def test_there_is_a_road_to_every_state() -> None:
    for kind in moves.kinds():
        assert set(roads(kind.flow)) == set(kind.flow.states)


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("kind", KINDS)
def test_every_move_can_be_made(kind: str, world: World) -> None:
    """From each of its states, reached by the shortest road, every step by somebody of the cast who may.

    Every state but the start is some move's target, so every state is reached too.
    """
    flow = moves.kind_named(kind).flow
    reached = {flow.start}
    for move in flow.moves.values():
        for source in move.sources:
            with undone():
                thing, at = given.one(world, kind), NOON
                crowd = Crowd(world, thing)
                for step in [*roads(flow)[source], move]:
                    at += timedelta(days=1)
                    crowd.surely(thing, step, at)
                assert again(thing).state == move.target
                check(again(thing))
                reached.add(move.target)
    assert reached == set(flow.states)


def test_every_fill_is_still_asked_for() -> None:
    assert fills.unknown() == set()
