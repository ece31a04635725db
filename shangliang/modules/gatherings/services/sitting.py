"""During the meeting, and while the record is put in order afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, text
from shangliang.kernel.access import STEP, Actor
from shangliang.kernel.text import official
from shangliang.modules.gatherings.models import Agenda, Consensus, Gathering, Opinion, Participant
from shangliang.modules.gatherings.services.noting import Noted, done_since, moment, told
from shangliang.modules.gatherings.services.permitting import permit
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Role

SPEAKING = frozenset({"noticed", "sitting", "held"})  # before the meeting: opinions handed in on paper
RECORDING = frozenset({"sitting", "held"})
LONGEST = 4000


@transaction.atomic
def open_part(agenda: Agenda, *, actor: Actor, at: datetime, noted: Noted | None = None) -> None:
    """The meeting goes on to this part; its clock starts. Pressed twice, the clock runs on. What was noted without
    network says when the part began first: the earlier time stands.
    """
    gathering = agenda.gathering
    permit(gathering, "part", actor=actor, states=RECORDING if noted else frozenset({"sitting"}))
    begun = Agenda.objects.values_list("started_at", flat=True).get(pk=agenda.pk)
    began = moment(at, noted)
    if noted and begun and begun <= began:
        return
    last = gathering.agenda.filter(started_at__isnull=False).order_by("-started_at").first()
    if last == agenda and not noted:
        return
    Agenda.objects.filter(pk=agenda.pk).update(started_at=began)
    agenda.started_at = began
    facts = {"order": agenda.order, "title": agenda.title, **told(noted, at=at)}
    moves.record(gathering, "part", actor=actor, at=at, **facts)


@transaction.atomic
def opine(
    gathering: Gathering,
    *,
    participant: Participant,
    text: str,
    token: str,
    actor: Actor,
    at: datetime,
    agenda: Agenda | None = None,
    replies_to: Opinion | None = None,
    noted: Noted | None = None,
) -> Opinion:
    """Keep what one participant said. The same form sent twice (`token`) is kept once.

    Secretary and convener write for everybody, an invited person for herself, a department for its own.
    """
    permit(gathering, "opine", actor=actor, states=SPEAKING)
    _may_speak_for(gathering, participant, actor)
    if earlier := gathering.opinions.filter(token=token).first():
        return earlier
    said = _said(text)
    if (agenda and agenda.gathering_id != gathering.pk) or (
        replies_to and replies_to.gathering_id != gathering.pk
    ):
        raise moves.Refused(_("这一项不属于本次协商"))
    opinion = Opinion(
        gathering=gathering, participant=participant, agenda=agenda, replies_to=_first(replies_to), text=said,
        at=moment(at, noted), token=token,
    )  # fmt: skip
    try:
        with transaction.atomic():
            opinion.save()
    except IntegrityError:
        return gathering.opinions.get(token=token)
    facts = {"opinion": opinion.pk, "participant": participant.pk, **told(noted, at=at)}
    moves.record(gathering, "opine", actor=actor, at=at, **facts)
    return opinion


def _first(opinion: Opinion | None) -> Opinion | None:
    """An answer to an answer stands under the opinion that began it."""
    return opinion.replies_to if opinion and opinion.replies_to else opinion


def _said(words: str) -> str:
    said = text.normal(words)
    if not said:
        raise moves.Refused(_("请写下意见"))
    if len(said) > LONGEST:
        raise moves.Refused(_("一条意见最多 %d 字，请一事一条") % LONGEST)
    return said


def _may_speak_for(gathering: Gathering, participant: Participant, actor: Actor) -> None:
    if participant.gathering_id != gathering.pk:
        raise moves.Refused(_("发言人不在本次协商的名单里"))
    if participant.person_id and participant.person_id == actor.person_id:
        return
    if any(s.role == "attendee" and s.person_id == participant.pk for s in actor.seats):
        return
    offices = {s.path for s in actor.seats if s.role in {Role.HEAD, Role.CLERK}}
    if participant.unit and participant.unit.path in offices:
        return
    if not moves.kind_of(gathering).policy.may(actor, "agree", gathering):
        raise moves.NotAllowed(_("您只能记录自己或本部门的意见"))


@transaction.atomic
def correct(opinion: Opinion, *, text: str, actor: Actor, at: datetime, noted: Noted | None = None) -> bool:
    """Put an opinion right that was written down wrongly; what stood there before stays in the journal. Corrected in
    two places, the later one is shown and the other stays in the journal: False when that is this one.
    """
    gathering = opinion.gathering
    permit(gathering, "correct", actor=actor, states=SPEAKING)
    said = _said(text)
    was = Opinion.objects.values_list("text", flat=True).get(pk=opinion.pk)
    if said == was:
        return True
    if done_since(gathering, "correct", noted, opinion=opinion.pk):
        with official():
            more = _("；后来另有更正，这一稿没有用：%s") % said
        facts = {"opinion": opinion.pk, "kept": said, **told(noted, at=at, more=more)}
        moves.record(gathering, "correct", actor=actor, at=at, **facts)
        return False
    opinion.text = said
    Opinion.objects.filter(pk=opinion.pk).update(text=said)
    facts = {"opinion": opinion.pk, "was": was, **told(noted, at=at)}
    moves.record(gathering, "correct", actor=actor, at=at, **facts)
    return True


@transaction.atomic
def agree(
    gathering: Gathering,
    *,
    text: str,
    responsible: Unit,
    due_on: date,
    actor: Actor,
    at: datetime,
    opinions: Iterable[Opinion] = (),
) -> Consensus:
    """Keep what was agreed: it lands on somebody, by a day. The same words twice are kept once."""
    permit(gathering, "agree", actor=actor, states=RECORDING)
    said, came_from = _terms(gathering, text, responsible, due_on=due_on, opinions=list(opinions), at=at)
    made, new = Consensus.objects.get_or_create(
        gathering=gathering, text=said, responsible=responsible, defaults={"due_on": due_on}
    )
    if not new:
        return made
    made.opinions.set(came_from)
    moves.record(
        gathering,
        "agree",
        actor=actor,
        at=at,
        consensus=made.pk,
        responsible=responsible.short,
        due_on=due_on.isoformat(),
    )
    return made


@transaction.atomic
def amend(
    consensus: Consensus,
    *,
    text: str,
    responsible: Unit,
    due_on: date,
    actor: Actor,
    at: datetime,
    opinions: Iterable[Opinion] = (),
) -> None:
    """Put a consensus in better words, or on another unit or day, before the minutes are settled."""
    gathering = consensus.gathering
    permit(gathering, "amend", actor=actor, states=RECORDING)
    said, came_from = _terms(gathering, text, responsible, due_on=due_on, opinions=list(opinions), at=at)
    was = {
        "text": consensus.text,
        "responsible": consensus.responsible.short,
        "due_on": consensus.due_on.isoformat(),
    }
    consensus.text, consensus.responsible, consensus.due_on = said, responsible, due_on
    consensus.save(update_fields=["text", "responsible", "due_on"])
    consensus.opinions.set(came_from)
    moves.record(gathering, "amend", actor=actor, at=at, consensus=consensus.pk, was=was)


@transaction.atomic
def cite(consensus: Consensus, *, opinions: Iterable[Opinion], actor: Actor, at: datetime) -> None:
    """Say on which opinions a consensus rests, and nothing else of it: also when its day has passed meanwhile."""
    gathering = consensus.gathering
    permit(gathering, "amend", actor=actor, states=RECORDING)
    came_from = list(opinions)
    if any(o.gathering_id != gathering.pk for o in came_from):
        raise moves.Refused(_("只能引用本次协商的意见"))
    was = sorted(consensus.opinions.values_list("pk", flat=True))
    consensus.opinions.set(came_from)
    moves.record(gathering, "amend", actor=actor, at=at, consensus=consensus.pk, was={"opinions": was})


def _terms(
    gathering: Gathering,
    words: str,
    responsible: Unit,
    *,
    due_on: date,
    opinions: list[Opinion],
    at: datetime,
) -> tuple[str, list[Opinion]]:
    """Words, unit, day and opinions of a consensus, or Refused with every reason."""
    said, reasons = text.normal(words), []
    if not said:
        reasons.append(_("请写明共识内容"))
    if responsible.path[:STEP] != gathering.root:
        reasons.append(_("“%s”不在本市范围") % responsible)
    if due_on < calendar.day_of(at):
        reasons.append(_("时限已经过去"))
    if any(o.gathering_id != gathering.pk for o in opinions):
        reasons.append(_("只能引用本次协商的意见"))
    if reasons:
        raise moves.Refused(*reasons)
    return said, opinions
