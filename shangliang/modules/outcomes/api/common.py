"""What every endpoint of outcomes needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.text import listed
from shangliang.look import answers
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.topics.models import Topic


def topic_of(request: HttpRequest, pk: int) -> Topic:
    return answers.find(request, Topic, pk)


def units(root: str, codes: list[str]) -> list[Unit]:
    """The units of one root by their codes, in this order. Raises Refused for one that is not there."""
    found = {u.code: u for u in org.below(root).filter(code__in=codes)}
    if unknown := [code for code in codes if code not in found]:
        raise moves.Refused(_("没有这个单位：%s") % listed(unknown))
    return [found[code] for code in codes]


def all_of(things: Any, pks: list[int]) -> list[Any]:
    """The things with these ids. Raises Refused when one is missing."""
    found = {t.pk: t for t in things.filter(pk__in=pks)}
    if unknown := [pk for pk in pks if pk not in found]:
        raise moves.Refused(_("没有找到：%s") % listed(map(str, unknown)))
    return [found[pk] for pk in pks]
