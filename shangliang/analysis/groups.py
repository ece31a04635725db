"""Groups of messages about one matter, each held together by its medoid."""

from collections import defaultdict
from collections.abc import Sequence

from .heads import heads
from .records import Group, Message, Result

_MEETING = 0.5  # share of the pairs between two stars that must be the same matter before they become one


def star_groups(ordered: Sequence[Message], result: Result, *, least: int = 2) -> list[Group]:
    """Stars around the best connected messages, joined where most of their pairs agree. No chain can form."""
    near = _neighbours(result)
    stars = _join(_stars([m.id for m in ordered], near), near)
    known = {m.id: m for m in ordered}
    found = [
        Group(tuple(sorted(ids)), heads(known[i] for i in ids), _medoid(ids, near)) for ids in stars if len(ids) >= least
    ]
    return sorted(found, key=lambda g: (-g.heads, -len(g.ids), g.medoid))


def _neighbours(result: Result) -> dict[str, dict[str, float]]:
    near: dict[str, dict[str, float]] = defaultdict(dict)
    for pair in result:
        if pair.same_topic:
            near[pair.id][pair.other_id] = pair.score
            near[pair.other_id][pair.id] = pair.score
    return near


def _stars(ids: Sequence[str], near: dict[str, dict[str, float]]) -> list[set[str]]:
    free, stars = set(ids), []
    for middle in sorted(ids, key=lambda i: (-sum(near[i].values()), i)):
        if middle in free:
            star = {middle} | (near[middle].keys() & free)
            free -= star
            stars.append(star)
    return stars


def _join(stars: list[set[str]], near: dict[str, dict[str, float]]) -> list[set[str]]:
    kept: list[set[str]] = []
    home: dict[str, int] = {}
    for star in stars:
        meetings: dict[int, int] = defaultdict(int)
        for member in star:
            for other in near[member]:
                if other in home:
                    meetings[home[other]] += 1
        best = max(meetings, key=lambda k: (meetings[k] / (len(star) * len(kept[k])), -k), default=None)
        if best is not None and meetings[best] >= _MEETING * len(star) * len(kept[best]):
            kept[best] |= star
        else:
            best = len(kept)
            kept.append(set(star))
        home.update(dict.fromkeys(star, best))
    return kept


def _medoid(ids: set[str], near: dict[str, dict[str, float]]) -> str:
    return min(ids, key=lambda i: (-sum(near[i].get(other, 0.0) for other in ids), i))
