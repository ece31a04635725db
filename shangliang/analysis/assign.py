"""Pairs chosen so that each first has one partner, each second at most so many, and the sum is greatest."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

Item = TypeVar("Item")


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
    """Which of these connected pairs are chosen (their positions).

    A matching of least cost in the sparse graph of firsts and places; each second has as many places as it may
    take, and each first one place of its own beside them, worth nothing: to stay alone.
    """
    rows, row = np.unique(one, return_inverse=True)
    _, column, held = np.unique(two, return_inverse=True, return_counts=True)
    if len(rows) == 1:
        return np.array([int(np.argmax(value))])
    room = np.minimum(cap, held)  # no more places than suitors
    first = np.concatenate([[0], np.cumsum(room)])
    places = int(first[-1])
    copies = room[column]
    within = np.arange(int(copies.sum())) - np.repeat(np.cumsum(copies) - copies, copies)
    down = np.concatenate([np.repeat(row, copies), np.arange(len(rows))])
    across = np.concatenate([np.repeat(first[column], copies) + within, places + np.arange(len(rows))])
    # Costs are kept above zero, which would read as "no edge".
    cost = np.concatenate([2.0 - np.repeat(value, copies), np.full(len(rows), 2.0)])
    graph = sp.csr_matrix((cost, (down, across)), shape=(len(rows), places + len(rows)))
    took, where = min_weight_full_bipartite_matching(graph)
    holder = np.searchsorted(first, where, side="right") - 1
    number_of = {ends: k for k, ends in enumerate(zip(row.tolist(), column.tolist(), strict=True))}
    real = (where < places).tolist()
    met = zip(took.tolist(), holder.tolist(), real, strict=True)
    return np.array(sorted(number_of[r, c] for r, c, there in met if there), dtype=np.int64)
