"""Before the issue: the plan is opened, topics go in and come out, three rounds talk it over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import official
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.plans.models import Change, Plan, PlanItem, Round
from shangliang.modules.plans.services.ground import (
    Terms,
    again,
    check,
    check_issued,
    differing,
    locked,
    made,
    must_be_open,
    permit,
    person_of,
    put,
    said,
    terms_of,
    tidy,
)
from shangliang.modules.topics.models import Topic


@transaction.atomic
def open_plan(unit: Unit, *, year: int, title: str, actor: Actor, at: datetime, token: str = "") -> Plan:
    """A new plan in its first state, one of each unit and year. The same form twice gives the first."""
    if earlier := again(token, "plan", actor=actor, at=at):
        return Plan.objects.select_related("unit").get(pk=earlier)
    if unit.kind != Unit.Kind.CPPCC:
        raise moves.Refused(_("年度协商计划由政协编制，请选择一级政协"))
    if not 2000 <= year <= calendar.day_of(at).year + 2:
        raise moves.Refused(_("年度应在 2000 年到后年之间"))
    plan = Plan(unit=unit, year=year, title=tidy(title))
    try:
        with transaction.atomic():
            moves.begin(plan, actor=actor, at=at, year=year)
            permit(plan, verb="edit", actor=actor)
    except IntegrityError:
        raise moves.Refused(_("%(unit)s已经有 %(year)d 年的计划") % {"unit": unit, "year": year}) from None
    made(plan, token, "plan", actor=actor)
    return plan


@transaction.atomic
def edit_plan(plan: Plan, *, title: str, actor: Actor, at: datetime) -> None:
    """Another name, as long as it is not issued under this one."""
    permit(plan, verb="edit", actor=actor)
    fresh = locked(plan)
    must_be_open(fresh)
    title = tidy(title)
    if not title or title == fresh.title:
        return
    Plan.objects.filter(pk=plan.pk).update(title=title[:120])
    plan.title = title[:120]
    moves.record(plan, "edit", actor=actor, at=at, was=fresh.title, title=plan.title)


@transaction.atomic
def add_item(
    plan: Plan, *, topic: Topic, type: str, month: int, actor: Actor, at: datetime,
    leader: Person | None = None, committee: Unit | None = None, departments: Iterable[Unit] = (),
    supervising: bool = False, title: str = "", reason: str = "",
    token: str = "",
) -> PlanItem:  # fmt: skip
    """A filed topic goes into the plan. After the issue: with a reason, as 临时增补, and listed at once.

    The same form sent twice (`token`) gives the first item back.
    """
    permit(plan, verb="add_item", actor=actor)
    if earlier := again(token, "plan_item", actor=actor, at=at):
        return PlanItem.objects.select_related("unit", "plan", "topic").get(pk=earlier)
    plan = locked(plan)
    late = plan.state == "issued"
    if not late:
        must_be_open(plan)
    if not topic.unit.path.startswith(plan.unit.path):
        raise moves.Refused(_("“%s”不是本级的议题") % topic)
    words = tidy(title) or topic.title
    terms = Terms(words, type, month, leader, committee, tuple(departments), supervising)
    check(terms, plan, at)
    if late:
        check_issued(terms, plan, at, reason=reason)
    moves.make(topic, "plan", actor=actor, at=at, plan=plan.title, plan_id=plan.pk, month=month)
    item = PlanItem(
        plan=plan, unit=plan.unit, topic=topic, title=words, type=type, month=month, added_late=late
    )
    moves.begin(item, actor=actor, at=at, topic=topic.pk, month=month)
    put(item, terms)
    with official():
        note = _("%(month)d 月 · %(title)s") % {"month": month, "title": words}
    moves.record(plan, "add_item", actor=actor, at=at, note=note, item=item.pk)
    if late:
        _list_late(item, reason=reason.strip(), actor=actor, at=at)
    made(item, token, "plan_item", actor=actor)
    return item


def _list_late(item: PlanItem, *, reason: str, actor: Actor, at: datetime) -> None:
    with official():
        what = _("临时增补：%(month)d 月，%(type)s") % {"month": item.month, "type": item.get_type_display()}
    Change.objects.create(item=item, what=what, reason=reason, person_id=person_of(actor), at=at)
    moves.make(item, "list", actor=actor, at=at, note=reason, late=1)


@transaction.atomic
def edit_item(
    item: PlanItem, *, title: str, type: str, month: int, leader: Person | None, committee: Unit | None,
    departments: Iterable[Unit], supervising: bool, actor: Actor, at: datetime,
) -> bool:  # fmt: skip
    """Put an item right before it goes up for approval. False when nothing differs."""
    permit(item, verb="edit", actor=actor)
    plan = locked(item.plan)
    must_be_open(plan)
    if item.state not in {"proposed", "listed"}:
        raise moves.Stale(_("这个题目已经移出或办完"), state=moves.label_of(item))
    was = terms_of(item)
    now = Terms(tidy(title), type, month, leader, committee, tuple(departments), supervising)
    if not differing(was, now):
        return False
    check(now, plan, at, was=was)
    put(item, now)
    moves.record(item, "edit", actor=actor, at=at, what=said(was, now))
    return True


@transaction.atomic
def hold_round(plan: Plan, *, held_with: str, held_on: date, note: str, actor: Actor, at: datetime) -> Round:
    """One of the three rounds was held. Written again, the later words replace the earlier ones."""
    permit(plan, verb="hold_round", actor=actor)
    plan = locked(plan)
    if plan.state != "consulting":
        raise moves.Stale(_("座谈在“三轮座谈”阶段登记"), state=moves.label_of(plan))
    wrong = [] if held_with in Round.With.values else [_("没有这一类座谈")]
    wrong += [_("座谈日期还没有到")] if held_on > calendar.day_of(at) else []
    wrong += [] if note.strip() else [_("请写下座谈的主要意见")]
    if wrong:
        raise moves.Refused(*wrong)
    note = note.strip()
    earlier = plan.rounds.filter(held_with=held_with).first()
    if earlier and (earlier.held_on, earlier.note) == (held_on, note):
        return earlier
    new = {"held_on": held_on, "note": note, "person_id": person_of(actor)}
    held, _new = Round.objects.update_or_create(plan=plan, held_with=held_with, defaults=new)
    with official():
        with_whom = str(Round.With(held_with).label)
    moves.record(plan, "hold_round", actor=actor, at=at, note=with_whom, on=held_on.isoformat())
    return held
