"""The navigation of the shells: named once by the surface that owns one, shown on every page of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from shangliang.kernel import links
from shangliang.look.pages import Setting


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
