"""What was said, line by line."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema, Status

from shangliang.look import answers
from shangliang.modules.floor import queries, services
from shangliang.modules.floor.api.common import FloorRouter, find
from shangliang.modules.floor.models import Caption

router = FloorRouter()


class CaptionOut(answers.SaidOut):
    """text: as it reads now. was: as it was first taken down, where that was put right."""

    was: str


class CaptionIn(Schema):
    text: str
    token: str


def line_of(line: queries.Said) -> dict[str, Any]:
    return {"id": line.pk, "text": line.text, "at": line.at, "was": line.was}


@router.get("/{int:pk}/captions", response=list[CaptionOut])
def floor_captions(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    return [line_of(c) for c in queries.captions(find(request, pk))]


@router.post("/{int:pk}/captions", response={201: CaptionOut})
def floor_caption(request: HttpRequest, pk: int, data: CaptionIn) -> Status[dict[str, Any]]:
    """One more line, from a dictation program; sent twice with one `token` it is kept once."""
    line = services.caption(find(request, pk), text=data.text, token=data.token, **answers.by(request))
    return Status(201, line_of(queries.read(line)))


@router.post("/captions/{int:pk}/correct", response={201: CaptionOut})
def floor_correct(request: HttpRequest, pk: int, data: CaptionIn) -> Status[dict[str, Any]]:
    found = (
        Caption.objects.select_related("floor__unit", "floor__gathering", "corrects").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    first = found.corrects or found
    floor = find(request, found.floor_id)
    first.floor = floor
    services.correct_caption(first, text=data.text, token=data.token, **answers.by(request))
    return Status(
        201, line_of(queries.read(Caption.objects.prefetch_related("corrections").get(pk=first.pk)))
    )
