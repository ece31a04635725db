"""What every endpoint of briefs needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Schema

from shangliang.kernel import moves
from shangliang.kernel.text import listed
from shangliang.look import answers, pages
from shangliang.modules.briefs import queries
from shangliang.modules.briefs.models import Author, Brief
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit

# A year that a calendar has; others are refused before they reach the database.
AnyYear = Annotated[int, Query(ge=1900, le=2999)]


def found(request: HttpRequest, pk: int) -> Brief:
    """The brief with what its answer shows, or 404 when this actor may not know of it (1 query)."""
    related = ("unit", "edition", "original", "field", "station", "drafter", "merged_into", "dispatch")
    return pages.find(Brief, answers.actor_of(request), "view", *related, pk=pk)


def inside(request: HttpRequest, brief: Brief) -> bool:
    return moves.kind_of(brief).policy.may(answers.actor_of(request), "inside", brief)


def unit_of(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise moves.Refused(_("没有这个单位：%s") % code)
    return found


def units(root: str, codes: list[str]) -> list[Unit]:
    """The units of one root by their codes, in this order. Raises Refused for one that is not there."""
    held = {u.code: u for u in org.below(root).filter(code__in=codes)}
    if unknown := [code for code in codes if code not in held]:
        raise moves.Refused(_("没有这个单位：%s") % listed(unknown))
    return [held[code] for code in codes]


class BriefOut(answers.StagedOut):
    """What everybody sees who may know of a brief: the words that count, the number, where it stands."""

    unit: answers.UnitCode
    title: str
    source: str
    field: str
    composite: bool
    sudden: bool
    number: str
    issued_on: date | None
    published: bool

    @staticmethod
    def resolve_title(brief: Brief) -> str:
        return queries.text_of(brief).title

    @staticmethod
    def resolve_field(brief: Brief) -> str:
        return brief.field.name if brief.field else ""

    @staticmethod
    def resolve_published(brief: Brief) -> bool:
        return brief.published_at is not None


class BriefAuthorOut(Schema):
    """Without contact data: those never leave the house."""

    name: str
    identity: str
    person_id: int | None
    agreed: bool

    @staticmethod
    def resolve_agreed(author: Author) -> bool:
        return author.agreed_at is not None


class BriefVersionOut(Schema):
    number: int
    kind: str
    title: str
    situation: str
    advice: str
    note: str
    at: datetime
    person_id: int | None


class BriefPieceOut(Schema):
    kind: str
    text: str


class BriefChangeOut(Schema):
    label: str
    changed: int
    pieces: list[BriefPieceOut]


class BriefInside(Schema):
    """What only the office, the signers and the authors read."""

    drafter_id: int
    station_id: int | None
    voice_id: int | None
    topic_id: int | None
    merged_into_id: int | None
    sensitive: bool
    open_ok: bool
    open_reason: str
    reject_reason: str
    feedback: str
    sent_to: str
    copies_to: str
    origin: str
    authors: list[BriefAuthorOut]
    versions: list[BriefVersionOut]
    changes: list[BriefChangeOut]
    sources: list[int]


class BriefFull(BriefOut):
    situation: str
    advice: str
    dispatch: str
    inside: BriefInside | None

    @staticmethod
    def resolve_situation(brief: Brief) -> str:
        return queries.text_of(brief).situation

    @staticmethod
    def resolve_advice(brief: Brief) -> str:
        return queries.text_of(brief).advice

    @staticmethod
    def resolve_dispatch(brief: Brief) -> str:
        return brief.dispatch.number if brief.dispatch else ""

    @staticmethod
    def resolve_inside(brief: Brief) -> Any:
        return brief.shown_inside  # type: ignore[attr-defined]


def full(request: HttpRequest, brief: Brief) -> Brief:
    """One brief with what this actor may read of its inside."""
    brief.shown_inside = _inside(brief) if inside(request, brief) else None  # type: ignore[attr-defined]
    return brief


def _inside(brief: Brief) -> dict[str, Any]:
    seen = queries.view(brief)
    listed_apart = {"authors", "versions", "changes", "sources"}
    return {
        **{name: getattr(brief, name) for name in BriefInside.model_fields if name not in listed_apart},
        "authors": seen.authors, "versions": seen.versions, "changes": seen.changes,
        "sources": [s.pk for s in seen.sources],
    }  # fmt: skip


def again(request: HttpRequest, brief: Brief) -> Brief:
    """The same after an act, read afresh."""
    return full(request, found(request, brief.pk))
