"""监督活动: what was done, when, where, by whom. The gates rest on these records, so none is ever changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import listed
from shangliang.kernel.wording import clean
from shangliang.modules.people.models import Person
from shangliang.modules.people.services import person_of
from shangliang.modules.supervision import flow
from shangliang.modules.supervision.models import (
    Activity,
    ActivityFile,
    Presence,
    Supervised,
    Supervision,
    Team,
    TeamMember,
)

Kind = Activity.Kind


@dataclass(frozen=True)
class Record:
    """One activity: day, place, what was done and said, who was there, photographs. team: None means all of them."""

    on: date
    place: str
    text: str
    people: Sequence[Person] = ()
    files: Sequence[StoredFile] = ()
    team: Team | None = None


@transaction.atomic
def train(
    supervision: Supervision, *, record: Record, actor: Actor, at: datetime, token: str = ""
) -> Activity:
    """培训, with those who signed in."""
    _must_be(supervision, "approved", "running")
    if not record.people:
        raise moves.Refused(_("请登记签到的人"))
    return _kept(supervision, Kind.TRAINING, record, actor, at, token)[0]


@transaction.atomic
def talk(supervised: Supervised, *, record: Record, actor: Actor, at: datetime, token: str = "") -> Activity:
    """督查前沟通: with this department, which is told of it by notice."""
    _must_be(supervised.supervision, "approved", "running")
    moves.must(supervised, "talk", actor=actor)
    made, new = _kept(supervised.supervision, Kind.TALK, record, actor, at, token, supervised)
    if not new:
        return made
    first = min(record.on, supervised.talked_on or record.on)
    Supervised.objects.filter(pk=supervised.pk).update(talked_on=first)
    supervised.talked_on = first
    moves.make(supervised, "talk", actor=actor, at=at, on=record.on.isoformat())
    return made


@transaction.atomic
def inspect(
    supervision: Supervision, *, kind: str, record: Record, actor: Actor, at: datetime,
    supervised: Supervised | None = None, token: str = "",
) -> Activity:  # fmt: skip
    """走访、座谈、查阅资料. Only the trained go (先培训后视察), and to a department only after a talk with it
    (先沟通后督查).
    """
    if kind not in Activity.INSPECTING:
        raise moves.Refused(_("请选择走访、座谈或查阅资料"))
    if missing := flow.supervising.all_trained(supervision, at):
        raise moves.Refused(missing)
    _must_be(supervision, "running")
    if not record.people:
        raise moves.Refused(_("请登记参加的人"))
    _must_be_trained(supervision, record)
    if supervised is not None:
        _must_be_talked_with(supervision, supervised, record.on)
    elif kind != Kind.SYMPOSIUM:
        raise moves.Refused(_("请选择到哪个部门"))
    return _kept(supervision, kind, record, actor, at, token, supervised)[0]


def _must_be_trained(supervision: Supervision, record: Record) -> None:
    """Whoever goes has signed in at a training on that day or before."""
    trained = Presence.objects.filter(
        activity__supervision=supervision, activity__kind=Kind.TRAINING, activity__on__lte=record.on
    )
    held = set(trained.values_list("person_id", flat=True))
    if names := listed(p.name for p in record.people if p.pk not in held):
        raise moves.Refused(_("先培训后视察：还没有参加培训：%s") % names)


def _must_be_talked_with(supervision: Supervision, supervised: Supervised, on: date) -> None:
    if supervised.supervision_id != supervision.pk:
        raise moves.Refused(_("这个部门不在这项监督里"))
    if supervised.state != "talked" or supervised.talked_on is None or supervised.talked_on > on:
        raise moves.Refused(_("先沟通后督查：还没有和“%s”沟通并告知") % supervised.department.short)


@transaction.atomic
def inform(
    supervised: Supervised, *, record: Record, actor: Actor, at: datetime, token: str = ""
) -> Activity:
    """通报进展: the department hears how it stands; it reads the very words."""
    _must_be(supervised.supervision, "running", "reviewing")
    moves.must(supervised, "inform", actor=actor)
    if supervised.state != "talked" or (supervised.talked_on and record.on < supervised.talked_on):
        raise moves.Refused(_("还没有和“%s”沟通，不能通报") % supervised.department.short)
    made, new = _kept(supervised.supervision, Kind.INFORM, record, actor, at, token, supervised)
    if not new:
        return made
    Supervised.objects.filter(pk=supervised.pk).update(informed_on=record.on)
    supervised.informed_on = record.on
    moves.make(supervised, "inform", actor=actor, at=at, on=record.on.isoformat())
    return made


@transaction.atomic
def discuss(
    supervision: Supervision, *, record: Record, actor: Actor, at: datetime, token: str = ""
) -> Activity:
    """集体研讨 of the teams, before anything is fed back (先研讨后反馈)."""
    _must_be(supervision, "running", "reviewing")
    if not record.people:
        raise moves.Refused(_("请登记参加的人"))
    return _kept(supervision, Kind.DISCUSSION, record, actor, at, token)[0]


def _must_be(supervision: Supervision, *states: str) -> None:
    if supervision.state not in states:
        label = moves.label_of(supervision)
        raise moves.Stale(_("现在的状态是“%s”，不能登记这类活动") % label, state=label)


def _kept(
    supervision: Supervision, kind: str, record: Record, actor: Actor, at: datetime, token: str,
    supervised: Supervised | None = None,
) -> tuple[Activity, bool]:  # fmt: skip
    """The record, and whether this form made it just now."""
    moves.must(supervision, "record", actor=actor)
    if earlier := once.made_before(Activity, place="activity", token=token, actor=actor, at=at):
        return earlier, False
    if record.on > calendar.day_of(at):
        raise moves.Refused(_("活动日期不能晚于今天"))
    if record.team and record.team.supervision_id != supervision.pk:
        raise moves.Refused(_("这个小组不在这项监督里"))
    _must_be_ours(supervision, record.people)
    made = Activity.objects.create(
        supervision=supervision, kind=kind, team=record.team, supervised=supervised, on=record.on,
        place=clean(record.place, missing=_("请写地点"), most=120), text=clean(record.text, missing=_("请写记录")),
        recorder=person_of(actor), at=at,
    )  # fmt: skip
    people = list(dict.fromkeys(record.people))
    Presence.objects.bulk_create(Presence(activity=made, person=p) for p in people)
    ActivityFile.objects.bulk_create(ActivityFile(activity=made, file=f) for f in record.files)
    moves.record(
        supervision, "record", actor=actor, at=at, activity=made.pk, kind=str(kind), on=record.on.isoformat(),
        people=len(people),
    )  # fmt: skip
    once.remember(made, place="activity", token=token, actor=actor)
    return made, True


def _must_be_ours(supervision: Supervision, people: Sequence[Person]) -> None:
    ours = set(TeamMember.objects.filter(supervision=supervision).values_list("person_id", flat=True))
    if names := listed(p.name for p in people if p.pk not in ours):
        raise moves.Refused(_("不是监督小组的人：%s") % names)
