"""A department writes its reply; those who help give their opinion and countersign."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import moves
from shangliang.kernel import text as words
from shangliang.kernel.access import Actor
from shangliang.modules.handling.models import Assignment, Countersign, Reply
from shangliang.modules.handling.services.versions import catch_up
from shangliang.modules.org.models import Unit

TO_DRAFT = ("accepted", "bounced", "redoing")
CONTACT_WAYS = {
    "visit": lazy("当面走访"), "meeting": lazy("座谈会"), "phone": lazy("电话"), "mail": lazy("邮件"),
    "letter": lazy("书信"), "other": lazy("其他"),
}  # fmt: skip
CONTACT_PHASES = {"before": lazy("办前"), "during": lazy("办中"), "after": lazy("办后")}


@transaction.atomic
def save_draft(
    assignment: Assignment, *, text: str, adoption: str, norm: str, reason: str, actor: Actor, at: datetime,
    seen: datetime | None = None,
) -> Reply:  # fmt: skip
    """Keep the reply as it stands now. A version that was submitted or countersigned stays as it was: the
    next saving begins a new one. `seen`: when the text on the screen had been saved; if a colleague has saved
    since, nothing is written over.
    """
    new = _checked(text, adoption, norm, reason)
    _lock(assignment)
    if not moves.kind_of(assignment).policy.may(actor, "save_draft", assignment):
        raise moves.NotAllowed(_("这一步不归您办理"))
    catch_up(assignment)
    if assignment.state not in {*TO_DRAFT, "drafting"}:
        label = moves.label_of(assignment)
        raise moves.Stale(_("现在的状态是“%s”，不能改答复稿") % label, state=label)
    newest = assignment.replies.select_related("author").first()
    reply = _version(assignment, newest, new)
    if reply.pk and all(getattr(reply, name) == value for name, value in new.items()):
        return reply
    if newest and seen and newest.at != seen:
        raise moves.Stale(
            _("%s刚刚保存过这份答复稿，请先看看改了什么") % newest.author, state=moves.label_of(assignment)
        )
    if assignment.state in TO_DRAFT:
        moves.make(assignment, "draft", actor=actor, at=at)
    seal = hashlib.sha256(new["text"].encode()).hexdigest()
    facts: dict[str, Any] = {"version": reply.version, "adoption": adoption, "norm": norm, "sha256": seal}
    moves.record(assignment, "save_draft", actor=actor, at=at, **facts)
    for name, value in new.items():
        setattr(reply, name, value)
    reply.author_id, reply.at = _person(actor), at
    reply.save()
    Assignment.objects.filter(pk=assignment.pk, handler=None).update(handler_id=actor.person_id)
    return reply


def _version(assignment: Assignment, newest: Reply | None, new: dict[str, str]) -> Reply:
    """The version that this saving belongs to."""
    if newest is None or newest.submitted_at is not None:
        return Reply(assignment=assignment, version=newest.version + 1 if newest else 1)
    changed = any(getattr(newest, name) != value for name, value in new.items())
    if changed and newest.countersigns.exists():
        return Reply(assignment=assignment, version=newest.version + 1)
    return newest


def _checked(text: str, adoption: str, norm: str, reason: str) -> dict[str, str]:
    missing = []
    if not text.strip():
        missing.append(_("请写答复内容"))
    if adoption not in Reply.Adoption.values:
        missing.append(_("请选择采纳情况"))
    if norm not in Reply.Norm.values:
        missing.append(_("请选择办理结果"))
    if adoption == Reply.Adoption.REJECTED and not reason.strip():
        missing.append(_("不采纳的，须写明理由"))
    if missing:
        raise moves.Refused(*missing)
    plain = text.replace("\r\n", "\n").strip()
    return {"text": plain, "adoption": adoption, "norm": norm, "reason": reason.replace("\r\n", "\n").strip()}


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise moves.NotAllowed(_("这一步不归您办理"))
    return actor.person_id


def _lock(assignment: Assignment) -> None:
    """Hold the row until the end of the transaction, and see it as it is now."""
    now = Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    for name in (
        "state",
        "version",
        "entered_at",
        "due_at",
        "clock_of",
        "clock_from",
        "clock_at",
        "clock_step",
    ):
        setattr(assignment, name, getattr(now, name))


@transaction.atomic
def countersign(
    reply: Reply, *, unit: Unit, agrees: bool, note: str, actor: Actor, at: datetime
) -> Countersign:
    """A helping department agrees to this version, or says what must change.

    It may change its mind until the reply is submitted.
    """
    assignment = reply.assignment
    _lock(assignment)
    verb = "countersign" if agrees else "object"
    seated = unit.path in {s.path for s in actor.seats if s.role in {"clerk", "head"}}
    helping = assignment.dispatch.assignments.filter(unit=unit, part__in=Assignment.HELPING)
    if not seated or not helping.exclude(state__in=Assignment.OUT).exists():
        raise moves.NotAllowed(_("会签由协办单位的人办理"))
    if assignment.state != "countersigning":
        raise moves.Stale(_("这份答复稿现在不在会签"), state=moves.label_of(assignment))
    if assignment.replies.filter(version__gt=reply.version).exists():
        raise moves.Stale(_("答复稿已有新的一版，请看新稿再会签"), state=moves.label_of(assignment))
    if not agrees and not note.strip():
        raise moves.Refused(_("不同意的，请写明要改什么"))
    moves.record(
        assignment, verb, actor=actor, at=at, note=note.strip(), unit=unit.short, version=reply.version
    )
    given = {"person_id": _person(actor), "agrees": agrees, "note": note.strip(), "at": at}
    return Countersign.objects.update_or_create(reply=reply, unit=unit, defaults=given)[0]


@transaction.atomic
def advise(assignment: Assignment, *, opinion: str, actor: Actor, at: datetime) -> None:
    """A helping department gives its opinion to those it helps."""
    if not opinion.strip():
        raise moves.Refused(_("还没有写协办意见"))
    assignment.opinion = opinion.replace("\r\n", "\n").strip()
    moves.make(assignment, "advise", actor=actor, at=at)
    Assignment.objects.filter(pk=assignment.pk).update(opinion=assignment.opinion, handler_id=_person(actor))


@transaction.atomic
def contact(assignment: Assignment, *, phase: str, way: str, note: str, actor: Actor, at: datetime) -> None:
    """Note a talk with those who asked, before, during or after handling (DOMAIN 1.8)."""
    if phase not in CONTACT_PHASES or way not in CONTACT_WAYS:
        raise moves.Refused(_("请选择沟通的时段和方式"))
    if not note.strip():
        raise moves.Refused(_("请写明和谁谈了什么"))
    if assignment.state in {"pending", "refusing", *Assignment.OUT}:
        raise moves.Stale(_("签收以后才能登记沟通"), state=moves.label_of(assignment))
    said = words.without_contacts(note.strip())  # the journal keeps no telephone numbers
    moves.record(assignment, "contact", actor=actor, at=at, note=said, phase=phase, way=way)
