"""From a pool and quotas to a sealed lottery of panels, as near to the LEXIMIN bound as can be."""

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linprog
from threadpoolctl import threadpool_limits

from shangliang.analysis.lots import bound, ceremony, columns, relax, search, weights
from shangliang.analysis.lots.kinds import Kinds, kinds_of
from shangliang.analysis.lots.published import NEAR
from shangliang.analysis.lots.records import TOTAL, Certificate, Lottery, Panel, Pool, Quota
from shangliang.analysis.lots.tables import check, has_households

VERSION = "1"
GOOD = 1e-10  # Newton's method stops here

_BATCH = 128
_WALKS = 60
_TURNS = 8
_TRIES = 12
_SMALL = 800  # kinds up to which column generation is tried
_CALLS = 1_000


# The matrices are small: several threads would cost more than they save.
@threadpool_limits.wrap(limits=1, user_api="blas")
def draw_up(pool: Pool, quotas: tuple[Quota, ...], size: int) -> Lottery:
    """The lottery. Refusal for input that cannot be used; Impossible (with what would have to change)."""
    check(pool, quotas, size)
    kinds = kinds_of(pool, quotas, size)
    first = relax.any_panel(kinds)
    sealed = ceremony.commit(pool, quotas, size)
    chance = np.random.default_rng(int(sealed[:16], 16))
    limit = bound.leximin(kinds)
    panels, share = _towards(kinds, limit * kinds.counts, first, chance)
    proof = "bound"
    if _gap(kinds, panels, share, limit) > NEAR:
        proof = "gap"
        if len(kinds) <= _SMALL:
            made = columns.generate(kinds, panels.astype(np.int64), calls=_CALLS)
            panels, share = made.panels, made.share
            proof = "columns" if made.proved else "gap"
    lots = _published(kinds, panels, weights.whole(share))
    seats = ceremony.seats(lots, len(kinds))
    got = np.array(seats) / kinds.counts / TOTAL
    return Lottery(
        VERSION,
        sealed,
        ceremony.seal(sealed, lots),
        size,
        kinds.quotas,
        has_households(pool, quotas),
        kinds.members,
        lots,
        ceremony.chances(kinds.members, seats),
        Certificate(
            float(got.min()), max(0.0, float(limit.min())), max(0.0, float((limit - got).max())), proof
        ),
    )


def _towards(
    kinds: Kinds, mean: np.ndarray, first: np.ndarray, chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Panels and shares with this mean, or as near to it as was found."""
    field = search.field_of(kinds, mean)
    mean = field.mean
    near = search.closer(field)
    panels = _grown(kinds, first[None, :].astype(np.float32), _tried(near, field, kinds, chance))
    for _ in range(_TURNS):
        found = weights.balance(panels.astype(np.float64), mean, kinds.counts, good=GOOD)
        if found.gap <= NEAR / 1e3:
            return panels, found.share
        more = _more(field, near, kinds, panels, found.pull, chance)
        if len(more) == len(panels):
            break
        panels = more
    return _approached(search.widened(field, kinds), kinds, panels, chance)


def _approached(
    field: search.Field, kinds: Kinds, panels: np.ndarray, chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Where the mean cannot be had: panels of every sort, as long as they are found, and what comes nearest to it."""
    share, pull = _nearest(kinds, panels, field.mean / kinds.counts)
    for _ in range(_TURNS):
        more = _more(field, field, kinds, panels, pull, chance)
        if len(more) == len(panels):
            break
        panels = more
        share, pull = _nearest(kinds, panels, field.mean / kinds.counts)
    return panels, share


def _more(
    field: search.Field,
    near: search.Field,
    kinds: Kinds,
    panels: np.ndarray,
    pull: np.ndarray,
    chance: np.random.Generator,
) -> np.ndarray:
    """The panels and more: such as are worth most by `pull`, and others by chance."""
    starts = panels[chance.choice(len(panels), min(_BATCH, len(panels)), replace=False)]
    starts = search.mended(field, starts, field.mean, chance)
    new = [_tried(near, field, kinds, chance, part=0.3)]
    new += [search.improved(field, starts, pull, chance, _WALKS)] if len(starts) else []
    return _grown(kinds, panels, np.concatenate(new))


def _tried(
    near: search.Field,
    field: search.Field,
    kinds: Kinds,
    chance: np.random.Generator,
    part: float = 1.0,
) -> np.ndarray:
    """About as many different good panels as it takes to have the mean among them."""
    wanted = int(part * (2.5 * len(kinds) + 60))
    found: dict[bytes, np.ndarray] = {}
    missing = np.zeros(len(kinds))  # by how much each kind came short so far
    for turn in range(_TRIES + wanted // _BATCH):
        where = near if turn % 4 < 3 else field
        aim = np.clip(field.mean + missing, where.least, where.most)
        some = search.mended(where, search.scattered(aim, _BATCH, chance), aim, chance)
        if len(some):
            missing += field.mean - some.mean(axis=0)
        found |= {panel.tobytes(): panel for panel in some}
        if len(found) >= wanted:
            break
    return np.array(list(found.values()), dtype=np.float32).reshape(-1, len(kinds))


def _grown(kinds: Kinds, panels: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Both, each panel once, in canonical order; every one is checked."""
    every = np.unique(np.concatenate([panels, new]), axis=0)
    return np.array([panel for panel in every if kinds.meets(panel.astype(np.int64))])


def _nearest(kinds: Kinds, panels: np.ndarray, limit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares for which the largest shortfall of a chance is smallest, and which kinds it hangs on."""
    seats = sp.csr_matrix(panels / kinds.counts).T
    answer = linprog(
        np.append(np.zeros(len(panels)), 1.0),
        A_ub=sp.hstack([-seats, -np.ones((len(kinds), 1))], format="csr"),
        b_ub=-limit,
        A_eq=sp.csr_matrix(np.append(np.ones(len(panels)), 0.0)[None, :]),
        b_eq=[1.0],
        method="highs",
    )
    if answer.x is None:
        raise ArithmeticError(f"the solver found no lottery ({answer.message})")
    return np.maximum(answer.x[:-1], 0), -answer.ineqlin.marginals / kinds.counts


def _gap(kinds: Kinds, panels: np.ndarray, share: np.ndarray, limit: np.ndarray) -> float:
    return float((limit - share @ panels / kinds.counts).max())


def _published(kinds: Kinds, panels: np.ndarray, weight: np.ndarray) -> tuple[Panel, ...]:
    """Panels of some weight in canonical order."""
    found = []
    for panel, much in zip(panels.astype(np.int64), weight.tolist(), strict=True):
        if much:
            if not kinds.meets(panel):
                raise ArithmeticError("a panel breaks a rule")
            some = np.flatnonzero(panel)
            found.append(Panel(much, tuple(zip(some.tolist(), panel[some].tolist(), strict=True))))
    return tuple(sorted(found, key=lambda panel: panel.take))
