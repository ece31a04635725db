"""Whether any panel meets the quotas and, where none does, the smallest change of the bounds with which one does."""

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from shangliang.analysis.lots.kinds import Kinds
from shangliang.analysis.lots.records import Change, Impossible


def any_panel(kinds: Kinds) -> np.ndarray:
    """A panel that meets the quotas. Impossible (with the smallest relaxation) when there is none.

    The relaxation moves bounds by as few people as can be in all, and among such ones changes the fewest bounds.
    """
    total, told = len(kinds), len(kinds.quotas)
    moved = _solve(kinds, None)
    if (least := round(moved[total : total + 2 * told].sum())) > 0:
        moved = _solve(kinds, least)
        raise Impossible(_changes(kinds, np.rint(moved[total : total + 2 * told]).astype(int)))
    panel = np.rint(moved[:total]).astype(np.int64)
    if not kinds.meets(panel):
        raise ArithmeticError("the solver gave a panel that breaks a rule")
    return panel


def _solve(kinds: Kinds, least: int | None) -> np.ndarray:
    """Panel, by how much each minimum gives way, by how much each maximum does, which bounds give way.

    With `least`, that many moves in all, on the fewest bounds.
    """
    total, told, wide = len(kinds), len(kinds.quotas), kinds.rows.shape[1]
    down = sp.csr_matrix((np.ones(told), (range(told), range(told))), shape=(wide, told))
    nothing = sp.csr_matrix((wide, told))
    switch = sp.identity(2 * told, format="csr")
    inside = sp.hstack([kinds.rows.T, down, -down, nothing, nothing], format="csr")
    full = sp.csr_matrix(np.concatenate([np.ones(total), np.zeros(4 * told)])[None, :])
    moves = sp.csr_matrix(np.concatenate([np.zeros(total), np.ones(2 * told), np.zeros(2 * told)])[None, :])
    linked = sp.hstack(
        [sp.csr_matrix((2 * told, total)), switch, -max(kinds.size, int(kinds.low.max())) * switch],
        format="csr",
    )
    most = np.inf if least is None else least
    # A minimum gives way downwards, to zero at most; a maximum upwards.
    room = np.concatenate([kinds.low[:told], np.full(told, kinds.size)])
    answer = milp(
        np.concatenate(
            [np.zeros(total), np.full(2 * told, least is None), np.full(2 * told, least is not None)]
        ),
        constraints=[
            LinearConstraint(_shift(inside, kinds, told), kinds.low, np.inf),
            LinearConstraint(_shift(inside, kinds, told, upper=True), -np.inf, kinds.high),
            LinearConstraint(full, kinds.size, kinds.size),
            LinearConstraint(moves, -np.inf, most),
            LinearConstraint(linked, -np.inf, 0),
        ],
        integrality=np.ones(total + 4 * told),
        bounds=Bounds(0, np.concatenate([kinds.counts, room, np.ones(2 * told)])),
    )
    if answer.x is None:
        raise ArithmeticError(f"the solver found no relaxation ({answer.message})")
    return np.asarray(answer.x)


def _shift(inside: sp.csr_matrix, kinds: Kinds, told: int, *, upper: bool = False) -> sp.csr_matrix:
    """The rules with the moves of one side only: a lower rule knows the minima's, an upper one the maxima's."""
    keep = np.ones(inside.shape[1])
    first = len(kinds) + (0 if upper else told)
    keep[first : first + told] = 0
    return (inside @ sp.diags(keep)).tocsr()


def _changes(kinds: Kinds, moves: np.ndarray) -> tuple[Change, ...]:
    told = len(kinds.quotas)
    found = []
    for k, quota in enumerate(kinds.quotas):
        if down := int(moves[k]):
            found.append(Change(quota.feature, quota.value, "min", quota.low, quota.low - down))
        if up := int(moves[told + k]):
            high = int(kinds.high[k])
            found.append(Change(quota.feature, quota.value, "max", quota.high, high + up))
    return tuple(found)
