"""What a member says to a department, and what the department answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once, params
from shangliang.kernel.access import Actor
from shangliang.kernel.text import shortened
from shangliang.kernel.wording import clean
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.handling.models import Reply
from shangliang.modules.lists import queries
from shangliang.modules.lists.models import Campaign, Counsel, DeptAsk, MemberConcern, SignUp
from shangliang.modules.lists.services.raising import must_collect, put_on_list
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.people.services import person_of

Occasion = Counsel.Occasion


@transaction.atomic
def reply_to_ask(ask: DeptAsk, *, text: str, actor: Actor, at: datetime, token: str = "") -> Counsel:
    """应答: a member's answer to an ask; the department says what it takes up after the deadline, or before."""
    if earlier := once.made_before(Counsel, place="lists.counsel", token=token, actor=actor, at=at):
        return earlier
    moves.must(ask, "reply", actor=actor)
    if ask.state != "open":
        raise moves.Stale(_("应答已经截止"), state=moves.label_of(ask))
    counsel = Counsel(
        unit=ask.unit, host=ask.campaign.unit, occasion=Occasion.ASK, ask=ask, member=person_of(actor),
        text=clean(text, missing=_("请写您的建议")),
        due_on=_weigh_by(ask.unit, after=max(ask.deadline, calendar.day_of(at)), at=at),
    )  # fmt: skip
    moves.begin(counsel, actor=actor, at=at, ask=ask.pk)
    once.remember(counsel, place="lists.counsel", token=token, actor=actor)
    return counsel


@transaction.atomic
def suggest(sign_up: SignUp, *, text: str, actor: Actor, at: datetime, token: str = "") -> Counsel:
    """体验建议: out of what a member saw at the post; the department must answer it."""
    if earlier := once.made_before(Counsel, place="lists.counsel", token=token, actor=actor, at=at):
        return earlier
    moves.must(sign_up, "suggest", actor=actor)
    if sign_up.state not in {"attended", "logged"}:
        raise moves.Stale(_("到岗体验以后才能提体验建议"), state=moves.label_of(sign_up))
    if sign_up.post.state in {"closed", "cancelled"}:
        raise moves.Stale(_("体验岗已经收尾"), state=moves.label_of(sign_up.post))
    unit = sign_up.post.unit
    counsel = Counsel(
        unit=unit, host=sign_up.unit, occasion=Occasion.POST, sign_up=sign_up, member=person_of(actor),
        text=clean(text, missing=_("请写建议")), due_on=_weigh_by(unit, after=calendar.day_of(at), at=at),
    )  # fmt: skip
    moves.begin(counsel, actor=actor, at=at, post=sign_up.post_id)
    moves.record(sign_up, "suggest", actor=actor, at=at, counsel=counsel.pk)
    once.remember(counsel, place="lists.counsel", token=token, actor=actor)
    return counsel


@transaction.atomic
def question(
    gathering: Gathering, *, unit: Unit, text: str, actor: Actor, at: datetime, token: str = ""
) -> Counsel:
    """通报会提问, before or during a briefing (政情通报会), to one of the departments that sit there."""
    if earlier := once.made_before(Counsel, place="lists.counsel", token=token, actor=actor, at=at):
        return earlier
    if not queries.may_question(actor, gathering):
        raise moves.NotAllowed(_("通报会的提问由委员提出"))
    if gathering.type != "briefing":
        raise moves.Refused(_("这不是政情通报会"))
    if gathering.state not in {"preparing", "noticed", "sitting"}:
        raise moves.Stale(_("通报会已经结束，不再提问"), state=moves.label_of(gathering))
    if unit not in queries.briefing_departments(gathering):
        raise moves.Refused(_("“%s”不在这次通报会的部门里") % unit)
    counsel = Counsel(
        unit=unit, host=gathering.unit, occasion=Occasion.BRIEFING, gathering=gathering,
        member=person_of(actor), text=clean(text, missing=_("请写问题")),
        due_on=_weigh_by(unit, after=_briefing_day(gathering, at), at=at),
    )  # fmt: skip
    moves.begin(counsel, actor=actor, at=at, gathering=gathering.pk)
    once.remember(counsel, place="lists.counsel", token=token, actor=actor)
    return counsel


def _briefing_day(gathering: Gathering, at: datetime) -> date:
    """What is asked beforehand may be answered at the meeting: the time runs from then."""
    return max(calendar.day_of(at), calendar.day_of(gathering.starts_at or at))


def _weigh_by(unit: Unit, *, after: date, at: datetime) -> date:
    days = int(params.value(unit.path, "lists.weigh_within", calendar.day_of(at)))
    kind = params.definition("lists.weigh_within").kind
    return calendar.Calendar(unit.path).shift(after, days, kind)


@transaction.atomic
def answer_counsel(
    counsel: Counsel, *, answer: str, actor: Actor, at: datetime, adoption: str = "", reason: str = ""
) -> None:
    """What the department says to it. A question is answered; everything else is also taken up or not, and why."""
    weighed = counsel.occasion != Occasion.BRIEFING
    if (weighed or adoption) and adoption not in Reply.Adoption.values:
        raise moves.Refused(_("请选择采纳情况"))
    if adoption == Reply.Adoption.REJECTED and not reason.strip():
        raise moves.Refused(_("不采纳的，请写明理由"))
    new = {
        "adoption": adoption,
        "answer": clean(answer, missing=_("请写明回应")),
        "reason": clean(reason) if adoption == Reply.Adoption.REJECTED else "",
    }
    Counsel.objects.filter(pk=counsel.pk).update(**new)
    for name, value in new.items():
        setattr(counsel, name, value)
    moves.make(counsel, "answer", actor=actor, at=at, adoption=adoption)


@transaction.atomic
def raise_from(
    counsel: Counsel, *, campaign: Campaign, title: str, present: str, actor: Actor, at: datetime,
    field: Field | None = None, departments: Sequence[Unit] = (),
) -> MemberConcern:  # fmt: skip
    """What was said becomes a concern of its own, in the name of the member who said it."""
    moves.must(counsel, "raise", actor=actor)
    held = moves.held(counsel)
    if held.concern_id:
        raise moves.Stale(_("已经转为委员关注"), state=moves.label_of(counsel))
    if held.state == "withdrawn":
        raise moves.Stale(_("已经撤回"), state=moves.label_of(held))
    if campaign.unit_id != counsel.host_id:
        raise moves.Refused(_("只能转到本委员会的活动里"))
    must_collect(campaign)
    concern = put_on_list(
        campaign, member=counsel.member, title=title or shortened(counsel.text, 60), present=present,
        suggestion=counsel.text, field=field, departments=departments or [counsel.unit], actor=actor, at=at,
        counsel=counsel.pk,
    )  # fmt: skip
    Counsel.objects.filter(pk=counsel.pk).update(concern=concern)
    counsel.concern = concern
    moves.record(counsel, "raise", actor=actor, at=at, concern=concern.pk)
    return concern
