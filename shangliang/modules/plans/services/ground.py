"""What the verbs stand on: who may, the lock on a plan, what an item must say, and what differs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once, text
from shangliang.kernel.access import Actor
from shangliang.kernel.models import Staged
from shangliang.kernel.text import listed, official, points
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.people import queries as people
from shangliang.modules.people.models import Person
from shangliang.modules.plans import queries
from shangliang.modules.plans.models import EventType, Plan, PlanItem


@dataclass(frozen=True)
class Terms:
    """What an item says."""

    title: str
    type: str
    month: int
    leader: Person | None = None
    committee: Unit | None = None
    departments: tuple[Unit, ...] = ()
    supervising: bool = False


def terms_of(item: PlanItem) -> Terms:
    return Terms(
        item.title,
        item.type,
        item.month,
        item.leader,
        item.committee,
        tuple(item.departments.all()),
        item.supervising,
    )


def tidy(words: str) -> str:
    """One space between words; the punctuation stays as the office wrote it."""
    return " ".join(words.split())


def permit(thing: Staged, *, verb: str, actor: Actor) -> None:
    if not moves.kind_of(thing).policy.may(actor, verb, thing):
        raise moves.NotAllowed(_("这一步不归您办理"))


def person_of(actor: Actor) -> int:
    """Whose name stands under it: never the clock's, never nobody's."""
    if actor.person_id is None:
        raise moves.NotAllowed(_("这一步不归您办理"))
    return actor.person_id


def again(token: str, what: str, *, actor: Actor, at: datetime) -> int | None:
    """The id of what this form (`token`) has made already; None when it comes for the first time."""
    earlier = once.claim(_scope(actor, what), token, b"", at) if token else None
    return int(earlier.body) if earlier else None


def made(thing: Staged, token: str, what: str, *, actor: Actor) -> None:
    """Keep what this form has made, for when it comes again."""
    if token:
        once.keep(_scope(actor, what), token, 201, str(thing.pk))


def _scope(actor: Actor, what: str) -> str:
    return f"person {actor.person_id} {what}"


def locked(plan: Plan) -> Plan:
    """The plan as it is now. Nobody moves it on meanwhile: what is approved is what was written."""
    return moves.held(plan, "unit")


def check(terms: Terms, plan: Plan, at: datetime, *, was: Terms | None = None) -> None:
    """Refuse what no plan can say. Only what is new in `terms` is looked at."""
    wrong = []
    if not terms.title or len(terms.title) > 120:
        wrong.append(_("题目应为 1 到 120 字"))
    if terms.type not in EventType.values:
        wrong.append(_("没有这种协商形式"))
    if not 1 <= terms.month <= 12:
        wrong.append(_("月份应为 1 到 12"))
    changed = differing(was, terms) if was else {"leader", "committee", "departments"}
    leaders = people.leaders(plan.unit.path, calendar.day_of(at))
    if "leader" in changed and terms.leader and not leaders.filter(pk=terms.leader.pk).exists():
        wrong.append(_("“%s”现在不是可以牵头的领导") % terms.leader)
    if "committee" in changed and terms.committee and terms.committee not in queries.committees(plan):
        wrong.append(_("“%s”不能承办本计划的题目") % terms.committee)
    if "departments" in changed and not _all_in(terms.departments, org.departments(plan.unit.path)):
        wrong.append(_("协办部门里有不在本地的单位"))
    if wrong:
        raise moves.Refused(*wrong)


def _all_in(wanted: Collection[Unit], known: Iterable[Unit]) -> bool:
    return not wanted or {u.pk for u in wanted} <= {u.pk for u in known}


def check_issued(terms: Terms, plan: Plan, at: datetime, *, reason: str, new_month: bool = True) -> None:
    """What an issued plan says is complete, lies ahead, and is changed only with a reason."""
    wrong = []
    if not reason.strip():
        wrong.append(_("计划已经印发，请写明理由"))
    if terms.leader is None or terms.committee is None:
        wrong.append(_("计划已经印发，题目要有牵头领导和承办专委会"))
    today = calendar.day_of(at)
    if new_month and (plan.year, terms.month) < (today.year, today.month):
        wrong.append(_("%d 月已经过去") % terms.month)
    if wrong:
        raise moves.Refused(*wrong)


def must_be_open(plan: Plan) -> None:
    """Not now: what is being approved stays as it is."""
    if plan.state in Plan.APPROVING:
        raise moves.Stale(_("计划正在报批，要改先退回修改"), state=moves.label_of(plan))
    if plan.state == "issued":
        raise moves.Stale(_("计划已经印发，请用“调整”，并写明理由"), state=moves.label_of(plan))
    if plan.state == "closed":
        raise moves.Stale(_("年度计划已经了结"), state=moves.label_of(plan))


def must_be_issued(plan: Plan) -> None:
    if plan.state == "closed":
        raise moves.Stale(_("年度计划已经了结"), state=moves.label_of(plan))
    if plan.state != "issued":
        raise moves.Stale(_("计划还没有印发，直接修改就可以"), state=moves.label_of(plan))


def differing(was: Terms, now: Terms) -> set[str]:
    """The names of what differs; departments are compared as a set."""
    names = {
        n
        for n in ("title", "type", "month", "leader", "committee", "supervising")
        if getattr(was, n) != getattr(now, n)
    }
    if {u.pk for u in was.departments} != {u.pk for u in now.departments}:
        names.add("departments")
    return names


@official()
def said(was: Terms, now: Terms) -> str:
    """What differs, in words: 月份：6 → 7；牵头领导：陈立群 → 赵国栋."""
    labels = {
        "title": _("题目"), "type": _("协商形式"), "month": _("月份"), "leader": _("牵头领导"),
        "committee": _("承办"), "departments": _("协办部门"), "supervising": _("监督性议题"),
    }  # fmt: skip
    changed = differing(was, now)
    parts = [f"{label}：{_shown(was, n)} → {_shown(now, n)}" for n, label in labels.items() if n in changed]
    return text.shortened(points(parts), 300)


def _shown(terms: Terms, name: str) -> str:
    value: Any = getattr(terms, name)
    match name:
        case "type":
            return str(EventType(value).label)
        case "departments":
            return listed(str(u) for u in value) or _("无")
        case "supervising":
            return _("是") if value else _("否")
    return str(value or _("无"))


def put(item: PlanItem, terms: Terms) -> None:
    """Write the terms into the item's row (1 update, and the departments)."""
    new = {
        "title": terms.title, "type": terms.type, "month": terms.month, "leader": terms.leader,
        "committee": terms.committee, "supervising": terms.supervising,
    }  # fmt: skip
    PlanItem.objects.filter(pk=item.pk).update(**new)
    for name, value in new.items():
        setattr(item, name, value)
    item.departments.set(terms.departments)
