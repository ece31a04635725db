"""Calls for voices."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, text
from shangliang.kernel.access import Actor
from shangliang.modules.org.models import Brand, Unit
from shangliang.modules.voices.models import Call


@transaction.atomic
def open_call(
    unit: Unit,
    *,
    title: str,
    body: str,
    closes_on: date,
    actor: Actor,
    at: datetime,
    brand: Brand | None = None,
) -> Call:
    """A new call, open at once, with a short code for posters."""
    if not moves.kind_of(Call).policy.may_at(actor, "open", unit.path):
        raise moves.NotAllowed(_("您不能在“%s”发起征集") % unit)
    if closes_on < calendar.day_of(at):
        raise moves.Refused(_("截止日期已经过去"))
    call = Call(unit=unit, brand=brand, slug=text.code(6), title=title, text=body, closes_on=closes_on)
    moves.begin(call, actor=actor, at=at)
    moves.make(call, "open", actor=actor, at=at)
    return call
