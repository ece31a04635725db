"""A supervision begins: named in the plan, drawn from a topic or a voice; its scheme is written and approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import Actor, steps
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import shortened, without_contacts
from shangliang.kernel.wording import clean
from shangliang.modules.org.models import Unit
from shangliang.modules.org.services import must_be_in
from shangliang.modules.people.services import person_of
from shangliang.modules.plans.models import PlanItem
from shangliang.modules.supervision.models import Matter, Supervised, Supervision
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

OWNERS = (Unit.Kind.CPPCC, Unit.Kind.COMMITTEE, Unit.Kind.OFFICE)
TITLE = 120


@dataclass(frozen=True)
class Plan:
    """What a supervision is to be: its form, words, owner and departments. year 0: the year in which it begins."""

    form: str
    title: str
    basis: str
    subject: str
    owner: Unit
    departments: Sequence[Unit] = ()
    matters: Sequence[str] = ()
    year: int = 0


@transaction.atomic
def open_supervision(
    unit: Unit, *, plan: Plan, actor: Actor, at: datetime, source: str = Supervision.Source.OTHER, token: str = "",
    **origin: Any,
) -> Supervision:  # fmt: skip
    """A new supervision. origin: the thing it came from, by the name of its source (plan_item, topic, voice …).

    The same form sent twice (`token`) gives the first back; one source is supervised once a year.
    """
    if earlier := once.made_before(Supervision, place="supervision", token=token, actor=actor, at=at):
        return earlier
    person = person_of(actor)
    if not moves.kind_of(Supervision).policy.may_at(actor, "open", unit.path):
        raise moves.NotAllowed(_("监督事项由政协办列入"))
    if unit.kind != Unit.Kind.CPPCC or plan.owner.kind not in OWNERS:
        raise moves.Refused(_("监督事项由政协开展，由专委会或办公室承办"))
    must_be_in(unit.path, units=[plan.owner])
    if plan.form not in Supervision.Form.values:
        raise moves.Refused(_("请选择监督形式"))
    thing = Supervision(
        unit=unit, year=plan.year or calendar.day_of(at).year, form=plan.form, owner=plan.owner, opener=person,
        title=clean(plan.title, missing=_("请写题目"), most=TITLE),
        basis=clean(plan.basis, missing=_("请写依据")), subject=clean(plan.subject, missing=_("请写监督内容")),
        source=source, **origin,
    )  # fmt: skip
    try:
        with transaction.atomic():
            moves.begin(thing, actor=actor, at=at, form=plan.form, source=str(source), owner=plan.owner.code)
    except IntegrityError:
        raise moves.Stale(_("这一来源今年已经列入监督")) from None
    name_departments(thing, departments=plan.departments, actor=actor, at=at)
    add_matters(thing, texts=plan.matters)
    once.remember(thing, place="supervision", token=token, actor=actor)
    return thing


@transaction.atomic
def open_from(
    thing: PlanItem | Topic | Voice,
    *,
    actor: Actor,
    at: datetime,
    owner: Unit,
    form: str = "",
    token: str = "",
) -> Supervision:
    """A supervision out of an item of the plan, a topic, or a voice (随手拍); the later thing knows the earlier one."""
    if not moves.kind_of(thing).policy.may(actor, "view", thing):
        raise moves.NotAllowed(_("这一步不归您办理"))
    if thing.state in {"dropped", "merged", "not_taken", "withdrawn"}:
        raise moves.Stale(_("这件事已经了结，不能列入监督"), state=moves.label_of(thing))
    source, column, words, usual, units = _as_source(thing)
    plan = Plan(
        form=form or usual, title=shortened(without_contacts(thing.title), TITLE), owner=owner, departments=units,
        basis=_("来自%(source)s“%(title)s”") % {"source": Supervision.Source(source).label, "title": thing.title},
        subject=words or thing.title,
    )  # fmt: skip
    return open_supervision(
        _institution(thing.unit), plan=plan, source=source, actor=actor, at=at, token=token, **{column: thing}
    )


def _institution(unit: Unit) -> Unit:
    """The CPPCC that a place, a committee or a body belongs to (1 query)."""
    found = Unit.objects.filter(path__in=steps(unit.path), kind=Unit.Kind.CPPCC).order_by("-path").first()
    if found is None:
        raise moves.Refused(_("没有可以开展监督的政协"))
    return found


def _as_source(thing: PlanItem | Topic | Voice) -> tuple[str, str, str, str, list[Unit]]:
    """Kind of source, column, words, usual form, departments."""
    source, form = Supervision.Source, Supervision.Form
    if isinstance(thing, PlanItem):
        return source.PLAN, "plan_item", thing.title, form.SPECIAL, list(thing.departments.all())
    usual = [thing.field.department] if thing.field and thing.field.department else []
    if isinstance(thing, Voice):
        return source.VOICE, "voice", without_contacts(thing.body), form.SNAPSHOT, usual
    return source.TOPIC, "topic", without_contacts(thing.summary), form.CONSULTATIVE, usual


def name_departments(
    thing: Supervision, *, departments: Sequence[Unit], actor: Actor, at: datetime
) -> list[Supervised]:
    """Departments not yet named are added; the others stay. Those that were talked with are never taken off."""
    must_be_in(thing.unit.path, units=departments)
    wanted = dict.fromkeys(departments)
    there = set(thing.supervised.values_list("department_id", flat=True))
    thing.supervised.filter(state="named").exclude(department__in=wanted).delete()
    new = [Supervised(unit=thing.unit, supervision=thing, department=d) for d in wanted if d.pk not in there]
    return moves.begin_many(new, actor=actor, at=at, supervision=thing.pk)


def add_matters(thing: Supervision, *, texts: Sequence[str]) -> None:
    first = thing.matters.count() + 1
    said = [words for text in texts if (words := clean(text))]
    Matter.objects.bulk_create(
        Matter(supervision=thing, order=order, text=text) for order, text in enumerate(said, start=first)
    )


@transaction.atomic
def edit_scheme(
    thing: Supervision, *, scheme: str, starts_on: date, ends_on: date, departments: Sequence[Unit],
    actor: Actor, at: datetime, file: StoredFile | None = None, subject: str = "", matters: Sequence[str] = (),
) -> None:  # fmt: skip
    """实施方案: what is looked at, when, at which departments; changed until it is sent for approval."""
    moves.must(thing, "edit", actor=actor)
    if thing.state != "planned":
        raise moves.Stale(_("方案已送审，不能再改"), state=moves.label_of(thing))
    if ends_on < starts_on:
        raise moves.Refused(_("结束日期不能早于开始日期"))
    new = {
        "scheme": clean(scheme, missing=_("请写实施方案")), "starts_on": starts_on, "ends_on": ends_on,
        "scheme_file": file or thing.scheme_file, "subject": clean(subject) or thing.subject,
    }  # fmt: skip
    if not Supervision.objects.filter(pk=thing.pk, state="planned").update(**new):
        raise moves.Stale(_("方案已送审，不能再改"), state=moves.label_of(thing))
    for name, value in new.items():
        setattr(thing, name, value)
    name_departments(thing, departments=departments, actor=actor, at=at)
    add_matters(thing, texts=matters)
    moves.record(thing, "edit", actor=actor, at=at, departments=[u.code for u in departments])


@transaction.atomic
def approve(thing: Supervision, *, actor: Actor, at: datetime) -> None:
    """审定方案: by the chair, who answers for it."""
    moves.must(thing, "approve", actor=actor)
    Supervision.objects.filter(pk=thing.pk, state="proposed").update(approver=person_of(actor))
    moves.make(thing, "approve", actor=actor, at=at)
    thing.refresh_from_db(fields=["approver"])
