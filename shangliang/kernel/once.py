"""The same request twice gives the same answer once: keys of API calls and of forms pressed twice.

The key is claimed in the transaction of the act itself: a second request waits for the first and then reads its
answer; if the first fails, the key is free again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model

from shangliang.kernel.access import Actor
from shangliang.kernel.models import Once

REMEMBERED = timedelta(days=7)
T = TypeVar("T", bound=Model)


class OtherBody(Exception):
    """This key was used with another content."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: str


def claim(scope: str, key: str, body: bytes, at: datetime) -> Answer | None:
    """None when this request is the first (do it, then `keep`), else the answer it already got.

    Must run inside the transaction of the act. Raises OtherBody.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a key is claimed inside the transaction that uses it")
    sha = hashlib.sha256(body).hexdigest()
    try:
        with transaction.atomic():
            Once.objects.create(scope=scope, key=key, body_sha256=sha, at=at)
    except IntegrityError:
        earlier = Once.objects.get(scope=scope, key=key)
        if earlier.body_sha256 != sha:
            raise OtherBody from None
        return Answer(earlier.status or 200, earlier.answer)
    return None


def keep(scope: str, key: str, status: int, body: str) -> None:
    Once.objects.filter(scope=scope, key=key).update(status=status, answer=body)


def made_before(model: type[T], *, place: str, token: str, actor: Actor, at: datetime) -> T | None:
    """What this form (`place`: "lists.ask") made when it was sent the first time; None the first time or without a
    token. Whoever gets None makes the thing and says so with `remember`, in the same transaction.
    """
    if not token:
        return None
    earlier = claim(_scope(place, actor), token, b"", at)
    return model._default_manager.get(pk=int(earlier.body)) if earlier else None


def remember(thing: Model, *, place: str, token: str, actor: Actor) -> None:
    if token:
        keep(_scope(place, actor), token, 200, str(thing.pk))


def _scope(place: str, actor: Actor) -> str:
    return f"{place} {actor.person_id}"


def release(scope: str, key: str) -> None:
    """What was done may be done again."""
    Once.objects.filter(scope=scope, key=key).delete()


def tidy(at: datetime) -> int:
    """Answers older than a week are asked for by nobody any more. Returns how many went."""
    return Once.objects.filter(at__lt=at - REMEMBERED).delete()[0]
