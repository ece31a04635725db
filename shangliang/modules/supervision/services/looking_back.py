"""回头看: half a year and a year after it was closed somebody goes back; what fell back is opened anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, params
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.wording import clean
from shangliang.modules.people.services import person_of
from shangliang.modules.supervision.models import Finding, FollowUp, FollowUpResult, Supervision

ROUNDS = ("supervision.follow_up_first", "supervision.follow_up_second")


@dataclass(frozen=True)
class Seen:
    """One finding as it was found again: kept, partly or slipped; the last two say how."""

    finding: Finding
    result: str
    note: str = ""


def set_follow_ups(supervision: Supervision, *, at: datetime) -> None:
    """Two are due for each closed supervision, however often it is closed again."""
    there = set(supervision.follow_ups.values_list("round", flat=True))
    today = calendar.day_of(at)
    for number, name in enumerate(ROUNDS, start=1):
        if number not in there:
            days = int(params.value(supervision.unit.path, name, today))
            due = today + timedelta(days=days)
            one = FollowUp(unit=supervision.unit, supervision=supervision, round=number, due_on=due)
            moves.begin(
                one, actor=CLOCK, at=at, supervision=supervision.pk, round=number, due=due.isoformat()
            )


@transaction.atomic
def hold_follow_up(
    follow_up: FollowUp, *, held_on: date, notes: str, seen: Sequence[Seen], actor: Actor, at: datetime
) -> list[Finding]:
    """What was seen, finding by finding. Returns those that fell back and are open again."""
    moves.must(follow_up, "hold", actor=actor)
    if held_on > calendar.day_of(at):
        raise moves.Refused(_("进行日期不能晚于今天"))
    if follow_up.state != "waiting":
        raise moves.Stale(_("这次回头看已经登记"), state=moves.label_of(follow_up))
    new = {"held_on": held_on, "notes": clean(notes, missing=_("请写看到的情况")), "person": person_of(actor)}
    FollowUp.objects.filter(pk=follow_up.pk, state="waiting").update(**new)
    for name, value in new.items():
        setattr(follow_up, name, value)
    _keep_results(follow_up, seen)
    slipped = [s.finding for s in seen if s.result == FollowUpResult.Result.SLIPPED]
    moves.make(follow_up, "hold", actor=actor, at=at, slipped=[f.pk for f in slipped])
    return _open_again(follow_up, slipped, at)


def _keep_results(follow_up: FollowUp, seen: Sequence[Seen]) -> None:
    for one in seen:
        if one.finding.supervision_id != follow_up.supervision_id or one.finding.state != "passed":
            raise moves.Refused(_("“%s”不是这项监督已复核通过的意见") % one.finding)
        if one.result not in FollowUpResult.Result.values:
            raise moves.Refused(_("请逐条选择回头看结果"))
        if one.result != FollowUpResult.Result.KEPT and not one.note.strip():
            raise moves.Refused(_("“%s”没有完全保持，请写明情况") % one.finding)
    if len({s.finding.pk for s in seen}) < len(seen):
        raise moves.Refused(_("同一条意见只能写一次"))
    FollowUpResult.objects.bulk_create(
        FollowUpResult(follow_up=follow_up, finding=s.finding, result=s.result, note=clean(s.note, most=300))
        for s in seen
    )


def _open_again(follow_up: FollowUp, slipped: list[Finding], at: datetime) -> list[Finding]:
    opened = []
    notes = dict(follow_up.results.values_list("finding", "note"))
    for finding in (
        Finding.objects.filter(pk__in=[f.pk for f in slipped]).select_related("unit").order_by("pk")
    ):
        moves.make(finding, "fall_back", actor=CLOCK, at=at, note=notes[finding.pk], follow_up=follow_up.pk)
        opened.append(finding)
    supervision = Supervision.objects.select_related("unit").get(pk=follow_up.supervision_id)
    if opened and supervision.state == "closed":
        moves.make(supervision, "resume", actor=CLOCK, at=at, findings=[f.pk for f in opened])
    return opened
