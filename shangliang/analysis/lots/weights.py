"""Weights of panels whose mean is a given one: among all such weights those of greatest entropy.

They are exp(θ·panel), scaled to sum to one; θ is the minimum of a smooth convex function and found by Newton's
method, a system of linear equations a step. When the mean lies outside what the panels span, θ comes to separate it
from all of them, and then says which panels are missing.
"""

from dataclasses import dataclass

import numpy as np
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
    apart = panels - mean
    varied = np.ptp(panels, axis=0) > 0
    spread = np.sqrt((apart**2).mean(axis=0))
    unit = np.where(varied, spread, 1.0)
    apart /= unit
    size = apart.shape[1]
    theta, value = np.zeros(size), 0.0
    best = _weights(apart, theta, unit, counts)
    for _ in range(_STEPS):
        reach = apart @ theta
        share = np.exp(reach - reach.max())
        share /= share.sum()
        slope = share @ apart
        gap = float(np.abs(slope * unit / counts).max())
        if gap < best.gap:
            best = Weights(share, gap, theta / unit)
        if gap < good or reach.max() < 0:
            best = Weights(best.share, best.gap, theta / unit)
            break
        bend = (apart * share[:, None]).T @ apart - np.outer(slope, slope)
        bend[np.diag_indices(size)] += 1e-11 + 1e-9 * bend.trace() / size
        try:
            step = -cho_solve(cho_factor(bend, overwrite_a=True, check_finite=False), slope)
        except LinAlgError:
            break
        value = _height(reach)
        length, fall = 1.0, float(slope @ step)
        for _ in range(_HALVINGS):
            if _height(apart @ (theta + length * step)) <= value + 1e-4 * length * fall + 1e-15:
                break
            length /= 2
        theta = theta + length * step
    return best


def _weights(apart: np.ndarray, theta: np.ndarray, unit: np.ndarray, counts: np.ndarray) -> Weights:
    share = np.full(len(apart), 1 / len(apart))
    return Weights(share, float(np.abs(share @ apart * unit / counts).max()), theta)


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
