"""A task goes out: to one department, to a lead with helpers, or split among several."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, numbering, once, params
from shangliang.kernel.access import STEP, Actor
from shangliang.modules.handling.models import Assignment, Concerned, Dispatch, Item
from shangliang.modules.org.models import Unit

Part = Assignment.Part


@transaction.atomic
def send(
    unit: Unit, *, title: str, ask: str, origin: str, origin_link: str, lead: Unit, actor: Actor, at: datetime,
    joint: Sequence[Unit] = (), split: Sequence[Unit] = (), assist: Sequence[Unit] = (), token: str = "",
    items: Sequence[str] = (), concerned: Sequence[tuple[str, str]] = (), source: str = "", public: bool = False,
) -> Dispatch:  # fmt: skip
    """A new dispatch with its number and one assignment for each department.

    With `split`, the lead is the first of those who answer each for itself. The same form sent twice
    (`token`) gives the first dispatch back. items: what is asked, one by one; every reply answers each of
    them. concerned: who gets the answer, may rate it and is asked later, as ("person:12" or "voice:345", a
    name for lists). source: the kind of thing it came from. public: whether everybody may read what it is about.
    """
    scope = f"handling.send {actor.person_id}"
    if token and (earlier := once.claim(scope, token, b"", at)):
        return Dispatch.objects.get(pk=int(earlier.body))
    if not title.strip() or not ask.strip():
        raise moves.Refused(_("请写明事项和请办内容"))
    if actor.person_id is None:
        raise moves.NotAllowed(_("交办须由有权交办的人办理"))
    parts = divide(unit, lead=lead, joint=joint, split=split, assist=assist)
    dispatch = Dispatch(
        unit=unit, number=_number(unit, at), title=title.strip(), ask=ask.strip(), sender_id=actor.person_id,
        origin=origin.strip()[:200], origin_link=origin_link, source=source, public=public,
    )  # fmt: skip
    facts: dict[str, Any] = {"number": dispatch.number, "units": [f"{u.code}:{part}" for u, part in parts]}
    moves.begin(dispatch, actor=actor, at=at, **facts)
    _fill(dispatch, items, concerned)
    if not moves.kind_of(Dispatch).policy.may(actor, "send", dispatch):
        raise moves.NotAllowed(_("交办须由有权交办的人办理"))
    for department, part in parts:
        one = Assignment(dispatch=dispatch, unit=department, part=part, sent_at=at)
        moves.begin(one, actor=actor, at=at, part=str(part))
    if token:
        once.keep(scope, token, 200, str(dispatch.pk))
    return dispatch


def _fill(dispatch: Dispatch, items: Sequence[str], concerned: Sequence[tuple[str, str]]) -> None:
    asked = [text.strip() for text in items if text.strip()]
    Item.objects.bulk_create(
        Item(dispatch=dispatch, number=number, text=text) for number, text in enumerate(asked, start=1)
    )
    people = dict(concerned)
    Concerned.objects.bulk_create(
        Concerned(dispatch=dispatch, by=by, label=label[:60], person_id=_person_of(by))
        for by, label in people.items()
    )


def _person_of(by: str) -> int | None:
    kind, _colon, number = by.partition(":")
    return int(number) if kind == "person" else None


def divide(
    unit: Unit,
    *,
    lead: Unit,
    joint: Sequence[Unit] = (),
    split: Sequence[Unit] = (),
    assist: Sequence[Unit] = (),
) -> list[tuple[Unit, Assignment.Part]]:
    """Who would have which part. Raises Refused for what cannot be sent so; writes nothing."""
    if split:
        own = list(split) if lead.pk in {u.pk for u in split} else [lead, *split]
        if len(own) < 2:
            raise moves.Refused(_("分办至少要有两个单位"))
        parts = [(u, Part.SPLIT) for u in own]
    else:
        parts = [(lead, Part.LEAD if joint or assist else Part.SOLE)]
    parts += [(u, Part.JOINT) for u in joint] + [(u, Part.ASSIST) for u in assist]
    for department, _part in parts:
        _can_take(unit, department)
    if len({u.pk for u, _part in parts}) < len(parts):
        raise moves.Refused(_("同一个单位只能有一种分工，请检查主办、会办、分办和协办单位"))
    return parts


def _can_take(unit: Unit, department: Unit) -> None:
    if not department.active or department.path[:STEP] != unit.path[:STEP]:
        raise moves.Refused(_("“%s”不能承办：已停用，或不在本级组织里") % department)


def _number(unit: Unit, at: datetime) -> str:
    """Gapless in the unit and year, in the unit's own form, e.g. 云商交〔2026〕12号."""
    day = calendar.day_of(at)
    form = str(params.value(unit.path, "handling.number_form", day))
    if "{number}" not in form or "{year}" not in form:
        form += "〔{year}〕{number}号"
    count = numbering.take(unit.path, "dispatch", day.year)
    return form.replace("{year}", str(day.year)).replace("{number}", str(count))


@transaction.atomic
def reassign(assignment: Assignment, *, to: Unit, note: str, actor: Actor, at: datetime) -> Assignment:
    """Another department instead, with the same part; the one that had it is told."""
    dispatch = assignment.dispatch
    _can_take(dispatch.unit, to)
    inside = dispatch.assignments.exclude(state__in=Assignment.OUT)
    if inside.filter(unit=to).exists():
        raise moves.Refused(_("“%s”已经在这件任务里了") % to)
    if dispatch.state == "withdrawn":
        raise moves.Stale(_("交办件已撤回"), state=moves.label_of(dispatch))
    moves.make(assignment, "reassign", actor=actor, at=at, note=note, to=to.code)
    instead = Assignment(dispatch=dispatch, unit=to, part=assignment.part, instead_of=assignment, sent_at=at)
    try:
        moves.begin(instead, actor=actor, at=at, part=assignment.part, instead_of=assignment.unit.code)
    except IntegrityError:
        raise moves.Refused(_("“%s”已经在这件任务里了") % to) from None
    return instead
