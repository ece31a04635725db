"""培育评审: with the proposer's consent, advised item by item, concluded; the revision is linked (SYSTEMS 32)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import Entry
from shangliang.kernel.text import normal
from shangliang.modules.people.models import Person
from shangliang.modules.people.services import person_of
from shangliang.modules.proposals.models import (
    IN_REVIEW,
    WRITING,
    Incubation,
    IncubationAdvice,
    IncubationGuest,
    Proposal,
)


@dataclass(frozen=True)
class Guest:
    """Somebody of a department with an account, or an expert by name."""

    person: Person | None = None
    name: str = ""
    role: str = ""


@transaction.atomic
def call_incubation(
    proposal: Proposal, *, about: str, day: date, place: str, guests: Sequence[Guest], actor: Actor, at: datetime
) -> Incubation:  # fmt: skip
    """The office calls one for a proposal in review; it takes place only if the proposer agrees."""
    if proposal.state not in IN_REVIEW:
        raise moves.Stale(_("只有预审、审查中的提案可以培育评审"), state=moves.label_of(proposal))
    moves.must(proposal, "accept", actor=actor)
    if not guests:
        raise moves.Refused(_("请写明邀请谁"))
    _not_past(day, at)
    made = _begun(proposal, about, actor, at, wished=False, day=day, place=normal(place))
    _ask(made, guests)
    return made


@transaction.atomic
def wish_incubation(proposal: Proposal, *, about: str, actor: Actor, at: datetime) -> Incubation:
    """The proposer asks for one while she writes; from now on the office may read what she has so far."""
    if proposal.state not in WRITING:
        raise moves.Stale(_("提交以后由提案委安排培育评审"), state=moves.label_of(proposal))
    moves.must(proposal, "write", actor=actor)
    return _begun(proposal, about, actor, at, wished=True)


def _begun(proposal: Proposal, about: str, actor: Actor, at: datetime, **columns: object) -> Incubation:
    if not about.strip():
        raise moves.Refused(_("请写明想请大家看什么"))
    made = Incubation(
        unit=proposal.unit, proposal=proposal, caller=person_of(actor), about=normal(about), before=proposal.original,
        consented_at=at if columns.get("wished") else None, **columns,
    )  # fmt: skip
    try:
        with transaction.atomic():
            moves.begin(made, actor=actor, at=at, proposal=proposal.pk)
    except IntegrityError:
        raise moves.Stale(_("这件提案已经在培育评审")) from None
    return made


def _not_past(day: date, at: datetime) -> None:
    if day < calendar.day_of(at):
        raise moves.Refused(_("评审日期已经过去"))


def _ask(incubation: Incubation, guests: Sequence[Guest]) -> None:
    """Those who signed the proposal read it already; nobody is asked twice."""
    signed = set(incubation.proposal.signers.values_list("person", flat=True))
    for guest in guests:
        name = guest.person.name if guest.person else normal(guest.name)
        if not name:
            raise moves.Refused(_("请写明受邀人的姓名"))
        if guest.person and guest.person.pk in signed:
            raise moves.Refused(_("“%s”是提案者，不用邀请") % name)
        try:
            with transaction.atomic():
                IncubationGuest.objects.create(
                    incubation=incubation, person=guest.person, name=name[:60], role=normal(guest.role)[:120]
                )
        except IntegrityError:
            raise moves.Refused(_("“%s”已经邀请了") % name) from None


@transaction.atomic
def invite_guests(incubation: Incubation, *, guests: Sequence[Guest], actor: Actor, at: datetime) -> None:
    """More people, until it is concluded."""
    if incubation.state not in {"asked", "called"}:
        raise moves.Stale(_("评审已经结束"), state=moves.label_of(incubation))
    moves.must(incubation, "invite", actor=actor)
    _ask(incubation, guests)
    moves.record(incubation, "invite", actor=actor, at=at, count=len(guests))


@transaction.atomic
def convene(incubation: Incubation, *, day: date, place: str, actor: Actor, at: datetime) -> None:
    """定时间: for a proposer's wish the office finds the day."""
    moves.must(incubation, "convene", actor=actor)
    _not_past(day, at)
    incubation.day, incubation.place = day, normal(place)
    _put(incubation, "day", "place")
    moves.make(incubation, "convene", actor=actor, at=at, day=day.isoformat())


