"""Before the meeting: what, when, where, by which steps; agenda, research visits, materials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, numbering, once, text
from shangliang.kernel.access import STEP, Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import official
from shangliang.modules.gatherings import queries
from shangliang.modules.gatherings.models import Agenda, Gathering, Material, Participant, Step, Visit
from shangliang.modules.gatherings.services.inviting import invite
from shangliang.modules.gatherings.services.noting import Noted, moment, told
from shangliang.modules.gatherings.services.permitting import OPEN, permit
from shangliang.modules.org.models import Brand, Unit
from shangliang.modules.people.models import Person
from shangliang.modules.people.services import person_of
from shangliang.modules.plans.models import EventType, PlanItem
from shangliang.modules.topics.models import Topic

LONGEST_PART = 480  # minutes


@dataclass(frozen=True)
class AgendaItem:
    """One part of an agenda as it is typed."""

    part: str
    title: str
    minutes: int = 10


@dataclass(frozen=True)
class Guest:
    """Somebody to invite, as typed on the one-page form."""

    capacity: str
    name: str = ""
    person: Person | None = None
    unit: Unit | None = None
    standing: str = ""


@transaction.atomic
def prepare(
    unit: Unit, *, topic: Topic, title: str, type: str, template: str, actor: Actor, at: datetime, token: str,
    plan_item: PlanItem | None = None, brand: Brand | None = None, place: str = "", online: str = "",
    region: Unit | None = None, starts_at: datetime | None = None, ends_at: datetime | None = None,
    convener: Person | None = None, open_to_public: bool = True,
) -> Gathering:  # fmt: skip
    """A new gathering with its number, its sign-in code and the steps of its template.

    The same form sent twice (`token`) gives the first one back.
    """
    if not moves.kind_of(Gathering).policy.may_at(actor, "edit", unit.path):
        raise moves.NotAllowed(_("只有本单位或上级政协办的工作人员可以筹备协商活动"))
    scope = f"gathering {unit.pk} by {actor.person_id}"
    if earlier := once.claim(scope, token, b"", at):
        return Gathering.objects.get(pk=int(earlier.body))
    gathering = Gathering(
        unit=unit, topic=topic, plan_item=plan_item, brand=brand, title=text.normal(title), type=type,
        template=template, place=text.normal(place), online=online, region=region, starts_at=starts_at,
        ends_at=ends_at, convener=convener, open_to_public=open_to_public, sign_in_code=text.code(),
    )  # fmt: skip
    _check(gathering)
    gathering.number = _number(unit, at)
    moves.begin(gathering, actor=actor, at=at, topic=topic.pk)
    _lay_steps(gathering, at)
    once.keep(scope, token, 201, str(gathering.pk))
    return gathering


def _number(unit: Unit, at: datetime) -> str:
    """商〔2026〕12号, counted within the unit and year."""
    year = calendar.day_of(at).year
    return f"商〔{year}〕{numbering.take(unit.path, 'gathering', year)}号"


def _check(gathering: Gathering) -> None:
    """What a form cannot know: that the parts belong together. Raises Refused with every reason."""
    topic, item, root = gathering.topic, gathering.plan_item, gathering.unit.path[:STEP]
    reasons = []
    if topic.state not in queries.TOPIC_STATES:
        reasons.append(_("议题“%s”还没有立题，或已不在协商阶段") % topic)
    if not queries.in_one_line(topic.unit.path, gathering.unit.path):
        reasons.append(
            _("议题“%(topic)s”属于%(unit)s，不是本单位或上下级的") % {"topic": topic, "unit": topic.unit}
        )
    if item and (item.topic_id != topic.pk or item.state not in queries.ITEM_STATES):
        reasons.append(_("计划题目“%s”不是这个议题的，或已经协商过") % item)
    if gathering.type not in EventType.values or gathering.template not in queries.patterns():
        reasons.append(_("请选择类型和流程模板"))
    if gathering.starts_at and gathering.ends_at and gathering.ends_at <= gathering.starts_at:
        reasons.append(_("结束时间应晚于开始时间"))
    if gathering.ends_at and not gathering.starts_at:
        reasons.append(_("请先定开始时间"))
    strangers = [
        u for u in (gathering.region, gathering.brand and gathering.brand.unit) if u and u.path[:STEP] != root
    ]
    if strangers:
        reasons.append(_("“%s”不在本市范围") % strangers[0])
    if not gathering.title:
        reasons.append(_("请写明名称"))
    if reasons:
        raise moves.Refused(*reasons)


def _lay_steps(gathering: Gathering, at: datetime) -> None:
    """Write the template's steps; what was done under the same words stays done."""
    done = {s.label: s for s in gathering.steps.all() if s.done_at}
    gathering.steps.all().delete()
    pattern = queries.pattern(gathering.template)
    begun = pattern.ticked_by("begin")
    steps = []
    for order, step in enumerate(pattern.steps, start=1):
        kept = done.get(step.label)
        done_at = kept.done_at if kept else (at if order in begun else None)
        steps.append(
            Step(
                gathering=gathering,
                order=order,
                phase=step.phase,
                label=step.label,
                done_at=done_at,
                note=kept.note if kept else "",
            )
        )
    Step.objects.bulk_create(steps)


