"""Counting. The order of the ballots makes no difference; what cannot be decided is said, never broken by chance.

Only `shares` has a rule for ties that everybody knows before: the order of the options on the ballot.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from shangliang.analysis.polls import fair, schulze
from shangliang.analysis.polls.records import Ballot, Line, Method, Outcome, Poll

VERSION = "1"


def count(poll: Poll, ballots: Sequence[Ballot]) -> Outcome:
    """The outcome of a poll. Ballots that break a rule are counted as spoiled, with the rule."""
    faults = [fault(poll, b) for b in ballots]
    good = [b for b, wrong in zip(ballots, faults, strict=True) if not wrong]
    voted = [b for b in good if not b.empty]
    pairs = schulze.pairs(poll.options, voted) if poll.method == Method.RANKED else {}
    lines = _lines(poll, voted)
    if poll.method == Method.RANKED:
        order = schulze.order(poll.options, pairs)
        beaten = schulze.beaten(poll.options, pairs)
        lines = [Line(line.option, beaten[line.option], line.ballots) for line in lines]
    else:
        order = _ranked(lines)
    shared = fair.fair(poll.options, voted, poll.places) if poll.method == Method.SHARES else None
    winners, tied = (shared.bought, ()) if shared else _placed(order, poll.places)
    return Outcome(
        poll.method, len(ballots), len(voted), len(good) - len(voted), dict(Counter(f for f in faults if f)),
        len(good) >= max(1, poll.quorum) if poll.quorum else True, tuple(lines), tuple(order), winners, tied,
        min(poll.places - len(winners), len(tied)), pairs, VERSION, fingerprint(poll, ballots), shared,
    )  # fmt: skip


def fault(poll: Poll, ballot: Ballot) -> str:
    """Which rule this ballot breaks: unknown, twice, too_many, mark, kind; empty when it breaks none."""
    filled = [bool(ballot.chosen), bool(ballot.marks), any(ballot.ranks)]
    wanted = {Method.SCORE: 1, Method.RANKED: 2}.get(poll.method, 0)
    if any(there for place, there in enumerate(filled) if place != wanted):
        return "kind"
    named = [*ballot.chosen, *(ballot.marks or ()), *(o for rank in ballot.ranks for o in rank)]
    if set(named) - set(poll.options):
        return "unknown"
    if len(set(named)) != len(named):
        return "twice"
    if len(ballot.chosen) > {Method.SINGLE: 1, Method.MULTIPLE: poll.names}.get(poll.method, len(named)):
        return "too_many"
    if any(not poll.low <= mark <= poll.high for mark in (ballot.marks or {}).values()):
        return "mark"
    return ""


def _lines(poll: Poll, voted: Sequence[Ballot]) -> list[Line]:
    """In the order of the options."""
    votes: Counter[str] = Counter()
    stands: Counter[str] = Counter()
    for ballot in voted:
        if poll.method == Method.SCORE:
            votes.update(ballot.marks or {})
            stands.update((ballot.marks or {}).keys())
        elif poll.method == Method.RANKED:
            stands.update(o for rank in ballot.ranks for o in rank)
        else:
            votes.update(ballot.chosen)
            stands.update(ballot.chosen)
    return [Line(o, votes[o], stands[o]) for o in poll.options]


def _ranked(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    """Most votes first, equal ones together in the order of the options."""
    steps = sorted({line.votes for line in lines}, reverse=True)
    return [tuple(line.option for line in lines if line.votes == step) for step in steps]


def _placed(order: Sequence[tuple[str, ...]], places: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who has a place for certain, and between whom the last places are not decided."""
    winners: list[str] = []
    for level in order:
        if len(winners) + len(level) > places:
            return tuple(winners), level if len(winners) < places else ()
        winners += level
    return tuple(winners), ()


def fingerprint(poll: Poll, ballots: Sequence[Ballot]) -> str:
    """SHA-256 (hexadecimal) of rules and ballots; the order of the ballots makes no difference."""
    rows = sorted(json.dumps(asdict(b), ensure_ascii=False, sort_keys=True) for b in ballots)
    head = json.dumps(asdict(poll), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256("\n".join([head, *rows]).encode()).hexdigest()
