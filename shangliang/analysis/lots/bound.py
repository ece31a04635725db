"""The LEXIMIN bound: no lottery can treat the worst off, then the next, … better than this.

A lottery's mean panel lies in the polytope of the quotas. There, the smallest chance is made as large as it can be;
kinds with a positive dual stand at that value in every optimum and are fixed; the rest goes on.
"""

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linprog

from shangliang.analysis.lots.kinds import Kinds

_DUAL = 1e-7  # a dual below this may be noise of the solver
_LEEWAY, _MOST = 1e-10, 1e-6


def leximin(kinds: Kinds) -> np.ndarray:
    """The bound on the chance of a person of each kind. ValueError when no mean panel meets the quotas."""
    total = len(kinds)
    rules = sp.hstack([kinds.rows.T, sp.csr_matrix((len(kinds.low), 1))], format="csr")
    everyone = sp.hstack([sp.csr_matrix(np.ones((1, total))), sp.csr_matrix((1, 1))], format="csr")
    floors = sp.diags(-1.0 / kinds.counts, format="csr")
    wanted = np.zeros(total + 1)
    wanted[-1] = -1.0
    chance = np.zeros(total)
    free = np.ones(total, dtype=bool)
    leeway = _LEEWAY
    while free.any():
        held = sp.hstack([floors[free], sp.csr_matrix(np.ones((int(free.sum()), 1)))], format="csr")
        least = np.where(free, 0.0, np.maximum((chance - leeway) * kinds.counts, 0.0))
        answer = linprog(
            wanted,
            A_ub=sp.vstack([held, rules, -rules], format="csr"),
            b_ub=np.concatenate([np.zeros(held.shape[0]), kinds.high, -kinds.low]),
            A_eq=everyone,
            b_eq=[kinds.size],
            bounds=np.column_stack([np.append(least, -np.inf), np.append(kinds.counts, np.inf)]),
            method="highs",
        )
        if answer.x is None:
            # What is fixed may lie above what can be by the solver's own rounding.
            leeway *= 10
            if leeway > _MOST:
                raise ValueError(f"no mean panel meets the quotas ({answer.message})")
            continue
        pull = -answer.ineqlin.marginals[: held.shape[0]]
        tight = np.flatnonzero(free)[pull > _DUAL]
        chance[tight] = answer.x[-1]
        free[tight] = False
    return chance
