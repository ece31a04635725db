"""The room itself: opened, arranged, and how it stands at this moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers, pages
from shangliang.modules.floor import queries, services
from shangliang.modules.floor.api.captions import CaptionOut, line_of
from shangliang.modules.floor.api.common import FloorRouter, find
from shangliang.modules.floor.api.questions import LiveQuestionOut
from shangliang.modules.floor.api.speeches import PlacedOut, SpeechOut
from shangliang.modules.floor.models import Floor
from shangliang.modules.gatherings.models import Gathering

router = FloorRouter()


class FloorOut(Schema):
    """The room at this moment; `line` in the order in which people are called."""

    id: int
    state: str
    state_label: str
    version: int
    due_at: datetime | None
    gathering: int
    minutes: int
    alternate: bool
    screened: bool
    shows: str
    rule: str
    running: str
    speaking: SpeechOut | None
    paused: list[SpeechOut]
    line: list[PlacedOut]
    orders: list[PlacedOut]
    questions: list[LiveQuestionOut]
    captions: list[CaptionOut]
    ticket: str


class RulesIn(Schema):
    minutes: int
    alternate: bool = False
    screened: bool = False


class ScreenIn(Schema):
    shows: str
    poll: int | None = None
    material: int | None = None
    page: int = 1


def _out(request: HttpRequest, floor: Floor) -> dict[str, Any]:
    at = answers.at_of(request)
    hall = queries.hall(floor, at=at)
    fields = {
        name: getattr(floor, name)
        for name in ("id", "state", "version", "due_at", "minutes", "alternate", "screened", "shows")
    }  # fmt: skip
    return {
        **fields, "state_label": moves.label_of(floor), "gathering": floor.gathering_id,
        "rule": queries.rule_words(floor), "running": hall.running.title if hall.running else "",
        "speaking": hall.speaking, "paused": hall.paused, "line": hall.line.now + hall.line.later,
        "orders": hall.line.orders, "questions": hall.questions, "ticket": queries.ticket(floor),
        "captions": [line_of(c) for c in hall.captions],
    }  # fmt: skip


@router.post("/of/{int:gathering}", response={201: FloorOut})
def floor_open(request: HttpRequest, gathering: int) -> Status[dict[str, Any]]:
    """Open the room of a gathering; a second time it is the same room."""
    meeting = pages.find(Gathering, answers.actor_of(request), "view", "unit", pk=gathering)
    return Status(201, _out(request, services.open_floor(meeting, **answers.by(request))))


@router.get("/{int:pk}", response=FloorOut)
def floor_get(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(request, find(request, pk))


@router.post("/{int:pk}/rules", response=FloorOut)
def floor_arrange(request: HttpRequest, pk: int, data: RulesIn) -> dict[str, Any]:
    floor = find(request, pk)
    services.arrange(floor, **data.dict(), stenographer=floor.stenographer, **answers.by(request))
    return _out(request, floor)


@router.post("/{int:pk}/screen", response=FloorOut)
def floor_screen(request: HttpRequest, pk: int, data: ScreenIn) -> dict[str, Any]:
    floor = find(request, pk)
    poll = floor.gathering.polls.filter(pk=data.poll).first() if data.poll else None
    shown = floor.gathering.materials.select_related("file")
    material = shown.filter(pk=data.material).first() if data.material else None
    services.show_on_screen(
        floor, shows=data.shows, poll=poll, material=material, page=data.page, **answers.by(request)
    )
    return _out(request, floor)
