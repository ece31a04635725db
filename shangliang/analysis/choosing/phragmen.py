"""Phragmén's method, one project after the other: every voter earns at the same pace and saves.

As soon as the supporters of a project have its cost together, they buy it and have nothing left. It ends with the
first project that the budget has no room for. Points count as approvals.
"""

import heapq
from fractions import Fraction

import numpy as np

from shangliang.analysis.choosing.election import Election
from shangliang.analysis.choosing.shares import Bought

_NEAR = 1e-9


def phragmen(election: Election) -> list[Bought]:
    """What was bought, in order; `price` is the moment, `paid` what each supporter had saved by then."""
    saving = _Saving(election)
    ranks = election.ranks
    # A moment only moves back as others are bought: an old one is a lower bound of the new.
    waiting = [(saving.roughly(c), c) for c, who in enumerate(election.supporters) if len(who)]
    heapq.heapify(waiting)
    left = election.budget
    while waiting:
        known: list[tuple[float, int]] = []
        best = np.inf
        while waiting and waiting[0][0] <= best * (1 + _NEAR):
            c = heapq.heappop(waiting)[1]
            known.append((saving.roughly(c), c))
            best = min(best, known[-1][0])
        tied = [c for moment, c in known if moment <= best * (1 + _NEAR)]
        chosen = min(tied, key=lambda c: (saving.exactly(c), ranks[c])) if len(tied) > 1 else tied[0]
        if (cost := election.projects[chosen].cost) > left:
            break
        for one in known:
            if one[1] != chosen:
                heapq.heappush(waiting, one)
        saving.buy(chosen)
        left -= cost
    return saving.bought


class _Saving:
    """When each voter last bought: with which purchase, and the exact moments of the purchases."""

    def __init__(self, election: Election) -> None:
        self._election = election
        self._spent = np.zeros(len(election.voters))
        self._last = np.zeros(len(election.voters), dtype=np.int64)
        self._moments = [Fraction(0)]
        self.bought: list[Bought] = []

    def roughly(self, c: int) -> float:
        """The moment at which the supporters have the cost."""
        who = self._election.supporters[c]
        return (self._election.projects[c].cost + float(self._spent[who].sum())) / len(who)

    def exactly(self, c: int) -> Fraction:
        """The same as a fraction: of each purchase it is enough to know how many last took part in it."""
        who = self._election.supporters[c]
        many = np.bincount(self._last[who], minlength=len(self._moments)).tolist()
        spent = sum((n * moment for n, moment in zip(many, self._moments, strict=True)), Fraction(0))
        return (self._election.projects[c].cost + spent) / len(who)

    def buy(self, c: int) -> None:
        """Its supporters pay all they have."""
        moment, who = self.exactly(c), self._election.supporters[c]
        self.bought.append(Bought(c, float(moment), float(moment) - self._spent[who]))
        self._moments.append(moment)
        self._spent[who], self._last[who] = float(moment), len(self.bought)
