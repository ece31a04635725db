"""The records that go into and come out of a draw of lots."""

from dataclasses import dataclass, field

from shangliang.analysis.refusal import Refusal

HOUSEHOLD = "household"
TOTAL = 10**12  # the weights of a lottery sum to this


@dataclass(frozen=True)
class Pool:
    """Those who may be drawn, by id: `people` has (id, cells), the cells in the order of `columns` (sorted)."""

    columns: tuple[str, ...]
    people: tuple[tuple[str, tuple[str, ...]], ...]
    lines: tuple[int, ...] = field(default=(), compare=False, repr=False)

    def where(self, number: int) -> str:
        """Where a person stands in the file, in words."""
        return str(self.lines[number]) if self.lines else "?"


@dataclass(frozen=True, order=True)
class Quota:
    """At least `low` and at most `high` people of a panel have this value of the feature."""

    feature: str
    value: str
    low: int
    high: int


@dataclass(frozen=True)
class Panel:
    """A panel by kinds: how many of which kind, and its weight out of TOTAL in the lottery."""

    weight: int
    take: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Certificate:
    """How good the lottery is.

    `minimum` is the smallest chance of anybody, `bound` the largest smallest chance that any lottery can give,
    `eps` how far anybody's chance lies below the LEXIMIN bound; `proof` says what proves it: "bound" (the lottery
    reaches the bound), "columns" (the bound cannot be reached; column generation proved this lottery LEXIMIN),
    "gap" (neither: it is within `eps`).
    """

    minimum: float
    bound: float
    eps: float
    proof: str


@dataclass(frozen=True)
class Lottery:
    """A published lottery: which panel is drawn with which weight, sealed before the seed is known."""

    version: str
    commit: str
    seal: str
    size: int
    quotas: tuple[Quota, ...]
    households: bool
    kinds: tuple[tuple[str, ...], ...]
    panels: tuple[Panel, ...]
    chances: dict[str, str]
    certificate: Certificate


@dataclass(frozen=True)
class Change:
    """One bound that has to give way: `bound` is "min" or "max"."""

    feature: str
    value: str
    bound: str
    old: int
    new: int


class Impossible(Refusal):
    """No panel meets the quotas; `changes` is the smallest relaxation with which one does."""

    def __init__(self, changes: tuple[Change, ...]) -> None:
        zh = "；".join(
            f"“{c.feature}”为“{c.value}”的{_ENDS[c.bound][0]}由 {c.old} 改为 {c.new}" for c in changes
        )
        en = "; ".join(
            f"{c.feature} = {c.value}: {_ENDS[c.bound][1]} from {c.old} to {c.new}" for c in changes
        )
        total = sum(abs(c.new - c.old) for c in changes)
        super().__init__(
            f"这些名额要求无法同时满足。改动最小的办法（共 {total} 人次）：{zh}。",
            f"These quotas cannot all be met. The smallest change ({total} in all): {en}.",
        )
        self.changes = changes


_ENDS = {"min": ("最少人数", "the minimum"), "max": ("最多人数", "the maximum")}
