"""Rooms on the network over JSON. Coming in and consenting are for one's own session on the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from shangliang.look import answers, pages
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.remote import queries, services
from shangliang.modules.remote.models import RemoteSession

router = Router(tags=["remote"])


class RemoteOut(answers.StagedOut):
    """recording: where it is kept; empty for whoever does not run the gathering."""

    gathering: int
    dial_in: str
    recorded: bool
    recording: str

    @staticmethod
    def resolve_gathering(session: RemoteSession) -> int:
        return session.gathering_id


class RemotesOut(answers.Page[RemoteOut]):
    pass


class RemoteIn(Schema):
    dial_in: str
    recorded: bool = False


class RecordingIn(Schema):
    where: str


class GuestOut(Schema):
    name: str
    at: datetime
    consents: bool | None


def _session(request: HttpRequest, pk: int) -> RemoteSession:
    found = pages.find(RemoteSession, answers.actor_of(request), "view", "unit", "gathering", pk=pk)
    if "inside" not in pages.may(request, found, "inside"):
        found.recording = ""
    return found


@router.get("/", response=RemotesOut)
def remote_list(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 20) -> dict[str, Any]:
    rows = answers.reachable(request, RemoteSession, "inside").select_related("unit")
    return answers.sliced(rows.filter(state=state) if state else rows, cursor, limit)


@router.post("/gatherings/{int:gathering}", response={201: RemoteOut})
def remote_plan(request: HttpRequest, gathering: int, data: RemoteIn) -> Status[RemoteSession]:
    meeting = pages.find(Gathering, answers.actor_of(request), "view", "unit", pk=gathering)
    return Status(201, services.plan(meeting, **data.dict(), **answers.by(request)))


@router.get("/{int:pk}", response=RemoteOut)
def remote_get(request: HttpRequest, pk: int) -> RemoteSession:
    return _session(request, pk)


@router.post("/{int:pk}", response=RemoteOut)
def remote_edit(request: HttpRequest, pk: int, data: RemoteIn) -> RemoteSession:
    found = _session(request, pk)
    services.edit(found, **data.dict(), **answers.by(request))
    return found


@router.post("/{int:pk}/recording", response=RemoteOut)
def remote_record(request: HttpRequest, pk: int, data: RecordingIn) -> RemoteSession:
    found = _session(request, pk)
    services.record(found, **data.dict(), **answers.by(request))
    return found


@router.get("/{int:pk}/guests", response=list[GuestOut])
def remote_guests(request: HttpRequest, pk: int) -> list[queries.Guest]:
    """Who came in, and what she said about recording."""
    found = pages.find(RemoteSession, answers.actor_of(request), "inside", pk=pk)
    return queries.guests(found)
