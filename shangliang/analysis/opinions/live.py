"""Votes as they arrive: exact sums kept up to date one vote at a time, and a map whenever one is asked for."""

from collections.abc import Collection
from itertools import pairwise

import numpy as np

from shangliang.analysis.opinions.chart import chart
from shangliang.analysis.opinions.records import OpinionMap
from shangliang.analysis.opinions.sums import Sums
from shangliang.analysis.opinions.votes import AGREE, DISAGREE, PASS, Votes, id_order

_ROOM = 16  # votes for which a new person has room, statements for which new sums have


class _Row:
    """The votes of one person in the order in which they came; room is made by doubling."""

    __slots__ = ("columns", "count", "values")

    def __init__(self, columns: np.ndarray, values: np.ndarray) -> None:
        self.columns, self.values, self.count = columns, values, len(columns)

    def add(self, column: int, value: int) -> None:
        if self.count == len(self.columns):
            more = max(self.count, _ROOM)
            self.columns = np.concatenate([self.columns, np.zeros(more, dtype=np.int32)])
            self.values = np.concatenate([self.values, np.zeros(more, dtype=np.int8)])
        self.columns[self.count], self.values[self.count] = column, value
        self.count += 1

    def drop(self, place: int) -> None:
        self.count -= 1
        self.columns[place], self.values[place] = self.columns[self.count], self.values[self.count]


class Live:
    """The state of a conversation: the last vote of everybody, and the sums A, B and C over them.

    The sums are whole numbers, so they are the same as those of all votes at once, in whatever order votes came,
    changed or were withdrawn.
    """

    def __init__(self) -> None:
        self._people: dict[str, int] = {}
        self._statements: dict[str, int] = {}
        self._rows: list[_Row] = []
        self._a, self._b, self._c = (np.zeros((_ROOM, _ROOM), dtype=np.int64) for _ in range(3))

    @classmethod
    def of(cls, votes: Votes) -> "Live":
        """A state that holds these votes already."""
        live = cls()
        live._people = {person: number for number, person in enumerate(votes.people)}
        live._statements = {statement: number for number, statement in enumerate(votes.statements)}
        ends = votes.starts.tolist()
        columns, values = votes.columns.copy(), votes.values.copy()
        live._rows = [_Row(columns[a:b], values[a:b]) for a, b in pairwise(ends)]
        sums = Sums.of(votes)
        live._a, live._b, live._c = sums.a, sums.b, sums.c
        return live

    def vote(self, person: str, statement: str, value: int) -> None:
        """Take one vote in; it takes the place of an earlier one. ValueError if it is none of -1, 0, 1."""
        if value not in (AGREE, PASS, DISAGREE):
            raise ValueError(f"a vote is -1, 0 or 1, not {value}")
        row, column = self._row(person), self._column(statement)
        columns, values = row.columns[: row.count], row.values[: row.count]
        known = (columns == column).nonzero()[0]
        if known.size:
            self._change(row, int(known[0]), value)
            return
        self._count(column, columns, values, value, 1)
        row.add(column, value)

    def withdraw(self, person: str, statement: str) -> None:
        """Take a vote back, as if it had never come. KeyError when there is none."""
        row, column = self._rows[self._people[person]], self._statements[statement]
        known = np.flatnonzero(row.columns[: row.count] == column)
        if not known.size:
            raise KeyError(statement)
        value = int(row.values[known[0]])
        row.drop(int(known[0]))
        self._count(column, row.columns[: row.count], row.values[: row.count], value, -1)

    def _count(self, column: int, columns: np.ndarray, values: np.ndarray, value: int, sign: int) -> None:
        """Add or take away a vote beside the other votes of its person."""
        others = values.astype(np.int64)
        self._a[column, columns] += sign * value * others
        self._a[columns, column] += sign * value * others
        self._b[column, columns] += sign * value
        self._b[columns, column] += sign * others
        self._c[column, columns] += sign
        self._c[columns, column] += sign
        self._a[column, column] += sign * value * value
        self._b[column, column] += sign * value
        self._c[column, column] += sign

    def _change(self, row: _Row, place: int, value: int) -> None:
        column, old = int(row.columns[place]), int(row.values[place])
        if value == old:
            return
        row.values[place] = value
        columns, more = row.columns[: row.count], value - old
        change = more * row.values[: row.count].astype(np.int64)
        change[place] = 0
        self._a[column, columns] += change
        self._a[columns, column] += change
        self._a[column, column] += value * value - old * old
        self._b[column, columns] += more

    def _row(self, person: str) -> _Row:
        number = self._people.setdefault(person, len(self._rows))
        if number == len(self._rows):
            self._rows.append(_Row(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int8)))
        return self._rows[number]

    def _column(self, statement: str) -> int:
        number = self._statements.setdefault(statement, len(self._statements))
        if number >= len(self._a):
            self._a, self._b, self._c = (_doubled(held) for held in (self._a, self._b, self._c))
        return number

    def votes(self) -> Votes:
        """The votes that count now, by the ids of people and statements."""
        order = sorted(self._people, key=id_order)
        rows = [self._rows[self._people[person]] for person in order]
        held = np.array([row.count for row in rows], dtype=np.int64)
        none = [np.zeros(0, dtype=np.int32)]
        return Votes.coded(
            np.repeat(np.arange(len(rows), dtype=np.int32), held),
            np.concatenate([row.columns[: row.count] for row in rows] or none),
            np.concatenate([row.values[: row.count] for row in rows] or none),
            people=order,
            statements=list(self._statements),
            by_arrival=True,  # they stand in their order already
        )

    def sums(self) -> Sums:
        """A, B and C, by the ids of statements."""
        order = sorted(self._statements, key=id_order)
        return Sums(self._a, self._b, self._c).only(
            np.array([self._statements[s] for s in order], dtype=np.int64)
        )

    def chart(
        self,
        *,
        seed: int = 0,
        out: Collection[str] = (),
        meta: Collection[str] = (),
        before: OpinionMap | None = None,
    ) -> OpinionMap:
        """The map of now; started from `before`, it is at hand sooner and keeps its face."""
        return chart(self.votes(), seed=seed, out=out, meta=meta, before=before, sums=self.sums())


def _doubled(held: np.ndarray) -> np.ndarray:
    wide = np.zeros((2 * len(held), 2 * len(held)), dtype=held.dtype)
    wide[: len(held), : len(held)] = held
    return wide
