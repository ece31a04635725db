"""评选表扬: a round is opened, candidates are named, a jury votes, the chair decides, it is published (SYSTEMS 39)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import Actor
from shangliang.kernel.text import listed, normal
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.people.services import person_of
from shangliang.modules.proposals.models import AwardRound, AwardVote, Nominee, Proposal
from shangliang.modules.proposals.queries import awards

Kind = AwardRound.Kind


@transaction.atomic
def open_award(
    unit: Unit,
    *,
    kind: str,
    title: str,
    since: date,
    until: date,
    actor: Actor,
    at: datetime,
    token: str = "",
) -> AwardRound:
    """开始评选: what was filed between two days, or who answered for it. The same form sent twice gives one round."""
    person = person_of(actor)
    scope = f"proposals.open_award {person.pk}"
    if token and (earlier := once.claim(scope, token, b"", at)):
        return AwardRound.objects.get(pk=int(earlier.body))
    if not moves.kind_of(AwardRound).policy.may_at(actor, "appoint", unit.path):
        raise moves.NotAllowed(_("评选由政协办开始"))
    if kind not in Kind.values:
        raise moves.Refused(_("请选择评什么"))
    if until <= since or until > calendar.day_of(at):
        raise moves.Refused(_("评选的时段要早的在前，并且已经过完"))
    award = AwardRound(unit=unit, kind=kind, title=normal(title), since=since, until=until)
    try:
        with transaction.atomic():
            moves.begin(award, actor=actor, at=at, kind=kind)
    except IntegrityError:
        raise moves.Refused(_("这个时段的评选已经开始")) from None
    if token:
        once.keep(scope, token, 200, str(award.pk))
    return award


@transaction.atomic
def appoint_jury(award: AwardRound, *, people: Sequence[Person], actor: Actor, at: datetime) -> None:
    """评委: while candidates are collected."""
    held = _held(award)
    if held.state != "collecting":
        raise moves.Stale(_("评委在收候选的时候请定"), state=moves.label_of(held))
    held.jury.set(people)
    moves.record(held, "appoint", actor=actor, at=at, people=sorted(p.pk for p in people))


@transaction.atomic
def nominate_for_award(
    award: AwardRound, *, why: str, actor: Actor, at: datetime, proposal: Proposal | None = None,
    department: Unit | None = None,
) -> Nominee:  # fmt: skip
    """推荐: a proposal that was filed in the time, or a department that answered for one; never one's own."""
    held = _held(award)
    if held.state != "collecting":
        raise moves.Stale(_("现在不收候选"), state=moves.label_of(held))
    moves.must(held, "nominate", actor=actor)
    if not why.strip():
        raise moves.Refused(_("请写明推荐理由"))
    _fits(held, proposal, department, actor)
    try:
        with transaction.atomic():
            made = Nominee.objects.create(
                round=held, proposal=proposal, department=department, why=normal(why)[:1000],
                named_by=person_of(actor), at=at,
            )  # fmt: skip
    except IntegrityError:
        raise moves.Refused(_("已经推荐了")) from None
    moves.record(held, "nominate", actor=actor, at=at, nominee=made.pk)
    return made


def _fits(award: AwardRound, proposal: Proposal | None, department: Unit | None, actor: Actor) -> None:
    if award.kind == Kind.PROPOSALS:
        if proposal is None or department is not None:
            raise moves.Refused(_("请选择提案"))
        if not awards.filed_between(award).filter(pk=proposal.pk).exists():
            raise moves.Refused(_("只能推荐这个时段里立案的提案"))
        if proposal.signers.filter(person=person_of(actor), struck_at=None).exists():
            raise moves.NotAllowed(_("不能推荐自己的提案"))
    elif department is None or proposal is not None:
        raise moves.Refused(_("请选择承办单位"))
    elif not awards.handlers_between(award).filter(unit=department).exists():
        raise moves.Refused(_("这个单位没有办理过这个时段的提案"))
    elif any(s.path == department.path for s in actor.seats):
        raise moves.NotAllowed(_("不能推荐自己的单位"))


@transaction.atomic
def vote(nominee: Nominee, *, yes: bool, note: str, actor: Actor, at: datetime) -> AwardVote:
    """A juror's vote; the newest counts. Who has a part in it does not vote on it."""
    award = _held(nominee.round)
    if award.state != "assessing":
        raise moves.Stale(_("现在不是投票的时候"), state=moves.label_of(award))
    moves.must(award, "vote", actor=actor)
    signed = nominee.proposal and nominee.proposal.signers.filter(person=person_of(actor)).exists()
    sits = nominee.department and any(s.path == nominee.department.path for s in actor.seats)
    if signed or sits:
        raise moves.NotAllowed(_("和自己有关的候选，不能投票"))
    if not yes and not note.strip():
        raise moves.Refused(_("不赞成的请写理由"))
    moves.record(award, "vote", actor=actor, at=at, nominee=nominee.pk)
    defaults = {"yes": yes, "note": normal(note)[:300], "at": at}
    return AwardVote.objects.update_or_create(nominee=nominee, person=person_of(actor), defaults=defaults)[0]


@transaction.atomic
def propose_choice(nominee: Nominee, *, chosen: bool, reason: str, actor: Actor, at: datetime) -> None:
    """Chosen or not, each with its reason: first as the office proposes it, then as the chair decides."""
    award = _held(nominee.round)
    if award.state != "assessing":
        raise moves.Stale(_("只有初评的时候能定入选"), state=moves.label_of(award))
    if not reason.strip():
        raise moves.Refused(_("请写明理由"))
    moves.must(award, "propose", actor=actor)
    nominee.chosen, nominee.reason = chosen, normal(reason)[:1000]
    Nominee.objects.filter(pk=nominee.pk).update(chosen=chosen, reason=nominee.reason)
    moves.record(award, "propose", actor=actor, at=at, nominee=nominee.pk, chosen=chosen)


@transaction.atomic
def publish_award(award: AwardRound, *, actor: Actor, at: datetime) -> None:
    """公布: everybody reads who was chosen and why. What its proposer keeps closed shows no words."""
    moves.must(award, "publish", actor=actor)
    held = _held(award)
    if held.state != "decided":
        raise moves.Stale(_("还没有审定，不能公布"), state=moves.label_of(held))
    closed = held.nominees.filter(chosen=True, proposal__open_ok=False).select_related("proposal")
    if closed:
        raise moves.Refused(
            _("提案者没有同意公开：%s；请先征得同意") % listed(n.proposal.title for n in closed if n.proposal)
        )
    held.published_on = calendar.day_of(at)
    AwardRound.objects.filter(pk=held.pk).update(published_on=held.published_on)
    moves.make(held, "publish", actor=actor, at=at)


def _held(award: AwardRound) -> AwardRound:
    """Nobody else changes the round until this is done."""
    rows = AwardRound.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=award.pk)
