"""The JSON side of answering: what every module's api.py needs. Views and endpoints call the same services."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any, Generic, TypedDict, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.models import Staged
from shangliang.look import pages

M = TypeVar("M", bound=Model)
T = TypeVar("T")
LARGEST = 200


def _of_this_place(said: datetime) -> datetime:
    return timezone.make_aware(said) if timezone.is_naive(said) else said


# What a program sends as a moment: without a zone it is of this place.
Moment = Annotated[datetime, AfterValidator(_of_this_place)]
# A unit is told by its code.
UnitCode = Annotated[str, BeforeValidator(lambda unit: getattr(unit, "code", unit))]


class BadCursor(ValueError):
    """A cursor that this list did not give."""


class StagedOut(Schema):
    """What every thing with a life-cycle tells: where it stands, since when, and until when."""

    id: int
    state: str
    state_label: str
    version: int
    entered_at: datetime
    due_at: datetime | None

    @staticmethod
    def resolve_state_label(thing: Staged) -> str:
        return moves.label_of(thing)


class Page(Schema, Generic[T]):
    """One page of a list, as `sliced` cuts it; next: the cursor of the rest, or ""."""

    items: list[T]
    next: str


class SaidOut(Schema):
    """Words and when they were said."""

    id: int
    text: str
    at: datetime


class NoteIn(Schema):
    """A move with no matter of its own; `note` is required where the life-cycle asks for a reason."""

    note: str = ""


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def at_of(request: HttpRequest) -> datetime:
    return request.at  # type: ignore[attr-defined]


class By(TypedDict):
    """Who does it, and when: what every service wants to know."""

    actor: Actor
    at: datetime


def by(request: HttpRequest) -> By:
    return {"actor": actor_of(request), "at": at_of(request)}


def reachable(request: HttpRequest, model: type[M], verb: str = "view") -> QuerySet[M]:
    policy = moves.kind_of(model).policy  # type: ignore[arg-type]
    return policy.reachable(actor_of(request), verb, model._default_manager.all())


def find(request: HttpRequest, model: type[M], pk: int) -> M:
    """The thing, or 404 when this actor may not know of it (1 query)."""
    return pages.find(model, actor_of(request), "view", pk=pk)


def sliced(queryset: QuerySet[Any], cursor: str = "", limit: int = 50) -> dict[str, Any]:
    """One page by falling id: {"items": […], "next": cursor or ""}; nothing is counted (1 query)."""
    limit = max(1, min(limit, LARGEST))
    if cursor:
        queryset = queryset.filter(pk__lt=_opened(cursor))
    rows = list(queryset.order_by("-pk")[: limit + 1])
    following = _closed(rows[limit - 1].pk) if len(rows) > limit else ""
    return {"items": rows[:limit], "next": following}


def _closed(pk: int) -> str:
    return base64.urlsafe_b64encode(f"before:{pk}".encode()).decode().rstrip("=")


def _opened(cursor: str) -> int:
    try:
        word, _, pk = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(":")
        if word == "before":
            return int(pk)
    except (binascii.Error, UnicodeDecodeError, ValueError) as fault:
        raise BadCursor(cursor) from fault
    raise BadCursor(cursor)
