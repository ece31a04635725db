"""Invented pools: a place with a known make-up, of whom some more gladly take part than others."""

import csv
import io

import numpy as np

from shangliang.analysis.lots import Pool, Quota, read_pool, read_quotas

WIDTHS = (2, 5, 7, 3, 2, 3, 3)  # how many values each feature has


def tables(people: int, size: int, features: int = 6, seed: int = 7) -> tuple[str, str]:
    """POOL.csv and QUOTAS.csv. Quotas are the share in the place, give or take 2 % of the panel (at least one)."""
    chance = np.random.default_rng(seed)
    shares = [chance.dirichlet(np.full(width, 4.0)) for width in WIDTHS[:features]]
    willing = [share * chance.lognormal(0, 0.6, len(share)) for share in shares]
    drawn = [chance.choice(len(w), people, p=w / w.sum()) for w in willing]
    pool = [("id", *(f"f{k}" for k in range(features)))]
    pool += [(f"p{n:05}", *(f"v{column[n]}" for column in drawn)) for n in range(people)]
    slack = max(1.0, 0.02 * size)
    quotas: list[tuple[object, ...]] = [("feature", "value", "min", "max")]
    for k, share in enumerate(shares):
        quotas += [
            (f"f{k}", f"v{v}", int(max(0, np.floor(s * size - slack))), int(np.ceil(s * size + slack)))
            for v, s in enumerate(share)
        ]
    return _csv(pool), _csv(quotas)


def pool_and_quotas(
    people: int, size: int, features: int = 6, seed: int = 7
) -> tuple[Pool, tuple[Quota, ...]]:
    pool, quotas = tables(people, size, features, seed)
    return read_pool(pool.encode()), read_quotas(quotas.encode())


def _csv(rows: list[tuple[object, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
