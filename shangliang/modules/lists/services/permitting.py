"""Small things that every verb of the lists needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import STEP, Actor
from shangliang.kernel.text import normal, without_contacts
from shangliang.modules.lists.models import Campaign
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


def must(thing: Any, verb: str, *, actor: Actor) -> None:
    """Raises NotAllowed unless the actor may do this to the thing."""
    if not moves.kind_of(thing).policy.may(actor, verb, thing):
        raise moves.NotAllowed(_("这一步不归您办理"))


def person_of(actor: Actor) -> Person:
    """Who acts, as a person. Raises NotAllowed for those who have not signed in."""
    person = Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None
    if person is None:
        raise moves.NotAllowed(_("请先登录"))
    return person


def clean(words: str, *, missing: str = "", most: int = 10_000) -> str:
    """As it is kept: no telephone numbers and the like. Raises Refused: `missing` when nothing is left, or when
    it is longer than `most` letters.
    """
    kept = without_contacts(normal(words))
    if missing and not kept:
        raise moves.Refused(missing)
    if len(kept) > most:
        raise moves.Refused(
            _("文字太长：最多 %(most)d 字，现在 %(now)d 字") % {"most": most, "now": len(kept)}
        )
    return kept


def must_run(campaign: Campaign) -> None:
    """Raises Stale when the campaign is over."""
    if campaign.state == "closed":
        raise moves.Stale(_("活动已经结束"), state=moves.label_of(campaign))


FAR = timedelta(days=3660)


def must_be_near(*days: date, at: datetime) -> None:
    """Raises Refused for a day more than ten years ahead: a slip of the keyboard."""
    if any(day > calendar.day_of(at) + FAR for day in days):
        raise moves.Refused(_("日期在十年以后，请核对"))


def must_be_in(root_path: str, *, units: Iterable[Unit]) -> None:
    """Raises Refused for a unit of another city, or one that is not active."""
    for unit in units:
        if unit.path[:STEP] != root_path[:STEP] or not unit.active:
            raise moves.Refused(_("“%s”不在本级组织里，或已停用") % unit)
