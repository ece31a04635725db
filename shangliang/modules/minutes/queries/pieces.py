"""A piece of the record, as the minutes take it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from shangliang.modules.gatherings.models import Participant

ORDINARY = (Participant.Capacity.GRASSROOTS, Participant.Capacity.STAKEHOLDER)


@dataclass(frozen=True)
class Piece:
    """One thing of the record in words. inside: not for the public."""

    key: str
    section: str
    text: str
    title: str = ""
    group: str = ""
    link: str = ""
    inside: bool = False
    speaker_id: int | None = None
    office_id: int | None = None
    opinion_id: int | None = None
    consensus_id: int | None = None


def day_of(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def clock_of(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"
