"""Which of one list goes with which of another: members' concerns and the asks of departments.

A text of the first list is compared with every one of the second by rare pairs and triples of letters. The
same words about another place are another matter and drop out; the same department or field, where both name
one, counts a little more. How rare letters are is taken from the second list alone, so what is found for one
text does not depend on the others of its list.
"""

import multiprocessing
from collections.abc import Sequence
from functools import partial

from shangliang.analysis import assign
from shangliang.analysis.entries import Entry, Pair, Result, Why, fingerprint, in_order
from shangliang.analysis.matcher import CANDIDATES, FLOOR, TOP, Matcher

__all__ = ["FLOOR", "TOP", "VERSION", "Entry", "Matcher", "Pair", "Result", "Why", "match", "told"]

VERSION = "2"

_PART = 2_000  # texts that a process takes at a time
_WORTH = 10_000  # texts from which a second process is worth its start


def told(why: Why) -> str:
    """The reason as a Chinese phrase."""
    parts = [f"共有词：{'、'.join(why.terms)}"] if why.terms else ["措辞相近"]
    parts += [f"同一地点：{why.place}"] if why.place else []
    parts += [f"同一领域：{why.field}"] if why.field else []
    parts += [f"同一部门：{why.department}"] if why.department else []
    return "；".join(parts)


def match(
    a: Sequence[Entry],
    b: Sequence[Entry],
    *,
    top: int = TOP,
    floor: float = FLOOR,
    cap: int | None = None,
    workers: int = 1,
    seed: int = 0,
) -> Result:
    """The `top` texts of `b` for each of `a` that score `floor` or more, best first; equal scores by id.

    With `cap`, each of `a` gets at most one and each of `b` at most `cap`, so that the sum of the scores is the
    greatest possible among the pairs found. Long lists are shared out among `workers` processes. The order of
    rows makes no difference; nothing is drawn by lot, the seed is only recorded. ValueError for a missing or
    repeated id, or top or cap below 1.
    """
    if top < 1 or (cap is not None and cap < 1):
        raise ValueError("top and cap must be at least 1")
    first, second = in_order(a), in_order(b)
    matcher = Matcher(second)
    pairs = _shared_out(
        matcher, first, workers, top=top if cap is None else max(top, CANDIDATES), floor=floor
    )
    if cap is not None:
        pairs = assign.capped(pairs, cap=cap, ends=lambda p: (p.a_id, p.b_id), worth=lambda p: p.score)
    return Result(tuple(pairs), VERSION, seed, fingerprint(first, second))


_matcher: Matcher


def _shared_out(
    matcher: Matcher, entries: Sequence[Entry], workers: int, *, top: int, floor: float
) -> list[Pair]:
    if workers < 2 or len(entries) < _WORTH:
        return matcher.best(entries, top=top, floor=floor)
    parts = [entries[start : start + _PART] for start in range(0, len(entries), _PART)]
    # Forked, the processes read the one matcher where it lies.
    with multiprocessing.get_context("fork").Pool(workers, _begin, (matcher,)) as pool:
        found = pool.map(partial(_part, top=top, floor=floor), parts, chunksize=1)
    return [pair for pairs in found for pair in pairs]


def _begin(matcher: Matcher) -> None:
    global _matcher  # noqa: PLW0603 -- what a process of a pool is given once has no other place
    _matcher = matcher


def _part(entries: Sequence[Entry], top: int, floor: float) -> list[Pair]:
    return _matcher.best(entries, top=top, floor=floor)
