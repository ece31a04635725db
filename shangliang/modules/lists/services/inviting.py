"""邀请: a department asks members into its work; each answers, and the department tells what came of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.wording import clean
from shangliang.modules.lists.models import Campaign, Invitation, Invitee
from shangliang.modules.lists.services.experiencing import must_stand_in
from shangliang.modules.lists.services.permitting import must_be_near
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person, Seat


@transaction.atomic
def invite(
    unit: Unit, *, host: Unit, kind: str, title: str, about: str, place: str, held_on: date, answer_by: date,
    people: Sequence[Person], actor: Actor, at: datetime, campaign: Campaign | None = None, token: str = "",
) -> Invitation:  # fmt: skip
    """A new invitation with those who are asked; each of them has until `answer_by` to say yes or no."""
    if earlier := once.made_before(Invitation, place="lists.invitation", token=token, actor=actor, at=at):
        return earlier
    must_stand_in(unit, host, campaign)
    if kind not in Invitation.Kind.values:
        raise moves.Refused(_("请选择形式"))
    if not calendar.day_of(at) < answer_by <= held_on:
        raise moves.Refused(_("答复日期应在今天以后、活动日期以前"))
    if not people:
        raise moves.Refused(_("请选择要邀请的委员"))
    must_be_near(held_on, at=at)
    thing = Invitation(
        unit=unit, host=host, campaign=campaign, kind=kind, title=clean(title, missing=_("请写事由"), most=120),
        about=clean(about, missing=_("请写内容和要求")), place=clean(place, missing=_("请写地点"), most=120),
        held_on=held_on, answer_by=answer_by, wanted=len(set(people)),
    )  # fmt: skip
    moves.begin(thing, actor=actor, at=at, kind=kind, wanted=thing.wanted, held_on=held_on.isoformat())
    moves.must(thing, "edit", actor=actor)
    _ask(thing, people, answer_by=answer_by, actor=actor, at=at)
    once.remember(thing, place="lists.invitation", token=token, actor=actor)
    return thing


@transaction.atomic
def invite_more(
    thing: Invitation, *, people: Sequence[Person], answer_by: date, actor: Actor, at: datetime
) -> int:
    """Others instead of those who cannot come. Returns how many were asked anew."""
    # Two at once: the second finds whom the first has asked.
    held = moves.held(thing)
    if held.state != "sent":
        raise moves.Stale(_("活动日期已过，不能再邀请"), state=moves.label_of(held))
    if not calendar.day_of(at) < answer_by <= thing.held_on:
        raise moves.Refused(_("答复日期应在今天以后、活动日期以前"))
    there = set(thing.invitees.values_list("person_id", flat=True))
    new = list(dict.fromkeys(p for p in people if p.pk not in there))
    if not new:
        raise moves.Refused(_("这些委员都已邀请过"))
    moves.record(thing, "invite", actor=actor, at=at, people=len(new))
    _ask(thing, new, answer_by=answer_by, actor=actor, at=at)
    Invitation.objects.filter(pk=thing.pk).update(wanted=held.wanted + len(new))
    thing.wanted = held.wanted + len(new)
    return len(new)


def _ask(thing: Invitation, people: Sequence[Person], *, answer_by: date, actor: Actor, at: datetime) -> None:
    seats = Seat.objects.on(calendar.day_of(at)).filter(role="member", unit=thing.host)
    members = set(seats.values_list("person_id", flat=True))
    for person in dict.fromkeys(people):
        if person.pk not in members:
            raise moves.Refused(_("%(person)s 不是%(unit)s的委员") % {"person": person, "unit": thing.host})
        asked = Invitee(unit=thing.host, invitation=thing, person=person, answer_by=answer_by)
        moves.begin(asked, actor=actor, at=at, invitation=thing.pk)


@transaction.atomic
def decline_invitation(invitee: Invitee, *, reason: str, actor: Actor, at: datetime) -> None:
    """不能参加, with the reason."""
    words = clean(reason, missing=_("请写明不能参加的原因"), most=200)
    Invitee.objects.filter(pk=invitee.pk).update(reason=words)
    invitee.reason = words
    moves.make(invitee, "decline", actor=actor, at=at, note=words)


@transaction.atomic
def report(
    thing: Invitation, *, text: str, came: Collection[Person], actor: Actor, at: datetime,
    file: StoredFile | None = None,
) -> None:  # fmt: skip
    """活动情况: what was done, and who of those who accepted came."""
    words = clean(text, missing=_("请写活动情况"))
    Invitation.objects.filter(pk=thing.pk).update(report=words, file=file)
    thing.report, thing.file = words, file
    there = {p.pk for p in came}
    verb = "report" if thing.state == "held" else "report_now"
    moves.make(thing, verb, actor=actor, at=at, came=len(there))
    for invitee in thing.invitees.filter(state="accepted").select_related("unit").order_by("pk"):
        moves.make(invitee, "come" if invitee.person_id in there else "miss", actor=actor, at=at)
    lapse_unanswered(thing, at=at)


@transaction.atomic
def cancel_invitation(thing: Invitation, *, note: str, actor: Actor, at: datetime) -> None:
    """取消邀请: with the reason; everybody who was asked and has not declined is told."""
    moves.make(thing, "cancel", actor=actor, at=at, note=clean(note))
    for invitee in (
        thing.invitees.filter(state__in=["invited", "accepted"]).select_related("unit").order_by("pk")
    ):
        moves.make(invitee, "release", actor=CLOCK, at=at, note=note)


def lapse_unanswered(thing: Invitation, *, at: datetime) -> None:
    """Whoever has not answered when the day has come did not answer; the office sees it."""
    for invitee in thing.invitees.filter(state="invited").select_related("unit").order_by("pk"):
        moves.make(invitee, "lapse", actor=CLOCK, at=at)
