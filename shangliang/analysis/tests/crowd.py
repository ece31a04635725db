"""Invented conversations: planted groups that lean their own way on each statement, or nothing but noise."""

import numpy as np

from shangliang.analysis.opinions.votes import Votes

_PASSING = 0.12


def conversation(
    people: int,
    statements: int,
    *,
    groups: int,
    seen: float,
    seed: int,
    strength: float = 1.2,
    skew: float = 0.0,
) -> tuple[Votes, np.ndarray]:
    """Votes and the planted group of each person; no groups make noise.

    Some people vote much, most little; with a skew, some statements are seen by many, most by few.
    """
    rng = np.random.default_rng(seed)
    mine = rng.integers(max(groups, 1), size=people)
    lean = rng.normal(0, 0.8, statements) + rng.normal(
        0, strength if groups else 0.0, (max(groups, 1), statements)
    )
    share = rng.lognormal(0, 0.8, people)
    known = rng.lognormal(0, skew, statements)
    chance = np.outer(share / share.mean(), known / known.mean())
    asked = rng.random((people, statements)) < np.minimum(seen * chance, 1)
    rows, columns = np.nonzero(asked)
    agree = rng.random(len(rows)) < 1 / (1 + np.exp(-lean[mine[rows], columns]))
    values = np.where(rng.random(len(rows)) < _PASSING, 0, np.where(agree, 1, -1))
    votes = Votes.coded(
        rows.astype(np.int32),
        columns.astype(np.int32),
        values,
        people=[f"p{k:06}" for k in range(people)],
        statements=[f"s{k:05}" for k in range(statements)],
    )
    return votes, mine


def stream(
    people: int, statements: int, votes: int, *, groups: int = 3, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """About so many votes of large conversations as numbers of people and statements, and votes, in random order.

    Some vote much, most little; some statements are seen by many, most by few; one vote in twenty is a second one.
    """
    rng = np.random.default_rng(seed)
    mine = rng.integers(groups, size=people)
    lean = rng.normal(0, 0.8, statements) + rng.normal(0, 1.2, (groups, statements))
    share, known = rng.lognormal(0, 0.8, people), rng.lognormal(0, 0.5, statements)
    held = np.clip((1.06 * votes / people * share / share.mean()).astype(int), 1, statements)
    rows = rng.permutation(np.repeat(np.arange(people, dtype=np.int32), held))
    columns = rng.choice(statements, size=len(rows), p=known / known.sum()).astype(np.int32)
    agree = rng.random(len(rows)) < (1 / (1 + np.exp(-lean)))[mine[rows], columns]
    values = np.where(rng.random(len(rows)) < _PASSING, 0, np.where(agree, 1, -1)).astype(np.int8)
    return rows, columns, values


def triples(votes: Votes) -> list[tuple[str, str, int]]:
    """The votes one by one: person, statement, vote."""
    return [
        (votes.people[row], votes.statements[column], value)
        for row, column, value in zip(
            votes.rows.tolist(), votes.columns.tolist(), votes.values.tolist(), strict=True
        )
    ]
