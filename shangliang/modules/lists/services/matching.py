"""Two lists become one matter: joined by a person, carried through by both sides."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.wording import clean
from shangliang.modules.lists.models import (
    Candidate,
    ConcernPart,
    DeptAsk,
    Match,
    MemberConcern,
)
from shangliang.modules.lists.services.permitting import must_run
from shangliang.modules.people.models import Person


@transaction.atomic
def confirm(concern: MemberConcern, *, ask: DeptAsk, actor: Actor, at: datetime) -> Match:
    """确认对接, by a person. Both sides are told; the department owes an answer to the concern from now on."""
    moves.must(concern.campaign, "compare", actor=actor)
    if ask.campaign_id != concern.campaign_id:
        raise moves.Refused(_("只能对接同一活动里的两条"))
    must_run(concern.campaign)
    held = moves.held(concern)
    asked = moves.held(ask, no_key=True)
    if held.state in {"merged", "withdrawn"} or asked.state == "withdrawn":
        raise moves.Stale(_("其中一条已经归并或撤回"), state=moves.label_of(held))
    found = Candidate.objects.filter(concern=concern, ask=ask).first()
    match = Match(
        unit=concern.unit, campaign=concern.campaign, concern=concern, ask=ask,
        score=found.score if found else 0, why=found.why if found else "",
    )  # fmt: skip
    try:
        with transaction.atomic():
            moves.begin(match, actor=actor, at=at, concern=concern.pk, ask=ask.pk, score=match.score)
    except IntegrityError:
        raise moves.Stale(_("这一对已经对接")) from None
    if found:
        found.delete()
    moves.record(concern, "match", actor=actor, at=at, match=match.pk, ask=ask.pk)
    _owe_answer(concern, ask, actor=actor, at=at)
    return match


def _owe_answer(concern: MemberConcern, ask: DeptAsk, *, actor: Actor, at: datetime) -> None:
    """The department whose ask it met is asked to answer it, unless it has been or others have settled it."""
    if concern.state not in {"new", "pushed"}:
        return
    if concern.parts.filter(round=concern.round, unit=ask.unit, state__in=["waiting", "answered"]).exists():
        return
    verb = "push" if concern.state == "new" else "push_more"
    moves.make(concern, verb, actor=actor, at=at, units=[ask.unit.code])
    concern.departments.add(ask.unit)
    part = ConcernPart(unit=ask.unit, concern=concern, round=concern.round)
    moves.begin(part, actor=actor, at=at, concern=concern.pk)


@transaction.atomic
def refuse(concern: MemberConcern, *, ask: DeptAsk, actor: Actor, at: datetime) -> None:
    """这一对不成立: it is not offered again. Said twice it is said once."""
    moves.must(concern.campaign, "compare", actor=actor)
    rows = Candidate.objects.filter(concern=concern, ask=ask, refused_at=None)
    if not rows.update(refused_at=at, refused_by_id=actor.person_id):
        raise moves.Stale(_("这一对刚刚已有人处理"))
    moves.record(concern, "refuse_match", actor=actor, at=at, ask=ask.pk)


@transaction.atomic
def link(
    match: Match, *, member_contact: Person, dept_contact: Person, next_step: str, next_on: date,
    actor: Actor, at: datetime,
) -> None:  # fmt: skip
    """对接人: one on each side, and what happens next by which day."""
    if not match.concern.authors.filter(person=member_contact).exists():
        raise moves.Refused(_("委员一方的联系人应是提出关注的委员"))
    seats = dept_contact.seats.filter(unit=match.ask.unit_id, role__in=["clerk", "head"])
    if not seats.filter(starts_on__lte=calendar.day_of(at)).exclude(ends_on__lt=calendar.day_of(at)).exists():
        raise moves.Refused(_("部门一方的联系人应是“%s”的工作人员") % match.ask.unit)
    _next(match, next_step=next_step, next_on=next_on, at=at)
    rows = Match.objects.filter(pk=match.pk)
    rows.update(member_contact=member_contact, dept_contact=dept_contact)
    match.member_contact, match.dept_contact = member_contact, dept_contact
    moves.make(match, "link", actor=actor, at=at, step=match.next_step, on=next_on.isoformat())


@transaction.atomic
def step(match: Match, *, done: str, next_step: str, next_on: date, actor: Actor, at: datetime) -> None:
    """What happened, and what happens next by which day."""
    note = clean(done, missing=_("请写这一步做了什么"))
    _next(match, next_step=next_step, next_on=next_on, at=at)
    moves.make(match, "step", actor=actor, at=at, note=note, step=match.next_step, on=next_on.isoformat())


def _next(match: Match, *, next_step: str, next_on: date, at: datetime) -> None:
    words = clean(next_step, missing=_("请写下一步做什么"), most=200)
    if next_on < calendar.day_of(at):
        raise moves.Refused(_("下一步的日期不能早于今天"))
    Match.objects.filter(pk=match.pk).update(next_step=words, next_on=next_on)
    match.next_step, match.next_on = words, next_on


@transaction.atomic
def settle(match: Match, *, outcome: str, actor: Actor, at: datetime) -> None:
    """对接结果 without an action: what both sides came to."""
    words = clean(outcome, missing=_("请写明对接结果"))
    Match.objects.filter(pk=match.pk).update(outcome=words)
    match.outcome = words
    moves.make(match, "settle", actor=actor, at=at, note=words)
