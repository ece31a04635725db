"""Many panels at a time: people leave and enter one by one until every rule is kept.

Who leaves is one whose going mends most (or harms least), who enters likewise; among equals chance decides, or a
weight that is to be large in the panels sought.
"""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from shangliang.analysis.lots.kinds import Kinds

_RULE = np.float32(1e5)  # what a broken rule weighs beside chance and worth
_ROUNDS = 60
_LOOSE = 0.3  # of the leavers, those whom chance alone picks
_FEW = 150  # rules up to which a full matrix is the faster
_NEAR = 1e-6  # what is this near to a bound stands at it


@dataclass(frozen=True)
class Field:
    """What the panels may look like: bounds of each kind and of each rule, and the mean they are to have."""

    rows: np.ndarray
    across: np.ndarray | sp.csr_matrix  # the same, turned; sparse where households make many rules
    least: np.ndarray
    most: np.ndarray
    low: np.ndarray
    high: np.ndarray
    mean: np.ndarray


def field_of(kinds: Kinds, mean: np.ndarray) -> Field:
    """Panels whose mean can be `mean`: a rule that it fulfils with equality all of them do.

    The mean is kept as it is but for what the solver left of rounding in those rules.
    """
    rows = kinds.rows.toarray()
    inside = mean @ rows
    low = np.where(inside > kinds.high - _NEAR, kinds.high, kinds.low)
    high = np.where(inside < kinds.low + _NEAR, kinds.low, kinds.high)
    least = np.where(mean > kinds.counts - _NEAR, kinds.counts, 0)
    most = np.where(mean < _NEAR, 0, kinds.counts)
    fixed = least == most
    mean = np.where(fixed, least, mean)
    tight = np.column_stack([rows[:, low == high], np.ones(len(kinds))])
    off = np.append(low[low == high], kinds.size) - mean @ tight
    mean[~fixed] += np.linalg.lstsq(tight[~fixed].T, off, rcond=None)[0]
    rows = rows.astype(np.float32)
    return Field(
        rows,
        rows.T if rows.shape[1] <= _FEW else sp.csr_matrix(rows.T),
        least.astype(np.float32),
        most.astype(np.float32),
        low.astype(np.float32),
        high.astype(np.float32),
        mean,
    )


def widened(field: Field, kinds: Kinds) -> Field:
    """The same for panels that keep the rules and no more."""
    low, high = kinds.low.astype(np.float32), kinds.high.astype(np.float32)
    return replace(
        field, least=np.zeros_like(field.least), most=kinds.counts.astype(np.float32), low=low, high=high
    )


def closer(field: Field) -> Field:
    """The same with every kind rounded down or up: panels near their mean."""
    least = np.maximum(field.least, np.floor(field.mean + 1e-5))
    most = np.minimum(field.most, np.ceil(field.mean - 1e-5))
    return replace(field, least=least, most=most)


def scattered(mean: np.ndarray, count: int, chance: np.random.Generator) -> np.ndarray:
    """`count` panels of this mean, by systematic sampling of the kinds in random order; rules may be broken."""
    panels = np.zeros((count, len(mean)), dtype=np.float32)
    for panel in panels:
        order = chance.permutation(len(mean))
        marks = np.floor(np.cumsum(mean[order]) + chance.random())
        panel[order] = np.diff(marks, prepend=0.0)
    return panels


