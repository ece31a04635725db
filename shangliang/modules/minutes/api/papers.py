"""The minutes, their items and versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers, pages
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.minutes import queries, services
from shangliang.modules.minutes.api.common import find, find_item, full
from shangliang.modules.minutes.models import Item, Minutes, Version

router = Router()


class MinutesOut(answers.StagedOut):
    unit: answers.UnitCode
    gathering: int
    title: str

    @staticmethod
    def resolve_gathering(paper: Minutes) -> int:
        return paper.gathering_id

    @staticmethod
    def resolve_title(paper: Minutes) -> str:
        return str(paper)


class MinutesPage(answers.Page[MinutesOut]):
    pass


class MinutesItemOut(Schema):
    """fresh: what the record says by now where somebody has put the item in other words; decide between the two."""

    id: int
    key: str
    section: str
    group: str
    title: str
    text: str
    fresh: str
    gone: bool
    edited: bool
    inside: bool
    link: str
    revision: int
    machine: str
    sources: list[str]

    @staticmethod
    def resolve_machine(item: Item) -> str:
        return item.draft.model if item.draft else ""


class MinutesFull(MinutesOut):
    rows: list[MinutesItemOut]


class MinutesItemIn(Schema):
    """revision: of the item as you saw it."""

    text: str
    revision: int
    inside: bool | None = None


class MinutesDecideIn(Schema):
    take: bool
    revision: int


class MinutesAddIn(Schema):
    text: str
    title: str = ""
    token: str = ""


class MinutesVersionOut(Schema):
    number: int
    at: datetime
    why: str
    sha256: str


class MinutesVersionFull(MinutesVersionOut):
    """content: the items as they stood; summary: sentences by rule with their opinions."""

    content: list[dict[str, Any]]
    summary: dict[str, Any]


class MinutesChangeOut(Schema):
    """pieces: pairs of a kind (same, gone, new) and words."""

    label: str
    pieces: list[tuple[str, str]]


@router.get("/", response=MinutesPage)
def minutes_list(request: HttpRequest, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    rows = answers.reachable(request, Minutes).select_related("unit", "gathering")
    return answers.sliced(rows, cursor, limit)


@router.post("/of/{int:gathering}/assemble", response={201: MinutesFull})
def minutes_assemble(request: HttpRequest, gathering: int) -> Status[Any]:
    """按记录汇编: the first time, and again after more record; what was edited is never overwritten."""
    found = pages.find(Gathering, answers.actor_of(request), "view", pk=gathering)
    paper, _done = services.assemble(found, **answers.by(request))
    return Status(201, full(paper))


@router.get("/{int:pk}", response=MinutesFull)
def minutes_one(request: HttpRequest, pk: int) -> Minutes:
    """For the public only what is for the public: without items kept inside and without ordinary people's names."""
    paper = full(find(request, pk))
    if not _insider(request, paper):
        shown = {row["key"]: row for row in queries.public_rows(queries.rows(paper.rows))}  # type: ignore[attr-defined]
        paper.rows = [_public(i, shown[i.key]) for i in paper.rows if i.key in shown]  # type: ignore[attr-defined]
    return paper


def _insider(request: HttpRequest, paper: Minutes) -> bool:
    """Who reads the minutes by a right of her own, not as one of everybody."""
    return moves.kind_of(paper).policy.may(answers.actor_of(request), "read", paper)


def _public(item: Item, row: queries.Row) -> Item:
    item.title, item.text, item.fresh, item.link = row["title"], row["text"], "", ""
    return item


@router.post("/items/{int:pk}", response=MinutesItemOut)
def minutes_edit_item(request: HttpRequest, pk: int, data: MinutesItemIn) -> Item:
    return services.edit_item(find_item(request, pk), **data.dict(), **answers.by(request))


@router.post("/items/{int:pk}/decide", response=MinutesItemOut | None)
def minutes_decide(request: HttpRequest, pk: int, data: MinutesDecideIn) -> Item | None:
    """Between the edited words and what the record says by now; null where the item was taken out."""
    item = find_item(request, pk)
    services.decide(item, **data.dict(), **answers.by(request))
    return Item.objects.select_related("draft").filter(pk=item.pk).first()


@router.post("/{int:pk}/items", response={201: MinutesItemOut})
def minutes_add_item(request: HttpRequest, pk: int, data: MinutesAddIn) -> Status[Any]:
    return Status(201, services.add_item(find(request, pk), **data.dict(), **answers.by(request)))


@router.post("/{int:pk}/circulate", response=MinutesOut)
def minutes_circulate(request: HttpRequest, pk: int) -> Minutes:
    paper = find(request, pk)
    services.circulate(paper, **answers.by(request))
    return paper


@router.post("/{int:pk}/settle", response=MinutesOut)
def minutes_settle(request: HttpRequest, pk: int) -> Minutes:
    paper = find(request, pk)
    services.settle(paper, **answers.by(request))
    return paper


def _inside(request: HttpRequest, pk: int) -> Minutes:
    paper = find(request, pk)
    moves.must(paper, "inside", actor=answers.actor_of(request))
    return paper


@router.get("/{int:pk}/versions", response=list[MinutesVersionOut])
def minutes_versions(request: HttpRequest, pk: int) -> list[Version]:
    return queries.versions(_inside(request, pk))


@router.get("/{int:pk}/versions/{int:number}", response=MinutesVersionFull)
def minutes_version(request: HttpRequest, pk: int, number: int) -> Version:
    return _version(_inside(request, pk), number)


@router.get("/{int:pk}/versions/{int:number}/since/{int:older}", response=list[MinutesChangeOut])
def minutes_changes(request: HttpRequest, pk: int, number: int, older: int) -> list[dict[str, Any]]:
    """Word by word what is different between two versions."""
    paper = _inside(request, pk)
    found = queries.changes(_version(paper, older), _version(paper, number))
    return [{"label": c.label, "pieces": [(p.kind, p.text) for p in c.pieces]} for c in found]


def _version(paper: Minutes, number: int) -> Version:
    found = queries.version(paper, number)
    if found is None:
        raise Http404
    return found
