"""Who speaks next: an order that anybody can reckon again from the list of those who want to.

Points of order that were admitted come first. Then whoever has spoken less often; among those, as they asked. Where
groups take turns, the next one comes from the group that has spoken least so far and not just now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """Somebody in the line. asked: orders the wishes in time. urgent: an admitted point of order."""

    key: int
    who: int
    group: str
    asked: float
    urgent: bool = False


@dataclass(frozen=True)
class Spoken:
    """A speech that was held or is being held, in order of time."""

    who: int
    group: str


def order(wishes: Iterable[Wish], spoken: Sequence[Spoken] = (), *, alternate: bool = False) -> list[Wish]:
    """The wishes in the order in which they are called, if nobody else asks meanwhile."""
    turns = Counter(s.who for s in spoken)
    waiting = sorted(wishes, key=lambda w: (not w.urgent, 0 if w.urgent else turns[w.who], w.asked, w.key))
    if not alternate:
        return waiting
    urgent, rest = [w for w in waiting if w.urgent], [w for w in waiting if not w.urgent]
    return urgent + _in_turn(rest, turns, spoken)


def _in_turn(waiting: list[Wish], turns: Counter[int], spoken: Sequence[Spoken]) -> list[Wish]:
    """Among those who have spoken equally often, the group that has had least, but not the same twice in a row."""
    had = Counter(s.group for s in spoken)
    last = spoken[-1].group if spoken else ""
    found: list[Wish] = []
    while waiting:
        fewest = turns[waiting[0].who]
        level = [w for w in waiting if turns[w.who] == fewest]
        chosen = min(level, key=lambda w: (w.group == last, had[w.group], w.asked, w.key))
        waiting.remove(chosen)
        found.append(chosen)
        had[chosen.group] += 1
        last = chosen.group
    return found
