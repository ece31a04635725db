"""选题目录: offered from three sources, screened, listed, claimed, written on (SYSTEMS 31)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import CLOCK, STEP, Actor
from shangliang.kernel.models import Entry
from shangliang.kernel.text import normal, without_contacts
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.people.models import Seat
from shangliang.modules.people.services import person_of
from shangliang.modules.proposals.models import LISTED, WRITING, Proposal, ProposalTopic, TopicClaim
from shangliang.modules.voices.models import Voice

Source = ProposalTopic.Source
GONE = [*WRITING, "withdrawn"]  # a proposal in these has not been handed in, or was taken back


@transaction.atomic
def offer_topic(
    unit: Unit, *, title: str, background: str, wanted: str, actor: Actor, at: datetime, offered_by: Unit | None = None,
    field: Field | None = None, voice: Voice | None = None, token: str = "",
) -> ProposalTopic:  # fmt: skip
    """荐题: anybody signed in, for her own unit; it stands for the year that runs.

    voice: somebody without an account said it; the office turns it into a topic. The same form sent twice (`token`)
    gives the first topic back.
    """
    person = person_of(actor)
    scope = f"proposals.offer_topic {person.pk}"
    if token and (earlier := once.claim(scope, token, b"", at)):
        return ProposalTopic.objects.get(pk=int(earlier.body))
    seats = list(Seat.objects.on(calendar.day_of(at)).filter(person=person).select_related("unit"))
    if unit.kind != Unit.Kind.CPPCC or not unit.active:
        raise moves.Refused(_("选题只能推荐给政协"))
    mine = [s for s in seats if s.unit.path[:STEP] == unit.path[:STEP]]
    if offered_by is not None:
        mine = [s for s in mine if s.unit_id == offered_by.pk]
    if not mine:
        raise moves.NotAllowed(_("只能以自己单位的名义推荐选题"))
    day = calendar.day_of(at)
    topic = ProposalTopic(
        unit=unit, year=day.year, until=date(day.year, 12, 31),
        source=Source.SOCIETY if voice else source_of(mine[0]), title=without_contacts(normal(title)),
        background=without_contacts(normal(background)), wanted=without_contacts(normal(wanted)),
        field=_own(field, unit), offered_by=mine[0].unit, offerer=person,
    )  # fmt: skip
    try:
        with transaction.atomic():
            moves.begin(topic, actor=actor, at=at, source=topic.source, unit=mine[0].unit.code)
    except IntegrityError:
        raise moves.Refused(_("今年已有叫这个名字的选题")) from None
    if voice is not None:
        topic.voices.add(voice)
    if token:
        once.keep(scope, token, 200, str(topic.pk))
    return topic


def source_of(seat: Seat) -> str:
    """Whose wish it is, by where somebody sits: the Party's and government's, a department's, or society's."""
    if seat.role in {"leader", "dispatcher"} or seat.unit.kind in {Unit.Kind.PARTY, Unit.Kind.GOVERNMENT}:
        return Source.PARTY
    return Source.DEPARTMENT if seat.unit.kind == Unit.Kind.DEPARTMENT else Source.SOCIETY


def _own(field: Field | None, unit: Unit) -> Field | None:
    if field is not None and field.unit.path[:STEP] != unit.path[:STEP]:
        raise moves.Refused(_("请选择本地的领域"))
    return field


@transaction.atomic
def topic_from_voice(voice: Voice, *, unit: Unit, actor: Actor, at: datetime) -> ProposalTopic:
    """社会征题: what somebody without an account said becomes a topic; pressed twice it is one."""
    moves.must(voice, "view", actor=actor)
    if not moves.kind_of(ProposalTopic).policy.may_at(actor, "list", unit.path):
        raise moves.NotAllowed(_("来声由政协办转为选题"))
    if not voice.open_ok:
        raise moves.Refused(_("提出人没有同意公开，不能转为选题"))
    moves.held(voice, no_key=True)
    held = voice.proposal_topics.filter(unit=unit).exclude(state__in=["declined", "withdrawn"]).first()
    if held is not None:
        return held
    return offer_topic(
        unit, title=voice.title[:60], background=voice.body[:3000], wanted="", actor=actor, at=at, field=voice.field,
        voice=voice,
    )  # fmt: skip


@transaction.atomic
def join_voice(topic: ProposalTopic, *, voice: Voice, actor: Actor, at: datetime) -> None:
    """One more voice that asks for the same; it stands behind the topic."""
    moves.must(voice, "view", actor=actor)
    moves.record(topic, "edit", actor=actor, at=at, voice=voice.pk)
    topic.voices.add(voice)


@transaction.atomic
def edit_topic(
    topic: ProposalTopic, *, title: str, background: str, wanted: str, field: Field | None, actor: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """The office puts it into words fit for a catalogue, before it is listed."""
    if topic.state not in {"offered", "declined"}:
        raise moves.Stale(_("已列入目录的选题不再改"), state=moves.label_of(topic))
    new: dict[str, Any] = {
        "title": without_contacts(normal(title)), "background": without_contacts(normal(background)),
        "wanted": without_contacts(normal(wanted)), "field": _own(field, topic.unit),
    }  # fmt: skip
    for name, value in new.items():
        setattr(topic, name, value)
    moves.record(topic, "edit", actor=actor, at=at)
    moves.fits(topic)
    try:
        with transaction.atomic():
            ProposalTopic.objects.filter(pk=topic.pk).update(**new)
    except IntegrityError:
        raise moves.Refused(_("今年已有叫这个名字的选题")) from None


@transaction.atomic
def list_topic(topic: ProposalTopic, *, actor: Actor, at: datetime, field: Field | None = None) -> None:
    """列入目录: everybody may read it, members may claim it until the year is over."""
    moves.must(topic, "list", actor=actor)
    day = calendar.day_of(at)
    if topic.until < day:
        raise moves.Refused(_("%d 年已经过了，请重新推荐") % topic.year)
    topic.field, topic.listed_on = _own(field, topic.unit) or topic.field, day
    try:
        with transaction.atomic():
            _put(topic, "field", "listed_on")
            moves.make(topic, "list", actor=actor, at=at)
    except IntegrityError:
        raise moves.Refused(_("今年已有叫这个名字的选题")) from None


@transaction.atomic
def decline_topic(topic: ProposalTopic, *, reason: str, actor: Actor, at: datetime) -> None:
    """不列入, or taken off while nobody writes on it; whoever offered it is told, and why."""
    moves.must(topic, "decline", actor=actor)
    # A claim that comes in the same moment waits here, and then finds that it was declined.
    moves.held(topic, no_key=True)
    topic.reason = normal(reason)
    _put(topic, "reason")
    moves.make(topic, "decline", actor=actor, at=at, note=topic.reason)


def _put(topic: ProposalTopic, *columns: str) -> None:
    ProposalTopic.objects.filter(pk=topic.pk).update(**{name: getattr(topic, name) for name in columns})


@transaction.atomic
def claim_topic(topic: ProposalTopic, *, actor: Actor, at: datetime) -> TopicClaim:
    """认领, “我来写”: several may; pressed twice it is one."""
    person = person_of(actor)
    held = ProposalTopic.objects.select_for_update(no_key=True, of=("self",)).select_related("unit")
    topic = held.get(pk=topic.pk)
    if topic.state not in LISTED:
        raise moves.Stale(_("选题不在目录里，不能认领"), state=moves.label_of(topic))
    moves.must(topic, "claim", actor=actor)
    claim, new = TopicClaim.objects.get_or_create(
        topic=topic, person=person, dropped_at=None, defaults={"at": at}
    )
    if new:
        moves.record(topic, "claim", actor=actor, at=at)
    return claim


@transaction.atomic
def unclaim_topic(topic: ProposalTopic, *, actor: Actor, at: datetime) -> None:
    """不写了."""
    if not topic.claims.filter(person=person_of(actor), dropped_at=None).update(dropped_at=at):
        raise moves.Stale(_("您没有认领这个选题"), state=moves.label_of(topic))
    moves.record(topic, "unclaim", actor=actor, at=at)


@transaction.atomic
def write_on(proposal: Proposal, *, topic: ProposalTopic | None, actor: Actor, at: datetime) -> None:
    """The proposal being written answers this topic of the catalogue, or (None) none any more."""
    if proposal.state not in WRITING:
        raise moves.Stale(_("提交以后不能再改选题"), state=moves.label_of(proposal))
    if topic is not None:
        if topic.unit_id != proposal.unit_id or topic.state not in LISTED:
            raise moves.Refused(_("请从本会现在的选题目录里选"))
        claim_topic(topic, actor=actor, at=at)
    moves.record(
        proposal, "write_on" if topic else "write_off", actor=actor, at=at, topic=topic.pk if topic else 0
    )
    if not Proposal.objects.filter(pk=proposal.pk, state__in=WRITING).update(catalogue_topic=topic):
        raise moves.Stale(_("提交以后不能再改选题"), state=moves.label_of(proposal))
    proposal.catalogue_topic = topic


def follow_topic(entry: Entry, at: datetime) -> None:
    """A topic counts as taken while a proposal that was handed in stands for it (the consumer's part)."""
    proposal = Proposal.objects.select_related("catalogue_topic__unit").filter(pk=entry.ref).first()
    topic = proposal.catalogue_topic if proposal else None
    if topic is None:
        return
    written = topic.proposals.exclude(state__in=GONE).exists()
    if written and topic.state == "listed":
        moves.make(topic, "take", actor=CLOCK, at=at, proposal=entry.ref)
    elif not written and topic.state == "taken":
        moves.make(topic, "free", actor=CLOCK, at=at, proposal=entry.ref)
