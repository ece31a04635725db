"""What the parts are given: small frozen records. A part takes anything with the same names, a dict too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shangliang.kernel import links

if TYPE_CHECKING:
    from shangliang.look.pages import Setting


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


@dataclass(frozen=True)
class NavItem:
    """An item of a shell's navigation. target: the name of an address. show: for whom."""

    label: Any
    target: str
    icon: str
    short: Any = ""  # on phones
    count: str = ""  # "unread": the number of unread notices stands beside it
    show: Callable[[Any], bool] = field(default=lambda actor: True)


@dataclass(frozen=True)
class NavLink:
    label: Any
    href: str
    icon: str
    short: Any
    current: bool
    count: str


_shells: dict[str, tuple[NavItem, ...]] = {}


def navigation(shell: str, *items: NavItem) -> None:
    """Name the navigation of "portal" or "desk". Done once, by the surface that owns it (apps.ready)."""
    _shells[shell] = items


def nav_of(shell: str, here: Setting) -> list[NavLink]:
    """The links this actor sees; the longest address that begins the present path is the current one.

    The first item is the door of the shell: its address begins all others, so it is current on its own page only.
    """
    shown = [(item, links.plain(item.target)) for item in _shells.get(shell, ()) if item.show(here.actor)]
    path = here.path.split("?")[0]
    inside = [h for n, (_, h) in enumerate(shown) if path == h or (n and path.startswith(h))]
    now = max(inside, key=len, default="")
    return [NavLink(i.label, href, i.icon, i.short or i.label, href == now, i.count) for i, href in shown]
