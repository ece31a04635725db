from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, Status, UploadedFile

from shangliang.kernel import moves
from shangliang.look import answers, pages
from shangliang.modules.lists import services
from shangliang.modules.lists.api.common import ListNoteIn, given, unit
from shangliang.modules.lists.models import ActionEvidence, DeptAsk, ListAction, Match, MemberConcern

router = Router()
ORIGINS: dict[str, Any] = {"concern": MemberConcern, "ask": DeptAsk, "match": Match}


class ListActionOut(answers.StagedOut):
    """slipped: days between the day first promised and the present one."""

    campaign_id: int
    unit: answers.UnitCode
    match_id: int | None
    concern_id: int | None
    ask_id: int | None
    text: str
    due_on: date
    first_due_on: date
    slipped: int
    result: str
    published_on: date | None

    @staticmethod
    def resolve_slipped(thing: ListAction) -> int:
        return (thing.due_on - thing.first_due_on).days


class ListActionsOut(answers.Page[ListActionOut]):
    pass


class ListActionIn(Schema):
    """origin: concern, ask or match, and its number."""

    origin: str
    id: int
    unit: str
    text: str
    due_on: date


class ActionResultIn(Schema):
    result: str


class ActionPostponeIn(Schema):
    due_on: date
    note: str


class ActionEvidenceOut(Schema):
    """file: the name of the file; what is public is public without files, and only where it was opened."""

    id: int
    text: str
    at: datetime
    file: str


def _evidence(thing: ActionEvidence, *, inside: bool) -> dict[str, Any]:
    name = thing.file.name if thing.file and inside else ""
    return {"id": thing.pk, "text": thing.text, "at": thing.at, "file": name}


def _action(request: HttpRequest, pk: int) -> ListAction:
    return answers.find(request, ListAction, pk)


@router.get("/actions", response=ListActionsOut)
def list_actions_list(
    request: HttpRequest, state: str = "", campaign: int = 0, concern: int = 0, ask: int = 0, match: int = 0,
    cursor: str = "", limit: int = 50,
) -> Any:  # fmt: skip
    asked = given(state=state, campaign_id=campaign, concern_id=concern, ask_id=ask, match_id=match)
    rows = answers.reachable(request, ListAction).select_related("unit")
    return answers.sliced(rows.filter(**asked), cursor, limit)


@router.post("/actions", response={201: ListActionOut})
def list_actions_plan(request: HttpRequest, data: ListActionIn) -> Status[ListAction]:
    if data.origin not in ORIGINS:
        raise moves.Refused(_("origin 应是 concern、ask 或 match"))
    origin = answers.find(request, ORIGINS[data.origin], data.id)
    made = services.plan_action(
        origin, unit=unit(origin.root, data.unit), text=data.text, due_on=data.due_on, **answers.by(request)
    )
    return Status(201, made)


@router.get("/actions/{int:pk}", response=ListActionOut)
def list_actions_get(request: HttpRequest, pk: int) -> ListAction:
    return _action(request, pk)


@router.get("/actions/{int:pk}/evidence", response=list[ActionEvidenceOut])
def list_actions_evidence(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    found = _action(request, pk)
    inside = moves.kind_of(found).policy.may(answers.actor_of(request), "inside", found)
    shown = found.evidence.select_related("file") if inside or found.evidence_open else []
    return [_evidence(e, inside=inside) for e in shown]


@router.post("/actions/{int:pk}/evidence", response={201: ActionEvidenceOut})
def list_actions_add_evidence(
    request: HttpRequest, pk: int, text: Form[str], file: File[UploadedFile | None] = None
) -> Status[dict[str, Any]]:
    """multipart/form-data: `text`, and `file` when there is one."""
    found = _action(request, pk)
    stored = pages.keep(request, file, found.root)
    made = services.add_evidence(found, text=text, file=stored, **answers.by(request))
    return Status(201, _evidence(made, inside=True))


@router.post("/actions/{int:pk}/claim", response=ListActionOut)
def list_actions_claim(request: HttpRequest, pk: int, data: ActionResultIn) -> ListAction:
    found = _action(request, pk)
    services.claim_done(found, **data.dict(), **answers.by(request))
    return found


@router.post("/actions/{int:pk}/publish", response=ListActionOut)
def list_actions_publish(request: HttpRequest, pk: int) -> ListAction:
    found = _action(request, pk)
    services.publish(found, **answers.by(request))
    return found


@router.post("/actions/{int:pk}/give-up", response=ListActionOut)
def list_actions_give_up(request: HttpRequest, pk: int, data: ListNoteIn) -> ListAction:
    found = _action(request, pk)
    services.give_up(found, note=data.note, **answers.by(request))
    return found


@router.post("/actions/{int:pk}/postpone", response=ListActionOut)
def list_actions_postpone(request: HttpRequest, pk: int, data: ActionPostponeIn) -> ListAction:
    found = _action(request, pk)
    services.postpone_action(found, **data.dict(), **answers.by(request))
    return found
