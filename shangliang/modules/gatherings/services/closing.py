"""The end of the meeting and what follows: minutes, the five lights, steps."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves, text
from shangliang.kernel.access import Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import official
from shangliang.modules.gatherings import queries
from shangliang.modules.gatherings.models import Gathering, Light
from shangliang.modules.gatherings.services.permitting import OPEN, permit
from shangliang.modules.people.services import person_of


@transaction.atomic
def end(gathering: Gathering, *, actor: Actor, at: datetime, note: str = "") -> None:
    """The meeting is over; its item of the plan, when there is one, hears of it by the journal."""
    came = queries.attendance(gathering)
    facts = {
        "signed": len(came.present), "excused": len(came.excused), "absent": len(came.missing),
        "opinions": gathering.opinions.count(),
    }  # fmt: skip
    if gathering.plan_item_id:
        facts["plan_item"] = gathering.plan_item_id
    moves.make(gathering, "end", actor=actor, at=at, note=note, **facts)


@transaction.atomic
def cancel(gathering: Gathering, *, note: str, actor: Actor, at: datetime) -> None:
    """Called off, with the reason; the topic goes back when nothing else on it is on (services.follow)."""
    facts = {"topic": gathering.topic_id}
    if gathering.plan_item_id:
        facts["plan_item"] = gathering.plan_item_id
    moves.make(gathering, "cancel", actor=actor, at=at, note=note, **facts)


def mark_of(minutes: str) -> str:
    """A short mark of the minutes as somebody saw them, to notice that another wrote meanwhile."""
    return hashlib.sha256(minutes.encode()).hexdigest()[:16]


@transaction.atomic
def write_minutes(gathering: Gathering, *, text: str, actor: Actor, at: datetime, seen: str = "") -> None:
    """Keep the minutes. `seen` marks what the writer had before her: nobody is overwritten."""
    permit(gathering, "write_minutes", actor=actor, states=frozenset({"sitting", "held"}))
    there = Gathering.objects.values_list("minutes", flat=True).get(pk=gathering.pk)
    words = text.replace("\r\n", "\n").strip()
    if words == there:
        return
    if seen and seen != mark_of(there):
        raise moves.Stale(
            _("您打开页面之后已有人改过纪要，请先看看新的一稿"), state=moves.label_of(gathering)
        )
    writer = person_of(actor)
    Gathering.objects.filter(pk=gathering.pk).update(minutes=words, minutes_by=writer)
    gathering.minutes, gathering.minutes_by = words, writer
    moves.record(gathering, "write_minutes", actor=actor, at=at, length=len(words), was=mark_of(there))


@transaction.atomic
def light(
    gathering: Gathering,
    *,
    kind: str,
    evidence: str,
    actor: Actor,
    at: datetime,
    file: StoredFile | None = None,
) -> Light:
    """Light one of the five with its evidence; lit again, the journal keeps the older evidence."""
    permit(gathering, "light", actor=actor, states=OPEN)
    evidence = text.normal(evidence)
    if kind not in Light.Kind.values:
        raise moves.Refused(_("五个一里没有这一项"))
    if not evidence:
        raise moves.Refused(_("请写明佐证：没有佐证，灯不能亮"))
    if kind == Light.Kind.CONSULTATION and gathering.state in {"preparing", "noticed"}:
        raise moves.Refused(_("协商还没有举行"))
    before = gathering.lights.filter(kind=kind).first()
    if before and before.evidence == evidence and (file is None or file == before.file):
        return before
    kept: dict[str, Any] = {"evidence": evidence, "person": person_of(actor), "at": at}
    if file or not before:
        kept["file"] = file
    lit, _new = Light.objects.update_or_create(gathering=gathering, kind=kind, defaults=kept)
    facts = {"was": before.evidence} if before else {}
    moves.record(gathering, "light", actor=actor, at=at, light=kind, evidence=evidence, **facts)
    return lit


@transaction.atomic
def tick_step(
    gathering: Gathering, *, order: int, actor: Actor, at: datetime, note: str = "", done: bool = True
) -> bool:
    """A step of the template is done (or, ticked by mistake, is not). False when it stood so already."""
    permit(gathering, "step", actor=actor, states=OPEN)
    step = gathering.steps.filter(order=order).first()
    if step is None:
        raise moves.Refused(_("流程里没有第 %d 步") % order)
    note = text.normal(note)[:300]
    if bool(step.done_at) == done and (not done or note in ("", step.note)):
        return False
    # One taken back keeps a note, so that the journal's consumer does not tick it again.
    with official():
        taken_back = note or _("收回")
    step.done_at, step.note = (step.done_at or at, note or step.note) if done else (None, taken_back)
    step.save(update_fields=["done_at", "note"])
    moves.record(gathering, "step", actor=actor, at=at, note=note, order=order, label=step.label, done=done)
    return True
