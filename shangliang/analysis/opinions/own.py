"""Our own way to a map: one setting for all conversations, the number of groups by shape and stability.

Where it differs from Polis, and why, stands in docs/decisions/0010-opinion-maps.md.
"""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment

from shangliang.analysis.opinions import axes, clusters, polis, projection, resampling
from shangliang.analysis.opinions.axes import Axes
from shangliang.analysis.opinions.records import NOBODY, Health, Layout
from shangliang.analysis.opinions.sums import Sums
from shangliang.analysis.opinions.votes import Votes

DOUBT = 0.6  # a place is drawn in as by passes on so many statements more, as a share of those people see
# At exposure below SPARSE, axes that stand on fewer statements than this (or than this share) are an accident of who
# saw what.
SPARSE, FEW_STATEMENTS, FEW_SHARE = 0.1, 5.0, 0.1
PAIRS = 3e7  # pairs of votes of one person that are gone through at most
TOL = 1e-10  # of eigenvalues
WIDE = 2_000  # statements up to which a matrix of statements × statements is made beside the votes
MOST_GROUPS, PER_GROUP = 5, 12
UNRELATED = 9.0  # people × reproduced: 4 for noise on average, and in one case of several hundred this
FAINT = 0.02
SETTLING = 10
SHAKY = 0.1  # stability below which a grouping is not shown
KEPT = 1.1  # another number of groups takes over when it is so much better


@dataclass(frozen=True, eq=False)
class Before:
    """An earlier map of the same conversation to start from: ids, loadings, middles and members of the groups, and
    the hash of what it was drawn from.
    """

    people: tuple[str, ...]
    statements: tuple[str, ...]
    comps: np.ndarray
    groups: np.ndarray
    centres: np.ndarray
    sha256: str = ""


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
    kept = votes.without({votes.statements[j] for j in np.flatnonzero(silent)})
    sums = sums.only(heard) if sums is not None and kept is not votes else sums
    earlier = _loadings(before, kept.statements) if before is not None else None
    rows = axes.centred(kept, axes.centre_of(kept))
    found, covariance = _axes(kept, rows, sums, earlier, seed)
    width, cast = len(heard), kept.per_person
    inside = polis.in_conversation(votes)
    factor = projection.scale(cast, width, doubt=DOUBT * float(cast[inside].mean()))
    places = projection.places(rows, found.comps, factor)
    groups, health = _groups(rows, covariance, places, inside, seed=seed, before=before)
    if before is not None and health.clear:
        groups, health = _renamed(groups, health, votes.people, before)
    health = replace(
        health,
        participation=tuple(found.participation.tolist()),
        pairwise=covariance is not None,
        seen=len(kept) / max(width * len(kept.people), 1),
    )
    return Layout(
        _widened(found, heard, len(silent)),
        places,
        projection.spread(rows, found.comps, cast, width),
        inside,
        groups,
        int(groups.max(initial=-1)) + 1,
        health,
    )


def _axes(
    votes: Votes, rows: sp.csr_matrix, sums: Sums | None, before: np.ndarray | None, seed: int
) -> tuple[Axes, np.ndarray | None]:
    """The axes; and the covariances of pairs of statements where they had to be taken from those."""
    centre, width = axes.centre_of(votes), len(votes.statements)
    if sums is None:
        comps, share = axes.leading(rows, before=before, tol=TOL)
    else:
        gram = sums.gram()
        comps, share = axes.of_symmetric(gram, trace=float(np.trace(gram)), before=before, tol=TOL)
    found = Axes(centre, axes.turned(comps, before), share)
    if len(votes) >= SPARSE * len(votes.people) * width or width > WIDE:
        return found, None
    if found.participation.min() >= max(FEW_STATEMENTS, FEW_SHARE * width):
        return found, None
    covariance = (sums or Sums.of(_affordable(votes, seed))).pairwise()
    comps, share = axes.of_symmetric(covariance, trace=float(np.trace(covariance)), before=before, tol=TOL)
    return Axes(centre, axes.turned(comps, before), share), covariance


