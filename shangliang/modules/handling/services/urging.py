"""催办: one letter to each department about everything it owes, many departments in one batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, numbering, once, params
from shangliang.kernel.access import Actor
from shangliang.modules.handling.models import Assignment, Promise, Urging, UrgingLine
from shangliang.modules.org.models import Unit


@transaction.atomic
def urge(
    unit: Unit, *, owed: Iterable[Assignment | Promise], actor: Actor, at: datetime, token: str = ""
) -> list[Urging]:
    """Letters for what is overdue at this moment; what is not is left out. The same batch twice is one."""
    scope = f"handling.urge {actor.person_id}"
    if token and (earlier := once.claim(scope, token, b"", at)):
        return list(Urging.objects.filter(pk__in=[int(pk) for pk in earlier.body.split()]).order_by("pk"))
    by_unit: dict[Unit, list[Any]] = defaultdict(list)
    for thing in owed:
        if thing.due_at and thing.due_at < at and not moves.kind_of(thing).flow.states[thing.state].final:
            by_unit[thing.unit].append(thing)
    letters = [_letter(unit, to, things, actor, at) for to, things in sorted(by_unit.items(), key=_path)]
    if not letters:
        raise moves.Refused(_("勾选的事项里现在没有逾期的"))
    if token:
        once.keep(scope, token, 200, " ".join(str(u.pk) for u in letters))
    return letters


def _path(pair: tuple[Unit, list[Any]]) -> str:
    return pair[0].path


def _letter(unit: Unit, to: Unit, things: list[Any], actor: Actor, at: datetime) -> Urging:
    letter = Urging.objects.create(unit=unit, to=to, number=_number(unit, at), sender_id=actor.person, at=at)
    today = calendar.day_of(at)
    for thing in things:
        due = calendar.day_of(thing.due_at)
        days = max(1, (today - due).days)
        moves.record(thing, "urge", actor=actor, at=at, letter=letter.number, days=days)
        owed = isinstance(thing, Promise)
        UrgingLine.objects.create(
            urging=letter, assignment_id=thing.assignment_id if owed else thing.pk,
            promise=thing if owed else None, due_on=due, days=days,
        )  # fmt: skip
    return letter


def _number(unit: Unit, at: datetime) -> str:
    day = calendar.day_of(at)
    form = str(params.value(unit.path, "handling.urging_form", day))
    if "{number}" not in form or "{year}" not in form:
        form += "〔{year}〕{number}号"
    count = numbering.take(unit.path, "urging", day.year)
    return form.replace("{year}", str(day.year)).replace("{number}", str(count))
