"""Each author's share of each event, as an exact part (DOMAIN 2.4). Reckoned anew whenever the chain changes:
what no longer holds is reversed, what is new is entered, the rest stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction

from shangliang.kernel import calendar, params
from shangliang.modules.briefs.models import Adoption, Brief, Credit

SUBMIT, ISSUE = "submit", "issue"


@dataclass(frozen=True)
class Event:
    """Something that counts: its rule, its day, whether it was of a composite, the adoption if it was one."""

    rule: str
    on: date
    composite: bool
    adoption: Adoption | None = None


def share(path: str, *, rule: str, joint: bool, composite: bool, on: date) -> Fraction:
    """单独单篇 1; 联名 1/2; 综合 1/2 (handing in: 1); 联名综合 1/4 (handing in: 1/2); by the unit's numbers then."""
    if not joint and not composite:
        return Fraction(1)
    name = "part_joint_composite" if joint and composite else "part_joint" if joint else "part_composite"
    own = f"submit_{name}" if rule == SUBMIT and composite else name
    part = int(params.value(path, f"briefs.{own}", on))
    return Fraction(1, part) if part else Fraction(0)


@transaction.atomic
def recount(brief: Brief, *, at: datetime) -> None:
    """Bring the credits of a brief, and of every brief merged into it, to what holds now. Safe to run twice."""
    rows = Brief.objects.select_for_update(no_key=True, of=("self",)).select_related("unit", "merged_into")
    own = rows.filter(pk=brief.pk).first()
    held = [own, *rows.filter(merged_into=brief.pk).order_by("pk")] if own else []
    for one in held:
        _settle(one, at)


def _settle(brief: Brief, at: datetime) -> None:
    wanted = _wanted(brief)
    for credit in brief.credits.filter(reversed_at=None).order_by("pk"):
        key = (credit.person_id, credit.rule)
        entered = wanted.get(key)
        now = (credit.numerator, credit.denominator, credit.adoption_id)
        if entered and now == (entered.numerator, entered.denominator, entered.adoption_id):
            wanted.pop(key)
        else:
            Credit.objects.filter(pk=credit.pk).update(reversed_at=at)
    for row in wanted.values():
        row.at = at
    Credit.objects.bulk_create(wanted.values())


def _wanted(brief: Brief) -> dict[tuple[int, str], Credit]:
    """One credit for each author and rule: the largest share, of several the earliest event."""
    agreed = list(brief.authors.exclude(agreed_at=None).values_list("person_id", flat=True))
    joint = len(agreed) > 1
    found: dict[tuple[int, str], Credit] = {}
    for event in _events(brief):
        part = share(brief.unit.path, rule=event.rule, joint=joint, composite=event.composite, on=event.on)
        for person in agreed:
            if person is None or not part:
                continue
            had = found.get((person, event.rule))
            if had is None or part > Fraction(had.numerator, had.denominator):
                found[person, event.rule] = Credit(
                    brief=brief, person_id=person, rule=event.rule, numerator=part.numerator,
                    denominator=part.denominator, adoption=event.adoption, on=event.on,
                )  # fmt: skip
    return found


def _events(brief: Brief) -> list[Event]:
    if brief.state in {"draft", "withdrawn"} or brief.original is None:
        return []
    merged = brief.merged_into is not None
    carrier = brief.merged_into or brief
    events = [Event(SUBMIT, calendar.day_of(brief.original.at), merged)]
    if carrier.issued_on:
        events.append(Event(ISSUE, carrier.issued_on, merged))
    valid = carrier.adoptions.filter(state__in=["owed", "told"], void=False).order_by("on", "pk")
    events += [
        Event(f"{a.level}.{a.result}", a.on, merged or a.kind == Adoption.Kind.COMPOSITE, a) for a in valid
    ]
    return events
