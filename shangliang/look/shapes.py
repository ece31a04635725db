"""What the parts are given: small frozen records. A part takes anything with the same names, a dict too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Link:
    """A link with words; `current` marks where one is (tabs, crumbs), `first` what to press first (doors)."""

    label: Any
    href: str = ""
    current: bool = False
    count: int | None = None
    first: bool = False


@dataclass(frozen=True)
class Column:
    """A column. name: key in the row; sort: address that sorts by it; sorted: "", ascending, descending.

    short: never broken over two lines, such as a day.
    """

    name: str
    label: Any
    numeric: bool = False
    sort: str = ""
    sorted: str = ""
    wide: bool = False
    short: bool = False


@dataclass(frozen=True)
class Light:
    """One of the five lights or six haves: lit when there is evidence."""

    label: Any
    lit: bool
    evidence: str = ""
    href: str = ""


@dataclass(frozen=True)
class Card:
    """A card on a board. state and clock: anything that `state_of` and `clock` take, or None."""

    title: str
    href: str = ""
    meta: tuple[str, ...] = ()
    state: Any = None
    clock: Any = None
    key: str = ""  # "kind:ref" for live pages


@dataclass(frozen=True)
class Lane:
    """A column of a board."""

    label: Any
    cards: tuple[Card, ...] = ()
    count: int | None = None
    tone: str = "moving"
    more: str = ""  # address of the rest
    empty: Any = ""


@dataclass(frozen=True)
class Bar:
    """A row of a bar chart; `note` stands behind the number."""

    label: Any
    value: float
    note: str = ""
    tone: str = ""
    href: str = ""


@dataclass(frozen=True)
class Slot:
    """A month of the year's calendar with what is planned in it; without anything it is shown as a gap."""

    month: int
    items: tuple[Card, ...] = ()
    past: bool = False
    current: bool = False
    add: str = ""  # address that fills the gap


@dataclass(frozen=True)
class File:
    name: str
    href: str
    size: int = 0
    kind: str = ""  # "PDF"
