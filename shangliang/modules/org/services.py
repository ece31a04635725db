"""Building the tree, and who stands in it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import STEP
from shangliang.modules.org.models import Unit


class TreeFull(ValueError):
    """A unit can have 999 units right under it."""


@transaction.atomic
def add(parent: Unit | None, *, name: str, code: str, level: str, kind: str, short: str = "") -> Unit:
    """A new unit under its parent (or a new root). Two at once get different places."""
    above = parent.path if parent else ""
    if parent:
        moves.held(parent)
    beside = Unit.objects.filter(path__regex=rf"^{above.replace('.', '[.]')}[0-9]{{3}}[.]$")
    last = beside.aggregate(last=Max("path"))["last"]
    number = int(last[len(above) : len(above) + STEP - 1]) + 1 if last else 1
    if number > 999:
        raise TreeFull(_("“%s”下的单位已满 999 个") % (parent or ""))
    unit = Unit(
        name=name, short=short or name, code=code, path=f"{above}{number:03d}.", level=level, kind=kind
    )
    unit.full_clean(exclude=["path"])
    unit.save()
    return unit


def must_be_in(root_path: str, *, units: Iterable[Unit]) -> None:
    """Raises Refused for a unit of another city, or one that is not active."""
    for unit in units:
        if unit.path[:STEP] != root_path[:STEP] or not unit.active:
            raise moves.Refused(_("“%s”不在本级组织里，或已停用") % unit)
