"""会签: a helping department agrees to a version, or says what must change; a lasting disagreement is ruled upon."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.text import without_contacts
from shangliang.modules.handling.models import Assignment, Countersign, Reply
from shangliang.modules.handling.services.locking import locked
from shangliang.modules.org.models import Unit


@transaction.atomic
def ask_countersigns(assignment: Assignment, *, at: datetime) -> None:
    """Every helping department is asked about the newest version; what was said of older ones is void.

    Safe to repeat: follows from where the part stands now.
    """
    newest = assignment.replies.first()
    asked = Countersign.objects.filter(reply__assignment=assignment).exclude(state="void")
    helping = assignment.dispatch.assignments.filter(part__in=Assignment.HELPING)
    inside = helping.exclude(state__in=Assignment.OUT).select_related("unit").order_by("pk")
    units = {a.unit_id: a.unit for a in inside}
    open_now = assignment.state == "countersigning"
    for old in asked.exclude(state="overruled").select_related("unit", "reply").order_by("pk"):
        stale = newest is None or old.reply_id != newest.pk or old.unit_id not in units
        if stale or (old.state == "asked" and not open_now):
            moves.make(old, "void", actor=CLOCK, at=at)
    if newest is None or not open_now:
        return
    here = set(asked.filter(reply=newest).values_list("unit", flat=True))
    for unit in (u for pk, u in units.items() if pk not in here):
        one = Countersign(reply=newest, unit=unit)
        moves.begin(one, actor=CLOCK, at=at, assignment=assignment.pk, version=newest.version)


@transaction.atomic
def countersign(
    reply: Reply, *, unit: Unit, agrees: bool, note: str, actor: Actor, at: datetime
) -> Countersign:
    """A department says yes, or what must change. It may change its mind until the reply is submitted."""
    assignment = reply.assignment
    locked(assignment)
    helping = assignment.dispatch.assignments.filter(unit=unit, part__in=Assignment.HELPING)
    seated = unit.path in {s.path for s in actor.seats if s.role in {"clerk", "head"}}
    if not seated or not helping.exclude(state__in=Assignment.OUT).exists():
        raise moves.NotAllowed(_("会签由协办单位的人办理"))
    if assignment.state != "countersigning":
        raise moves.Stale(_("这份答复稿现在不在会签"), state=moves.label_of(assignment))
    if assignment.replies.filter(version__gt=reply.version).exists():
        raise moves.Stale(_("答复稿已有新的一版，请看新稿再会签"), state=moves.label_of(assignment))
    if not agrees and not note.strip():
        raise moves.Refused(_("不同意的，请写明要改什么"))
    ask_countersigns(assignment, at=at)
    asked = (
        Countersign.objects.select_related("reply", "unit").exclude(state="void").get(reply=reply, unit=unit)
    )
    if asked.state == ("agreed" if agrees else "objected") and asked.note == note.strip():
        return asked
    words = without_contacts(note.strip())
    _write(asked, person_id=actor.person, at=at, **({} if agrees else {"note": words}))
    verb = "agree" if agrees else "object"
    if asked.state == "objected" and not agrees:
        moves.record(asked, verb, actor=actor, at=at, note=words, version=reply.version)
    else:
        moves.make(asked, verb, actor=actor, at=at, note=words, version=reply.version)
    _write(asked, note=words)
    return asked


def _write(countersign: Countersign, **said: Any) -> None:
    Countersign.objects.filter(pk=countersign.pk).update(**said)
    for name, value in said.items():
        setattr(countersign, name, value)


@transaction.atomic
def overrule(countersign: Countersign, *, ruling: str, actor: Actor, at: datetime) -> None:
    """Those who inspect rule on a disagreement, or on silence: the reply may go on, the objection stays."""
    if not ruling.strip():
        raise moves.Refused(_("请写明怎样裁定、为什么"))
    words = without_contacts(ruling.strip())
    locked(countersign.reply.assignment)
    _write(countersign, ruling=words, ruler_id=actor.person)
    moves.make(countersign, "overrule", actor=actor, at=at, note=words)
