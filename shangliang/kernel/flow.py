"""The grammar of a life-cycle: states, moves, duty clocks. No database here.

A module writes one Flow in its flow.py. The Flow says *when* a thing may happen; the module's Policy
(rules.py) says *who* may make it happen. The name of a move is the verb in both tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

# What is missing, fit for people to read; None when nothing is.
Guard = Callable[[Any, datetime], "str | None"]

# Verbs that the kernel itself writes about anything that has a flow.
BEGIN, EXTEND, WARN, OVERDUE, ESCALATE = "begin", "extend", "clock_warn", "clock_overdue", "clock_escalate"
KERNEL_VERBS = frozenset({BEGIN, EXTEND, WARN, OVERDUE, ESCALATE})


class FlowError(Exception):
    """The table itself is wrong; it does not load."""


@dataclass(frozen=True)
class Due:
    """Time allowed in a state: `param` names a number of days that each unit may set (kernel.params), or
    `field` names the thing's own date or moment (a promise's day).

    warn: how many days before the end each warning falls, most first.
    escalate: how many days after the end it goes one step up, least first.
    limit: the parameter with the longest time all extensions together may give, counted from the same moment.
    since: the field with the moment from which the time counts, where that is not the entry into the state
    (a reply is due three months after the task was sent, not after it was signed for); empty: the entry after all.
    later: further days of the thing that cannot come before `field`; where it is extended past them they move along.
    """

    param: str = ""
    field: str = ""
    warn: tuple[int, ...] = (3, 1)
    escalate: tuple[int, ...] = (5,)
    limit: str = ""
    since: str = ""
    later: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.param) == bool(self.field):
            raise FlowError("a time limit comes from a parameter or from a field, one of the two")


@dataclass(frozen=True)
class State:
    name: str
    label: Any
    due: Due | None = None
    carry: bool = False  # the clock that was running on entry runs on
    on_due: str = ""  # the move the clock makes when time is up
    final: bool = False
    tone: str = "moving"  # how it is shown: quiet, moving, good, bad


@dataclass(frozen=True)
class Move:
    """One edge, or one edge from each of several states (`source` lists them, divided by spaces)."""

    name: str
    source: str
    target: str
    label: Any
    guards: tuple[Guard, ...] = ()
    # Checked as guards are when the move is made; what they look for comes with the move's own form, which they
    # therefore do not keep shut.
    brings: tuple[Guard, ...] = ()
    bare: bool = False  # needs no input but a note: gets a button and an endpoint for free
    note: bool = False  # a reason must be given
    clock: bool = False  # made by the clock or by a consumer of the journal, never by a person
    option: bool = False  # may be done but is nobody's duty: does not wait on anybody's list
    undoable: bool = True  # False asks the person to confirm

    @property
    def checks(self) -> tuple[Guard, ...]:
        """Everything that must hold when the move is made."""
        return self.guards + self.brings

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(self.source.split())


@dataclass(frozen=True)
class Ask:
    """What somebody owes a thing that it does not move by: a view, advice. Waits on the list of those who `name` it."""

    name: str
    source: str
    label: Any

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(self.source.split())


@dataclass
class Flow:
    kind: str
    label: Any
    start: str
    states: dict[str, State] = field(init=False)
    moves: dict[str, Move] = field(init=False)
    asks: tuple[Ask, ...] = ()

    def __init__(
        self, kind: str, label: Any, *, start: str, states: list[State], moves: list[Move], asks: Sequence[Ask] = ()
    ):  # fmt: skip
        self.kind, self.label, self.start, self.asks = kind, label, start, tuple(asks)
        self.states = {s.name: s for s in states}
        self.moves = {m.name: m for m in moves}
        if len(self.states) != len(states) or len(self.moves) != len(moves):
            raise FlowError(f"{kind}: a name is used twice")
        for problem in self.problems():
            raise FlowError(f"{kind}: {problem}")

    def problems(self) -> Iterator[str]:
        yield from self._wrong_moves()
        leaving = {s for m in self.moves.values() for s in m.sources}
        reached = self.reachable()
        for s in self.states.values():
            if s.final and s.name in leaving:
                yield f"final state {s.name} has a way out"
            if s.final and (s.due or s.carry):
                yield f"final state {s.name} has a clock"
            if s.due and s.carry:
                yield f"state {s.name} starts a clock and carries one"
            if not s.final and s.name not in leaving:
                yield f"state {s.name} is a dead end"
            if s.name not in reached:
                yield f"state {s.name} cannot be reached"
            yield from self._wrong_clock(s)

    def _wrong_moves(self) -> Iterator[str]:
        for a in self.asks:
            yield from (f"ask {a.name} names unknown state {s}" for s in a.sources if s not in self.states)
            if a.name in self.moves:
                yield f"ask {a.name} has the name of a move"
        for m in self.moves.values():
            if m.name in KERNEL_VERBS:
                yield f"move {m.name} has a name of the kernel"
            for end in (*m.sources, m.target):
                if end not in self.states:
                    yield f"move {m.name} names unknown state {end}"
            if m.bare and m.brings:
                yield f"move {m.name} has no form that could bring anything"
            if m.bare and m.clock:
                yield f"move {m.name} is the clock's and cannot be a button"

    def _wrong_clock(self, s: State) -> Iterator[str]:
        if not s.on_due:
            return
        move = self.moves.get(s.on_due)
        if move is None or s.name not in move.sources or not move.clock:
            yield f"state {s.name}: {s.on_due} is no clock move from it"
        if s.due is None:
            yield f"state {s.name}: {s.on_due} waits for a time that never comes"

    def reachable(self) -> set[str]:
        seen: set[str] = set()
        todo = [self.start]
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo += [m.target for m in self.moves.values() if name in m.sources]
        return seen

    def demand(self, move: str, guard: Guard) -> None:
        """A later stage of the year asks something of this move (named in its apps.ready)."""
        held = self.moves[move]
        self.moves[move] = replace(held, guards=(*held.guards, guard))

    def moves_from(self, state: str) -> list[Move]:
        return [m for m in self.moves.values() if state in m.sources]

    def open_states(self) -> list[str]:
        return [s.name for s in self.states.values() if not s.final]

    def diagram(self) -> str:
        """Mermaid text, written into docs/map.md and checked by a test."""
        lines = ["stateDiagram-v2", f"  [*] --> {self.start}"]
        for m in self.moves.values():
            by_clock = " (clock)" if m.clock else ""
            lines += [f"  {source} --> {m.target}: {m.name}{by_clock}" for source in m.sources]
        lines += [f"  {s.name} --> [*]" for s in self.states.values() if s.final]
        return "\n".join(lines) + "\n"
