"""The Schulze method (M. Schulze, “A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
single-winner election method”, 2011), with winning votes: a path is as strong as the weakest of its wins.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from shangliang.analysis.polls.records import Ballot

Pairs = Mapping[tuple[str, str], int]


def pairs(options: Sequence[str], ballots: Sequence[Ballot]) -> dict[tuple[str, str], int]:
    """How many ballots put the first option before the second. What a ballot leaves out stands last on it."""
    at = {option: k for k, option in enumerate(options)}
    ranked = np.full((len(ballots), len(options)), len(options), dtype=np.int32)
    for row, ballot in enumerate(ballots):
        for place, rank in enumerate(ballot.ranks):
            for option in rank:
                ranked[row, at[option]] = place
    return {
        (one, other): int((ranked[:, at[one]] < ranked[:, at[other]]).sum())
        for one in options
        for other in options
        if one != other
    }


def strengths(options: Sequence[str], found: Pairs) -> np.ndarray:
    """For each pair the strength of the strongest path, 0 where there is none."""
    many = len(options)
    path = np.zeros((many, many), dtype=np.int64)
    for i, one in enumerate(options):
        for j, other in enumerate(options):
            if i != j and found[one, other] > found[other, one]:
                path[i, j] = found[one, other]
    for via in range(many):
        path = np.maximum(path, np.minimum(path[:, via : via + 1], path[via : via + 1, :]))
    np.fill_diagonal(path, 0)
    return path


def beaten(options: Sequence[str], found: Pairs) -> dict[str, int]:
    """How many others each option beats."""
    path = strengths(options, found)
    wins = (path > path.T).sum(axis=1)
    return {option: int(wins[k]) for k, option in enumerate(options)}


def order(options: Sequence[str], found: Pairs) -> list[tuple[str, ...]]:
    """Best first: those whom none of the rest beats stand together, then the same again of what is left.

    The relation is transitive (theorem 1 of the paper), so every level has somebody in it.
    """
    path = strengths(options, found)
    left = list(range(len(options)))
    levels = []
    while left:
        best = [k for k in left if not any(path[other, k] > path[k, other] for other in left)]
        levels.append(tuple(options[k] for k in best))
        left = [k for k in left if k not in best]
    return levels
