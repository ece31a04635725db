"""The ladder that a silent department climbs, in plain sight: every step, its day, and whether it was reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from shangliang.kernel import calendar, clocks, moves, params
from shangliang.kernel.flow import OVERDUE, WARN
from shangliang.modules.handling.models import Assignment


@dataclass(frozen=True)
class Rung:
    """One step: what happens on that day, who hears of it, and whether it has happened."""

    words: Any
    day: date
    reached: bool
    late: bool  # after the end of the time allowed


def ladder(part: Assignment, *, at: datetime) -> list[Rung]:
    """Warnings, the end, and every step upwards to the public list; none when no clock runs (3 queries)."""
    due = clocks.running(moves.kind_of(part).flow, part)
    if due is None or part.due_at is None:
        return []
    rungs = [
        Rung(_words(verb), calendar.day_of(moment), moment <= at, verb != WARN)
        for verb, moment in clocks.plan(part, due, part.due_at)
    ]
    if part.answers:
        day = calendar.day_of(part.due_at)
        days = int(params.value(clocks.path_of(part.dispatch), "handling.public_after", day))
        listed = day + timedelta(days=days)
        rungs.append(Rung(_("上公开的逾期名单"), listed, listed <= calendar.day_of(at), True))
    return sorted(rungs, key=lambda r: (r.day, r.late))


def _words(verb: str) -> str:
    if verb == WARN:
        return _("提醒经办人")
    if verb == OVERDUE:
        return _("到期：通知经办人、单位负责人和督查室")
    return _("仍没有办：报督办领导")
