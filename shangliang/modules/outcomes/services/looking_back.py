"""再商量: going back months later to see whether it was really done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import normal, official, without_contacts
from shangliang.modules.outcomes.models import LookBack, Recommendation
from shangliang.modules.outcomes.services.documents import must_run
from shangliang.modules.outcomes.services.recommending import reopen
from shangliang.modules.people.models import Person
from shangliang.modules.people.services import person_of
from shangliang.modules.topics.models import Topic
from shangliang.modules.topics.services import reopen as reopen_topic


@transaction.atomic
def plan_look_back(
    topic: Topic, *, visit_on: date, why: str, actor: Actor, at: datetime, person: Person | None = None
) -> LookBack:
    """Set a day to go and see. `person` leads the visit and writes what was found; else whoever plans it."""
    must_run(topic, actor=actor)
    if visit_on < calendar.day_of(at):
        raise moves.Refused(_("计划日期不能早于今天"))
    moves.held(topic, no_key=True)
    last = topic.look_backs.aggregate(last=Max("round"))["last"]
    look_back = LookBack(
        unit=topic.unit, topic=topic, round=(last or 0) + 1, visit_on=visit_on, why=normal(why),
        person=person or person_of(actor),
    )  # fmt: skip
    moves.begin(look_back, actor=actor, at=at, topic=topic.pk, round=look_back.round, on=visit_on.isoformat())
    return look_back


@transaction.atomic
def reschedule(look_back: LookBack, *, visit_on: date, note: str, actor: Actor, at: datetime) -> None:
    """Another day, with a reason; its clock runs to the new day."""
    if visit_on < calendar.day_of(at):
        raise moves.Refused(_("计划日期不能早于今天"))
    was = look_back.visit_on
    LookBack.objects.filter(pk=look_back.pk).update(visit_on=visit_on)
    look_back.visit_on = visit_on
    moves.make(
        look_back, "reschedule", actor=actor, at=at, note=note, was=was.isoformat(), to=visit_on.isoformat()
    )


@transaction.atomic
def conclude(
    look_back: LookBack, *, notes: str, finding: str, actor: Actor, at: datetime,
    recommendations: Sequence[Recommendation] = (), again: bool = False,
) -> None:  # fmt: skip
    """What was seen and what follows. When it slipped or was done in part, named recommendations go back to
    the departments, and `again` opens the topic anew together with the voices that said it was not solved.
    """
    if finding not in LookBack.Finding.values or not notes.strip():
        raise moves.Refused(_("还没有写看到的情况和结论"))
    if finding == LookBack.Finding.KEPT and (again or recommendations):
        raise moves.Refused(_("已经落实到位，不必重新交办或再商量"))
    if any(r.topic_id != look_back.topic_id for r in recommendations):
        raise moves.Refused(_("所选的建议不是这个议题的"))
    look_back.notes, look_back.finding = without_contacts(normal(notes)), finding
    LookBack.objects.filter(pk=look_back.pk).update(notes=look_back.notes, finding=finding)
    moves.make(
        look_back, "conclude", actor=actor, at=at,
        finding=finding, reopened=[r.pk for r in recommendations], again=again,
    )  # fmt: skip
    with official():
        why = _("第 %(round)d 次再商量：%(finding)s。%(notes)s") % {
            "round": look_back.round, "finding": look_back.get_finding_display(), "notes": look_back.notes,
        }  # fmt: skip
    for recommendation in recommendations:
        reopen(recommendation, note=why, actor=actor, at=at)
    if again:
        topic = Topic.objects.select_related("unit").get(pk=look_back.topic_id)
        reopen_topic(topic, note=why, actor=actor, at=at)
