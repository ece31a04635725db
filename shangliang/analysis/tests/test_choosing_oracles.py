"""The fast rules against the plain definitions, reckoned in fractions from beginning to end; ties are common here."""

from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shangliang.analysis.choosing import Election, choose, read
from shangliang.analysis.choosing.exact import Ledger
from shangliang.analysis.choosing.shares import equal_shares
from shangliang.analysis.tests.elections import pb

Support = dict[int, dict[int, int]]  # project → voter → worth


def support_of(election: Election) -> Support:
    return {
        c: dict(zip(who.tolist(), worth.tolist(), strict=True))
        for c, (who, worth) in enumerate(zip(election.supporters, election.worth, strict=True))
    }


def rank(election: Election, c: int) -> tuple[int, int, int]:
    """More votes, then lower cost, then the id (here p0 … p9, so its digit)."""
    return -sum(support_of(election)[c].values()), election.projects[c].cost, int(election.projects[c].id[1:])


def slow_shares(election: Election, start: Fraction, utility: str) -> Iterator[tuple[int, Fraction]]:
    """(project, price) by the definition: the smallest price at which the supporters can pay, tried by every voter."""
    support = support_of(election)
    money = dict.fromkeys(range(len(election.voters)), start)
    while True:
        prices: dict[int, Fraction] = {}
        for c, givers in support.items():
            if not givers or sum(money[v] for v in givers) < (cost := election.projects[c].cost):
                continue
            for edge in sorted(money[v] / w for v, w in givers.items()):
                if sum(min(money[v], edge * w) for v, w in givers.items()) >= cost:
                    poor = {v for v, w in givers.items() if money[v] < edge * w}
                    prices[c] = (cost - sum(money[v] for v in poor)) / sum(
                        Fraction(w) for v, w in givers.items() if v not in poor
                    )
                    break
        if not prices:
            return
        rates = {c: p / election.projects[c].cost if utility == "cost" else p for c, p in prices.items()}
        chosen = min(rates, key=lambda c: (rates[c], rank(election, c)))
        for v, w in support.pop(chosen).items():
            money[v] -= min(money[v], prices[chosen] * w)
        yield chosen, prices[chosen]


