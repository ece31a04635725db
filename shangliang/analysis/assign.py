"""Pairs chosen so that each first has one partner, each second at most so many, and the sum is greatest."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

Item = TypeVar("Item")

_DENSE = 2_000_000  # cells up to which a group is solved as a table


def capped(
    pairs: Sequence[Item],
    *,
    cap: int,
    ends: Callable[[Item], tuple[str, str]],
    worth: Callable[[Item], float],
) -> list[Item]:
    """The chosen pairs in the order given. `worth` is positive; no two pairs have the same ends.

    Pairs that share no end, directly or through others, are decided apart from one another.
    """
    if not pairs:
        return []
    firsts = {name: k for k, name in enumerate(sorted({ends(p)[0] for p in pairs}))}
    seconds = {name: k for k, name in enumerate(sorted({ends(p)[1] for p in pairs}))}
    one = np.array([firsts[ends(p)[0]] for p in pairs])
    two = np.array([seconds[ends(p)[1]] for p in pairs])
    value = np.array([worth(p) for p in pairs])
    nodes = len(firsts) + len(seconds)
    links = sp.csr_matrix((np.ones(len(pairs)), (one, two + len(firsts))), shape=(nodes, nodes))
    group = connected_components(links, directed=False)[1][one]
    together: dict[int, list[int]] = defaultdict(list)
    for number, label in enumerate(group.tolist()):
        together[label].append(number)
    chosen: list[int] = []
    for members in together.values():
        part = np.array(members)
        chosen.extend(part[_solve(one[part], two[part], value[part], cap)].tolist())
    return [pairs[k] for k in sorted(chosen)]


def _solve(one: np.ndarray, two: np.ndarray, value: np.ndarray, cap: int) -> np.ndarray:
    """Which of these connected pairs are chosen (their positions)."""
    rows, row = np.unique(one, return_inverse=True)
    _, column, held = np.unique(two, return_inverse=True, return_counts=True)
    if len(rows) == 1:
        return np.array([int(np.argmax(value))])
    room = np.minimum(cap, held)  # a column needs no more places than it has suitors
    first = np.concatenate([[0], np.cumsum(room)])
    places = int(first[-1])
    if len(rows) * places <= _DENSE:
        table = np.zeros((len(rows), places))
        for number in range(len(value)):
            start = first[column[number]]
            table[row[number], start : start + room[column[number]]] = value[number]
        took, where = linear_sum_assignment(table, maximize=True)
    else:
        took, where = _sparse(row, column, value, room, first, len(rows))
    holder = np.searchsorted(first, where, side="right") - 1
    number_of = {(r, c): k for k, (r, c) in enumerate(zip(row.tolist(), column.tolist(), strict=True))}
    met = (number_of.get(pair) for pair in zip(took.tolist(), holder.tolist(), strict=True))
    return np.array(sorted(k for k in met if k is not None), dtype=np.int64)


def _sparse(
    row: np.ndarray, column: np.ndarray, value: np.ndarray, room: np.ndarray, first: np.ndarray, rows: int
) -> tuple[np.ndarray, np.ndarray]:
    """The same for large groups. Every row has a place of its own beside the others, worth nothing: to stay alone."""
    copies = room[column]
    starts = np.repeat(first[column], copies)
    within = np.arange(int(copies.sum())) - np.repeat(np.cumsum(copies) - copies, copies)
    places = int(first[-1])
    alone = np.arange(rows)
    # Costs are kept above zero, which would read as "no edge".
    cost = np.concatenate([2.0 - np.repeat(value, copies), np.full(rows, 2.0)])
    across = np.concatenate([starts + within, places + alone])
    down = np.concatenate([np.repeat(row, copies), alone])
    took, where = min_weight_full_bipartite_matching(
        sp.csr_matrix((cost, (down, across)), shape=(rows, places + rows))
    )
    real = where < places
    return took[real], where[real]