@transaction.atomic
def consent_incubation(incubation: Incubation, *, actor: Actor, at: datetime) -> None:
    """The proposer agrees: those who were asked may now read it."""
    moves.must(incubation, "consent", actor=actor)
    if incubation.state != "asked":
        raise moves.Stale(_("现在不能再答复"), state=moves.label_of(incubation))
    incubation.consented_at = incubation.consented_at or at
    _put(incubation, "consented_at")
    moves.make(incubation, "consent", actor=actor, at=at)


def _put(incubation: Incubation, *columns: str) -> None:
    Incubation.objects.filter(pk=incubation.pk).update(
        **{name: getattr(incubation, name) for name in columns}
    )


@transaction.atomic
def advise_incubation(
    incubation: Incubation, *, text: str, number: int, actor: Actor, at: datetime, guest: IncubationGuest | None = None
) -> IncubationAdvice:  # fmt: skip
    """Advice to item `number` (0: the whole). A guest speaks for herself; the office writes down what others said."""
    if incubation.state != "called":
        raise moves.Stale(_("评审还没有开始，或已经结束"), state=moves.label_of(incubation))
    moves.must(incubation, "advise", actor=actor)
    own = incubation.guests.filter(person_id=person_of(actor).pk).first()
    if own is not None and guest is not None and guest.pk != own.pk:
        raise moves.NotAllowed(_("只能写自己的意见"))
    speaker = own or guest
    if speaker is None or speaker.incubation_id != incubation.pk:
        raise moves.Refused(_("请写明是谁的意见"))
    if speaker != own and speaker.person_id is not None:
        raise moves.NotAllowed(_("“%s”有账号，请本人写") % speaker.name)
    if not text.strip():
        raise moves.Refused(_("请写明意见"))
    item = incubation.proposal.suggestions.filter(number=number).first() if number else None
    if number and item is None:
        raise moves.Refused(_("没有第 %d 条建议") % number)
    moves.record(incubation, "advise", actor=actor, at=at, item=number)
    return IncubationAdvice.objects.create(
        incubation=incubation, item=item, number=number, read=item.text if item else "", text=normal(text)[:2000],
        guest=speaker, entered_by=person_of(actor), at=at,
    )  # fmt: skip


@transaction.atomic
def conclude_incubation(
    incubation: Incubation, *, ripe: bool, conclusion: str, actor: Actor, at: datetime
) -> None:
    """已成熟, or 还要修改: with words; the reviewers read it beside the proposal."""
    moves.must(incubation, "ripen", actor=actor)
    if not conclusion.strip():
        raise moves.Refused(_("请写明评审结论"))
    if incubation.state != "called":
        raise moves.Stale(_("评审还没有开始，或已经结束"), state=moves.label_of(incubation))
    incubation.conclusion = normal(conclusion)
    _put(incubation, "conclusion")
    moves.make(incubation, "ripen" if ripe else "defer", actor=actor, at=at, note=incubation.conclusion)


def follow_version(entry: Entry, at: datetime) -> None:
    """The first version handed in after a conclusion is the one that came of it (the consumer's part)."""
    proposal = Proposal.objects.select_related("original").filter(pk=entry.ref).first()
    if proposal is None or proposal.original is None:
        return
    open_ = proposal.incubations.filter(state__in=["ripe", "not_yet"], after=None).select_related("unit")
    for incubation in open_:
        if proposal.original.at > incubation.entered_at:
            incubation.after = proposal.original
            _put(incubation, "after")
            moves.record(incubation, "revised", actor=CLOCK, at=at, version=proposal.original.number)
