"""表决: whether a motion is carried, in whole numbers, as rules of procedure say it (过全体的半数, 三分之二以上)."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Base(StrEnum):
    """Of whom the share is taken."""

    ENTITLED = "entitled"  # 全体
    PRESENT = "present"  # 到会
    CAST = "cast"  # yes and no, without abstentions


@dataclass(frozen=True)
class Motion:
    """What a motion needs. over: more than the share (过半数), else the share itself is enough (以上).

    quorum: the share of those entitled that must be present (over: as above).
    """

    share: Fraction = Fraction(1, 2)
    base: Base = Base.ENTITLED
    over: bool = True
    quorum: Fraction = Fraction(1, 2)
    quorum_over: bool = True

    def __post_init__(self) -> None:
        if not (0 <= self.share <= 1 and 0 <= self.quorum <= 1):
            raise ValueError("a share lies between nothing and all")


@dataclass(frozen=True)
class Decision:
    """carried is None while no quorum is there. needed: the fewest yes votes that would have carried it."""

    carried: bool | None
    needed: int
    yes: int
    no: int
    abstained: int
    entitled: int
    present: int


def decide(motion: Motion, *, yes: int, no: int, abstained: int, entitled: int, present: int) -> Decision:
    """ValueError for figures that cannot be: more votes than people present, more present than entitled."""
    if min(yes, no, abstained, present, entitled) < 0 or yes + no + abstained > present or present > entitled:
        raise ValueError("more votes than people present, or more present than entitled")
    whole = {Base.ENTITLED: entitled, Base.PRESENT: present, Base.CAST: yes + no}[motion.base]
    needed = least(motion.share, whole, over=motion.over)
    there = present >= least(motion.quorum, entitled, over=motion.quorum_over)
    return Decision(
        yes >= needed and yes > 0 if there else None, needed, yes, no, abstained, entitled, present
    )


def least(share: Fraction, whole: int, *, over: bool) -> int:
    """The smallest whole number above (over) or at this share of the whole."""
    exact = share * whole
    return exact.numerator // exact.denominator + 1 if over else -(-exact.numerator // exact.denominator)
