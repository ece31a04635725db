"""The map of opinions that comes out, with what is needed to make it again."""

from dataclasses import dataclass, field

import numpy as np

from shangliang.analysis.opinions.axes import Axes
from shangliang.analysis.opinions.consensus import Agreed
from shangliang.analysis.opinions.counts import Counts
from shangliang.analysis.opinions.polis import Smoothing
from shangliang.analysis.opinions.repness import Repness, Representative

NOBODY = -1  # the group of a person with too few votes


@dataclass(frozen=True)
class Health:
    """How far a map can be trusted.

    participation: statements each axis stands on; pairwise: whether the axes are from pairs of statements, since
    votes are sparse; seen: share of all cells with a vote; silhouette and stability for each number of groups tried;
    group_stability of those shown; reproduced: see resampling; clear: whether there are groups worth showing.
    """

    participation: tuple[float, ...]
    pairwise: bool
    seen: float
    clear: bool
    reproduced: float | None = None
    silhouette: dict[int, float] = field(default_factory=dict)
    stability: dict[int, float] = field(default_factory=dict)
    group_stability: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Layout:
    """Where everybody stands, and in which group; `inside` are those with enough votes to be grouped."""

    axes: Axes
    places: np.ndarray
    spread: np.ndarray
    inside: np.ndarray
    groups: np.ndarray
    k: int
    health: Health
    smoothing: Smoothing = field(default_factory=Smoothing)


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """People × 2 places with their standard errors, groups 0 … k-1, and what the votes say of each statement.

    Groups × statements stand in `counts` and `repness`; `representative` lists the statements of each group,
    `agreed` and `rejected` those of everybody. Statements are named by number.
    """

    people: tuple[str, ...]
    statements: tuple[str, ...]
    layout: Layout
    statement_places: np.ndarray
    extremity: np.ndarray
    counts: Counts
    repness: Repness
    representative: tuple[tuple[Representative, ...], ...]
    agreed: tuple[Agreed, ...]
    rejected: tuple[Agreed, ...]
    across: np.ndarray
    against: np.ndarray
    priority: np.ndarray
    shown: np.ndarray
    mode: str
    version: str
    seed: int
    sha256: str
    started_from: str = ""  # the hash of the earlier map that this one was started from

    @property
    def places(self) -> np.ndarray:
        return self.layout.places

    @property
    def groups(self) -> np.ndarray:
        return self.layout.groups

    @property
    def k(self) -> int:
        return self.layout.k

    @property
    def centres(self) -> np.ndarray:
        """The middle of each group, k × 2."""
        inside = self.layout.groups >= 0
        held = self.layout.groups[inside]
        count = np.maximum(np.bincount(held, minlength=self.k), 1)
        sums = [np.bincount(held, self.layout.places[inside, axis], minlength=self.k) for axis in (0, 1)]
        return np.asarray(np.stack(sums, axis=1) / count[:, None])
