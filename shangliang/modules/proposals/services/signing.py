"""联名、附议: nobody stands on a proposal who has not said so herself, in time (DOMAIN 0.2 no. 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, params
from shangliang.kernel.access import Actor
from shangliang.kernel.text import listed
from shangliang.modules.people.models import Member, Person
from shangliang.modules.people.services import person_of
from shangliang.modules.proposals.models import IN_REVIEW, Proposal, Signer
from shangliang.modules.proposals.queries.sessions import sitting
from shangliang.modules.proposals.services.common import hold, put

ASKED = (Proposal.Kind.JOINT, Proposal.Kind.GROUP)


@transaction.atomic
def invite(proposal: Proposal, *, people: Sequence[Person], actor: Actor, at: datetime) -> None:
    """请人联名: each has three hours while a session sits, else a day (parameters), to say yes or no."""
    moves.must_stand(proposal, "draft")
    hold(proposal)
    moves.must(proposal, "invite", actor=actor)
    if proposal.kind not in ASKED:
        raise moves.Refused(_("请人联名的，提案种类要选委员联名提案或小组提案"))
    _must_be_members(proposal, people, at)
    for person in people:
        if person.pk != proposal.drafter_id:
            _ask(proposal, person)
    put(proposal, cosign_until=ends(proposal, at=at))
    moves.make(
        proposal, "invite", actor=actor, at=at, people=[p.pk for p in people],
        until=proposal.cosign_until.isoformat() if proposal.cosign_until else "",
    )  # fmt: skip


def ends(proposal: Proposal, *, at: datetime) -> datetime:
    """Until when those asked now may answer (2 queries)."""
    day = calendar.day_of(at)
    if sitting(proposal.unit, day):
        return at + timedelta(hours=int(params.value(proposal.unit.path, "proposals.cosign_hours", day)))
    return at + timedelta(days=int(params.value(proposal.unit.path, "proposals.cosign_days", day)))


def _must_be_members(proposal: Proposal, people: Sequence[Person], at: datetime) -> None:
    day = calendar.day_of(at)
    known = set(
        Member.objects.filter(
            person__in=people, term__unit=proposal.unit, term__starts_on__lte=day, term__ends_on__gte=day
        ).values_list("person", flat=True)
    )
    if outside := [p.name for p in people if p.pk not in known]:
        raise moves.Refused(_("不是本届委员，不能联名：%s") % listed(outside))


def _ask(proposal: Proposal, person: Person) -> None:
    """Who was struck off may be asked anew; who has agreed is not asked twice."""
    row = proposal.signers.filter(person=person).first()
    if row is not None:
        proposal.signers.filter(pk=row.pk).update(struck_at=None)
        return
    place = (proposal.signers.aggregate(last=Max("place"))["last"] or 0) + 1
    Signer.objects.create(proposal=proposal, place=place, role=Signer.Role.COSIGNER, person=person)


@transaction.atomic
def answer(proposal: Proposal, *, agrees: bool, actor: Actor, at: datetime) -> None:
    """同意联名 or 不参加. Raises Stale when the time is over, whether the clock has struck yet or not."""
    person = person_of(actor)
    moves.held(proposal, no_key=True)
    proposal.refresh_from_db(fields=["state", "version", "cosign_until"])
    row = proposal.signers.filter(person=person, role=Signer.Role.COSIGNER).first()
    if row is None:
        raise moves.NotAllowed(_("没有请您联名"))
    over = proposal.cosign_until is None or at >= proposal.cosign_until
    if proposal.state != "cosigning" or over or row.struck_at is not None:
        raise moves.Stale(_("联名已经截止，不能再签"), state=moves.label_of(proposal))
    moves.record(proposal, "cosign" if agrees else "decline", actor=actor, at=at)
    proposal.signers.filter(pk=row.pk).update(
        agreed_at=(row.agreed_at or at) if agrees else None, struck_at=None if agrees else at
    )


@transaction.atomic
def second(proposal: Proposal, *, actor: Actor, at: datetime) -> Signer:
    """附议: a member says yes to what has been handed in, while its proposer leaves it open and time allows."""
    person = person_of(actor)
    moves.must_stand(proposal, *IN_REVIEW)
    hold(proposal)
    row = proposal.signers.filter(person=person).first()
    if row is not None and row.struck_at is None:
        raise moves.Refused(_("您已经在这件提案上"))
    if not proposal.cosign_open or proposal.submitted_at is None:
        raise moves.Refused(_("这件提案没有开放附议"))
    days = int(params.value(proposal.unit.path, "proposals.second_within", calendar.day_of(at)))
    if at > proposal.submitted_at + timedelta(days=days):
        raise moves.Stale(_("附议时间已过"), state=moves.label_of(proposal))
    moves.record(proposal, "second", actor=actor, at=at)
    _must_be_members(proposal, [person], at)
    if row is not None:
        proposal.signers.filter(pk=row.pk).update(role=Signer.Role.SECONDER, agreed_at=at, struck_at=None)
        return proposal.signers.get(pk=row.pk)
    place = (proposal.signers.aggregate(last=Max("place"))["last"] or 0) + 1
    return Signer.objects.create(
        proposal=proposal, place=place, role=Signer.Role.SECONDER, person=person, agreed_at=at
    )


@transaction.atomic
def stop_cosigning(proposal: Proposal, *, actor: Actor, at: datetime) -> None:
    """截止征集 before the time is over: who has not signed is struck off."""
    moves.make(proposal, "stop_cosigning", actor=actor, at=at)
    strike(proposal, at=at)


def strike(proposal: Proposal, *, at: datetime) -> int:
    """到期未签者剔除: never listed, never credited. Returns how many."""
    return proposal.signers.filter(agreed_at=None, struck_at=None).update(struck_at=at)
