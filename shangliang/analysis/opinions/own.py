"""Our own way to a map: one setting for all conversations, the number of groups by shape and stability.

Where it differs from Polis, and why, stands in docs/decisions/0010-opinion-maps.md.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from shangliang.analysis.opinions import axes, clusters, polis, projection, resampling
from shangliang.analysis.opinions.axes import Axes
from shangliang.analysis.opinions.records import NOBODY, Health, Layout
from shangliang.analysis.opinions.sums import Sums
from shangliang.analysis.opinions.votes import Votes

DOUBT = 0.25  # a person's place is drawn in as if she had passed on a quarter of the statements more
FEW_STATEMENTS, SPARSE = 5.0, 0.1  # axes on fewer statements, at less exposure, are an accident of who saw what
MOST_GROUPS, PER_GROUP = 5, 12
UNRELATED = 12.0  # n × reproduced of noise is 4 on average, and hardly ever this
FAINT = 0.02
SHAKY = 0.25  # stability below which a grouping is not shown
KEPT = 1.1  # another number of groups takes over when it is so much better


@dataclass(frozen=True, eq=False)
class Before:
    """An earlier map of the same conversation to start from: ids, loadings, middles and members of the groups."""

    people: tuple[str, ...]
    statements: tuple[str, ...]
    comps: np.ndarray
    groups: np.ndarray
    centres: np.ndarray


def layout(
    votes: Votes,
    silent: np.ndarray,
    *,
    seed: int,
    sums: Sums | None = None,
    before: Before | None = None,
) -> Layout:
    """Places and groups; votes on `silent` statements have no part in them. `sums` are those of `votes`."""
    heard = np.flatnonzero(~silent)
    kept = votes if len(heard) == len(silent) else votes.without({votes.statements[j] for j in np.flatnonzero(silent)})
    sums = sums.only(heard) if sums is not None and kept is not votes else sums
    earlier = _loadings(before, kept.statements) if before is not None else None
    found, pairwise = _axes(kept, sums, earlier)
    rows = axes.centred(kept, found.centre)
    width, cast = len(heard), kept.per_person
    factor = projection.scale(cast, width, doubt=DOUBT)
    places = projection.places(rows, found.comps, factor)
    inside = polis.in_conversation(votes)
    sample = resampling.Sample(rows, cast, DOUBT)
    groups, health = _groups(sample, places, inside, seed=seed, before=before)
    if before is not None and health.clear:
        names = _names(groups, votes.people, before)
        groups = np.where(groups >= 0, names[groups], groups)
        own = np.empty(len(names))
        own[names] = health.group_stability
        health = replace(health, group_stability=tuple(own.tolist()))
    health = replace(
        health,
        participation=tuple(found.participation.tolist()),
        pairwise=pairwise,
        seen=len(kept) / max(width * len(kept.people), 1),
    )
    return Layout(
        _widened(found, heard, len(silent)),
        places,
        projection.spread(rows, found.comps, factor, 1.0 - cast / max(width, 1)),
        inside,
        groups,
        int(groups.max(initial=-1)) + 1,
        health,
    )


def _axes(votes: Votes, sums: Sums | None, before: np.ndarray | None) -> tuple[Axes, bool]:
    """The axes, and whether they had to be taken from pairs of statements."""
    if sums is None:
        centre = axes.centre_of(votes)
        comps, share = axes.leading(axes.centred(votes, centre), before=before)
    else:
        centre, gram = sums.centre, sums.gram()
        comps, share = axes.of_symmetric(gram, trace=float(np.trace(gram)), before=before)
    found = Axes(centre, axes.turned(comps, before), share)
    sparse = len(votes) < SPARSE * len(votes.people) * len(votes.statements)
    if not sparse or found.participation.min() >= FEW_STATEMENTS:
        return found, False
    covariance = (sums or Sums.of(votes)).pairwise()
    comps, share = axes.of_symmetric(covariance, trace=float(np.trace(covariance)), before=before)
    return Axes(centre, axes.turned(comps, before), share), True


def _groups(
    sample: resampling.Sample,
    places: np.ndarray,
    inside: np.ndarray,
    *,
    seed: int,
    before: Before | None,
) -> tuple[np.ndarray, Health]:
    rng = np.random.default_rng(seed)
    groups = np.full(len(places), NOBODY, dtype=np.int64)
    numbers = np.flatnonzero(inside)
    groups[numbers] = 0
    points = places[numbers]
    cell = clusters.cells(points)
    tried = _tried(points, np.sqrt(sample.cast[numbers]), cell, rng, before)
    unclear = Health((), False, 0.0, False)
    if not tried:
        return groups, unclear
    shape = _silhouettes(points, cell, tried)
    part = np.arange(len(numbers))
    if len(part) > resampling.PEOPLE:
        part = np.sort(rng.choice(part, resampling.PEOPLE, replace=False))
    few = resampling.Sample(sample.rows[numbers[part]], sample.cast[numbers[part]], sample.doubt)
    reproduced = resampling.reproduced(few, rng)
    stability, own = resampling.redrawn(few, {k: labels[part] for k, labels in tried.items()}, rng)
    k = _best(shape, stability, before)
    clear = reproduced >= max(UNRELATED / len(part), FAINT) and stability[k] >= SHAKY
    health = replace(unclear, clear=clear, reproduced=reproduced, silhouette=shape, stability=stability)
    if not clear:
        return groups, health
    order = _by_size(points, tried[k], k)
    groups[numbers] = np.argsort(order)[tried[k]]
    return groups, replace(health, group_stability=tuple(own[k][order].tolist()))


def _tried(
    points: np.ndarray, weights: np.ndarray, cell: np.ndarray, rng: np.random.Generator, before: Before | None
) -> dict[int, np.ndarray]:
    """For each number of groups worth trying, the group of each person."""
    count = int(cell.max(initial=-1)) + 1
    middle, weight = clusters.means(points, weights, cell, max(count, 1))
    most = min(MOST_GROUPS, 2 + len(points) // PER_GROUP, count - 1)
    start = before.centres if before is not None else None
    return {
        k: clusters.best_of(middle, weight, k, rng, before=start)[0][cell] for k in range(2, most + 1)
    }


def _silhouettes(points: np.ndarray, cell: np.ndarray, tried: dict[int, np.ndarray]) -> dict[int, float]:
    count = int(cell.max()) + 1
    middle, people = clusters.means(points, np.ones(len(points)), cell, count)
    away = clusters.distances(middle, middle)
    first = np.zeros(count, dtype=np.int64)
    first[cell[::-1]] = np.arange(len(cell))[::-1]
    return {k: clusters.silhouettes(away, labels[first], people)[0] for k, labels in tried.items()}


def _best(shape: dict[int, float], stability: dict[int, float], before: Before | None) -> int:
    """The number of groups with the largest silhouette × stability; of equal ones the smaller."""
    worth = {k: max(shape[k], 0.0) * max(stability[k], 0.0) for k in shape}
    best = max(worth, key=lambda k: (worth[k], -k))
    last = len(before.centres) if before is not None else 0
    return last if last in worth and worth[best] < KEPT * worth[last] else best


def _by_size(points: np.ndarray, labels: np.ndarray, k: int) -> np.ndarray:
    """The groups by their size, the largest first; of equal ones by their middle."""
    middle, size = clusters.means(points, np.ones(len(points)), labels, k)
    return np.lexsort((middle[:, 1], middle[:, 0], -size))


def _widened(found: Axes, heard: np.ndarray, width: int) -> Axes:
    """The same with a place, of nothing, for the statements that were left out."""
    if len(heard) == width:
        return found
    centre, comps = np.zeros(width), np.zeros((axes.DIMENSIONS, width))
    centre[heard], comps[:, heard] = found.centre, found.comps
    return Axes(centre, comps, found.share)


def _loadings(before: Before, statements: tuple[str, ...]) -> np.ndarray | None:
    """The earlier axes over these statements; None when they have none in common."""
    at = {name: j for j, name in enumerate(before.statements)}
    where = np.array([at.get(name, -1) for name in statements], dtype=np.int64)
    if not len(before.statements):
        return None
    comps = np.where(where >= 0, before.comps[:, where], 0.0)
    return comps if bool(comps.any(axis=1).all()) else None


def _names(groups: np.ndarray, people: tuple[str, ...], before: Before) -> np.ndarray:
    """For each group the number of the earlier one with which it has most people in common, or one left free."""
    k = int(groups.max()) + 1
    was = dict(zip(before.people, before.groups.tolist(), strict=True))
    earlier = np.array([was.get(person, NOBODY) for person in people], dtype=np.int64)
    both = (groups >= 0) & (earlier >= 0)
    wide = max(k, len(before.centres))
    table = np.bincount(groups[both] * wide + earlier[both], minlength=wide * wide).reshape(wide, wide)
    taken = linear_sum_assignment(-table)[1][:k].tolist()
    free = iter(sorted(set(range(k)) - set(taken)))
    return np.array([name if name < k else next(free) for name in taken], dtype=np.int64)
