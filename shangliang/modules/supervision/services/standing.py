"""特邀监督员: appointed with field, term and letter; whatever they report is answered."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.wording import clean
from shangliang.modules.lists.models import Invitee
from shangliang.modules.org.models import Unit
from shangliang.modules.org.services import must_be_in
from shangliang.modules.people.models import Member, Person
from shangliang.modules.people.services import person_of
from shangliang.modules.supervision.models import Finding, Observation, SpecialSupervisor, Supervision
from shangliang.modules.supervision.services.finding import Words, note_finding


@transaction.atomic
def appoint(
    unit: Unit, *, department: Unit, person: Person, field: str, letter_no: str, starts_on: date, ends_on: date,
    actor: Actor, at: datetime, invitee: Invitee | None = None, token: str = "",
) -> SpecialSupervisor:  # fmt: skip
    """聘任 a member for a department. invitee: the department's own invitation that she accepted."""
    if earlier := once.made_before(
        SpecialSupervisor, place="special_supervisor", token=token, actor=actor, at=at
    ):
        return earlier
    if not moves.kind_of(SpecialSupervisor).policy.may_at(actor, "appoint", unit.path):
        raise moves.NotAllowed(_("特邀监督员由政协办聘任"))
    must_be_in(unit.path, units=[department])
    if ends_on <= starts_on or ends_on <= calendar.day_of(at):
        raise moves.Refused(_("聘期结束应在开始以后、今天以后"))
    day = calendar.day_of(at)
    if not Member.objects.filter(person=person, term__starts_on__lte=day, term__ends_on__gte=day).exists():
        raise moves.Refused(_("不是本届委员：%s") % person.name)
    if invitee is not None and not _fits(invitee, department, person):
        raise moves.Refused(_("这份邀请不是“%(unit)s”请%(person)s做特邀监督员的，或还没有接受") % {
            "unit": department, "person": person,
        })  # fmt: skip
    thing = SpecialSupervisor(
        unit=unit, department=department, person=person, starts_on=starts_on, ends_on=ends_on, invitee=invitee,
        field=clean(field, missing=_("请写监督领域"), most=120),
        letter_no=clean(letter_no, missing=_("请写聘书编号"), most=60),
    )  # fmt: skip
    try:
        with transaction.atomic():
            moves.begin(thing, actor=actor, at=at, person=person.pk, department=department.code)
    except IntegrityError:
        raise moves.Stale(_("已经聘任，或聘书编号已用过")) from None
    once.remember(thing, place="special_supervisor", token=token, actor=actor)
    return thing


def _fits(invitee: Invitee, department: Unit, person: Person) -> bool:
    asked = invitee.invitation
    same = asked.unit_id == department.pk and invitee.person_id == person.pk
    return same and asked.kind == asked.Kind.DELEGATE and invitee.state in {"accepted", "came"}


@transaction.atomic
def report(
    supervisor: SpecialSupervisor, *, seen_on: date, title: str, text: str, actor: Actor, at: datetime,
    file: StoredFile | None = None, token: str = "",
) -> Observation:  # fmt: skip
    """监督员报告, while the appointment lasts."""
    moves.must(supervisor, "report", actor=actor)
    if earlier := once.made_before(Observation, place="observation", token=token, actor=actor, at=at):
        return earlier
    if supervisor.state != "serving":
        raise moves.Stale(_("聘期已经结束"), state=moves.label_of(supervisor))
    if seen_on > calendar.day_of(at):
        raise moves.Refused(_("日期不能晚于今天"))
    thing = Observation(
        unit=supervisor.unit, supervisor=supervisor, seen_on=seen_on, file=file,
        title=clean(title, missing=_("请写标题"), most=120), text=clean(text, missing=_("请写看到的情况")),
    )  # fmt: skip
    moves.begin(thing, actor=actor, at=at, supervisor=supervisor.pk)
    once.remember(thing, place="observation", token=token, actor=actor)
    return thing


def _answered(observation: Observation, answer: str, actor: Actor) -> None:
    if observation.state != "handed":
        raise moves.Stale(_("这份报告已经处理"), state=moves.label_of(observation))
    words = clean(answer, missing=_("请写给监督员的答复"))
    observation.answer, observation.answerer = words, person_of(actor)
    Observation.objects.filter(pk=observation.pk, state="handed").update(
        answer=words, answerer=observation.answerer
    )


@transaction.atomic
def answer_observation(observation: Observation, *, answer: str, actor: Actor, at: datetime) -> None:
    """答复监督员."""
    moves.must(observation, "answer", actor=actor)
    _answered(observation, answer, actor)
    moves.make(observation, "answer", actor=actor, at=at)


@transaction.atomic
def file_observation(observation: Observation, *, note: str, actor: Actor, at: datetime) -> None:
    """留存, with the reason that the supervisor reads."""
    moves.must(observation, "file", actor=actor)
    _answered(observation, note, actor)
    moves.make(observation, "file", actor=actor, at=at, note=observation.answer)


@transaction.atomic
def take_up(
    observation: Observation,
    *,
    supervision: Supervision,
    advice: str,
    answer: str,
    actor: Actor,
    at: datetime,
) -> Finding:
    """列入监督意见 of a supervision that runs; the supervisor is the finder."""
    moves.must(observation, "take_up", actor=actor)
    _answered(observation, answer, actor)
    by = observation.supervisor
    words = Words(
        title=observation.title, problem=observation.text, advice=advice, department=by.department,
        basis=str(_("特邀监督员报告（%s）") % by.letter_no),
    )  # fmt: skip
    finding = note_finding(supervision, words=words, finder=by.person, actor=actor, at=at)
    Observation.objects.filter(pk=observation.pk).update(finding=finding)
    observation.finding = finding
    moves.make(observation, "take_up", actor=actor, at=at, finding=finding.pk)
    return finding
