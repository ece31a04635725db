"""After the issue: changes with reasons, and what follows from gatherings, results and removals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import Entry
from shangliang.kernel.text import official
from shangliang.modules.org.models import Unit
from shangliang.modules.people import queries as people
from shangliang.modules.people.models import Person
from shangliang.modules.plans.models import Change, Plan, PlanItem
from shangliang.modules.plans.services.ground import (
    check,
    check_issued,
    differing,
    locked,
    must_be_issued,
    permit,
    person_of,
    put,
    said,
    terms_of,
    tidy,
)
from shangliang.modules.plans.services.issuing import ask, void
from shangliang.modules.topics.models import Topic


@transaction.atomic
def change_item(
    item: PlanItem, *, reason: str, actor: Actor, at: datetime, title: str | None = None,
    type: str | None = None, month: int | None = None, leader: Person | None = None,
    committee: Unit | None = None, departments: Iterable[Unit] | None = None, supervising: bool | None = None,
) -> Change:  # fmt: skip
    """遇事调整：what is given is changed, what is left out stays; the reason stands beside it for good."""
    permit(item, verb="change", actor=actor)
    plan = locked(item.plan)
    must_be_issued(plan)
    if item.state != "listed":
        raise moves.Stale(_("这个题目已经协商或移出，不能再调整"), state=moves.label_of(item))
    given: dict[str, Any] = {
        "title": tidy(title) if title else None, "type": type, "month": month, "leader": leader,
        "committee": committee, "departments": None if departments is None else tuple(departments),
        "supervising": supervising,
    }  # fmt: skip
    was = terms_of(item)
    now = replace(was, **{name: value for name, value in given.items() if value is not None})
    changed = differing(was, now)
    if not changed:
        raise moves.Refused(_("没有改动"))
    check(now, plan, at, was=was)
    check_issued(now, plan, at, reason=reason, new_month="month" in changed)
    put(item, now)
    what = said(was, now)
    moves.record(item, "change", actor=actor, at=at, note=reason, what=what, changed=sorted(changed))
    return Change.objects.create(
        item=item, what=what, reason=reason.strip(), person_id=person_of(actor), at=at
    )


@transaction.atomic
def finish(item: PlanItem, *, at: datetime, link: str = "") -> bool:
    """The result has gone back to everyone (outcomes says so). Safe to run twice: then False."""
    if item.state != "held":
        return False
    moves.make(item, "finish", actor=CLOCK, at=at, link=link)
    return True


def wants(kind: str, verb: str) -> bool:
    """What `follow` reads of the journal."""
    return (kind, verb) in {
        ("plan", "approve"), ("plan", "send_back"), ("plan_item", "drop"), ("gathering", "end")
    }  # fmt: skip


@transaction.atomic
def follow(entry: Entry, at: datetime) -> None:
    """Consumer of the journal. A plan approved asks for signatures, one sent back voids them; an item moved
    out gives its topic back; a gathering that ended holds its item.

    Gatherings come later in the year than plans, so their entry says itself which item it was about.
    """
    if entry.kind == "plan":
        plan = Plan.objects.select_related("unit").get(pk=entry.ref)
        if entry.verb == "approve":
            ask(plan, at=at)
        else:
            void(plan, before=entry.at, at=at)
    elif (entry.kind, entry.verb) == ("plan_item", "drop"):
        item = PlanItem.objects.select_related("plan", "topic__unit").get(pk=entry.ref)
        _keep_reason(item, entry)
        _give_back(item.topic, entry, at)
    elif (entry.kind, entry.verb) == ("gathering", "end"):
        held = (
            PlanItem.objects.filter(pk=entry.facts.get("plan_item"), state="listed")
            .select_related("unit")
            .first()
        )
        if held:
            moves.make(held, "hold", actor=CLOCK, at=at, gathering=entry.ref)


def _keep_reason(item: PlanItem, entry: Entry) -> None:
    """Moved out after the issue: that is a change like any other."""
    issues = Entry.objects.filter(kind="plan", ref=str(item.plan_id), verb="issue", id__lt=entry.pk)
    if issues.exists() and entry.note.strip():
        new = {"reason": entry.note, "person_id": entry.actor_id, "at": entry.at}
        with official():
            what = _("移出计划")
        Change.objects.get_or_create(item=item, what=what, defaults=new)


def _give_back(topic: Topic, entry: Entry, at: datetime) -> None:
    """The topic is filed again in the name of the one who moved the item out, if no item has it now."""
    if topic.state != "planned" or topic.plan_items.exclude(state="dropped").exists():
        return
    person = Person.objects.get(pk=entry.actor_id or 0)
    actor = people.actor_for(person, calendar.day_of(entry.at))
    moves.make(topic, "unplan", actor=actor, at=at, note=entry.note)
