"""Groups by the rules of Polis, from a cold start.

Nothing is drawn by lot there: the first rows are the first centres, so the order of arrival matters.
"""

from dataclasses import dataclass

import numpy as np

from shangliang.analysis.opinions import clusters
from shangliang.analysis.opinions.votes import Votes

LEAST_VOTES, LEAST_PEOPLE = 7, 15
BASE, BASE_ROUNDS, GROUP_ROUNDS = 100, 100, 20
MOST_GROUPS, PER_GROUP = 5, 12
STILL = 0.01
PATIENCE = 4


@dataclass(frozen=True)
class Smoothing:
    """The number of groups that is shown changes only when another has been best some times in a row."""

    last_k: int = 0
    count: int = 0
    smoothed: int = 0

    def after(self, k: int) -> "Smoothing":
        """The state when `k` is the best this time."""
        count = self.count + 1 if k == self.last_k else 1
        return Smoothing(k, count, k if count >= PATIENCE or not self.smoothed else self.smoothed)


def in_conversation(votes: Votes, *, before: np.ndarray | None = None) -> np.ndarray:
    """Who counts: with enough votes, or once counted (`before`); topped up by most votes while they are few."""
    cast = votes.per_person
    inside = cast >= min(LEAST_VOTES, len(votes.statements))
    if before is not None:
        inside = inside | before
    if (missing := LEAST_PEOPLE - int(inside.sum())) > 0:
        order = np.argsort(-cast, kind="stable")
        more = order[~inside[order] & (cast[order] > 0)][:missing]
        inside = inside.copy()
        inside[more] = True
    return inside


@dataclass(frozen=True, eq=False)
class Bases:
    """Up to a hundred small clusters that stand for their people: centres, how many, and whose is whose."""

    centres: np.ndarray
    weights: np.ndarray
    labels: np.ndarray  # of each person in the conversation


def base_clusters(points: np.ndarray, *, k: int = BASE) -> Bases:
    """Base clusters of the people in the conversation, in the order of their rows."""
    labels, centres = _kmeans(points, np.ones(len(points)), _first_distinct(points, k), BASE_ROUNDS)
    held, labels = np.unique(labels, return_inverse=True)
    return Bases(centres[held], np.bincount(labels, minlength=len(held)), labels)


def group_clusters(bases: Bases) -> dict[int, np.ndarray]:
    """For each number of groups, the group of each base cluster."""
    found = {}
    for k in range(2, min(MOST_GROUPS, 2 + len(bases.centres) // PER_GROUP) + 1):
        if len(start := _first_distinct(bases.centres, k)) < k:
            break
        labels, _ = _kmeans(bases.centres, bases.weights.astype(np.float64), start, GROUP_ROUNDS)
        found[k] = np.unique(labels, return_inverse=True)[1]
    return found


def best_k(bases: Bases, found: dict[int, np.ndarray]) -> int:
    """The number of groups of the best mean silhouette over base clusters; of equal ones the larger. 1 for none."""
    scores = {k: clusters.silhouette(bases.centres, labels) for k, labels in found.items()}
    return max(scores, key=lambda k: (scores[k], k), default=1)


def _kmeans(
    points: np.ndarray, weights: np.ndarray, centres: np.ndarray, rounds: int
) -> tuple[np.ndarray, np.ndarray]:
    """Rounds of k-means until no centre moves by STILL; equally near points go to the later, empty clusters go."""
    labels = clusters.nearest(points, centres, later=True)
    for _ in range(rounds):
        moved, weight = clusters.means(points, weights, labels, len(centres))
        moved = moved[weight > 0]
        still = len(moved) == len(centres) and bool(
            (np.linalg.norm(_sorted(moved) - _sorted(centres), axis=1) < STILL).all()
        )
        labels = np.unique(labels, return_inverse=True)[1] if len(moved) < len(centres) else labels
        centres = moved
        if still:
            break
        labels = clusters.nearest(points, centres, later=True)
    return labels, centres


def _sorted(centres: np.ndarray) -> np.ndarray:
    return centres[np.lexsort((centres[:, 1], centres[:, 0]))]


def _first_distinct(points: np.ndarray, k: int) -> np.ndarray:
    _, first = np.unique(points, axis=0, return_index=True)
    return points[np.sort(first)[:k]]
