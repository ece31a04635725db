"""What a department does: stated with a day, shown with evidence, checked by others, made public."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import official
from shangliang.kernel.wording import clean
from shangliang.modules.lists.models import ActionEvidence, DeptAsk, ListAction, Match, MemberConcern
from shangliang.modules.lists.services.permitting import must_be_near
from shangliang.modules.org.models import Unit
from shangliang.modules.people.services import person_of

ENDED = ("published", "kept", "broken")


@transaction.atomic
def plan_action(
    origin: Match | DeptAsk | MemberConcern, *, unit: Unit, text: str, due_on: date, actor: Actor,
    at: datetime, token: str = "",
) -> ListAction:  # fmt: skip
    """举措 of a department, out of a match, an ask of its own, or a concern that was pushed to it."""
    if earlier := once.made_before(ListAction, place="lists.action", token=token, actor=actor, at=at):
        return earlier
    moves.must(origin, "plan", actor=actor)
    if not any(s.role in {"clerk", "head"} and s.path == unit.path for s in actor.seats):
        raise moves.NotAllowed(_("举措由办事的部门提出"))
    if due_on <= calendar.day_of(at):
        raise moves.Refused(_("完成日期应在今天以后"))
    must_be_near(due_on, at=at)
    if origin.state in {"withdrawn", "merged", "dissolved", "settled"}:
        raise moves.Stale(_("已经了结，不能再提举措"), state=moves.label_of(origin))
    if origin.campaign.state == "closed":
        raise moves.Stale(_("活动已经结束"), state=moves.label_of(origin.campaign))
    action = ListAction(
        unit=unit, campaign=origin.campaign, text=clean(text, missing=_("请写明做什么"), most=300), due_on=due_on,
        first_due_on=due_on, author=person_of(actor), **_origin(origin),
    )  # fmt: skip
    moves.begin(action, actor=actor, at=at, due_on=due_on.isoformat(), origin=moves.kind_of(origin).flow.kind)
    if isinstance(origin, Match):
        _carry(origin, action, at=at)
    once.remember(action, place="lists.action", token=token, actor=actor)
    return action


def _origin(origin: Match | DeptAsk | MemberConcern) -> dict[str, Any]:
    if isinstance(origin, Match):
        return {"match": origin, "concern": origin.concern, "ask": origin.ask}
    return {"ask": origin} if isinstance(origin, DeptAsk) else {"concern": origin}


def _carry(match: Match, action: ListAction, *, at: datetime) -> None:
    """The first action of a match carries it on."""
    if match.state in {"confirmed", "linked"}:
        moves.make(match, "act", actor=CLOCK, at=at, action=action.pk)


@transaction.atomic
def add_evidence(
    action: ListAction, *, text: str, file: StoredFile | None, actor: Actor, at: datetime
) -> ActionEvidence:
    """What shows that it was done. The same words with the same file, sent twice, are kept once."""
    held = moves.held(action)
    if held.state in ENDED:
        raise moves.Stale(_("这项举措已经了结"), state=moves.label_of(held))
    said = clean(text, missing=_("请说明做了什么、看得到什么"))
    same = action.evidence.filter(text=said, file__sha256=file.sha256 if file else None)
    if earlier := same.first():
        moves.must(action, "add_evidence", actor=actor)
        return earlier
    moves.record(
        action, "add_evidence", actor=actor, at=at, note=said, file_sha256=file.sha256 if file else ""
    )
    return ActionEvidence.objects.create(action=action, text=said, file=file, person=person_of(actor), at=at)


@transaction.atomic
def claim_done(action: ListAction, *, result: str, actor: Actor, at: datetime) -> None:
    """报完成: in words, with the evidence that is there; somebody else has to check it."""
    words = clean(result, missing=_("请写完成情况"))
    ListAction.objects.filter(pk=action.pk).update(result=words)
    action.result = words
    moves.make(action, "claim", actor=actor, at=at)


@transaction.atomic
def publish(action: ListAction, *, actor: Actor, at: datetime) -> None:
    """向社会公开: measure, result and evidence in words; whoever raised it is told."""
    today = calendar.day_of(at)
    ListAction.objects.filter(pk=action.pk).update(published_on=today, evidence_open=True)
    action.published_on, action.evidence_open = today, True
    moves.make(action, "publish", actor=actor, at=at)
    round_off(action, at=at)


@transaction.atomic
def give_up(action: ListAction, *, note: str, actor: Actor, at: datetime) -> None:
    """没有办成: with the reason; what it came from needs another way."""
    moves.make(action, "give_up", actor=actor, at=at, note=clean(note))
    round_off(action, at=at)


@transaction.atomic
def postpone_action(action: ListAction, *, due_on: date, note: str, actor: Actor, at: datetime) -> None:
    """More time, with a reason, by the office; slippage is measured from first_due_on."""
    if action.state not in {"planned", "doing"}:
        raise moves.Stale(_("已经报完成或了结，不必延期"), state=moves.label_of(action))
    if due_on <= calendar.day_of(at):
        raise moves.Refused(_("新的完成日期应在今天以后"))
    must_be_near(due_on, at=at)
    moves.extend(action, until=calendar.end_of(due_on), actor=actor, at=at, note=note)


def round_off(action: ListAction, *, at: datetime) -> None:
    """When the last action of a match has ended: it has its result, or goes on being dealt with."""
    if action.match_id is None:
        return
    match = Match.objects.select_for_update(of=("self",)).select_related("unit").get(pk=action.match_id)
    if match.state != "acting":
        return
    actions = list(match.actions.all())
    if any(a.state not in ENDED for a in actions):
        return
    done = [a for a in actions if a.state in {"published", "kept"}]
    if done:
        with official():
            words = "\n".join(_("%(text)s：%(result)s") % {"text": a.text, "result": a.result} for a in done)
        Match.objects.filter(pk=match.pk).update(outcome=words)
        match.outcome = words
        moves.make(match, "finish", actor=CLOCK, at=at, actions=len(done))
    else:
        _go_on(match, action, at=at)


def _go_on(match: Match, action: ListAction, *, at: datetime) -> None:
    """Nothing came of it: back to the two contacts, with a next step that is due today."""
    author = match.member_contact or match.concern.member
    with official():
        words = _("举措没有办成，商量别的办法")
    new = {
        "member_contact": author, "dept_contact": match.dept_contact or action.author, "next_step": words,
        "next_on": calendar.day_of(at),
    }  # fmt: skip
    Match.objects.filter(pk=match.pk).update(**new)
    for name, value in new.items():
        setattr(match, name, value)
    moves.make(match, "rest", actor=CLOCK, at=at, action=action.pk)
