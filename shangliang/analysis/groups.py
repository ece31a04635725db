"""Groups of messages about one matter, each held together by its medoid."""

from collections import defaultdict
from collections.abc import Sequence

from shangliang.analysis.heads import heads
from shangliang.analysis.records import Group, Message, Result

Near = dict[str, dict[str, float]]

# Two stars become one when, over all pairs between them, mean score and share of same matters reach these.
_ALIKE, _LINKS = 0.3, 0.05


def star_groups(ordered: Sequence[Message], result: Result, *, least: int = 2) -> list[Group]:
    """Stars around the best connected messages, joined where their pairs agree on the whole: no chains."""
    same, score = _pairs(result)
    stars = _join(_stars([m.id for m in ordered], same), same, score)
    known = {m.id: m for m in ordered}
    found = []
    for ids in stars:
        if len(ids) >= least:
            found.append(Group(tuple(sorted(ids)), heads(known[i] for i in ids), _medoid(ids, score)))
    return sorted(found, key=lambda g: (-g.heads, -len(g.ids), g.medoid))


def _pairs(result: Result) -> tuple[Near, Near]:
    """Scores of the pairs judged the same matter, and of all pairs, by both ids."""
    same: Near = defaultdict(dict)
    score: Near = defaultdict(dict)
    for pair in result:
        score[pair.id][pair.other_id] = pair.score
        score[pair.other_id][pair.id] = pair.score
        if pair.same_topic:
            same[pair.id][pair.other_id] = pair.score
            same[pair.other_id][pair.id] = pair.score
    return same, score


def _stars(ids: Sequence[str], same: Near) -> list[set[str]]:
    free, stars = set(ids), []
    for middle in sorted(ids, key=lambda i: (-sum(same[i].values()), i)):
        if middle in free:
            star = {middle} | (same[middle].keys() & free)
            free -= star
            stars.append(star)
    return stars


def _join(stars: list[set[str]], same: Near, score: Near) -> list[set[str]]:
    """Add each star to the earlier one it agrees with most, if over all their pairs it agrees enough."""
    kept: list[set[str]] = []
    home: dict[str, int] = {}
    for star in stars:
        best, most = len(kept), 0.0
        for place in sorted({home[other] for member in star for other in same[member] if other in home}):
            across = [(one, other) for one in star for other in kept[place]]
            alike = sum(score[one].get(other, 0.0) for one, other in across) / len(across)
            links = sum(other in same[one] for one, other in across) / len(across)
            if alike > most and alike >= _ALIKE and links >= _LINKS:
                best, most = place, alike
        if best == len(kept):
            kept.append(set())
        kept[best] |= star
        home.update(dict.fromkeys(star, best))
    return kept


def _medoid(ids: set[str], score: Near) -> str:
    return min(ids, key=lambda i: (-sum(score[i].get(other, 0.0) for other in ids), i))
