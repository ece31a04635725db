"""What was found: noted by the team, kept inside until the opinion paper goes out; or turned into a brief."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import Actor
from shangliang.kernel.text import official
from shangliang.kernel.wording import clean
from shangliang.modules.briefs import services as briefs
from shangliang.modules.briefs.models import Brief
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.people.services import person_of
from shangliang.modules.supervision.models import (
    Activity,
    Finding,
    Matter,
    SpecialSupervisor,
    Supervision,
    Team,
    TeamMember,
)

NOTING = ("running", "reviewing")


@dataclass(frozen=True)
class Words:
    """问题、情况、依据、建议, and the department that should put it right by `rectify_by`."""

    title: str
    problem: str
    advice: str
    department: Unit
    basis: str = ""
    rectify_by: date | None = None


@transaction.atomic
def note_finding(
    supervision: Supervision, *, words: Words, actor: Actor, at: datetime, finder: Person | None = None,
    team: Team | None = None, activity: Activity | None = None, matter: Matter | None = None, token: str = "",
) -> Finding:  # fmt: skip
    """列入问题清单. finder: whose it is; else whoever writes it down."""
    moves.must(supervision, "note", actor=actor)
    if earlier := once.made_before(Finding, place="finding", token=token, actor=actor, at=at):
        return earlier
    held = moves.held(supervision, "unit")
    if held.state not in NOTING:
        raise moves.Stale(_("监督开始以后、意见书送出以前才能列问题"), state=moves.label_of(held))
    if any(thing is not None and thing.supervision_id != held.pk for thing in (team, activity, matter)):
        raise moves.Refused(_("所选的小组、活动或要点不在这项监督里"))
    last = held.findings.aggregate(last=Max("order"))["last"] or 0
    finding = Finding(
        unit=held.unit, supervision=held, order=last + 1, team=team, finder=_finder(held, words, finder, actor),
        activity=activity, matter=matter, **_columns(held, words, at),
    )  # fmt: skip
    moves.begin(finding, actor=actor, at=at, supervision=held.pk, order=finding.order)
    moves.record(supervision, "note", actor=actor, at=at, finding=finding.pk)
    once.remember(finding, place="finding", token=token, actor=actor)
    return finding


def _finder(supervision: Supervision, words: Words, finder: Person | None, actor: Actor) -> Person:
    """Nobody is named as having found what she could not have seen: the teams, and the department's own supervisors."""
    if finder is None or finder.pk == actor.person_id:
        return person_of(actor)
    in_team = TeamMember.objects.filter(supervision=supervision, person=finder)
    appointed = SpecialSupervisor.objects.filter(person=finder, department=words.department)
    if not in_team.exists() and not appointed.exists():
        raise moves.Refused(_("%s不是监督小组的人，也不是这个部门的特邀监督员") % finder)
    return finder


def _columns(supervision: Supervision, words: Words, at: datetime) -> dict[str, object]:
    if not supervision.supervised.filter(department=words.department).exists():
        raise moves.Refused(_("“%s”不是被监督单位") % words.department)
    if words.rectify_by and words.rectify_by <= calendar.day_of(at):
        raise moves.Refused(_("整改期限应在今天以后"))
    return {
        "title": clean(words.title, missing=_("请写问题"), most=120),
        "problem": clean(words.problem, missing=_("请写情况")), "basis": clean(words.basis),
        "advice": clean(words.advice, missing=_("请写建议")), "department": words.department,
        "rectify_by": words.rectify_by,
    }  # fmt: skip


@transaction.atomic
def edit_finding(finding: Finding, *, words: Words, actor: Actor, at: datetime) -> None:
    """Better words, while it is only on the team's list."""
    moves.must(finding, "edit", actor=actor)
    new = _columns(finding.supervision, words, at)
    if not Finding.objects.filter(pk=finding.pk, state="noted").update(**new):
        raise moves.Stale(_("已经交部门的意见不能再改"), state=moves.label_of(finding))
    for name, value in new.items():
        setattr(finding, name, value)
    moves.record(finding, "edit", actor=actor, at=at)


@transaction.atomic
def ask_consent(finding: Finding, *, actor: Actor, at: datetime) -> None:
    """请提出人决定: may it go into 社情民意信息 under her name?"""
    _must_be_noted(finding)
    moves.record(finding, "ask_consent", actor=actor, at=at)


@transaction.atomic
def consent(finding: Finding, *, actor: Actor, at: datetime) -> None:
    """同意转为信息: only the finder herself, in her own session."""
    if actor.scopes is not None or actor.person_id != finding.finder_id:
        raise moves.NotAllowed(_("是否同意，由提出人本人决定"))
    _must_be_noted(finding)
    moves.record(finding, "consent", actor=actor, at=at)
    Finding.objects.filter(pk=finding.pk, consented_at=None).update(consented_at=at)
    finding.refresh_from_db(fields=["consented_at"])


def _must_be_noted(finding: Finding) -> None:
    if finding.state != "noted":
        raise moves.Stale(_("只有还在清单上的问题能转为信息"), state=moves.label_of(finding))


@transaction.atomic
def turn_to_brief(finding: Finding, *, actor: Actor, at: datetime) -> Brief:
    """转社情民意信息, with the finder's consent; whoever found it agrees by turning it herself."""
    moves.must(finding, "turn", actor=actor)
    _must_be_noted(finding)
    if finding.consented_at is None and actor.person_id == finding.finder_id:
        consent(finding, actor=actor, at=at)
    if finding.consented_at is None:
        raise moves.Refused(_("提出人还没有同意转为社情民意信息"))
    with official():
        origin = _("民主监督 · %s") % finding.supervision.title
        situation = finding.problem + (f"\n{finding.basis}" if finding.basis else "")
    brief = briefs.take_in(
        finding.unit, title=finding.title, situation=situation, advice=finding.advice, reporter=finding.finder,
        origin=origin, origin_link=finding.get_absolute_url(), actor=actor, at=at, token=f"finding:{finding.pk}",
    )  # fmt: skip
    Finding.objects.filter(pk=finding.pk).update(brief=brief)
    finding.brief = brief
    moves.make(finding, "turn", actor=actor, at=at, brief=brief.pk)
    return brief
