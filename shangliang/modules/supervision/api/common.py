"""What every endpoint of supervision needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema

from shangliang.kernel import moves
from shangliang.kernel.access import STEP
from shangliang.kernel.text import listed
from shangliang.look import answers, pages
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class SupervisionNoteIn(Schema):
    note: str


def found(request: HttpRequest, model: Any, pk: int, *related: str) -> Any:
    """The thing with what its answer shows, or 404 when this actor may not know of it (1 query)."""
    return pages.find(model, answers.actor_of(request), "view", "unit", *related, pk=pk)


def inside(request: HttpRequest, thing: Any) -> None:
    """Raises NotAllowed for those who may know of it and do not see its inside."""
    moves.must(thing, "inside", actor=answers.actor_of(request))


def units(path: str, codes: list[str]) -> list[Unit]:
    """The units of one root by their codes, in this order. Raises Refused for one that is not there."""
    held = {u.code: u for u in org.below(path[:STEP]).filter(code__in=codes)}
    if unknown := [code for code in codes if code not in held]:
        raise moves.Refused(_("没有这个单位：%s") % listed(unknown))
    return [held[code] for code in codes]


def unit(path: str, code: str) -> Unit:
    return units(path, [code])[0]


def institution(code: str) -> Unit:
    one = Unit.objects.filter(code=code).first()
    if one is None:
        raise moves.Refused(_("没有这个单位：%s") % code)
    return one


def persons(pks: list[int]) -> list[Person]:
    held = {p.pk: p for p in Person.objects.filter(pk__in=pks)}
    if unknown := [pk for pk in pks if pk not in held]:
        raise moves.Refused(_("没有找到：%s") % listed(map(str, unknown)))
    return [held[pk] for pk in pks]


def one_of(things: Any, pk: int | None) -> Any:
    """The thing with this number; none for none. Raises Refused when it is missing."""
    if pk is None:
        return None
    one = things.filter(pk=pk).first()
    if one is None:
        raise moves.Refused(_("没有找到：%d") % pk)
    return one


def given(**filters: Any) -> dict[str, Any]:
    """The filters that were asked for."""
    return {name: value for name, value in filters.items() if value}
