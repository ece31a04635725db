"""More time: asked for before time is up, with a reason; granted by somebody, never beyond the hard limit."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, clocks, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import without_contacts
from shangliang.modules.handling.models import Assignment, Extension


@transaction.atomic
def ask_extension(
    assignment: Assignment, *, until: date, reason: str, actor: Actor, at: datetime
) -> Extension:
    """延期单. Raises Refused when it comes too late, is not later than now or beyond the limit."""
    due = clocks.running(moves.kind_of(assignment).flow, assignment)
    if due is None or assignment.due_at is None or assignment.state not in Assignment.WRITING:
        raise moves.Stale(_("现在没有可以延长的期限"), state=moves.label_of(assignment))
    if at > assignment.due_at:
        raise moves.Refused(_("延期要在到期以前申请，现在已经逾期"))
    if not reason.strip():
        raise moves.Refused(_("延期须写明理由"))
    was = calendar.day_of(assignment.due_at)
    last = clocks.time_limit(assignment, due.limit, assignment.clock_from or assignment.entered_at)
    if not was < until <= calendar.day_of(last):
        latest = timezone.localtime(last).strftime("%Y-%m-%d")
        raise moves.Refused(_("新的期限应晚于现在的期限，最多延到 %s") % latest)
    asked = Extension(
        assignment=assignment, unit=assignment.unit, was=was, until=until, asker_id=actor.person,
        reason=without_contacts(reason.strip()),
    )  # fmt: skip
    moves.record(assignment, "ask_extension", actor=actor, at=at, until=until.isoformat())
    try:
        with transaction.atomic():
            moves.begin(asked, actor=actor, at=at, note=asked.reason, until=until.isoformat())
    except IntegrityError:
        raise moves.Stale(_("已有一份延期申请在等审批")) from None
    return asked


@transaction.atomic
def grant_extension(
    extension: Extension, *, actor: Actor, at: datetime, until: date | None = None, note: str = ""
) -> None:
    """The clock of the part runs until the day granted, which may be earlier than the day asked for."""
    day = until or extension.until
    if not extension.was < day <= extension.until:
        raise moves.Refused(_("同意的日期应晚于原定期限，不晚于申请的日期"))
    part = Assignment.objects.select_related("unit").get(pk=extension.assignment_id)
    new = {"until": day, "granter_id": actor.person}
    Extension.objects.filter(pk=extension.pk, state="asked").update(**new)
    for name, value in new.items():
        setattr(extension, name, value)
    moves.make(extension, "grant", actor=actor, at=at, note=note, until=day.isoformat())
    moves.extend(part, until=calendar.end_of(day), actor=actor, at=at, note=extension.reason)
