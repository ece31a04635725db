"""What is asked, what was cast, what came out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """How a ballot is filled in, and with it how it is counted."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    APPROVAL = "approval"
    SCORE = "score"
    RANKED = "ranked"
    SHARES = "shares"


@dataclass(frozen=True)
class Poll:
    """Options and rules.

    places: how many are chosen. most: how many options a `multiple` ballot may name (0: as many as there are places).
    low, high: the marks a `score` ballot gives. entitled, quorum: how many may vote, how many ballots make it valid
    (0: no quorum); an abstention counts for the quorum.
    """

    options: tuple[str, ...]
    method: Method
    places: int = 1
    most: int = 0
    low: int = 0
    high: int = 5
    entitled: int = 0
    quorum: int = 0

    def __post_init__(self) -> None:
        if len(set(self.options)) != len(self.options) or not all(self.options):
            raise ValueError("every option has a name of its own")
        if not 1 <= self.places <= max(1, len(self.options)):
            raise ValueError("as many places as options, at most, and at least one")
        if self.low >= self.high:
            raise ValueError("the lowest mark stands below the highest")
        if self.quorum < 0 or self.entitled < 0 or (self.entitled and self.quorum > self.entitled):
            raise ValueError("a quorum is at most all who may vote")

    @property
    def names(self) -> int:
        """How many options a `multiple` ballot may name."""
        return self.most or self.places


@dataclass(frozen=True)
class Ballot:
    """One ballot: `marks` for score; `ranks` for ranked, best first; `chosen` for all others.

    Options on one rank are equal; those left out of `ranks` come after all others. A ballot with nothing on it is
    an abstention.
    """

    chosen: tuple[str, ...] = ()
    marks: Mapping[str, int] | None = None
    ranks: tuple[tuple[str, ...], ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.chosen or self.marks or any(self.ranks))


@dataclass(frozen=True)
class Line:
    """One option: votes or sum of marks (for ranked: how many others it beats), and on how many ballots it stands."""

    option: str
    votes: int
    ballots: int


@dataclass(frozen=True)
class Fair:
    """What Equal Shares gives: `bought`, ties by the order of the ballot. in_doubt: where that order decided something.

    by_votes: whom votes alone would have given the places. heard, heard_by_votes: voters with one of theirs among them.
    """

    bought: tuple[str, ...]
    in_doubt: tuple[str, ...]
    by_votes: tuple[str, ...]
    heard: int
    heard_by_votes: int


@dataclass(frozen=True)
class Outcome:
    """What came out.

    order: options best first, equal ones together. winners: those who have a place for certain. tied: those between
    whom the last places are not decided; `open_places` of them remain, for a run-off or a lot. spoiled: ballots that
    break a rule, by the rule. pairs: for ranked, how many put one option before another. valid: a quorum was reached.
    fair: for shares.
    """

    method: Method
    cast: int
    counted: int
    abstained: int
    spoiled: Mapping[str, int]
    valid: bool
    lines: tuple[Line, ...]
    order: tuple[tuple[str, ...], ...]
    winners: tuple[str, ...]
    tied: tuple[str, ...]
    open_places: int
    pairs: Mapping[tuple[str, str], int]
    version: str
    sha256: str
    fair: Fair | None = None
