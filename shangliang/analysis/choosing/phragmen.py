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
    spent = np.zeros(len(election.voters))  # when each last bought
    last = np.zeros(len(election.voters), dtype=np.int64)  # with which purchase, counted from 1
    moments = [Fraction(0)]
    ranks = election.ranks()

    def exactly(c: int) -> Fraction:
        at = np.bincount(last[election.supporters[c]], minlength=len(moments)).tolist()
        saved = sum((many * moment for many, moment in zip(at, moments, strict=True)), Fraction(0))
        return (election.projects[c].cost + saved) / len(election.supporters[c])

    def roughly(c: int) -> float:
        who = election.supporters[c]
        return (election.projects[c].cost + float(spent[who].sum())) / len(who)

    # A moment only moves back as others are bought: an old one is a lower bound of the new.
    waiting = [(roughly(c), c) for c, who in enumerate(election.supporters) if len(who)]
    heapq.heapify(waiting)
    bought: list[Bought] = []
    left = election.budget
    while waiting:
        known = []
        best = np.inf
        while waiting and waiting[0][0] <= best * (1 + _NEAR):
            c = heapq.heappop(waiting)[1]
            known.append((roughly(c), c))
            best = min(best, known[-1][0])
        tied = [c for moment, c in known if moment <= best * (1 + _NEAR)]
        chosen = min(tied, key=lambda c: (exactly(c), ranks[c])) if len(tied) > 1 else tied[0]
        if election.projects[chosen].cost > left:
            break
        for one in known:
            if one[1] != chosen:
                heapq.heappush(waiting, one)
        moment, who = exactly(chosen), election.supporters[chosen]
        bought.append(Bought(chosen, float(moment), float(moment) - spent[who]))
        moments.append(moment)
        spent[who], last[who] = float(moment), len(bought)
        left -= election.projects[chosen].cost
    return bought
