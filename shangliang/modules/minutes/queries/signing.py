"""Whom minutes speak for, and what each has still to say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from shangliang.modules.minutes.models import Item, Minutes, Signing, Verdict
from shangliang.modules.plans.models import EventType

# 微协商、院坝协商: whoever called it together and the departments sign; nobody goes round with papers in a yard.
QUICK = {EventType.MICRO, EventType.LOCAL}


@dataclass(frozen=True)
class Asked:
    """Those to be asked: the chair, the speakers, the departments, by their numbers."""

    chair: int | None
    speakers: frozenset[int]
    offices: frozenset[int]


def asked(paper: Minutes, found: Iterable[Item]) -> Asked:
    """Whoever called it together; who spoke for herself; departments for their answers and duties (no query)."""
    found = list(found)
    speaking = {i.speaker_id for i in found if i.speaker_id and not i.office_id}
    chair = paper.gathering.convener_id
    alone = {i.speaker_id for i in found if i.speaker and i.speaker.person_id == chair}
    return Asked(
        chair,
        frozenset() if paper.gathering.type in QUICK else frozenset(speaking - alone - {None}),
        frozenset(i.office_id for i in found if i.office_id),
    )


def items_of(signing: Signing) -> QuerySet[Item]:
    """What this one is asked about: whoever presided, everything; others, where the minutes speak for them."""
    rows = Item.objects.filter(minutes=signing.minutes_id)
    if signing.chair_id:
        return rows
    if signing.office_id:
        return rows.filter(office=signing.office_id)
    return rows.filter(speaker=signing.speaker_id, office=None)


def unsaid(signing: Signing) -> int:
    """Of her items, those to whose present words she has said nothing (1 query)."""
    said = Q(verdicts__signing=signing, verdicts__void_at=None)
    return items_of(signing).exclude(pk__in=Item.objects.filter(said).values("pk")).count()


def mark_of(found: Iterable[Item], said: Iterable[Verdict] = ()) -> str:
    """A short mark of items as somebody saw them, with what was said to them: nobody signs what she has not read, nor
    takes back unread what a colleague of hers has objected.
    """
    seen = ",".join(f"{i.pk}.{i.revision}" for i in sorted(found, key=lambda i: i.pk))
    seen += "".join(f"!{v.pk}" for v in sorted(said, key=lambda v: v.pk) if not v.agrees)
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def signings(paper: Minutes) -> list[Signing]:
    """Everybody who is asked (1 query)."""
    return list(paper.signings.select_related("chair", "speaker", "office", "unit", "minutes__gathering"))


def without_account(found: Sequence[Signing]) -> list[Signing]:
    """Those who cannot sign on a page: the office reads it to them (no query)."""
    return [s for s in found if s.state == "asked" and s.speaker and s.speaker.person_id is None]
