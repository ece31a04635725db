"""A rule applied to an election, and the reasons for each winner."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from shangliang.analysis.choosing import completing, greedy, pav, phragmen, shares
from shangliang.analysis.choosing.election import Election
from shangliang.analysis.refusal import Refusal

VERSION = "1"
RULES = ("equal-shares", "phragmen", "greedy", "greedy-cost", "pav")
TIE_BREAK = ("more votes", "lower cost", "id (numbers in it by value)")
_FULL = 1e-9


@dataclass(frozen=True)
class Winner:
    """A project chosen and why: `how` is "bought", "added" (by votes, with money left) or "votes" or "pav".

    Of the supporters, `full` paid the same `price` (a head; per point where votes are points), `part` all that
    they had left, `nothing` had nothing left. Rules without payments leave these at zero.
    """

    id: str
    name: str
    cost: int
    votes: int
    supporters: int
    how: str
    price: float = 0.0
    full: int = 0
    part: int = 0
    nothing: int = 0


@dataclass(frozen=True)
class Choice:
    """The winners in order. `represented`: the share of voters who support at least one of them.

    `unspent`: the share of the budget that is left; `share`: what each voter could spend, raised by a completion.
    """

    winners: tuple[Winner, ...]
    rule: str
    utility: str
    completion: str
    unspent: float
    represented: float
    share: Fraction
    payments: tuple[tuple[int, np.ndarray], ...]
    version: str
    sha256: str


def choose(election: Election, rule: str, *, utility: str = "cost", completion: str | None = None) -> Choice:
    """The winners by this rule. Refusal for a rule, utility or completion there is not, or not for this election.

    When no completion is named, Equal Shares takes add1, every other rule none.
    """
    completion = completion or ("add1" if rule == "equal-shares" else "none")
    allowed = completing.COMPLETIONS if rule == "equal-shares" else ("none", "greedy")
    for given, known in ((rule, RULES), (utility, shares.UTILITIES), (completion, allowed)):
        if given not in known:
            raise Refusal(
                f"“{given}”不能用在这里；可用：{'、'.join(known)}。",
                f"{given!r} is not for this; there are: {', '.join(known)}.",
            )
    done = _applied(election, rule, utility, completion)
    chosen = [*(one.project for one in done.bought), *done.plain, *done.added]
    winners = [_paid(election, one) for one in done.bought]
    winners += [_winner(election, c, "pav" if rule == "pav" else "votes") for c in done.plain]
    winners += [_winner(election, c, "added") for c in done.added]
    spent = sum(election.projects[c].cost for c in chosen)
    return Choice(
        tuple(winners),
        rule,
        utility,
        completion,
        1 - spent / election.budget if election.budget else 0.0,
        represented(election, chosen),
        done.share / election.unit,
        tuple((one.project, one.paid / election.unit) for one in done.bought),
        VERSION,
        fingerprint(election),
    )


@dataclass(frozen=True)
class _Done:
    """What was bought, what was chosen without payments, what was added to fill the budget; the voters' share."""

    share: Fraction
    bought: Sequence[shares.Bought] = ()
    plain: Sequence[int] = ()
    added: Sequence[int] = ()


def _applied(election: Election, rule: str, utility: str, completion: str) -> _Done:
    if rule == "equal-shares":
        done = completing.completed(election, utility, completion)
        if done.instead:
            return _Done(done.outcome.start, plain=done.added)
        return _Done(done.outcome.start, bought=done.outcome.bought, added=done.added)
    share = Fraction(election.budget, len(election.voters))
    bought = phragmen.phragmen(election) if rule == "phragmen" else []
    plain = [] if rule == "phragmen" else _PLAIN[rule](election)
    chosen = [*(one.project for one in bought), *plain]
    return _Done(share, bought, plain, greedy.filled(election, chosen) if completion == "greedy" else ())


_PLAIN = {"greedy": greedy.by_votes, "greedy-cost": greedy.by_votes_for_money, "pav": pav.sequential_pav}


def represented(election: Election, chosen: Sequence[int]) -> float:
    """The share of the voters who support at least one of the chosen."""
    seen = np.zeros(len(election.voters), dtype=bool)
    for c in chosen:
        seen[election.supporters[c]] = True
    return float(seen.mean())


def fingerprint(election: Election) -> str:
    """SHA-256 of what was voted on and how; the order of projects and voters makes no difference."""
    order = sorted(range(len(election.voters)), key=election.voters.__getitem__)
    place = np.empty(len(order), dtype="<i8")
    place[order] = np.arange(len(order))
    told = sorted((project.id, project.cost, c) for c, project in enumerate(election.projects))
    head = [election.budget, election.unit, [one[:2] for one in told], [election.voters[k] for k in order]]
    digest = hashlib.sha256(json.dumps(head, ensure_ascii=False).encode())
    for _, _, c in told:
        who = place[election.supporters[c]]
        row = np.argsort(who)
        votes = np.column_stack([who[row], election.worth[c][row]]).astype("<i8")
        digest.update(f"\n{len(votes)}\n".encode() + votes.tobytes())
    return digest.hexdigest()


def _winner(election: Election, c: int, how: str) -> Winner:
    project = election.projects[c]
    return Winner(project.id, project.name, project.cost, election.votes(c), len(election.supporters[c]), how)


def _paid(election: Election, one: shares.Bought) -> Winner:
    plain = _winner(election, one.project, "bought")
    due = one.price * election.worth[one.project]
    full = int((one.paid >= due * (1 - _FULL)).sum())
    nothing = int((one.paid <= due * _FULL).sum())
    return Winner(
        plain.id,
        plain.name,
        plain.cost,
        plain.votes,
        plain.supporters,
        plain.how,
        one.price / election.unit,
        full,
        plain.supporters - full - nothing,
        nothing,
    )
