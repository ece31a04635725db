"""A campaign: opened, its departments, its dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import Actor
from shangliang.kernel.wording import clean
from shangliang.modules.lists.models import Campaign, TakingPart
from shangliang.modules.lists.services.permitting import must_be_near
from shangliang.modules.org.models import Unit
from shangliang.modules.org.services import must_be_in


@transaction.atomic
def open_campaign(
    unit: Unit, *, title: str, about: str, batch: int, collect_until: date, match_until: date, act_until: date,
    departments: Sequence[Unit], actor: Actor, at: datetime, token: str = "",
) -> Campaign:  # fmt: skip
    """A new campaign of a unit with the departments that take part; several may run at once."""
    if earlier := once.made_before(Campaign, place="lists.campaign", token=token, actor=actor, at=at):
        return earlier
    if not moves.kind_of(Campaign).policy.may_at(actor, "edit", unit.path):
        raise moves.NotAllowed(_("知情明政活动由政协办公室开展"))
    today = calendar.day_of(at)
    if not today <= collect_until <= match_until <= act_until:
        raise moves.Refused(_("日期应依次是：征集到、对接到、落实到，都不早于今天"))
    must_be_near(act_until, at=at)
    if not 1 <= batch <= 99:
        raise moves.Refused(_("第几批应在 1 到 99 之间"))
    departments = list(dict.fromkeys(departments))
    if not departments:
        raise moves.Refused(_("至少有一个部门参加"))
    must_be_in(unit.path, units=departments)
    campaign = Campaign(
        unit=unit, title=clean(title, missing=_("请写明名称"), most=120), about=clean(about),
        batch=batch, collect_until=collect_until,
        match_until=match_until, act_until=act_until,
    )  # fmt: skip
    codes = sorted(u.code for u in departments)
    try:
        with transaction.atomic():
            moves.begin(campaign, actor=actor, at=at, departments=codes, campaign_batch=batch)
    except IntegrityError:
        raise moves.Refused(_("这一批已经有同名的活动")) from None
    TakingPart.objects.bulk_create(TakingPart(campaign=campaign, unit=u, on=today) for u in departments)
    once.remember(campaign, place="lists.campaign", token=token, actor=actor)
    return campaign


@transaction.atomic
def edit_campaign(
    campaign: Campaign, *, title: str, about: str, departments: Sequence[Unit], actor: Actor, at: datetime
) -> None:
    """Better words; departments may join while it runs, and leave while nothing hangs on them."""
    if campaign.state == "closed":
        raise moves.Stale(_("活动已经结束"), state=moves.label_of(campaign))
    must_be_in(campaign.unit.path, units=departments)
    there, wanted = set(campaign.departments.all()), set(departments)
    gone, new = there - wanted, wanted - there
    if busy := [u.short for u in gone if campaign.asks.filter(unit=u).exclude(state="withdrawn").exists()]:
        raise moves.Refused(_("%s已有问计，不能退出活动") % _("、").join(sorted(busy)))
    if not wanted:
        raise moves.Refused(_("至少有一个部门参加"))
    changed: dict[str, Any] = {
        "title": clean(title, missing=_("请写明名称"), most=120),
        "about": clean(about),
    }
    Campaign.objects.filter(pk=campaign.pk).update(**changed)
    campaign.title, campaign.about = changed["title"], changed["about"]
    campaign.parts.filter(unit__in=gone).delete()
    today = calendar.day_of(at)
    TakingPart.objects.bulk_create(TakingPart(campaign=campaign, unit=u, on=today) for u in new)
    joined, left = sorted(u.code for u in new), sorted(u.code for u in gone)
    moves.record(campaign, "edit", actor=actor, at=at, joined=joined, left=left)


@transaction.atomic
def postpone_campaign(campaign: Campaign, *, until: date, note: str, actor: Actor, at: datetime) -> None:
    """More time for the stage that runs; the stages after it move along where they would end before."""
    if campaign.state == "closed":
        raise moves.Stale(_("活动已经结束"), state=moves.label_of(campaign))
    moves.must(campaign, "extend", actor=actor)
    must_be_near(until, at=at)
    moves.extend(campaign, until=calendar.end_of(until), actor=actor, at=at, note=note)
