"""会次、类别、审查组: what a unit arranges before proposals come in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, journal, moves
from shangliang.kernel.access import STEP, Actor
from shangliang.kernel.text import normal
from shangliang.modules.org.models import Term, Unit
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.models import Category, PanelGroup, PanelSeat, Proposal, Session

Main = Category.Main
# The thirteen classes of a city (DOMAIN 1.6 [G2]), each with the main class the nation counts it in.
USUAL = (
    ("经济发展", Main.ECONOMY), ("城乡建设", Main.ECONOMY), ("民政劳动", Main.SOCIETY), ("农牧林水", Main.ECONOMY),
    ("科教文卫体", Main.CULTURE), ("财税金融", Main.ECONOMY), ("交通旅游", Main.ECONOMY),
    ("资源环境", Main.ECOLOGY), ("政务服务", Main.POLITICS), ("民族宗教", Main.POLITICS),
    ("纪检政法", Main.POLITICS), ("组宣统战", Main.POLITICS), ("其他", Main.OTHER),
)  # fmt: skip


def _must_arrange(unit: Unit, actor: Actor) -> None:
    if not actor.is_clock and not moves.kind_of(Proposal).policy.may_at(actor, "arrange", unit.path):
        raise moves.NotAllowed(_("会次、类别和审查组由提案委员会安排"))


def _write(
    kind: str, row: models.Model, unit: Unit, verb: str, actor: Actor, at: datetime, **facts: Any
) -> None:
    entry = journal.entry_of(
        root=unit.path[:STEP], kind=kind, ref=row.pk, verb=verb, actor=actor, at=at, facts=facts
    )
    journal.write([entry])


def _save(row: models.Model, taken: str) -> None:
    """Raises Refused with `taken` for a second one of its name, or with what is wrong with it."""
    try:
        with transaction.atomic():
            moves.fits(row)
            row.save()
    except IntegrityError:
        raise moves.Refused(taken) from None


@transaction.atomic
def open_term(unit: Unit, *, number: int, starts_on: date, ends_on: date, actor: Actor, at: datetime) -> Term:
    """届: a term of this committee; members and plenary sessions belong to one."""
    _must_arrange(unit, actor)
    if ends_on <= starts_on:
        raise moves.Refused(_("届满应在开始以后"))
    term = Term(unit=unit, number=number, starts_on=starts_on, ends_on=ends_on)
    _save(term, _("第 %d 届已经登记") % number)
    _write("term", term, unit, "open_term", actor, at, number=number, starts_on=str(starts_on))
    return term


@transaction.atomic
def open_session(
    unit: Unit, *, term: Term, number: int, opens_on: date, closes_on: date, deadline: date, actor: Actor,
    at: datetime,
) -> Session:  # fmt: skip
    """A plenary session; a unit without classes gets the usual thirteen."""
    _must_arrange(unit, actor)
    session = Session(unit=unit, term=term, number=number)
    _dates(session, opens_on, closes_on, deadline)
    _save(session, _("这次会议已经登记"))
    _write(
        "proposal_session", session, unit, "open_session", actor, at, number=number, opens_on=str(opens_on)
    )
    if not Category.objects.filter(unit=unit).exists():
        usual_categories(unit)
    return session


@transaction.atomic
def change_session(
    session: Session, *, opens_on: date, closes_on: date, deadline: date, actor: Actor, at: datetime
) -> None:
    """Other days. What has come in keeps the session and timing it was given."""
    _must_arrange(session.unit, actor)
    _dates(session, opens_on, closes_on, deadline)
    _save(session, _("这次会议已经登记"))
    _write("proposal_session", session, session.unit, "change_session", actor, at, opens_on=str(opens_on))


def _dates(session: Session, opens_on: date, closes_on: date, deadline: date) -> None:
    term = session.term
    if term.unit_id != session.unit_id:
        raise moves.Refused(_("请选择本会的届"))
    if not opens_on <= deadline <= closes_on:
        raise moves.Refused(_("截止日要在开幕和闭幕之间"))
    if not term.starts_on <= opens_on <= term.ends_on:
        raise moves.Refused(_("会议日期不在这一届里"))
    session.opens_on, session.closes_on, session.deadline = opens_on, closes_on, deadline


def usual_categories(unit: Unit) -> None:
    """The thirteen classes, where a unit has none of that name."""
    Category.objects.bulk_create(
        (Category(unit=unit, name=name, main=main, order=n) for n, (name, main) in enumerate(USUAL)),
        ignore_conflicts=True,
    )


@transaction.atomic
def put_category(
    unit: Unit, *, name: str, main: str, actor: Actor, at: datetime, category: Category | None = None,
    active: bool = True,
) -> Category:  # fmt: skip
    """A new class, or `category` renamed, moved to another main class or put away. Given numbers stay as they are."""
    _must_arrange(unit, actor)
    row = category or Category(unit=unit, order=Category.objects.filter(unit=unit).count())
    row.name, row.main, row.active = normal(name), main, active
    _save(row, _("已经有叫这个名字的类别"))
    _write("proposal_category", row, unit, "put_category", actor, at, name=row.name, main=main, active=active)
    return row


@transaction.atomic
def put_group(
    session: Session, *, name: str, categories: Sequence[Category], actor: Actor, at: datetime,
    group: PanelGroup | None = None,
) -> PanelGroup:  # fmt: skip
    """审查组: a new one, or another name and other classes for `group`. A class is reviewed by one group."""
    _must_arrange(session.unit, actor)
    row = group or PanelGroup(unit=session.unit, session=session)
    row.name = normal(name)
    _save(row, _("已经有叫这个名字的审查组"))
    others = session.panel.exclude(pk=row.pk).filter(categories__in=categories)
    if other := others.first():
        raise moves.Refused(_("有的类别已由“%s”审查") % other)
    row.categories.set(categories)
    _write("proposal_panel", row, session.unit, "put_group", actor, at, name=row.name)
    return row


@transaction.atomic
def seat_panel(
    group: PanelGroup, *, person: Person, actor: Actor, at: datetime, lent_by: Unit | None = None,
    leads: bool = False,
) -> PanelSeat:  # fmt: skip
    """Somebody of the committee, or lent by a department (抽调骨干), reviews in this group from today."""
    _must_arrange(group.unit, actor)
    row = PanelSeat(group=group, person=person, lent_by=lent_by, leads=leads, since=calendar.day_of(at))
    _save(row, _("“%s”已经在这个审查组") % person.name)
    _write("proposal_panel", group, group.unit, "seat_panel", actor, at, person=person.pk, leads=leads)
    return row


@transaction.atomic
def unseat_panel(seat: PanelSeat, *, actor: Actor, at: datetime) -> None:
    """She reviews no more; what she said stays."""
    _must_arrange(seat.group.unit, actor)
    ended = PanelSeat.objects.filter(pk=seat.pk, until=None).update(until=calendar.day_of(at))
    if not ended:
        raise moves.Stale(_("已经离开审查组"), state=_("已经离开审查组"))
    _write("proposal_panel", seat.group, seat.group.unit, "unseat_panel", actor, at, person=seat.person_id)
