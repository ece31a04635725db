"""组队: teams of members of the term that runs; parties and bodies join by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import listed
from shangliang.kernel.wording import clean
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Member, Person
from shangliang.modules.supervision.models import Supervision, Team, TeamMember

PARTNERS = (Unit.Kind.DEMOCRATIC, Unit.Kind.BODY)
BEFORE_AND_DURING = ("approved", "running")


@transaction.atomic
def form_team(
    supervision: Supervision, *, name: str, leader: Person, members: Sequence[Person], actor: Actor, at: datetime,
    task: str = "", partners: Sequence[Unit] = (),
) -> Team:  # fmt: skip
    """A new team: one leader, members beside, and bodies that work with it."""
    moves.must(supervision, "team", actor=actor)
    held = _open(supervision)
    last = held.teams.aggregate(last=Max("order"))["last"] or 0
    team = Team(
        supervision=held, order=last + 1, name=clean(name, missing=_("请写小组名称"), most=60),
        task=clean(task, most=200),
    )  # fmt: skip
    _keep(team)
    _fill(team, leader, members, partners, at)
    moves.record(supervision, "team", actor=actor, at=at, team=team.name, people=team.people.count())
    return team


@transaction.atomic
def regroup(
    team: Team, *, name: str, leader: Person, members: Sequence[Person], actor: Actor, at: datetime, task: str = "",
    partners: Sequence[Unit] = (),
) -> None:  # fmt: skip
    """Other people, another name. What was done by those who leave stays done."""
    moves.must(team.supervision, "team", actor=actor)
    _open(team.supervision)
    team.name, team.task = clean(name, missing=_("请写小组名称"), most=60), clean(task, most=200)
    _keep(team)
    team.people.all().delete()
    _fill(team, leader, members, partners, at)
    moves.record(team.supervision, "team", actor=actor, at=at, team=team.name, people=team.people.count())


def _open(supervision: Supervision) -> Supervision:
    """Held, so that two who group at once see each other."""
    held = moves.held(supervision, "unit")
    if held.state not in BEFORE_AND_DURING:
        raise moves.Stale(_("方案审定以后、转入研讨以前才能组队"), state=moves.label_of(held))
    return held


def _keep(team: Team) -> None:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError:
        raise moves.Refused(_("已经有叫这个名字的小组")) from None


def _fill(
    team: Team, leader: Person, members: Sequence[Person], partners: Sequence[Unit], at: datetime
) -> None:
    people = list(dict.fromkeys(p for p in members if p.pk != leader.pk))
    _must_be_members(team, [leader, *people], at)
    busy = TeamMember.objects.filter(supervision=team.supervision, person__in=[leader, *people])
    if names := listed(m.person.name for m in busy.select_related("person")):
        raise moves.Refused(_("已经在别的小组里：%s") % names)
    TeamMember.objects.bulk_create(
        TeamMember(team=team, supervision=team.supervision, person=p, leader=p.pk == leader.pk)
        for p in (leader, *people)
    )
    if wrong := [u for u in partners if u.kind not in PARTNERS]:
        raise moves.Refused(_("联合单位应是民主党派、工商联或人民团体：%s") % listed(map(str, wrong)))
    team.partners.set(partners)


def _must_be_members(team: Team, people: Sequence[Person], at: datetime) -> None:
    """Members of the term that runs on this day."""
    day = calendar.day_of(at)
    held = Member.objects.filter(
        person__in=people, term__unit=team.supervision.unit, term__starts_on__lte=day, term__ends_on__gte=day
    )
    there = set(held.values_list("person_id", flat=True))
    if names := listed(p.name for p in people if p.pk not in there):
        raise moves.Refused(_("不是本届委员：%s") % names)
