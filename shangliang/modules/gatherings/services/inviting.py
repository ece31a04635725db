"""Who takes part, and who really came."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from shangliang.kernel import moves, text
from shangliang.kernel.access import STEP, Actor, Seat
from shangliang.modules.gatherings import queries
from shangliang.modules.gatherings.flow import GATHERING
from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.modules.gatherings.services.noting import Noted, done_since, moment, told
from shangliang.modules.gatherings.services.permitting import permit
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person

COMING = frozenset({"preparing", "noticed", "sitting"})
PRESENT = frozenset({"noticed", "sitting", "held"})
CAME = COMING | {"held"}  # who was noted at the door without network comes on the list afterwards


@transaction.atomic
def invite(
    gathering: Gathering,
    *,
    capacity: str,
    actor: Actor,
    at: datetime,
    name: str = "",
    person: Person | None = None,
    unit: Unit | None = None,
    standing: str = "",
    noted: Noted | None = None,
) -> Participant:
    """Put somebody on the list in one of eight capacities. Pressed twice, she is on it once."""
    permit(gathering, "invite", actor=actor, states=CAME if noted else COMING)
    name, standing = text.normal(name) or (person.name if person else ""), text.normal(standing)
    if not name or capacity not in Participant.Capacity.values:
        raise moves.Refused(_("请写明姓名和身份"))
    if unit and unit.path[:STEP] != gathering.root:
        raise moves.Refused(_("“%s”不在本市范围") % unit)
    earlier = _earlier(gathering, person, capacity, name, standing)
    if earlier and earlier.capacity != capacity:
        raise moves.Refused(
            _("%(name)s已在名单里，身份是“%(as)s”") % {"name": name, "as": earlier.get_capacity_display()}
        )
    if earlier:
        return earlier
    guest = Participant(
        gathering=gathering, person=person, name=name, unit=unit, standing=standing, capacity=capacity
    )
    moves.fits(guest)
    guest.save()
    facts = told(noted, at=at)
    moves.record(gathering, "invite", actor=actor, at=at, participant=guest.pk, capacity=capacity, **facts)
    return guest


def _earlier(
    gathering: Gathering, person: Person | None, capacity: str, name: str, standing: str
) -> Participant | None:
    listed = gathering.participants
    if person:
        return listed.filter(person=person).first()
    return listed.filter(person=None, capacity=capacity, name=name, standing=standing).first()


@transaction.atomic
def uninvite(participant: Participant, *, actor: Actor, at: datetime) -> None:
    """Take somebody off the list who has neither come nor spoken."""
    gathering = participant.gathering
    permit(gathering, "uninvite", actor=actor, states=COMING)
    if participant.signed_in_at or participant.opinions.exists():
        raise moves.Refused(_("%s已经签到或发言，不能移出名单") % participant.name)
    pk, capacity = participant.pk, participant.capacity
    moves.record(gathering, "uninvite", actor=actor, at=at, participant=pk, capacity=capacity)
    try:
        participant.delete()
    except ProtectedError:
        raise moves.Refused(
            _("%s在会场已要求发言、提问或列入投票名册，不能移出") % participant.name
        ) from None


@transaction.atomic
def sign_in(participant: Participant, *, actor: Actor, at: datetime, noted: Noted | None = None) -> bool:
    """Sign somebody in at the desk; False when she is signed in already. Of two sign-ins the earlier time stands."""
    permit(participant.gathering, "sign_in", actor=actor, states=PRESENT)
    return _present(participant, how="desk", actor=actor, at=at, noted=noted)


def _present(
    participant: Participant, *, how: str, actor: Actor, at: datetime, noted: Noted | None = None
) -> bool:
    gathering, pk, came = participant.gathering, participant.pk, moment(at, noted)
    if done_since(gathering, "unsign", noted, participant=pk):
        raise moves.Stale(
            _("%s的签到后来被撤销了") % participant.name, state=str(GATHERING.states[gathering.state].label)
        )
    not_yet = Q(signed_in_at=None) | (Q(signed_in_at__gt=came) if noted else Q(pk=None))
    if not Participant.objects.filter(not_yet, pk=pk).update(signed_in_at=came, signed_how=how):
        return False
    participant.signed_in_at, participant.signed_how = came, how
    moves.record(gathering, "sign_in", actor=actor, at=at, participant=pk, how=how, **told(noted, at=at))
    return True


@transaction.atomic
def unsign(participant: Participant, *, note: str, actor: Actor, at: datetime) -> bool:
    """Take back a sign-in made by mistake, with the reason; False when there is none."""
    gathering = participant.gathering
    permit(gathering, "unsign", actor=actor, states=PRESENT)
    if not note.strip():
        raise moves.Refused(_("请写明撤销签到的理由"))
    if not Participant.objects.filter(pk=participant.pk, signed_in_at__isnull=False).update(
        signed_in_at=None, signed_how=""
    ):
        return False
    participant.signed_in_at, participant.signed_how = None, ""
    moves.record(gathering, "unsign", actor=actor, at=at, note=note, participant=participant.pk)
    return True


@transaction.atomic
def excuse(participant: Participant, *, why: str, actor: Actor, at: datetime) -> bool:
    """请假 with the reason, before the meeting or after; by the desk for everybody, by an invited person for herself.
    False when it stood so already.
    """
    gathering = participant.gathering
    permit(gathering, "excuse", actor=actor, states=PRESENT)
    own = participant.person_id is not None and participant.person_id == actor.person_id
    if not (own or moves.kind_of(gathering).policy.may(actor, "unsign", gathering)):
        raise moves.NotAllowed(_("您只能为自己请假"))
    why = text.without_contacts(text.normal(why))
    if not why:
        raise moves.Refused(_("请写明请假的事由"))
    if len(why) > 200:
        raise moves.Refused(_("请假事由最多 200 字"))
    now = moves.held(participant)
    if now.signed_in_at:
        raise moves.Refused(_("%s已经签到，不用请假") % now.name)
    if now.excuse == why:
        return False
    Participant.objects.filter(pk=now.pk).update(excused_at=now.excused_at or at, excuse=why)
    participant.excused_at, participant.excuse = now.excused_at or at, why
    moves.record(gathering, "excuse", actor=actor, at=at, participant=now.pk)
    return True


@transaction.atomic
def sign_in_by_code(
    code: str,
    *,
    at: datetime,
    participant: int | None = None,
    name: str = "",
    standing: str = "",
    person: Person | None = None,
    joining: bool = False,
    entrance: str = "",
    noted: Noted | None = None,
) -> Participant:
    """Somebody signs herself in with the code of the meeting: recognised (`person`), picked from the list
    (`participant`, with her full `name` where two would read the same), or adding herself (`joining`).

    entrance: where the code moves, what `queries.entrance` gave to the page. Done twice it does no harm. Raises
    Refused in words for people.
    """
    found = queries.door(code)
    if found is None:
        raise moves.Refused(_("没有这个签到码，请核对后再试"))
    gathering = moves.held(found, no_key=True)
    came = moment(at, noted)
    after = noted is not None and gathering.state == "held"
    if not after and (why := queries.shut(gathering, came)):
        raise moves.Stale(why, state=str(GATHERING.states[gathering.state].label))
    if not queries.let_in(gathering, entrance, came):
        raise moves.Refused(_("请扫会场大屏幕上现在的签到码"))
    guest: Participant | None = None
    if joining:
        guest = _joins(gathering, name, standing)
    elif participant:
        guest = _picked(gathering, participant, name)
    elif person:
        guest = gathering.participants.filter(person=person).first()
    if guest is None:
        raise moves.Refused(_("名单里没有找到您，请告诉现场工作人员"))
    guest.gathering = gathering
    _present(guest, how="code", actor=bearer(gathering, participant=guest, person=person), at=at, noted=noted)
    return guest


@transaction.atomic
def move_code(gathering: Gathering, *, on: bool, actor: Actor, at: datetime) -> None:
    """Sign-in only with the code on the screen, which changes every half minute; or with the printed one again."""
    permit(gathering, "move_code", actor=actor, states=frozenset({"noticed", "sitting"}))
    if gathering.moving_code == on:
        return
    Gathering.objects.filter(pk=gathering.pk).update(moving_code=on)
    gathering.moving_code = on
    moves.record(gathering, "move_code", actor=actor, at=at, moving=on)


def bearer(gathering: Gathering, *, participant: Participant, person: Person | None) -> Actor:
    """Whoever holds the code may sign in to this one meeting, speak for herself, and nothing else. The journal is for
    ever: of people without an account it keeps the surname only.
    """
    seats = (Seat("attendee", gathering.sign_in_code, participant.pk),)
    return Actor(person.name, seats, person.pk) if person else Actor(text.masked(participant.name[:4]), seats)


def _picked(gathering: Gathering, pk: int, name: str) -> Participant | None:
    """The one who was picked; among those who read the same, the one whose full name was typed."""
    picked = gathering.participants.filter(pk=pk).first()
    if picked is None:
        return None
    typed = _plain(name)
    twins = gathering.participants.filter(capacity=picked.capacity, name__startswith=picked.name[:1])
    waiting = [p for p in twins if p == picked or not p.signed_in_at]
    if len(waiting) > 1 and not typed and not picked.signed_in_at:
        raise moves.Refused(_("名单里有同姓的人，请填写您的全名"))
    named = [p for p in waiting if _plain(p.name) == typed] if typed else [picked]
    return picked if picked in named else next(iter(named), None)


def _plain(name: str) -> str:
    return "".join(text.normal(name).split())


def _joins(gathering: Gathering, name: str, standing: str) -> Participant:
    """A stakeholder who was not on the list adds herself, where the meeting is open to the public."""
    if not gathering.open_to_public:
        raise moves.Refused(_("这次协商不对外开放，请告诉现场工作人员"))
    name, standing = text.normal(name), text.normal(standing)
    if not 2 <= len(name) <= 20:
        raise moves.Refused(_("请填写您的姓名"))
    if text.without_contacts(name + standing) != name + standing:
        raise moves.Refused(_("这里不收电话、证件号和邮箱，只写姓名和住处或单位就行"))
    listed = gathering.participants.filter(person=None, name=name, standing=standing[:120])
    asked = Participant.Capacity
    here = listed.filter(capacity__in=[asked.STAKEHOLDER, asked.GRASSROOTS]).first()
    return here or Participant.objects.create(
        gathering=gathering, name=name, standing=standing[:120], capacity=asked.STAKEHOLDER
    )
