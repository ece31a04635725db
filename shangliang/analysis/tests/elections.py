"""Invented elections, as text in the form of Pabulib."""

from collections.abc import Mapping, Sequence

import numpy as np


def pb(
    costs: Mapping[str, object],
    votes: Sequence[str],
    budget: object,
    *,
    vote_type: str = "approval",
    points: Sequence[str] = (),
    **meta: str,
) -> bytes:
    """A file: `votes` as "a,b"; with points, a column of them."""
    lines = ["META", "key;value", f"budget;{budget}", f"vote_type;{vote_type}"]
    lines += [f"{key};{value}" for key, value in meta.items()]
    lines += ["PROJECTS", "project_id;cost", *(f"{who};{cost}" for who, cost in costs.items())]
    lines += ["VOTES", "voter_id;vote" + (";points" if points else "")]
    lines += [f"v{n + 1};{vote}" + (f";{points[n]}" if points else "") for n, vote in enumerate(votes)]
    return ("\n".join(lines) + "\n").encode()


def town(voters: int, projects: int = 100, seed: int = 5, dear: float = 3e5) -> bytes:
    """A town in districts: most vote for projects of their own, some five each; costs from `dear` / 60 up to it."""
    chance = np.random.default_rng(seed)
    costs = np.exp(chance.uniform(np.log(dear / 60), np.log(dear), projects)).astype(int)
    liked = chance.lognormal(0, 1, projects)
    home = chance.integers(0, 8, projects)
    votes = [""] * voters
    for district, people in enumerate(np.array_split(chance.permutation(voters), 8)):
        odds = liked * np.where(home == district, 5.0, 1.0)
        many = chance.integers(1, 10, len(people))
        order = np.argsort(chance.standard_exponential((len(people), projects)) / odds, axis=1)
        for voter, row, k in zip(people, order, many, strict=True):
            votes[voter] = ",".join(f"p{c}" for c in row[:k])
    return pb({f"p{c}": cost for c, cost in enumerate(costs)}, votes, int(costs.sum() * 0.3))