def slow_raised(election: Election, utility: str) -> list[int]:
    money, step = Fraction(election.budget // len(election.voters)), Fraction(1)
    if not money:
        money = Fraction(election.budget, len(election.voters))
        step = money / 100
    wanted = sum(1 for who in election.supporters if len(who))
    last = [c for c, _ in slow_shares(election, money, utility)]
    while len(last) < wanted:
        money += step
        more = [c for c, _ in slow_shares(election, money, utility)]
        if sum(election.projects[c].cost for c in more) > election.budget:
            break
        last = more
    return last


def slow_phragmen(election: Election) -> list[int]:
    support, at = support_of(election), dict.fromkeys(range(len(election.voters)), Fraction(0))
    won: list[int] = []
    left = election.budget
    while moments := {
        c: (election.projects[c].cost + sum(at[v] for v in givers)) / Fraction(len(givers))
        for c, givers in support.items()
        if givers and c not in won
    }:
        chosen = min(moments, key=lambda c: (moments[c], rank(election, c)))
        if election.projects[chosen].cost > left:
            break
        left -= election.projects[chosen].cost
        won.append(chosen)
        at |= dict.fromkeys(support[chosen], moments[chosen])
    return won


def slow_pav(election: Election) -> list[int]:
    support = support_of(election)
    won: list[int] = []
    for _ in range(min(election.budget // election.projects[0].cost, len(election.projects))):
        worth = {
            c: sum(Fraction(1, 1 + sum(v in support[w] for w in won)) for v in givers)
            for c, givers in support.items()
            if c not in won and givers
        }
        if worth:
            won.append(min(worth, key=lambda c: (-worth[c], rank(election, c))))
    return won


PROJECTS = range(6)


@st.composite
def elections(draw: Callable[..., object], cost: int = 0) -> Election:
    """Few voters, few projects, small numbers: many ties."""
    costs = {f"p{c}": cost or draw(st.integers(1, 6)) for c in PROJECTS}
    ballot = st.lists(st.sampled_from([f"p{c}" for c in PROJECTS]), max_size=4, unique=True)
    votes = draw(st.lists(ballot, min_size=1, max_size=9))
    assert isinstance(votes, list)
    budget = draw(st.integers(1, 24))
    lines = [",".join(vote) for vote in votes]
    if not draw(st.booleans()):
        return read(pb(costs, lines, budget))
    points = [",".join(str(draw(st.integers(0, 3))) for _ in vote) for vote in votes]
    return read(pb(costs, lines, budget, vote_type="scoring", points=points))


EACH = settings(max_examples=150, deadline=None, derandomize=True)


def numbers(election: Election, rule: str, **options: str) -> list[int]:
    at = {project.id: c for c, project in enumerate(election.projects)}
    return [at[winner.id] for winner in choose(election, rule, **options).winners]


@EACH
@given(election=elections(), utility=st.sampled_from(["cost", "cardinality"]), money=st.integers(1, 40))
def test_equal_shares(election: Election, utility: str, money: int) -> None:
    start = Fraction(money, 4)
    right = list(slow_shares(election, start, utility))
    got = equal_shares(election, start, utility)
    assert got.winners == [c for c, _ in right]
    assert [one.price for one in got.bought] == pytest.approx([float(price) for _, price in right])


@EACH
@given(election=elections(), money=st.integers(1, 40))
def test_the_ledger_knows_every_price(election: Election, money: int) -> None:
    start = Fraction(money, 4)
    ledger = Ledger(election, start)
    for c, price in slow_shares(election, start, "cardinality"):
        assert ledger.affords(c) and ledger.price(c) == price
        ledger.buy(c)
    bought = {c for c, _ in slow_shares(election, start, "cardinality")}
    assert not any(ledger.affords(c) for c in PROJECTS if c not in bought and len(election.supporters[c]))


@settings(EACH, max_examples=60)
@given(election=elections(), utility=st.sampled_from(["cost", "cardinality"]))
def test_raised_shares(election: Election, utility: str) -> None:
    assert numbers(election, "equal-shares", utility=utility) == slow_raised(election, utility)


@EACH
@given(election=elections())
def test_phragmen(election: Election) -> None:
    assert numbers(election, "phragmen") == slow_phragmen(election)


@EACH
@given(election=elections(cost=2))
def test_pav(election: Election) -> None:
    assert numbers(election, "pav") == slow_pav(election)


@EACH
@given(election=elections(), rule=st.sampled_from(["equal-shares", "phragmen", "greedy", "greedy-cost"]))
def test_no_rule_overspends_and_filling_leaves_nothing_that_fits(election: Election, rule: str) -> None:
    for completion in ("none", "greedy"):
        won = numbers(election, rule, completion=completion)
        left = election.budget - sum(election.projects[c].cost for c in won)
        assert left >= 0 and len(set(won)) == len(won)
    assert not any(
        election.projects[c].cost <= left for c in PROJECTS if c not in won and len(election.supporters[c])
    )


def test_ties_of_those_who_ran_short_go_by_fractions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two like halves, each with one who has spent: p1 and p10 cost the rich the same seventeen halves; p1 is first."""
    asked = []
    price = Ledger.price
    monkeypatch.setattr(Ledger, "price", lambda ledger, c: asked.append(price(ledger, c)) or asked[-1])
    costs = {"p20": 5, "p10": 22, "p2": 5, "p1": 22}
    election = read(pb(costs, ["p2,p1", "p1", "p1", "p20,p10", "p10", "p10"], 60))
    choice = choose(election, "equal-shares", utility="cardinality", completion="none")
    assert [winner.id for winner in choice.winners] == ["p2", "p20", "p1", "p10"]
    assert asked == [Fraction(17, 2), Fraction(17, 2)]


def test_all_the_money_there_is_is_enough() -> None:
    """Three voters with a third of 10 each, added up in floating point or not, can pay 10."""
    election = read(pb({"p0": 10}, ["p0"] * 3, 10))
    assert numbers(election, "equal-shares", completion="none") == [0]
    assert numbers(read(pb({"p0": "10.01"}, ["p0"] * 3, 10)), "equal-shares", completion="none") == []
