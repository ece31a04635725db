"""Equal shares in whole fractions, reckoned only when it is asked: who bought what is known, what they paid follows."""

from fractions import Fraction

import numpy as np

from shangliang.analysis.choosing.election import Election


class Ledger:
    """What was bought in order; money and prices are found again in fractions for the voters asked about."""

    def __init__(self, election: Election, start: Fraction) -> None:
        self._election = election
        self._start = start
        self._bought: list[int] = []
        self._given: list[np.ndarray] = []  # for each project bought, the worth of it to each voter
        self._prices: list[Fraction] = []

    def buy(self, project: int) -> None:
        """One more was bought."""
        self._bought.append(project)

    def affords(self, project: int) -> bool:
        """Whether the supporters have the cost."""
        have = sum((many * money for money, _, many in self._purses(project)), Fraction(0))
        return have >= self._election.projects[project].cost

    def price(self, project: int) -> Fraction:
        """The price per unit of worth of a project that its supporters can pay for."""
        return self._solved(project, self._purses(project))

    def _solved(self, project: int, purses: list[tuple[Fraction, int, int]]) -> Fraction:
        cost = Fraction(self._election.projects[project].cost)
        units = sum(worth * many for _, worth, many in purses)
        for money, worth, many in sorted(purses, key=lambda p: p[0] / p[1]):
            if money * units >= cost * worth:
                break
            cost -= money * many
            units -= worth * many
            if not units:
                return money / worth
        return cost / units

    def _purses(self, project: int) -> list[tuple[Fraction, int, int]]:
        """(money, worth of this project, how many such voters) of the supporters, now."""
        while len(self._prices) < len(self._bought):
            before = len(self._prices)
            one = self._bought[before]
            price = self._solved(one, self._alike(one, before))
            given = np.zeros(len(self._election.voters), dtype=np.int64)
            given[self._election.supporters[one]] = self._election.worth[one]
            self._given.append(given)
            self._prices.append(price)
        return self._alike(project, len(self._bought))

    def _alike(self, project: int, before: int) -> list[tuple[Fraction, int, int]]:
        """The same, after the first `before` were bought; who bought the same has the same."""
        who = self._election.supporters[project]
        history = np.column_stack(
            [*(given[who] for given in self._given[:before]), self._election.worth[project]]
        )
        kinds, many = np.unique(history, axis=0, return_counts=True)
        found = []
        for row, count in zip(kinds.tolist(), many.tolist(), strict=True):
            money = self._start
            for worth, price in zip(row[:-1], self._prices, strict=False):
                if worth:
                    money -= min(money, worth * price)
            found.append((money, row[-1], count))
        return found
