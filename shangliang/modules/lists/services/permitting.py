"""Small things that every verb of the lists needs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.modules.lists.models import Campaign


def must_run(campaign: Campaign) -> None:
    """Raises Stale when the campaign is over."""
    if campaign.state == "closed":
        raise moves.Stale(_("活动已经结束"), state=moves.label_of(campaign))


FAR = timedelta(days=3660)


def must_be_near(*days: date, at: datetime) -> None:
    """Raises Refused for a day more than ten years ahead: a slip of the keyboard."""
    if any(day > calendar.day_of(at) + FAR for day in days):
        raise moves.Refused(_("日期在十年以后，请核对"))
