"""k-means on weighted points of the plane, and how well its clusters are apart."""

import numpy as np

_TRIAL, _KEPT = 4, 6  # rounds of every start, and how many starts go on


def distances(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Euclidean, points × centres; by differences, so that near points are not told apart by rounding."""
    across = points[:, 0, None] - centres[None, :, 0]
    up = points[:, 1, None] - centres[None, :, 1]
    return np.asarray(np.sqrt(across * across + up * up))


def nearest(points: np.ndarray, centres: np.ndarray, *, later: bool = False) -> np.ndarray:
    """The number of the nearest centre of each point; of equally near ones the first, or the last if `later`."""
    across, up = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    found = np.zeros(len(points), dtype=np.int64)
    least = np.full(len(points), np.inf)
    for number, (x, y) in enumerate(centres.tolist()):
        away = (across - x) ** 2 + (up - y) ** 2
        np.putmask(found, away <= least if later else away < least, number)
        np.minimum(away, least, out=least)
    return found


def means(
    points: np.ndarray, weights: np.ndarray, labels: np.ndarray, k: int
) -> tuple[np.ndarray, np.ndarray]:
    """Weighted mean of each cluster (k × 2) and its weight; a cluster of nothing has weight 0."""
    weight = np.bincount(labels, weights=weights, minlength=k)
    sums = [np.bincount(labels, weights=weights * points[:, axis], minlength=k) for axis in (0, 1)]
    return np.stack(sums, axis=1) / np.where(weight > 0, weight, 1.0)[:, None], weight


def lloyd(
    points: np.ndarray, weights: np.ndarray, centres: np.ndarray, *, rounds: int = 50
) -> tuple[np.ndarray, np.ndarray, float]:
    """Labels, centres and inertia after rounds of k-means, or when nothing moves. An empty cluster stays put."""
    labels = nearest(points, centres)
    for _ in range(rounds):
        moved, weight = means(points, weights, labels, len(centres))
        if not weight.all():
            moved = np.where(weight[:, None] > 0, moved, centres)
        if np.array_equal(moved, centres):
            break
        centres = moved
        labels = nearest(points, centres)
    away = points - centres[labels]
    return labels, centres, float(weights @ np.einsum("ij,ij->i", away, away))


def seeded(points: np.ndarray, weights: np.ndarray, k: int, rng: np.random.Generator) -> np.ndarray:
    """k starting centres, each drawn by weight × squared distance to those before (k-means++)."""
    chosen = [_draw(weights, rng)]
    away = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < k:
        chosen.append(_draw(weights * away, rng))
        away = np.minimum(away, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return points[chosen]


def _draw(chances: np.ndarray, rng: np.random.Generator) -> int:
    up_to = np.cumsum(chances)
    if up_to[-1] <= 0:
        return int(rng.integers(len(chances)))
    return int(min(np.searchsorted(up_to, rng.random() * up_to[-1], side="right"), len(chances) - 1))


def best_of(
    points: np.ndarray,
    weights: np.ndarray,
    k: int,
    rng: np.random.Generator,
    *,
    starts: int = 40,
    rounds: int = 50,
    before: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Labels and centres of the best of several starts by inertia; `before` is tried as one start more.

    Of many starts all go a few rounds, and only the best of them go on.
    """
    tried = [seeded(points, weights, k, rng) for _ in range(starts)]
    if before is not None and len(before) == k:
        tried.insert(0, before)
    if len(tried) > _KEPT:
        begun = [lloyd(points, weights, centres, rounds=_TRIAL) for centres in tried]
        tried = [centres for _, centres, _ in sorted(begun, key=lambda result: result[2])[:_KEPT]]
    ended = [lloyd(points, weights, centres, rounds=rounds) for centres in tried]
    labels, centres, _ = min(ended, key=lambda result: result[2])
    return labels, centres


def silhouette(points: np.ndarray, labels: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Mean silhouette, euclidean; 0 for a point alone in its cluster.

    With weights, a point stands for that many people at one place, and the mean is over people.
    """
    return float(silhouettes(distances(points, points), labels, weights)[0])


def silhouettes(
    away: np.ndarray, labels: np.ndarray, weights: np.ndarray | None = None
) -> tuple[float, np.ndarray]:
    """The mean silhouette and each point's, from all distances."""
    held = np.ones(len(labels)) if weights is None else weights
    k = int(labels.max()) + 1 if len(labels) else 0
    member = np.zeros((len(labels), k))
    member[np.arange(len(labels)), labels] = held
    size = member.sum(axis=0)
    to_each = away @ member
    own = to_each[np.arange(len(labels)), labels]
    others = size[labels] - 1.0
    inside = np.divide(own, others, out=np.zeros(len(labels)), where=others > 0)
    mean_to = np.divide(to_each, size, out=np.full_like(to_each, np.inf), where=size > 0)
    mean_to[np.arange(len(labels)), labels] = np.inf
    outside = mean_to.min(axis=1) if k > 1 else np.zeros(len(labels))
    largest = np.maximum(inside, outside)
    known = (others > 0) & (largest > 0) & np.isfinite(outside)
    each = np.divide(outside - inside, largest, out=np.zeros(len(labels)), where=known)
    return float(held @ each / held.sum()) if len(labels) else 0.0, each


def adjusted_rand(one: np.ndarray, two: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Agreement of two groupings of the same people: 1 when the same, about 0 by chance."""
    held = np.ones(len(one)) if weights is None else weights
    wide = int(two.max()) + 1
    table = np.bincount(one * wide + two, weights=held, minlength=(int(one.max()) + 1) * wide).reshape(
        -1, wide
    )
    pairs, rows, columns, all_ = (
        float((counts * (counts - 1)).sum()) / 2
        for counts in (table, table.sum(axis=1), table.sum(axis=0), held.sum(keepdims=True))
    )
    chance = rows * columns / all_ if all_ else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == chance else (pairs - chance) / (most - chance)


def cells(points: np.ndarray, *, most: int = 1_500, wide: int = 36) -> np.ndarray:
    """The cell of each point: equal points have one of their own, or for more than `most` one of `wide` × `wide`.

    Cells are numbered from left to right, so the order of the points makes no difference.
    """
    if len(points) <= most:
        return np.unique(points, axis=0, return_inverse=True)[1].ravel()
    low, high = points.min(axis=0), points.max(axis=0)
    place = ((points - low) / np.where(high > low, high - low, 1.0) * wide).astype(np.int64)
    place = np.minimum(place, wide - 1)
    return np.unique(place[:, 0] * wide + place[:, 1], return_inverse=True)[1]
