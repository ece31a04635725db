"""What a department says it will do, by when and in what steps, and what shows that it did."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import without_contacts
from shangliang.modules.handling.models import Assignment, Evidence, Milestone, Promise

PROMISING = ("accepted", "drafting", "bounced", "redoing")
ALIVE = ("open", "claimed")


@transaction.atomic
def promise(assignment: Assignment, *, text: str, due_on: date, actor: Actor, at: datetime) -> Promise:
    """One thing to be done by a day. The same words for the same day, sent twice, are one promise."""
    locked = moves.held(assignment, no_key=True)
    if not assignment.answers:
        raise moves.Refused(_("承诺由答复的单位作出"))
    if locked.state not in PROMISING:
        label = moves.label_of(locked)
        raise moves.Stale(_("现在的状态是“%s”，不能登记承诺") % label, state=label)
    moves.must(assignment, "promise", actor=actor)
    text = " ".join(text.split())
    if not text:
        raise moves.Refused(_("请写明承诺做什么"))
    _later(due_on, at)
    if same := assignment.promises.filter(text=text, due_on=due_on, state="open").first():
        return same
    made = Promise(assignment=assignment, unit=assignment.unit, text=text, due_on=due_on, first_due_on=due_on)
    moves.record(assignment, "promise", actor=actor, at=at, text=text, due_on=due_on.isoformat())
    moves.begin(made, actor=actor, at=at, due_on=due_on.isoformat())
    return made


def _later(due_on: date, at: datetime) -> None:
    if due_on <= calendar.day_of(at):
        raise moves.Refused(_("兑现日期应在今天以后"))


def _held(promise: Promise) -> Promise:
    locked = moves.held(promise, no_key=True)
    if locked.state not in ALIVE:
        raise moves.Stale(_("这项承诺已经了结"), state=moves.label_of(locked))
    return locked


@transaction.atomic
def add_step(promise: Promise, *, text: str, due_on: date, actor: Actor, at: datetime) -> Milestone:
    """节点: one step with its own day, not later than the promise itself."""
    moves.must(promise, "add_step", actor=actor)
    held = _held(promise)
    text = " ".join(text.split())
    if not text:
        raise moves.Refused(_("请写明这个节点做到什么"))
    if not calendar.day_of(at) < due_on <= held.due_on:
        raise moves.Refused(_("节点日期应在今天以后，不晚于承诺的兑现日期"))
    if same := promise.milestones.filter(text=text, due_on=due_on, state="ahead").first():
        return same
    moves.record(promise, "add_step", actor=actor, at=at, text=text, due_on=due_on.isoformat())
    step = Milestone(promise=promise, unit=promise.unit, text=text, due_on=due_on)
    moves.begin(step, actor=actor, at=at, due_on=due_on.isoformat(), promise=promise.pk)
    return step


@transaction.atomic
def reach_step(step: Milestone, *, actor: Actor, at: datetime, note: str = "") -> None:
    day = calendar.day_of(at)
    Milestone.objects.filter(pk=step.pk).update(done_on=day)
    step.done_on = day
    moves.make(step, "reach", actor=actor, at=at, note=without_contacts(note.strip()))


@transaction.atomic
def add_evidence(
    promise: Promise, *, text: str, file: StoredFile | None, actor: Actor, at: datetime, kind: str = ""
) -> Evidence:
    """What shows that the promise was kept. The same words with the same file, sent twice, are kept once."""
    _held(promise)
    if not text.strip() or actor.person_id is None:
        raise moves.Refused(_("请说明做了什么、看得到什么"))
    image = file is not None and file.media_type.startswith("image/")
    chosen = kind or (Evidence.Kind.PHOTO if image else Evidence.Kind.FILE)
    return _evidence(promise, "add_evidence", chosen, text, file, None, actor, at)


@transaction.atomic
def visit(
    promise: Promise, *, text: str, visited_on: date, file: StoredFile | None, actor: Actor, at: datetime
) -> Evidence:
    """现场查看: those who asked or inspect went and looked; what they saw stands beside the promise."""
    _held(promise)
    if not text.strip():
        raise moves.Refused(_("请写明看到了什么"))
    if visited_on > calendar.day_of(at):
        raise moves.Refused(_("查看的日期还没有到"))
    return _evidence(promise, "visit", Evidence.Kind.VISIT, text, file, visited_on, actor, at)


def _evidence(
    promise: Promise, verb: str, kind: str, text: str, file: StoredFile | None, visited_on: date | None,
    actor: Actor, at: datetime,
) -> Evidence:  # fmt: skip
    same = promise.evidence.filter(text=text.strip(), at__gte=promise.entered_at, person=actor.person)
    if earlier := same.filter(file__sha256=file.sha256 if file else None).first():
        return earlier
    seal = file.sha256 if file else ""
    said = without_contacts(text.strip())
    moves.record(promise, verb, actor=actor, at=at, note=said, file_sha256=seal, kind=str(kind))
    return Evidence.objects.create(
        promise=promise, kind=kind, text=text.strip(), file=file, visited_on=visited_on,
        person_id=actor.person, at=at,
    )  # fmt: skip


@transaction.atomic
def postpone(promise: Promise, *, due_on: date, note: str, actor: Actor, at: datetime) -> None:
    """More time, with a reason, by those who may grant it; slippage is measured from first_due_on."""
    if due_on <= calendar.day_of(at):
        raise moves.Refused(_("新的兑现日期应在今天以后"))
    moves.extend(promise, until=calendar.end_of(due_on), actor=actor, at=at, note=note)


@transaction.atomic
def reopen(promise: Promise, *, due_on: date, note: str, actor: Actor, at: datetime) -> None:
    """What was said to be kept is not so, or what was given up is to be done after all: it is owed again."""
    _later(due_on, at)
    new = {"due_on": due_on, "reopened": promise.reopened + 1}
    Promise.objects.filter(pk=promise.pk).update(**new)
    for name, value in new.items():
        setattr(promise, name, value)
    moves.make(
        promise, "reopen", actor=actor, at=at, note=without_contacts(note.strip()), due_on=due_on.isoformat()
    )
