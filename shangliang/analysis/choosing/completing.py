"""What is done with the money that Equal Shares leaves, since its buyers seldom spend all.

none             nothing: everybody has the budget's equal share, and that is all
add1             everybody gets one more unit of money, again and again, and everything is bought anew; the last outcome
                 before the budget would be overspent counts
add1u            the same, and then by votes what still fits
greedy           no more money; by votes what still fits
add1-comparison  as add1, unless more voters would rather have what goes by votes alone
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from shangliang.analysis.choosing import greedy
from shangliang.analysis.choosing.election import Election
from shangliang.analysis.choosing.shares import Outcome, equal_shares

COMPLETIONS = ("none", "add1", "add1u", "greedy", "add1-comparison")
_PARTS = 100  # where the share is less than one unit of money, it is raised by its hundredth


@dataclass(frozen=True)
class Completed:
    """What was bought and what was added by votes; `instead` when the vote of the comparison went for greedy."""

    outcome: Outcome
    added: tuple[int, ...]
    instead: bool = False


def completed(election: Election, utility: str, completion: str) -> Completed:
    """Equal Shares with this completion."""
    if completion in ("none", "greedy"):
        outcome = equal_shares(election, Fraction(election.budget, len(election.voters)), utility)
    else:
        outcome = _raised(election, utility)
    if completion in ("greedy", "add1u"):
        return Completed(outcome, tuple(greedy.filled(election, outcome.winners)))
    if completion == "add1-comparison":
        other = greedy.by_votes(election)
        if (_given(election, other) > (mine := _given(election, outcome.winners))).sum() > (
            mine > _given(election, other)
        ).sum():
            return Completed(outcome, tuple(other), instead=True)
    return Completed(outcome, ())


def _raised(election: Election, utility: str) -> Outcome:
    """The last outcome within the budget as everybody's money is raised step by step."""
    share = Fraction(election.budget, len(election.voters))
    units = share // election.unit * election.unit
    money, step = (Fraction(units), Fraction(election.unit)) if units else (share, share / _PARTS)
    wanted = sum(1 for who in election.supporters if len(who))
    last = equal_shares(election, money, utility)
    while len(last.bought) < wanted:
        money += step
        more = equal_shares(election, money, utility)
        if _cost(election, more) > election.budget:
            break
        last = more
    return last


def _cost(election: Election, outcome: Outcome) -> int:
    return sum(election.projects[c].cost for c in outcome.winners)


def _given(election: Election, chosen: list[int]) -> np.ndarray:
    """How much money goes to what each voter supports."""
    given = np.zeros(len(election.voters), dtype=np.int64)
    for c in chosen:
        given[election.supporters[c]] += election.projects[c].cost
    return given
