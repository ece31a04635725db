"""Where people and statements stand on the axes, and how sure a person's place is."""

import numpy as np
import scipy.sparse as sp

from shangliang.analysis.opinions.axes import by_parts, with_data

_COMMON = 10  # votes at which a person's own terms count as much as everybody's


def scale(cast: np.ndarray, width: int, *, doubt: float = 0.0) -> np.ndarray:
    """sqrt(width / (votes cast + doubt)): makes up for statements a person has not seen.

    Without it few votes would keep her near the middle; with a doubt of 0 one vote carries her farthest out.
    """
    return np.asarray(np.sqrt(width / np.maximum(cast + doubt, 1.0)))


def places(rows: sp.csr_matrix, comps: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """People × 2: the sum of centred vote × loading over the votes cast, times the factor of each person."""
    turned = np.ascontiguousarray(comps.T)
    return by_parts(rows, lambda part: np.asarray(part @ turned)) * factor[:, None]


def spread(rows: sp.csr_matrix, comps: np.ndarray, cast: np.ndarray, width: int) -> np.ndarray:
    """Standard error of each place (people × 2): what the statements she has not seen could move it by.

    The square root of their number times the size of one term, which is her own where she has cast many votes and
    everybody's where few; nil once all is seen.
    """
    turned = np.ascontiguousarray((comps**2).T)
    held = by_parts(rows, lambda part: np.asarray(_squared(part) @ turned))
    common = held.sum(axis=0) / max(float(cast.sum()), 1.0)
    term = (held + _COMMON * common) / (cast + _COMMON)[:, None]
    return np.asarray(np.sqrt(np.maximum(width - cast, 0)[:, None] * term))


def _squared(rows: sp.csr_matrix) -> sp.spmatrix:
    return with_data(sp.csr_matrix, rows, rows.data**2, rows.shape)


def statement_places(centre: np.ndarray, comps: np.ndarray) -> np.ndarray:
    """2 × statements: where somebody would stand who has agreed to that statement and said nothing else."""
    return np.sqrt(len(centre)) * (1.0 - centre) * comps


def extremity(statement_projection: np.ndarray) -> np.ndarray:
    """How far from the middle each statement stands."""
    return np.hypot(statement_projection[0], statement_projection[1])


def participant_stats(place: np.ndarray, centre: np.ndarray, group_centre: np.ndarray) -> dict[str, float]:
    """Centricness, coreness and extremeness of one person's place."""
    outwards = group_centre - centre
    length = float(np.hypot(*outwards))
    unit = outwards / length if length > 0 else np.zeros(2)
    return {
        "centricness": 1.0 - float(np.hypot(*(place - centre))),
        "coreness": 1.0 - float(np.hypot(*(place - group_centre))),
        "extremeness": float((place - group_centre) @ unit),
    }
