"""Seating people, handing out keys, and who it is that acts."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel.access import Actor
from shangliang.kernel.moves import NotAllowed
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person, Seat, Token

SCOPES = frozenset({"read", "write"})


def person_of(actor: Actor) -> Person:
    """Who acts, as a person (1 query). Raises NotAllowed for those who have not signed in, and for programs."""
    person = Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None
    if person is None:
        raise NotAllowed(_("请先登录"))
    return person


@transaction.atomic
def seat(
    person: Person, *, unit: Unit, role: str, starts_on: date, ends_on: date | None = None, title: str = ""
) -> Seat:
    held = Seat(person=person, unit=unit, role=role, starts_on=starts_on, ends_on=ends_on, title=title)
    held.full_clean()
    held.save()
    return held


@transaction.atomic
def change_settings(person: Person, *, email: str, wants_mail: bool, elder: bool, actor: Actor) -> None:
    """How one wants to be told, and how large one wants to read."""
    if actor.person_id != person.pk:
        raise NotAllowed(_("只能改自己的设置"))
    Person.objects.filter(pk=person.pk).update(email=email, wants_mail=wants_mail, elder=elder)


@transaction.atomic
def give_token(
    person: Person, *, actor: Actor, name: str, scopes: set[str], days: int, at: datetime
) -> tuple[Token, str]:
    """A new key of one's own; the plain key is returned once and never kept."""
    if actor.person_id != person.pk or actor.scopes is not None:
        raise NotAllowed(_("只能为自己生成密钥"))
    if not scopes or not scopes <= SCOPES:
        raise ValueError(f"scopes must be among {sorted(SCOPES)}")
    key = "slk_" + secrets.token_urlsafe(32)
    token = Token.objects.create(
        person=person, name=name, sha256=hashlib.sha256(key.encode()).hexdigest(),
        scopes=" ".join(sorted(scopes)), created_at=at, expires_at=at + timedelta(days=days),
    )  # fmt: skip
    return token, key


@transaction.atomic
def end_token(token: Token, *, actor: Actor, at: datetime) -> None:
    if actor.person_id != token.person_id:
        raise NotAllowed(_("只能停用自己的密钥"))
    Token.objects.filter(pk=token.pk, ended_at=None).update(ended_at=at)
