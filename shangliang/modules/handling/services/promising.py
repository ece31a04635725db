"""What a department says it will do, by when, and what shows that it did."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import without_contacts
from shangliang.modules.handling.models import Assignment, Evidence, Promise

PROMISING = ("accepted", "drafting", "bounced", "redoing")


@transaction.atomic
def promise(assignment: Assignment, *, text: str, due_on: date, actor: Actor, at: datetime) -> Promise:
    """One thing to be done by a day. The same words for the same day, sent twice, are one promise."""
    locked = Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    if not assignment.answers:
        raise moves.Refused(_("承诺由答复的单位作出"))
    if locked.state not in PROMISING:
        label = moves.label_of(locked)
        raise moves.Stale(_("现在的状态是“%s”，不能登记承诺") % label, state=label)
    text = " ".join(text.split())
    if not text:
        raise moves.Refused(_("请写明承诺做什么"))
    if due_on <= calendar.day_of(at):
        raise moves.Refused(_("兑现日期应在今天以后"))
    if same := assignment.promises.filter(text=text, due_on=due_on, state="open").first():
        return same
    made = Promise(assignment=assignment, unit=assignment.unit, text=text, due_on=due_on, first_due_on=due_on)
    moves.record(assignment, "promise", actor=actor, at=at, text=text, due_on=due_on.isoformat())
    moves.begin(made, actor=actor, at=at, due_on=due_on.isoformat())
    return made


@transaction.atomic
def add_evidence(
    promise: Promise, *, text: str, file: StoredFile | None, actor: Actor, at: datetime
) -> Evidence:
    """What shows that the promise was kept. The same words with the same file, sent twice, are kept once."""
    locked = Promise.objects.select_for_update(no_key=True).get(pk=promise.pk)
    if locked.state not in {"open", "claimed"}:
        raise moves.Stale(_("这项承诺已经了结"), state=moves.label_of(locked))
    if not text.strip() or actor.person_id is None:
        raise moves.Refused(_("请说明做了什么、看得到什么"))
    same = promise.evidence.filter(text=text.strip(), at__gte=locked.entered_at)
    if earlier := same.filter(file__sha256=file.sha256 if file else None).first():
        return earlier
    seal = file.sha256 if file else ""
    said = without_contacts(text.strip())
    moves.record(promise, "add_evidence", actor=actor, at=at, note=said, file_sha256=seal)
    return Evidence.objects.create(
        promise=promise, text=text.strip(), file=file, person_id=actor.person_id, at=at
    )


@transaction.atomic
def postpone(promise: Promise, *, due_on: date, note: str, actor: Actor, at: datetime) -> None:
    """More time, with a reason, by those who may grant it; slippage is measured from first_due_on."""
    if due_on <= calendar.day_of(at):
        raise moves.Refused(_("新的兑现日期应在今天以后"))
    moves.extend(promise, until=calendar.end_of(due_on), actor=actor, at=at, note=note)
    Promise.objects.filter(pk=promise.pk).update(due_on=due_on)
    promise.due_on = due_on
