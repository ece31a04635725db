"""A room on the network: prepared, opened with its meeting, entered, consented to, closed."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves, once
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import Entry
from shangliang.kernel.wording import clean
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.people.services import person_of
from shangliang.modules.remote import queries
from shangliang.modules.remote.models import Attendance, Consent, RemoteSession

OVER = frozenset({"held", "concluded", "closed", "cancelled"})


@transaction.atomic
def plan(
    gathering: Gathering, *, dial_in: str, recorded: bool, actor: Actor, at: datetime, token: str = ""
) -> RemoteSession:
    """A room for this gathering; one at a time."""
    if earlier := once.made_before(RemoteSession, place="remote", token=token, actor=actor, at=at):
        return earlier
    if not queries.may_plan(gathering, actor):
        raise moves.NotAllowed(_("远程会场由政协办公室或本次协商的召集人准备"))
    if gathering.state in OVER:
        raise moves.Stale(_("会已经散了，不用再准备远程会场"), state=moves.label_of(gathering))
    session = RemoteSession(
        unit=gathering.unit, gathering=gathering, recorded=recorded, dial_in=_dial_in(dial_in)
    )
    try:
        with transaction.atomic():
            moves.begin(session, actor=actor, at=at, gathering=gathering.pk, recorded=recorded)
    except IntegrityError:
        raise moves.Refused(_("这次协商已经有远程会场")) from None
    once.remember(session, place="remote", token=token, actor=actor)
    return session


def _dial_in(words: str) -> str:
    return clean(words, missing=_("请写明没有视频时怎么接入，比如电话会议的号码"), most=1000)


@transaction.atomic
def edit(session: RemoteSession, *, dial_in: str, recorded: bool, actor: Actor, at: datetime) -> None:
    """Other words for dialling in, at any time; whether it is recorded, only before anybody came in."""
    moves.must(session, "edit", actor=actor)
    held = _held(session)
    if held.state == "ended":
        raise moves.Stale(_("远程会场已经关闭"), state=moves.label_of(held))
    if held.recorded != recorded and held.state != "planned":
        raise moves.Refused(_("开着的时候不能改是否录音录像：进来的人是按原来的说法答的"))
    words = _dial_in(dial_in)
    RemoteSession.objects.filter(pk=held.pk).update(dial_in=words, recorded=recorded)
    moves.record(held, "edit", actor=actor, at=at, recorded=recorded)
    session.refresh_from_db()


@transaction.atomic
def answer(session: RemoteSession, *, says: bool, actor: Actor, at: datetime) -> Consent:
    """同意录音录像, or not, in one's own session; another answer later counts from then on."""
    person = person_of(actor)
    if actor.scopes is not None:
        raise moves.NotAllowed(_("是否同意录音录像，须由本人在网页上回答"))
    moves.must(session, "enter", actor=actor)
    held = _held(session)
    if not held.recorded or held.state == "ended":
        raise moves.Stale(_("这次不录音录像，或已经关闭"), state=moves.label_of(held))
    last = held.consents.filter(person=person).last()
    if last is not None and last.says == says:
        return last
    moves.record(held, "consent" if says else "refuse", actor=actor, at=at)
    return Consent.objects.create(session=held, person=person, says=says, at=at)


@transaction.atomic
def enter(session: RemoteSession, *, actor: Actor, at: datetime) -> Attendance:
    """接入; written down once. Where it is recorded, only after saying whether one agrees."""
    person = person_of(actor)
    moves.must(session, "enter", actor=actor)
    held = _held(session)
    if held.state != "open":
        raise moves.Stale(_("远程会场还没有打开，或已经关闭"), state=moves.label_of(held))
    if held.recorded and queries.consent_of(held, person.pk) is None:
        raise moves.Refused(_("请先回答是否同意录音录像"))
    came, new = Attendance.objects.get_or_create(session=held, person=person, defaults={"at": at})
    if new:
        moves.record(held, "enter", actor=actor, at=at)
    return came


@transaction.atomic
def record(session: RemoteSession, *, where: str, actor: Actor, at: datetime) -> None:
    """Where the recording is kept; the house keeps none. Only of what was announced as recorded."""
    moves.must(session, "record", actor=actor)
    held = _held(session)
    if not held.recorded:
        raise moves.Refused(_("事先没有说要录音录像，不能登记"))
    if held.state == "planned":
        raise moves.Stale(_("远程会场还没有打开"), state=moves.label_of(held))
    words = clean(where, missing=_("请写明存放在哪里、由谁保管"), most=300)
    RemoteSession.objects.filter(pk=held.pk).update(recording=words, recording_by=person_of(actor))
    moves.record(held, "record", actor=actor, at=at)
    session.refresh_from_db()


def _held(session: RemoteSession) -> RemoteSession:
    return moves.held(session, "unit", "gathering")


def wants(kind: str, verb: str) -> bool:
    return kind == "gathering" and verb in {"end", "cancel"}


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """The consumer `remote`: the meeting is over, and with it its room. Safe to repeat."""
    for session in RemoteSession.objects.filter(gathering_id=int(entry.ref), state__in=["planned", "open"]):
        if session.gathering.state in OVER:
            moves.make(session, "over", actor=CLOCK, at=at)
