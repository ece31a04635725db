"""People who are alike for the quotas are one kind; panels are reckoned in kinds.

Whoever shares a household with somebody of the pool is a kind of that household, since not all of its members
may sit together.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from shangliang.analysis.lots.records import HOUSEHOLD, Pool, Quota
from shangliang.analysis.lots.tables import has_households


@dataclass(frozen=True)
class Kinds:
    """The pool in kinds: `counts` people in each, `rows` (kind × rule) says which rules count them.

    Each rule is a quota, or a household of which at most one may sit; `low` and `high` are its bounds.
    """

    members: tuple[tuple[str, ...], ...]
    counts: np.ndarray
    rows: sp.csr_matrix
    low: np.ndarray
    high: np.ndarray
    quotas: tuple[Quota, ...]
    size: int

    def __len__(self) -> int:
        return len(self.members)

    def meets(self, panel: np.ndarray) -> bool:
        """Whether a panel (how many of each kind) keeps every rule."""
        inside = self.rows.T @ panel
        return bool(
            panel.sum() == self.size
            and (panel >= 0).all()
            and (panel <= self.counts).all()
            and (self.low <= inside).all()
            and (inside <= self.high).all()
        )


def kinds_of(pool: Pool, quotas: Sequence[Quota], size: int) -> Kinds:
    """The kinds in canonical order. The pool and the quotas have been checked."""
    ordered = tuple(sorted(quotas))
    members = members_of(pool, ordered)
    number = {(quota.feature, quota.value): k for k, quota in enumerate(ordered)}
    features = sorted({quota.feature for quota in ordered})
    homes = sorted({key[-1] for key in members if key[-1]})
    place = {home: len(ordered) + k for k, home in enumerate(homes)}
    down: list[int] = []
    across: list[int] = []
    for kind, key in enumerate(members):
        rules = [number[pair] for pair in zip(features, key, strict=False)]
        rules += [place[key[-1]]] if key[-1] else []
        down += [kind] * len(rules)
        across += rules
    shape = (len(members), len(ordered) + len(homes))
    return Kinds(
        tuple(members.values()),
        np.array([len(ids) for ids in members.values()], dtype=np.int64),
        sp.csr_matrix((np.ones(len(down)), (down, across)), shape=shape),
        np.array([q.low for q in ordered] + [0] * len(homes), dtype=np.int64),
        np.array([min(q.high, size) for q in ordered] + [1] * len(homes), dtype=np.int64),
        ordered,
        size,
    )


def members_of(pool: Pool, quotas: Sequence[Quota]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Key → ids, both sorted; a key has the values of the features (by name), and a shared household or ""."""
    at = [pool.columns.index(feature) for feature in sorted({quota.feature for quota in quotas})]
    home = pool.columns.index(HOUSEHOLD) if has_households(pool, quotas) else None
    shared = Counter(cells[home] for _, cells in pool.people) if home is not None else Counter()
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for who, cells in pool.people:
        lives = cells[home] if home is not None and shared[cells[home]] > 1 else ""
        found[(*(cells[k] for k in at), lives)].append(who)
    return {key: tuple(sorted(found[key])) for key in sorted(found)}
