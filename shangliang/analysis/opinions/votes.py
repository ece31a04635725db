"""Who voted what: agree 1, disagree -1, pass 0, held by rows; the last vote of a person on a statement counts."""

import hashlib
import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

AGREE, PASS, DISAGREE = 1, 0, -1
_AT_A_TIME = 2_000_000  # votes gone through at once, not to need room for as many again


class BadVote(ValueError):
    """A vote that is none of the three; `position` is where it stands in what was given, from 0."""

    def __init__(self, position: int) -> None:
        super().__init__(f"the vote at {position} is none of -1, 0, 1")
        self.position = position


@dataclass(frozen=True, eq=False)
class Votes:
    """Rows of people, columns of statements. Row i lies at starts[i]:starts[i + 1], its columns ascending."""

    people: tuple[str, ...]
    statements: tuple[str, ...]
    starts: np.ndarray  # int64, one more than people
    columns: np.ndarray  # int32
    values: np.ndarray  # int8

    @classmethod
    def of(cls, triples: Iterable[tuple[str, str, int]], *, by_arrival: bool = False) -> "Votes":
        """Votes from (person, statement, vote) in their order in time.

        People stand by id, so that the order of others' votes makes no difference; `by_arrival` keeps them in
        the order of their first vote, as Polis does. Statements stand by id.
        """
        people: dict[str, int] = {}
        statements: dict[str, int] = {}
        rows, columns, values = [], [], []
        for person, statement, vote in triples:
            rows.append(people.setdefault(person, len(people)))
            columns.append(statements.setdefault(statement, len(statements)))
            values.append(vote)
        return cls.coded(
            np.array(rows, dtype=np.int32),
            np.array(columns, dtype=np.int32),
            np.array(values, dtype=np.int64),
            people=list(people),
            statements=list(statements),
            by_arrival=by_arrival,
        )

    @classmethod
    def coded(
        cls,
        rows: np.ndarray,
        columns: np.ndarray,
        values: np.ndarray,
        *,
        people: Sequence[str],
        statements: Sequence[str],
        by_arrival: bool = False,
    ) -> "Votes":
        """The same from arrays: numbers of a person and a statement, and the vote, in their order in time.

        BadVote for the first vote that is none of -1, 0, 1.
        """
        if (wrong := np.flatnonzero((values != AGREE) & (values != PASS) & (values != DISAGREE))).size:
            raise BadVote(int(wrong[0]))
        row_order = list(range(len(people))) if by_arrival else _by_id(people)
        column_order = _by_id(statements)
        matrix = sp.coo_matrix(
            (values.astype(np.int8), (_turned(row_order)[rows], _turned(column_order)[columns])),
            shape=(len(people), len(statements)),
        )
        # Two counting sorts that keep the order of arrival among votes on one cell; nothing shall be added up.
        matrix.has_canonical_format = True
        sorted_ = matrix.tocsc().tocsr()
        starts, columns, values = _last_of_each(sorted_.indptr, sorted_.indices, sorted_.data)
        return cls(
            tuple(people[k] for k in row_order),
            tuple(statements[k] for k in column_order),
            starts,
            columns,
            values,
        )

    def __len__(self) -> int:
        """How many votes count."""
        return len(self.values)

    @property
    def shape(self) -> tuple[int, int]:
        """People, statements."""
        return len(self.people), len(self.statements)

    @cached_property
    def per_person(self) -> np.ndarray:
        """Votes of each person, passes included."""
        return np.diff(self.starts)

    @cached_property
    def rows(self) -> np.ndarray:
        """The person (its number) of each vote."""
        return np.repeat(np.arange(len(self.people), dtype=np.int32), self.per_person)

    @cached_property
    def tally(self) -> np.ndarray:
        """3 × statements: how many disagreed, passed and agreed."""
        width = len(self.statements)
        total = np.zeros(3 * width, dtype=np.int64)
        for start in range(0, len(self.values), _AT_A_TIME):
            part = slice(start, start + _AT_A_TIME)
            cell = self.columns[part] + width * (self.values[part].astype(np.int64) + 1)
            total += np.bincount(cell, minlength=3 * width)
        return total.reshape(3, width)

    def matrix(self, data: np.ndarray | None = None) -> sp.csr_matrix:
        """A sparse matrix of people × statements; `data` (one for each vote) instead of the votes."""
        held = self.values if data is None else data
        return sp.csr_matrix((held, self.columns, self.starts), shape=self.shape)

    def without(self, statements: Collection[str]) -> "Votes":
        """The same without the votes on these statements, which lose their column; people all stay."""
        if not statements:
            return self
        kept = np.array([s not in statements for s in self.statements], dtype=bool)
        left = kept[self.columns]
        number = (np.cumsum(kept) - 1).astype(np.int32)
        starts = np.concatenate([[0], np.cumsum(left, dtype=np.int64)])[self.starts]
        return Votes(
            self.people,
            tuple(s for s, stays in zip(self.statements, kept.tolist(), strict=True) if stays),
            starts,
            number[self.columns[left]],
            self.values[left],
        )

    def only(self, people: np.ndarray) -> "Votes":
        """The votes of these people (numbers, ascending) alone; statements all stay."""
        part = self.matrix()[people]
        names = tuple(self.people[k] for k in people.tolist())
        return Votes(names, self.statements, part.indptr.astype(np.int64), part.indices, part.data)

    def fingerprint(self, *also: str) -> str:
        """SHA-256 (hexadecimal) of people, statements and votes as they stand, and of what else is named."""
        digest = hashlib.sha256()
        for names in (also, self.people, self.statements):
            digest.update("".join(f"{len(name)}:{name}" for name in names).encode() + b"\n")
        for held, kind in ((self.starts, "<i8"), (self.columns, "<i4"), (self.values, "<i1")):
            digest.update(np.ascontiguousarray(held, dtype=kind).data)
        return digest.hexdigest()


def id_order(name: str) -> tuple[int, str]:
    """Shorter ids first, so that numbers stand by their size."""
    return len(name), name


def _by_id(names: Sequence[str]) -> list[int]:
    order = sorted(range(len(names)), key=lambda k: id_order(names[k]))
    for one, two in itertools.pairwise(order):
        if names[one] == names[two]:
            raise ValueError(f"the id {names[one]} stands twice")
    return order


def _turned(order: Sequence[int]) -> np.ndarray:
    """Old number → new one."""
    turned = np.empty(len(order), dtype=np.int32)
    turned[order] = np.arange(len(order), dtype=np.int32)
    return turned


def _last_of_each(
    starts: np.ndarray, columns: np.ndarray, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of entries on one cell, which stand side by side, only the last."""
    last = np.ones(len(columns), dtype=bool)
    last[:-1] = columns[1:] != columns[:-1]
    ends = starts[1:-1]
    last[ends[(ends > 0) & (ends <= len(columns))] - 1] = True
    if last.all():
        return starts.astype(np.int64), columns.astype(np.int32, copy=False), values
    kept = np.concatenate([[0], np.cumsum(last, dtype=np.int64)])[starts]
    return kept, columns[last].astype(np.int32, copy=False), values[last]