def _affordable(votes: Votes, seed: int) -> Votes:
    """The votes of all, or of so many people drawn by lot that their pairs of votes can be gone through."""
    work = float((votes.per_person.astype(np.float64) ** 2).sum())
    if work <= PAIRS:
        return votes
    count = max(1, int(len(votes.people) * PAIRS / work))
    return votes.only(_some(len(votes.people), count, np.random.default_rng(seed)))


def _groups(
    rows: sp.csr_matrix,
    covariance: np.ndarray | None,
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
    points, weights = places[numbers], np.sqrt(np.diff(rows.indptr)[numbers])
    cell = clusters.cells(points)
    tried = _tried(points, weights, cell, rng, before)
    unclear = Health((), False, 0.0, False)
    if not tried:
        return groups, unclear
    shape = _silhouettes(points, cell, tried)
    part = _some(len(numbers), resampling.PEOPLE, rng)
    few = _sample(rows, covariance, numbers, part, rng)
    again = resampling.resampled(few, {k: labels[part] for k, labels in tried.items()}, rng)
    k = _best(shape, again.stability, before)
    clear = again.reproduced >= max(UNRELATED / len(part), FAINT) and again.stability[k] >= SHAKY
    health = replace(
        unclear, clear=clear, reproduced=again.reproduced, silhouette=shape, stability=again.stability
    )
    if not clear:
        return groups, health
    labels = _settled(points, weights, tried[k], k)
    order = _by_size(points, labels, k)
    groups[numbers] = np.argsort(order)[labels]
    return groups, replace(health, group_stability=tuple(again.own[k][order].tolist()))


def _sample(
    rows: sp.csr_matrix,
    covariance: np.ndarray | None,
    numbers: np.ndarray,
    part: np.ndarray,
    rng: np.random.Generator,
) -> resampling.Sample:
    held = rows[numbers[part]]
    if covariance is not None or len(part) == len(numbers):
        return resampling.Sample(held, DOUBT, covariance)
    wider = rows[numbers[_some(len(numbers), resampling.WIDER, rng)]]
    if rows.shape[1] > WIDE:
        return resampling.Sample(held, DOUBT, wider=wider)
    return resampling.Sample(held, DOUBT, np.asarray((wider.T @ wider).toarray()))


def _some(count: int, most: int, rng: np.random.Generator) -> np.ndarray:
    """The numbers up to `count`, or `most` of them drawn by lot."""
    return np.arange(count) if count <= most else np.sort(rng.choice(count, most, replace=False))


def _settled(points: np.ndarray, weights: np.ndarray, labels: np.ndarray, k: int) -> np.ndarray:
    """Groups found on cells, moved to where they are best for the people themselves."""
    middle, _ = clusters.means(points, weights, labels, k)
    return clusters.lloyd(points, weights, middle, rounds=SETTLING)[0]


def _tried(
    points: np.ndarray, weights: np.ndarray, cell: np.ndarray, rng: np.random.Generator, before: Before | None
) -> dict[int, np.ndarray]:
    """For each number of groups worth trying, the group of each person."""
    count = int(cell.max(initial=-1)) + 1
    middle, weight = clusters.means(points, weights, cell, max(count, 1))
    most = min(MOST_GROUPS, 2 + len(points) // PER_GROUP, count)
    start = before.centres if before is not None else None
    return {k: clusters.best_of(middle, weight, k, rng, before=start)[0][cell] for k in range(2, most + 1)}


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


def _renamed(
    groups: np.ndarray, health: Health, people: tuple[str, ...], before: Before
) -> tuple[np.ndarray, Health]:
    """Groups under the numbers they had before."""
    names = _names(groups, people, before)
    own = np.empty(len(names))
    own[names] = health.group_stability
    return np.where(groups >= 0, names[groups], groups), replace(health, group_stability=tuple(own.tolist()))


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