@transaction.atomic
def edit(
    gathering: Gathering, *, title: str, type: str, template: str, actor: Actor, at: datetime,
    plan_item: PlanItem | None = None, brand: Brand | None = None, place: str = "", online: str = "",
    region: Unit | None = None, starts_at: datetime | None = None, ends_at: datetime | None = None,
    convener: Person | None = None, open_to_public: bool = True,
) -> None:  # fmt: skip
    """Change what is being prepared; once the notice is out it must be rescheduled first."""
    permit(gathering, "edit", actor=actor, states=frozenset({"preparing"}))
    new: dict[str, Any] = {
        "title": text.normal(title), "type": type, "template": template, "plan_item": plan_item,
        "brand": brand, "place": text.normal(place), "online": online, "region": region,
        "starts_at": starts_at, "ends_at": ends_at, "convener": convener, "open_to_public": open_to_public,
    }  # fmt: skip
    changed = sorted(name for name, value in new.items() if getattr(gathering, name) != value)
    if not changed:
        return
    was = {"title": gathering.title, "starts_at": str(gathering.starts_at or "")}
    for name in changed:
        setattr(gathering, name, new[name])
    _check(gathering)
    moves.fits(gathering)
    Gathering.objects.filter(pk=gathering.pk).update(**{name: new[name] for name in changed})
    if "template" in changed:
        _lay_steps(gathering, at)
    moves.record(gathering, "edit", actor=actor, at=at, changed=changed, was=was)


@transaction.atomic
def set_agenda(gathering: Gathering, *, items: Sequence[AgendaItem], actor: Actor, at: datetime) -> None:
    """The agenda as a whole, in its order; it stands once the meeting has begun."""
    permit(gathering, "edit", actor=actor, states=frozenset({"preparing", "noticed"}))
    rows = []
    for order, item in enumerate(items, start=1):
        title = text.normal(item.title)
        if item.part not in Agenda.Part.values or not title or not 1 <= item.minutes <= LONGEST_PART:
            raise moves.Refused(_("议程第 %d 项不完整：请写明环节、内容和 1 到 480 分钟") % order)
        rows.append(
            Agenda(gathering=gathering, order=order, part=item.part, title=title[:160], minutes=item.minutes)
        )
    if not rows and gathering.state == "noticed":
        raise moves.Refused(_("通知已经发出，议程不能空着"))
    gathering.agenda.all().delete()
    Agenda.objects.bulk_create(rows)
    minutes = sum(row.minutes for row in rows)
    moves.record(gathering, "edit", actor=actor, at=at, changed=["agenda"], parts=len(rows), minutes=minutes)


@transaction.atomic
def visit(gathering: Gathering, *, on: date, place: str, notes: str, actor: Actor, at: datetime) -> Visit:
    """A research visit that was made. The same one written twice is kept once."""
    permit(gathering, "visit", actor=actor, states=OPEN)
    place, notes = text.normal(place), text.normal(notes)
    if on > calendar.day_of(at):
        raise moves.Refused(_("调研日期还没有到，请在调研之后登记"))
    if not place or not notes:
        raise moves.Refused(_("请写明调研地点和情况"))
    made, new = Visit.objects.get_or_create(
        gathering=gathering, on=on, place=place, notes=notes, defaults={"person": person_of(actor)}
    )
    if new:
        moves.record(gathering, "visit", actor=actor, at=at, visit=made.pk, on=on.isoformat(), place=place)
    return made


@transaction.atomic
def add_material(
    gathering: Gathering,
    *,
    kind: str,
    title: str,
    actor: Actor,
    at: datetime,
    file: StoredFile | None = None,
    link: str = "",
    noted: Noted | None = None,
) -> Material:
    """Put a file, or a link to a recording kept elsewhere, with the record."""
    permit(gathering, "material", actor=actor, states=OPEN | {"closed"})
    title = text.normal(title) or (file.name if file else "")
    if bool(file) == bool(link):
        raise moves.Refused(_("请上传一个文件，或填写一个链接"))
    if kind not in Material.Kind.values or not title:
        raise moves.Refused(_("请选择类别并写明名称"))
    same = gathering.materials.filter(kind=kind, link=link, file__sha256=file.sha256 if file else None)
    if earlier := same.first():
        return earlier
    kept = Material.objects.create(
        gathering=gathering,
        kind=kind,
        title=title[:160],
        file=file,
        link=link,
        person=person_of(actor),
        at=moment(at, noted),
    )
    facts = {"material": kept.pk, "kind": kind, "title": title[:160], **told(noted, at=at)}
    moves.record(gathering, "material", actor=actor, at=at, **facts)
    return kept


@transaction.atomic
def prepare_quick(
    unit: Unit, *, topic: Topic, title: str, place: str, starts_at: datetime, convener: Person,
    guests: Sequence[Guest], actor: Actor, at: datetime, token: str, type: str = EventType.MICRO,
) -> Gathering:  # fmt: skip
    """微协商 on one page: what, where, when and who, with its agenda, and the notice goes out at once."""
    gathering = prepare(
        unit, topic=topic, title=title, type=type, template="micro", place=place, starts_at=starts_at,
        convener=convener, actor=actor, at=at, token=token,
    )  # fmt: skip
    if gathering.state != "preparing" or gathering.agenda.exists():
        return gathering
    if not any(g.capacity == Participant.Capacity.MEMBER for g in guests):
        raise moves.Refused(_("每次活动至少请一名委员"))
    set_agenda(gathering, items=_short_agenda(), actor=actor, at=at)
    for g in guests:
        invite(
            gathering, capacity=g.capacity, name=g.name, person=g.person, unit=g.unit, standing=g.standing,
            actor=actor, at=at,
        )  # fmt: skip
    moves.make(gathering, "notice", actor=actor, at=at, starts=timezone.localtime(starts_at).isoformat())
    return gathering


@official()
def _short_agenda() -> list[AgendaItem]:
    parts = [("report", _("说明情况"), 10), ("speech", _("大家商量"), 30), ("answer", _("定下办法"), 10)]
    return [AgendaItem(part, title, minutes) for part, title, minutes in parts]
