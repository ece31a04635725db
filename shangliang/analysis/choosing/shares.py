"""The Method of Equal Shares: the budget is shared out equally among the voters, who buy what they support together.

Of the projects whose supporters can pay for it, that one is bought which costs its payers least per unit of what it
gives them. All pay the same per unit, but who has less left pays that.

Money is reckoned in floating point. Wherever two projects, or a cost and the money for it, come nearer to one
another than `_NEAR`, the same is reckoned in whole fractions, and those decide.
"""

import heapq
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from shangliang.analysis.choosing.election import Election
from shangliang.analysis.choosing.exact import Ledger

_NEAR = 1e-9
UTILITIES = ("cost", "cardinality")


@dataclass(frozen=True)
class Bought:
    """A project bought: `price` per unit of worth, and what each of its supporters paid."""

    project: int
    price: float
    paid: np.ndarray


@dataclass(frozen=True)
class Outcome:
    """What was bought, in order, with so much for each voter; `money` is what each has left."""

    bought: tuple[Bought, ...]
    start: Fraction
    money: np.ndarray

    @property
    def winners(self) -> list[int]:
        return [one.project for one in self.bought]


def equal_shares(election: Election, start: Fraction, utility: str) -> Outcome:
    """What the voters buy with `start` each; `utility`: a project gives its cost, or one, times points."""
    return _Run(election, start, utility).outcome()


class _Run:
    def __init__(self, election: Election, start: Fraction, utility: str) -> None:
        self._election = election
        self._start = start
        self._by_cost = utility == "cost"
        self._money = np.full(len(election.voters), float(start))
        self._ranks = election.ranks
        self._ledger = Ledger(election, start)
        self._bought: list[Bought] = []

    def outcome(self) -> Outcome:
        # Prices only rise as money is spent: an old one is a lower bound of the new.
        waiting = [
            (self._rate(c, project.cost / max(self._election.votes(c), 1)), c)
            for c, project in enumerate(self._election.projects)
            if len(self._election.supporters[c])
        ]
        heapq.heapify(waiting)
        while waiting:
            tied = self._cheapest(waiting)
            if not tied:
                break
            chosen = self._decided(tied)
            for rate, c, _ in tied:
                if c != chosen:
                    heapq.heappush(waiting, (rate, c))
            self._buy(chosen, next(price for _, c, price in tied if c == chosen))
        return Outcome(tuple(self._bought), self._start, self._money)

    def _rate(self, project: int, price: float) -> float:
        return price / self._election.projects[project].cost if self._by_cost else price

    def _cheapest(self, waiting: list[tuple[float, int]]) -> list[tuple[float, int, float]]:
        """(rate, project, price) of the cheapest, and of all that are as cheap as far as can be told."""
        known: list[tuple[float, int, float]] = []
        best = np.inf
        while waiting and waiting[0][0] <= best * (1 + _NEAR):
            _, c = heapq.heappop(waiting)
            price = self._price(c)
            if price is not None:
                rate = self._rate(c, price)
                best = min(best, rate)
                known.append((rate, c, price))
        close = [one for one in known if one[0] <= best * (1 + _NEAR)]
        for one in known:
            if one[0] > best * (1 + _NEAR):
                heapq.heappush(waiting, one[:2])
        return close

    def _price(self, project: int) -> float | None:
        """What a supporter pays per unit of worth; None when they cannot pay for it, now or ever after."""
        money = self._money[self._election.supporters[project]]
        worth = self._election.worth[project]
        cost = float(self._election.projects[project].cost)
        have = float(money.sum())
        if have < cost * (1 - _NEAR):
            return None
        if have < cost * (1 + _NEAR) and not self._ledger.affords(project):
            return None
        units = float(self._election.votes(project))
        price, poor = cost / units, 0
        while True:
            short = money < price * worth
            if (many := int(np.count_nonzero(short))) == poor:
                return price
            poor, units = many, float(worth[~short].sum())
            if units <= 0:
                return float((money / worth).max())
            price = (cost - float(money[short].sum())) / units

    def _decided(self, tied: list[tuple[float, int, float]]) -> int:
        unlike: list[tuple[int, float]] = []
        for _, c, price in sorted(tied, key=lambda one: self._ranks[one[1]]):
            # What has the same cost and supporters has the same price: the first of such ones stands for all.
            if not any(self._like(c, other) for other, _ in unlike):
                unlike.append((c, price))
        if len(unlike) == 1:
            return unlike[0][0]
        exact = {c: self._exactly(c, price) for c, price in unlike}
        return min(exact, key=lambda c: (exact[c], self._ranks[c]))

    def _like(self, one: int, other: int) -> bool:
        election = self._election
        return (
            election.projects[one].cost == election.projects[other].cost
            and np.array_equal(election.supporters[one], election.supporters[other])
            and np.array_equal(election.worth[one], election.worth[other])
        )

    def _exactly(self, project: int, price: float) -> Fraction:
        """The rate in whole fractions: easy where nobody is short, else from the ledger."""
        money = self._money[self._election.supporters[project]]
        worth = self._election.worth[project]
        cost = self._election.projects[project].cost
        if (money > price * worth * (1 + _NEAR)).all():
            exact = Fraction(cost, self._election.votes(project))
        else:
            exact = self._ledger.price(project)
        return exact / cost if self._by_cost else exact

    def _buy(self, project: int, price: float) -> None:
        who = self._election.supporters[project]
        paid = np.minimum(self._money[who], price * self._election.worth[project])
        self._money[who] -= paid
        self._bought.append(Bought(project, price, paid))
        self._ledger.buy(project)
