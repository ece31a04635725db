"""By votes, or by votes for the money, one after the other: what most places do, and what others are compared with."""

from collections.abc import Sequence
from fractions import Fraction

from shangliang.analysis.choosing.election import Election


def filled(election: Election, chosen: Sequence[int] = ()) -> list[int]:
    """What still fits beside those chosen, most votes first; projects nobody voted for are left out."""
    return _taken(election, chosen, _by_rank(election))


def by_votes(election: Election) -> list[int]:
    """Most votes first; what does not fit is passed over."""
    return filled(election)


def by_votes_for_money(election: Election) -> list[int]:
    """Most votes per cost first; what does not fit is passed over."""
    ranks = election.ranks
    order = sorted(
        range(len(election.projects)),
        key=lambda c: (-Fraction(election.votes(c), election.projects[c].cost), ranks[c]),
    )
    return _taken(election, (), order)


def _by_rank(election: Election) -> list[int]:
    ranks = election.ranks
    return sorted(range(len(ranks)), key=ranks.__getitem__)


def _taken(election: Election, chosen: Sequence[int], order: Sequence[int]) -> list[int]:
    left = election.budget - sum(election.projects[c].cost for c in chosen)
    taken = []
    for c in order:
        if c not in chosen and election.votes(c) and election.projects[c].cost <= left:
            taken.append(c)
            left -= election.projects[c].cost
    return taken
