"""Who somebody is, and who sits where."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet

from shangliang.kernel import calendar, notices
from shangliang.kernel.access import Actor
from shangliang.kernel.access import Seat as AccessSeat
from shangliang.modules.people.models import Member, Person, Role, Seat, Token

ANYBODY, ANY_DAY = -1, date.min  # stand for whoever and whenever in a question that is put once


def actor_for(person: Person, on: date) -> Actor:
    """The person with the seats held on this day (1 query)."""
    return seated(person, on)[0]


def seated(person: Person, on: date) -> tuple[Actor, int | None]:
    """The same, with the number of notices not read yet; None for somebody without a seat (1 query)."""
    sql, asked = _seats_asked()
    with connection.cursor() as cursor:
        cursor.execute(sql, [on if p == ANY_DAY else person.pk if p == ANYBODY else p for p in asked])
        seats = cursor.fetchall()
    unread = (seats[0][2] or 0) if seats else None
    held = tuple(AccessSeat(role, path, person.pk) for role, path, _unread in seats)
    return Actor(person.name, (*held, AccessSeat("public", "", person.pk)), person.pk), unread


@cache
def _seats_asked() -> tuple[str, tuple[Any, ...]]:
    """The question of every request, put into SQL once: that costs more than asking it."""
    rows = Seat.objects.on(ANY_DAY).filter(person=ANYBODY)
    asked = rows.values_list("role", "unit__path", notices.unread_of(OuterRef("person")))
    return asked.query.sql_with_params()


def actor_of_token(key: str, at: datetime) -> Actor | None:
    """The actor behind a program's key, narrowed to its scopes (2 queries); None when it is not valid."""
    sha = hashlib.sha256(key.encode()).hexdigest()
    token = (
        Token.objects.select_related("person")
        .filter(sha256=sha, expires_at__gt=at, ended_at=None, person__is_active=True)
        .first()
    )
    return actor_for(token.person, calendar.day_of(at)).narrowed(token.scopes.split()) if token else None


def holding(role: Role, path: str, on: date) -> QuerySet[Person]:
    """Persons with this role in exactly this unit (1 query)."""
    seats = Seat.objects.on(on).filter(role=role, unit__path=path)
    return Person.objects.filter(pk__in=seats.values("person_id"))


def own_hand(actor: Actor, on: date) -> dict[str, str]:
    """How a leader is named where she instructs: name with title, and the level she leads at (1 query, for leaders)."""
    if Role.LEADER not in actor.roles:
        return {}
    seat = Seat.objects.on(on).filter(person=actor.person_id, role=Role.LEADER).select_related("unit").first()
    if seat is None:
        return {}
    return {"leader": f"{actor.label} {seat.title}".strip(), "rank": seat.unit.level}


def leaders(root: str, on: date) -> QuerySet[Person]:
    """Those who can lead a topic: 党政领导 and 政协领导 of the root unit (1 query)."""
    seats = Seat.objects.on(on).filter(role__in=[Role.LEADER, Role.CHAIR], unit__path__startswith=root)
    return Person.objects.filter(pk__in=seats.values("person_id")).order_by("sound")


def members(path: str) -> QuerySet[Member]:
    """Members of the unit's terms with person and sector (1 query)."""
    return (
        Member.objects.filter(term__unit__path=path)
        .select_related("person", "sector")
        .order_by("person__sound")
    )
