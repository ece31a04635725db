"""Weights of panels whose mean is a given one: among all such weights those of greatest entropy.

They are exp(θ·panel), scaled to sum to one; θ is the minimum of a smooth convex function and found by Newton's
method, a system of linear equations a step. When the mean lies outside what the panels span, θ comes to separate it
from all of them, and then says which panels are missing.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from shangliang.analysis.lots.records import TOTAL

_STEPS = 80
_HALVINGS = 40


@dataclass(frozen=True)
class Weights:
    """`share` of each panel; `gap`: how far a mean chance is off; `pull` per kind: what was missing."""

    share: np.ndarray
    gap: float
    pull: np.ndarray


def balance(panels: np.ndarray, mean: np.ndarray, counts: np.ndarray, *, good: float) -> Weights:
    """Weights with which the panels (rows) have this mean, or come near it; done at a gap of `good`."""
    seats = sp.csr_matrix(panels)
    spread = np.sqrt(((panels - mean) ** 2).mean(axis=0))
    unit = np.where(np.ptp(panels, axis=0) > 0, spread, 1.0)
    theta, share = np.zeros(len(mean)), np.full(len(panels), 1 / len(panels))
    best = Weights(share, float(np.abs((share @ seats - mean) / counts).max()), theta)

    def reach_of(theta: np.ndarray) -> np.ndarray:
        return np.asarray(seats @ (theta / unit) - mean @ (theta / unit))

    for _ in range(_STEPS):
        reach = reach_of(theta)
        share = np.exp(reach - reach.max())
        share /= share.sum()
        have = np.asarray(share @ seats)
        gap = float(np.abs((have - mean) / counts).max())
        if gap < best.gap:
            best = Weights(share, gap, theta / unit)
        if gap < good or reach.max() < 0:
            return Weights(best.share, best.gap, theta / unit)
        slope = (have - mean) / unit
        step = _step(seats, share, have, unit, slope)
        if step is None:
            break
        height, length, fall = _height(reach), 1.0, float(slope @ step)
        for _ in range(_HALVINGS):
            if _height(reach_of(theta + length * step)) <= height + 1e-4 * length * fall + 1e-15:
                break
            length /= 2
        theta = theta + length * step
    return best


def _step(
    seats: sp.csr_matrix, share: np.ndarray, have: np.ndarray, unit: np.ndarray, slope: np.ndarray
) -> np.ndarray | None:
    """Newton's step; None when the equations cannot be solved."""
    bend = (seats.T @ sp.diags(share) @ seats).toarray()
    bend -= np.outer(have, have)
    bend /= unit[:, None]
    bend /= unit
    bend[np.diag_indices(len(unit))] += 1e-11 + 1e-9 * bend.trace() / len(unit)
    try:
        factor = cho_factor(bend, overwrite_a=True, check_finite=False)
    except LinAlgError:
        return None
    return np.asarray(-cho_solve(factor, slope))


def _height(reach: np.ndarray) -> float:
    top = reach.max()
    return float(top + np.log(np.exp(reach - top).sum()))


def whole(share: np.ndarray) -> np.ndarray:
    """Weights as whole numbers that sum to TOTAL: rounded down, what is left to the largest remainders."""
    exact = share / share.sum() * TOTAL
    weight = np.floor(exact).astype(np.int64)
    order = np.lexsort((np.arange(len(share)), weight - exact))
    weight[order[: TOTAL - int(weight.sum())]] += 1
    return weight