def mended(
    field: Field, panels: np.ndarray, wanted: np.ndarray, chance: np.random.Generator, rounds: int = _ROUNDS
) -> np.ndarray:
    """Those of the panels that came to keep every rule within so many rounds; more of the `wanted` kinds enter."""
    panels = np.clip(panels, field.least, field.most)
    _fill(field, panels, round(float(field.mean.sum())), chance)
    rows = field.rows
    inside = panels @ rows
    kept: list[np.ndarray] = []
    entering = (1 / np.maximum(wanted, 1e-3)).astype(np.float32)
    staying = np.maximum(wanted, 1e-3).astype(np.float32)
    for _ in range(rounds):
        good = _broken(field, inside) == 0
        if good.any():
            kept.append(panels[good])
            panels, inside = panels[~good], inside[~good]
        if not len(panels):
            break
        noise = chance.standard_exponential(panels.shape, dtype=np.float32)
        loose = chance.random(len(panels)) < _LOOSE
        leaves = _leaver(field, panels, inside, noise * staying / np.maximum(panels, 1), loose)
        _move(panels, inside, rows, leaves, -1)
        noise = chance.standard_exponential(panels.shape, dtype=np.float32) * entering
        enters = _enterer(field, panels, inside, noise, leaves)
        _move(panels, inside, rows, enters, 1)
    return np.concatenate(kept) if kept else np.zeros((0, len(field.mean)), dtype=np.float32)


def improved(
    field: Field, panels: np.ndarray, worth: np.ndarray, chance: np.random.Generator, rounds: int
) -> np.ndarray:
    """From good panels, better ones: each walk's best panel by `worth` (a value per kind)."""
    panels = panels.copy()
    rows, inside = field.rows, panels @ field.rows
    scale = np.abs(worth).max() or 1.0
    value = (worth / scale).astype(np.float32)
    best, top = panels.copy(), panels @ value
    for step in range(rounds):
        heat = np.float32(0.5 * (1 - step / rounds) ** 2)
        noise = heat * chance.random(panels.shape, dtype=np.float32)
        leaves = _leaver(field, panels, inside, value + noise)
        _move(panels, inside, rows, leaves, -1)
        noise = heat * chance.random(panels.shape, dtype=np.float32)
        enters = _enterer(field, panels, inside, noise - value, leaves)
        _move(panels, inside, rows, enters, 1)
        now = panels @ value
        better = (_broken(field, inside) == 0) & (now > top)
        best[better], top[better] = panels[better], now[better]
    return best


def _broken(field: Field, inside: np.ndarray) -> np.ndarray:
    return np.asarray((np.maximum(field.low - inside, 0) + np.maximum(inside - field.high, 0)).sum(axis=1))


def _leaver(
    field: Field, panels: np.ndarray, inside: np.ndarray, also: np.ndarray, loose: np.ndarray | None = None
) -> np.ndarray:
    """The kind of which one leaves; where `loose`, rules are not looked at, so that dead ends are left, too."""
    harm = (inside <= field.low).astype(np.float32) - (inside > field.high)
    if loose is not None:
        harm[loose] = 0
    score = _RULE * (np.asarray(harm @ field.across)) + also
    score[panels <= field.least] = np.inf
    return np.asarray(score.argmin(axis=1))


def _enterer(
    field: Field, panels: np.ndarray, inside: np.ndarray, also: np.ndarray, left: np.ndarray
) -> np.ndarray:
    harm = (inside >= field.high).astype(np.float32) - (inside < field.low)
    score = _RULE * (np.asarray(harm @ field.across)) + also
    score[panels >= field.most] = np.inf
    # Not the one who just left, unless nobody else can come.
    score[np.arange(len(left)), left] = np.where(
        panels[np.arange(len(left)), left] < field.most[left], np.float32(1e9), np.inf
    )
    return np.asarray(score.argmin(axis=1))


def _move(panels: np.ndarray, inside: np.ndarray, rows: np.ndarray, who: np.ndarray, by: int) -> None:
    panels[np.arange(len(who)), who] += by
    inside += by * rows[who]


def _fill(field: Field, panels: np.ndarray, size: int, chance: np.random.Generator) -> None:
    """Bring each panel to its size after it was clipped, by chance."""
    for panel in panels:
        while (missing := size - int(panel.sum())) != 0:
            open_ = np.flatnonzero(panel < field.most if missing > 0 else panel > field.least)
            some = chance.permutation(open_)[: abs(missing)]
            panel[some] += np.sign(missing)
