"""Exports of Polis: the votes in their order, the matrix of votes, and which statements were moderated.

A Fault names the line, from 1, as an editor shows it.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

import numpy as np

from shangliang.analysis.opinions.votes import Votes

VOTES = ("comment-id", "voter-id", "vote")
WHEN = "timestamp"
PERSON = "participant"
BESIDE = frozenset(("group-id", "n-comments", "n-votes", "n-agree", "n-disagree", "xid"))
COMMENTS = ("comment-id", "moderated")
TOTALS = ("agrees", "disagrees")
META = "is-meta"
OUT, WAITING, IN = -1, 0, 1
_VOTE = {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1}


class Trouble(StrEnum):
    """What can be wrong with a file."""

    EMPTY = "empty"
    NOT_TEXT = "not_text"
    NOT_CSV = "not_csv"
    HEADING = "heading"
    TWICE = "twice"
    NO_VOTES = "no_votes"
    CELLS = "cells"
    VOTE = "vote"
    ID = "id"
    WHEN = "when"
    ROW_TWICE = "row_twice"
    MODERATED = "moderated"
    UNKNOWN = "unknown"


class Fault(ValueError):
    """A file that cannot be used: what is wrong, at which line (0 for the whole), and the words it is about."""

    def __init__(self, trouble: Trouble, line: int = 0, *words: str) -> None:
        super().__init__(f"{trouble} (line {line}): {', '.join(words)}")
        self.trouble, self.line, self.words = trouble, line, words


@dataclass(frozen=True)
class Moderation:
    """Statements that moderators took out, those about the person, not the matter, and those not looked at yet."""

    out: frozenset[str] = frozenset()
    meta: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()


def votes_of(path: Path, *, by_arrival: bool = False) -> Votes:
    """The votes of `votes.csv` (one vote a row) or of `participants-votes.csv` (one person a row).

    Of several votes of one person on one statement the last counts: by `timestamp`, and among equal ones, or
    without that column, by row. `by_arrival` keeps people in the order of the rows. Fault, or OSError.
    """
    lines = _rows(path)
    _, head = next(lines)
    if set(VOTES) <= set(head):
        return _from_votes(head, lines, by_arrival)
    if PERSON in head:
        return _from_matrix(head, lines, by_arrival)
    missing = [name for name in VOTES if name not in head]
    raise Fault(Trouble.HEADING, 1, *(missing if len(missing) < len(VOTES) else (*VOTES, PERSON)))


def moderation_of(path: Path, votes: Votes) -> Moderation:
    """Which statements `comments.csv` tells to be taken out.

    A statement without votes is passed over where its own totals say that there are none, and else a Fault: then
    the two files are not of one conversation.
    """
    lines = _rows(path)
    _, head = next(lines)
    if missing := [name for name in COMMENTS if name not in head]:
        raise Fault(Trouble.HEADING, 1, *missing)
    at, state = (head.index(name) for name in COMMENTS)
    about = head.index(META) if META in head else None
    totals = [head.index(name) for name in TOTALS if name in head]
    known, told = set(votes.statements), set()
    by_state: dict[int, set[str]] = {OUT: set(), WAITING: set(), IN: set()}
    meta = set()
    for line, row in lines:
        if row[at] not in known:
            if totals and all(row[total] == "0" for total in totals):
                continue
            raise Fault(Trouble.UNKNOWN, line, row[at])
        if row[at] in told:
            raise Fault(Trouble.ROW_TWICE, line, row[at])
        told.add(row[at])
        if row[state] not in _VOTE:
            raise Fault(Trouble.MODERATED, line, row[state])
        by_state[_VOTE[row[state]]].add(row[at])
        if about is not None and row[about].lower() in ("1", "true", "t"):
            meta.add(row[at])
    return Moderation(frozenset(by_state[OUT]), frozenset(meta), frozenset(by_state[WAITING]))


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line on which they begin, the headings first; blank rows are passed over."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            line, head = 1, None
            for row in reader:
                cells = [cell.strip() for cell in row]
                if any(cells):
                    if head is None:
                        head = _heading(cells, line)
                    elif len(cells) != len(head):
                        raise Fault(Trouble.CELLS, line, str(len(cells)), str(len(head)))
                    yield line, cells
                line = reader.line_num + 1
    except UnicodeDecodeError as odd:
        raise Fault(Trouble.NOT_TEXT, _line_of(path)) from odd
    except csv.Error as odd:
        raise Fault(Trouble.NOT_CSV, line, str(odd)) from odd
    if head is None:
        raise Fault(Trouble.EMPTY)


def _heading(cells: list[str], line: int) -> list[str]:
    for one, two in pairwise(sorted(cells)):
        if one == two:
            raise Fault(Trouble.TWICE, line, one)
    return cells


def _line_of(path: Path) -> int:
    """The first line that is not UTF-8."""
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return number
    return 0


def _from_votes(head: Sequence[str], lines: Iterator[tuple[int, list[str]]], by_arrival: bool) -> Votes:
    statement_at, person_at, vote_at = (head.index(name) for name in VOTES)
    when_at = head.index(WHEN) if WHEN in head else None
    people: dict[str, int] = {}
    statements: dict[str, int] = {}
    rows, columns, values, times = [], [], [], []
    for line, row in lines:
        person, statement, vote = row[person_at], row[statement_at], row[vote_at]
        if vote not in _VOTE:
            raise Fault(Trouble.VOTE, line, vote)
        if not person or not statement:
            raise Fault(Trouble.ID, line)
        if when_at is not None:
            times.append(_time(row[when_at], line))
        rows.append(people.setdefault(person, len(people)))
        columns.append(statements.setdefault(statement, len(statements)))
        values.append(_VOTE[vote])
    if not values:
        raise Fault(Trouble.NO_VOTES)
    order = np.argsort(np.array(times), kind="stable") if times else np.arange(len(values))
    return Votes.coded(
        np.array(rows, dtype=np.int32)[order],
        np.array(columns, dtype=np.int32)[order],
        np.array(values, dtype=np.int8)[order],
        people=list(people),
        statements=list(statements),
        by_arrival=by_arrival,
    )


def _time(text: str, line: int) -> float:
    try:
        return float(text)
    except ValueError as odd:
        raise Fault(Trouble.WHEN, line, text) from odd


def _from_matrix(head: Sequence[str], lines: Iterator[tuple[int, list[str]]], by_arrival: bool) -> Votes:
    at = head.index(PERSON)
    columns_at = [j for j, name in enumerate(head) if j != at and name not in BESIDE]
    people: dict[str, int] = {}
    rows, columns, values = [], [], []
    for line, row in lines:
        if not row[at]:
            raise Fault(Trouble.ID, line)
        if row[at] in people:
            raise Fault(Trouble.ROW_TWICE, line, row[at])
        number = people.setdefault(row[at], len(people))
        for column, j in enumerate(columns_at):
            if row[j]:
                if row[j] not in _VOTE:
                    raise Fault(Trouble.VOTE, line, row[j])
                rows.append(number)
                columns.append(column)
                values.append(_VOTE[row[j]])
    if not values:
        raise Fault(Trouble.NO_VOTES)
    return Votes.coded(
        np.array(rows, dtype=np.int32),
        np.array(columns, dtype=np.int32),
        np.array(values, dtype=np.int8),
        people=list(people),
        statements=[head[j] for j in columns_at],
        by_arrival=by_arrival,
    )
