"""Approval ballots counted so that a big group cannot take every place: the Method of Equal Shares.

Every option costs one place, every voter has the same share of the places. What is left over once nothing more can be
bought goes by votes. Ties go by the order of the ballot; of a place that an option would lose if it stood last there,
that is told.
"""

from collections.abc import Sequence

import numpy as np

from shangliang.analysis.choosing import choose
from shangliang.analysis.choosing.election import Election, Project
from shangliang.analysis.polls.records import Ballot, Fair


def fair(options: Sequence[str], voted: Sequence[Ballot], places: int) -> Fair:
    """Who has a place, in the order of buying. voted: ballots that are no abstention."""
    backers = {o: np.flatnonzero([o in b.chosen for b in voted]) for o in options}
    offered = [o for o in options if len(backers[o])]
    if not offered:
        return Fair((), (), (), 0, 0)
    first = _bought(offered, backers, len(voted), places)
    in_doubt = set[str]()
    for one in first:
        others = set(_bought([o for o in offered if o != one] + [one], backers, len(voted), places))
        in_doubt |= set() if one in others else {one, *(others - set(first))}
    plain = sorted(offered, key=lambda o: -len(backers[o]))[:places]
    return Fair(
        tuple(first), tuple(o for o in options if o in in_doubt), tuple(plain),
        _heard(first, backers), _heard(plain, backers),
    )  # fmt: skip


def _bought(order: Sequence[str], backers: dict[str, np.ndarray], voters: int, places: int) -> list[str]:
    """The winners when ties go by this order."""
    projects = tuple(Project(f"{n}", 1, o) for n, o in enumerate(order))
    supporters = tuple(backers[o] for o in order)
    worth = tuple(np.ones(len(s), dtype=np.int64) for s in supporters)
    election = Election(projects, places, tuple(f"{n}" for n in range(voters)), supporters, worth)
    return [w.name for w in choose(election, "equal-shares", completion="add1u").winners]


def _heard(chosen: Sequence[str], backers: dict[str, np.ndarray]) -> int:
    """How many voters approve at least one of these."""
    return len(set().union(*(backers[o].tolist() for o in chosen)))
