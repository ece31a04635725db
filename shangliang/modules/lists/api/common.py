"""What every endpoint of the lists needs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from ninja import Schema

from shangliang.kernel import moves
from shangliang.kernel.access import STEP
from shangliang.kernel.text import listed
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.people.models import Person


class ListNoteIn(Schema):
    note: str


def units(path: str, codes: list[str]) -> list[Unit]:
    """The units of one root by their codes, in this order. Raises Refused for one that is not there."""
    found = {u.code: u for u in org.below(path[:STEP]).filter(code__in=codes)}
    if unknown := [code for code in codes if code not in found]:
        raise moves.Refused(_("没有这个单位：%s") % listed(unknown))
    return [found[code] for code in codes]


def unit(path: str, code: str) -> Unit:
    return units(path, [code])[0]


def field(path: str, name: str) -> Field | None:
    """The field of matters with this name; none for an empty one. Raises Refused for one that is not there."""
    if not name:
        return None
    found = org.fields(path).filter(name=name).first()
    if found is None:
        raise moves.Refused(_("没有这个领域：%s") % name)
    return found


def one_of(things: Any, pk: int) -> Any:
    """The thing with this number. Raises Refused when it is missing."""
    found = things.filter(pk=pk).first()
    if found is None:
        raise moves.Refused(_("没有找到：%d") % pk)
    return found


def persons(pks: list[int]) -> list[Person]:
    found = {p.pk: p for p in Person.objects.filter(pk__in=pks)}
    if unknown := [pk for pk in pks if pk not in found]:
        raise moves.Refused(_("没有找到：%s") % listed(map(str, unknown)))
    return [found[pk] for pk in pks]


def given(**filters: Any) -> dict[str, Any]:
    """The filters that were asked for."""
    return {name: value for name, value in filters.items() if value}
