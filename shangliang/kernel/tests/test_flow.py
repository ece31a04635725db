"""A table that is wrong does not load; a right one tells everything about itself. No database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shangliang.kernel import moves
from shangliang.kernel.access import ANYWHERE, Policy, grant
from shangliang.kernel.flow import KERNEL_VERBS, Due, Flow, FlowError, Move, State
from shangliang.kernel.moves import Verb

A, END = State("a", "A"), State("end", "End", final=True)
GO = Move("go", "a", "end", "Go")
DUE = Due(field="day")
DAY = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "states, steps, words",
    [
        ([A], [], "state a is a dead end"),
        ([A, END], [Move("go", "a", "nowhere", "Go")], "move go names unknown state nowhere"),
        ([A, END], [GO, Move("come", "elsewhere", "a", "Come")], "move come names unknown state elsewhere"),
        ([A, END], [Move("go", "a elsewhere", "end", "Go")], "unknown state elsewhere"),
        ([A, END, State("lost", "L", final=True)], [GO], "state lost cannot be reached"),
        ([A, END], [GO, Move("back", "end", "a", "Back")], "final state end has a way out"),
        ([A, State("end", "End", final=True, due=DUE)], [GO], "final state end has a clock"),
        ([A, State("end", "End", final=True, carry=True)], [GO], "final state end has a clock"),
        ([State("a", "A", due=DUE, carry=True), END], [GO], "starts a clock and carries one"),
        ([A, END], [Move("extend", "a", "end", "E")], "move extend has a name of the kernel"),
        ([A, END], [Move("go", "a", "end", "G", bare=True, clock=True)], "cannot be a button"),
        ([State("a", "A", due=DUE, on_due="go"), END], [GO], "go is no clock move from it"),
        ([State("a", "A", due=DUE, on_due="vanish"), END], [GO], "vanish is no clock move from it"),
        (
            [A, State("b", "B", due=DUE, on_due="go"), END],
            [
                Move("go", "a", "end", "Go", clock=True),
                Move("on", "a", "b", "On"),
                Move("off", "b", "end", "Off"),
            ],
            "go is no clock move from it",
        ),
        (
            [State("a", "A", on_due="go"), END],
            [Move("go", "a", "end", "Go", clock=True)],
            "waits for a time that never comes",
        ),
        ([A, END], [Move("go", "a", "end", "Go", bare=True, brings=(lambda t, at: None,))], "no form"),
        ([A, A, END], [GO], "a name is used twice"),
        ([A, END], [GO, GO], "a name is used twice"),
    ],
)
def test_a_wrong_table_does_not_load(states: list[State], steps: list[Move], words: str) -> None:
    with pytest.raises(FlowError, match=words):
        Flow("x", "X", start="a", states=states, moves=steps)


def test_a_start_that_is_no_state_does_not_load() -> None:
    with pytest.raises(FlowError):
        Flow("x", "X", start="b", states=[A, END], moves=[GO])


@pytest.mark.parametrize("verb", sorted(KERNEL_VERBS))
def test_names_of_the_kernel_are_taken(verb: str) -> None:
    with pytest.raises(FlowError, match="name of the kernel"):
        Flow("x", "X", start="a", states=[A, END], moves=[GO, Move(verb, "a", "end", "?")])


@pytest.mark.parametrize("given", [{}, {"param": "x", "field": "day"}])
def test_a_time_limit_comes_from_one_place(given: dict[str, str]) -> None:
    with pytest.raises(FlowError, match="one of the two"):
        Due(**given)


def test_a_right_table_tells_about_itself() -> None:
    flow = Flow(
        "x",
        "X",
        start="a",
        states=[State("a", "A", due=DUE, on_due="late"), State("b", "B", carry=True), END],
        moves=[
            Move("on", "a", "b", "On"),
            Move("end", "a b", "end", "End"),
            Move("late", "a", "end", "Late", clock=True),
        ],
    )
    assert list(flow.problems()) == []
    assert flow.open_states() == ["a", "b"]
    assert [m.name for m in flow.moves_from("a")] == ["on", "end", "late"]
    assert [m.name for m in flow.moves_from("b")] == ["end"]
    assert flow.diagram() == (
        "stateDiagram-v2\n  [*] --> a\n  a --> b: on\n  a --> end: end\n  b --> end: end\n"
        "  a --> end: late (clock)\n  end --> [*]\n"
    )


def flow_of_one() -> Flow:
    return Flow("x", "X", start="a", states=[A, END], moves=[GO])


class Thing: ...


def test_a_move_that_nobody_may_make_does_not_load() -> None:
    with pytest.raises(LookupError, match="nobody may go"):
        moves.register(Thing, flow_of_one(), Policy(grant("chair", "view", ANYWHERE)), {"go": Verb("!")})  # type: ignore[arg-type]
    assert Thing not in moves._kinds


def test_a_move_without_words_does_not_load() -> None:
    with pytest.raises(LookupError, match="no words for go"):
        moves.register(Thing, flow_of_one(), Policy(grant("chair", "go", ANYWHERE)), {})  # type: ignore[arg-type]
    assert Thing not in moves._kinds


def test_every_registered_flow_is_whole() -> None:
    names = [kind.flow.kind for kind in moves.kinds()]
    assert len(names) == len(set(names)) >= 14
    for kind in moves.kinds():
        assert list(kind.flow.problems()) == []
        assert any(s.final for s in kind.flow.states.values()), f"{kind.flow.kind} never ends"
        said = kind.flow.diagram()
        assert all(f": {name}" in said for name in kind.flow.moves)
        told = {asked for verb in kind.words.values() for asked in verb.tell}
        known = kind.policy.verbs | {"oversee"}
        assert told <= known, f"{kind.flow.kind} tells holders of a verb that nobody has: {told - known}"


def test_names_of_kinds_lead_back() -> None:
    for kind in moves.kinds():
        assert moves.kind_named(kind.flow.kind) is kind is moves.kind_of(kind.model)
    with pytest.raises(LookupError):
        moves.kind_named("nothing")


def test_a_later_stage_demands_something_of_a_step() -> None:
    flow = Flow("thing", "Thing", start="a", states=[A, END], moves=[GO])
    flow.demand("go", lambda thing, at: "not yet")
    [guard] = flow.moves["go"].checks
    assert guard(None, DAY) == "not yet" and GO.checks == ()
    with pytest.raises(KeyError):
        flow.demand("come", guard)
