"""During the meeting, and while the record is put in order afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, text
from shangliang.kernel.access import STEP, Actor
from shangliang.modules.gatherings.models import Agenda, Consensus, Gathering, Opinion, Participant
from shangliang.modules.gatherings.services.permitting import permit
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Role

SPEAKING = frozenset({"noticed", "sitting", "held"})  # before the meeting: opinions handed in on paper
RECORDING = frozenset({"sitting", "held"})
LONGEST = 4000


@transaction.atomic
def open_part(agenda: Agenda, *, actor: Actor, at: datetime) -> None:
    """The meeting goes on to this part; its clock starts. Pressed twice, the clock runs on."""
    gathering = agenda.gathering
    permit(gathering, "part", actor=actor, states=frozenset({"sitting"}))
    if gathering.agenda.order_by("-started_at").filter(started_at__isnull=False).first() == agenda:
        return
    Agenda.objects.filter(pk=agenda.pk).update(started_at=at)
    agenda.started_at = at
    moves.record(gathering, "part", actor=actor, at=at, order=agenda.order, title=agenda.title)


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
        gathering=gathering,
        participant=participant,
        agenda=agenda,
        replies_to=_first(replies_to),
        text=said,
        at=at,
        token=token,
    )
    try:
        with transaction.atomic():
            opinion.save()
    except IntegrityError:
        return gathering.opinions.get(token=token)
    moves.record(gathering, "opine", actor=actor, at=at, opinion=opinion.pk, participant=participant.pk)
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
    offices = {s.path for s in actor.seats if s.role in {Role.HEAD, Role.CLERK}}
    if participant.unit and participant.unit.path in offices:
        return
    if not moves.kind_of(gathering).policy.may(actor, "agree", gathering):
        raise moves.NotAllowed(_("您只能记录自己或本部门的意见"))


@transaction.atomic
def correct(opinion: Opinion, *, text: str, actor: Actor, at: datetime) -> None:
    """Put an opinion right that was written down wrongly; what stood there before stays in the journal."""
    gathering = opinion.gathering
    permit(gathering, "correct", actor=actor, states=SPEAKING)
    said = _said(text)
    if said == opinion.text:
        return
    was, opinion.text = opinion.text, said
    Opinion.objects.filter(pk=opinion.pk).update(text=said)
    moves.record(gathering, "correct", actor=actor, at=at, opinion=opinion.pk, was=was)


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
