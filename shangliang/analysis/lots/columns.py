"""LEXIMIN over the lotteries of whole panels, by column generation: for pools where the bound cannot be reached.

A linear programme finds the best lottery of the panels known; an integer programme looks for a panel that would
better it. When there is none, the smallest chance is proved greatest; the kinds that hold it down are fixed.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from shangliang.analysis.lots.kinds import Kinds

_DUAL = 1e-6
_BETTER = 1e-7


@dataclass(frozen=True)
class Generated:
    """Panels with their shares; `proved` when no panel is missing."""

    panels: np.ndarray
    share: np.ndarray
    proved: bool


def generate(kinds: Kinds, panels: np.ndarray, *, calls: int) -> Generated:
    """The LEXIMIN lottery, beginning with the panels given; after so many integer programmes it stays unproved."""
    known = {tuple(panel) for panel in panels.astype(int).tolist()}
    chance = np.zeros(len(kinds))
    free = np.ones(len(kinds), dtype=bool)
    left = calls
    while True:
        share, pull, worst, level = _best(kinds, panels, chance, free)
        found = _missing(kinds, pull / kinds.counts) if left > 0 else None
        left -= 1
        if found is None:
            return Generated(panels, share, proved=False)
        if pull @ (found / kinds.counts) > level + _BETTER and tuple(found.tolist()) not in known:
            known.add(tuple(found.tolist()))
            panels = np.vstack([panels, found])
            continue
        tight = free & (pull > min(_DUAL, pull[free].max() / 2))
        chance[tight] = worst
        free &= ~tight
        if not free.any():
            return Generated(panels, share, proved=True)


def _best(
    kinds: Kinds, panels: np.ndarray, chance: np.ndarray, free: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Shares, the dual of each kind, the smallest free chance, and what a panel must beat."""
    seats = sp.csr_matrix(panels / kinds.counts).T
    answer = linprog(
        np.append(np.zeros(len(panels)), -1.0),
        A_ub=sp.hstack([-seats, sp.csr_matrix(free[:, None].astype(float))], format="csr"),
        b_ub=np.where(free, 0.0, -(chance - 1e-9)),
        A_eq=sp.csr_matrix(np.append(np.ones(len(panels)), 0.0)[None, :]),
        b_eq=[1.0],
        bounds=[(0, None)] * len(panels) + [(None, None)],
        method="highs",
    )
    if answer.x is None:
        raise ArithmeticError(f"the solver found no lottery ({answer.message})")
    pull = -answer.ineqlin.marginals
    return answer.x[:-1], pull, float(answer.x[-1]), float((pull @ seats).max())


def _missing(kinds: Kinds, worth: np.ndarray) -> np.ndarray | None:
    """The panel of greatest worth; None when the solver gives none."""
    answer = milp(
        -worth,
        constraints=[
            LinearConstraint(kinds.rows.T, kinds.low, kinds.high),
            LinearConstraint(np.ones((1, len(kinds))), kinds.size, kinds.size),
        ],
        integrality=np.ones(len(kinds)),
        bounds=Bounds(0, kinds.counts),
        options={"mip_rel_gap": 0.0},
    )
    return None if answer.x is None else np.rint(answer.x).astype(np.int64)
