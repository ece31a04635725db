"""A map by the rules of Polis: from a cold start, or with the groups of a known result."""

import numpy as np

from shangliang.analysis.opinions import axes, polis, projection
from shangliang.analysis.opinions.axes import Axes
from shangliang.analysis.opinions.polis import Smoothing
from shangliang.analysis.opinions.records import NOBODY, Health, Layout
from shangliang.analysis.opinions.votes import Votes


def layout(
    votes: Votes,
    silent: np.ndarray,
    *,
    groups: np.ndarray | None = None,
    inside: np.ndarray | None = None,
    kept: np.ndarray | None = None,
    smoothing: Smoothing | None = None,
) -> Layout:
    """Places and groups. Votes on `silent` statements count as a pass of everybody, also in the scaling of places.

    `groups` (a number for each person, -1 for none) and `inside` are those of a known result; without them the
    people stand in the order of their arrival, by which the first centres are chosen. `kept` were inside before.
    """
    centre = axes.centre_of(votes, silent)
    rows = axes.centred(votes, centre, silent)
    comps, share = axes.leading(rows)
    comps[:, silent] = 0.0
    found = Axes(centre, axes.turned(comps, None), share)
    loud = np.bincount(votes.rows[~silent[votes.columns]], minlength=len(votes.people))
    cast, width = loud + int(silent.sum()), len(silent)
    factor = projection.scale(cast, width)
    places = projection.places(rows, found.comps, factor)
    inside = polis.in_conversation(votes, before=kept) if inside is None else inside
    state = Smoothing()
    if groups is None:
        groups, state = _groups(places, inside, smoothing or state)
    k = int(groups.max(initial=NOBODY)) + 1
    participation = tuple(found.participation.tolist())
    health = Health(participation, False, len(votes) / max(width * len(votes.people), 1), k > 1)
    spread = projection.spread(rows, found.comps, cast, width)
    return Layout(found, places, spread, inside, groups, k, health, state)


def _groups(places: np.ndarray, inside: np.ndarray, smoothing: Smoothing) -> tuple[np.ndarray, Smoothing]:
    groups = np.full(len(places), NOBODY, dtype=np.int64)
    numbers = np.flatnonzero(inside)
    bases = polis.base_clusters(places[numbers])
    tried = polis.group_clusters(bases)
    state = smoothing.after(polis.best_k(bases, tried))
    k = state.smoothed if state.smoothed in tried else state.last_k
    groups[numbers] = tried[k][bases.labels] if k in tried else 0
    return groups, state
