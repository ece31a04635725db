"""Promises and what shows that they were kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from shangliang.look import answers, pages
from shangliang.modules.handling import services
from shangliang.modules.handling.api.shapes import (
    EvidenceOut,
    PostponeIn,
    PromiseIn,
    PromiseOut,
    PromisesOut,
    PromiseStepIn,
    PromiseStepOut,
    task,
)
from shangliang.modules.handling.models import Evidence, Milestone, Promise

router = Router(tags=["handling"])


@router.post("/tasks/{int:pk}/promises", response={201: PromiseOut})
def handling_promise(request: HttpRequest, pk: int, data: PromiseIn) -> Status[Promise]:
    return Status(201, services.promise(task(request, pk), **data.dict(), **answers.by(request)))


@router.get("/promises", response=PromisesOut)
def handling_promises(
    request: HttpRequest, state: str = "", unit: str = "", cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    """The public sees the promises of replies that have been published."""
    rows = answers.reachable(request, Promise).exclude(state="dropped").select_related("unit")
    if state:
        rows = rows.filter(state=state)
    return answers.sliced(rows.filter(unit__code=unit) if unit else rows, cursor, limit)


@router.get("/promises/{int:pk}", response=PromiseOut)
def handling_promise_get(request: HttpRequest, pk: int) -> Promise:
    return answers.find(request, Promise, pk)


@router.post("/promises/{int:pk}/evidence", response={201: EvidenceOut})
def handling_evidence(
    request: HttpRequest, pk: int, text: Form[str], file: File[UploadedFile | None] = None
) -> Status[Evidence]:
    """multipart/form-data: text, and optionally a file."""
    promise, who = answers.find(request, Promise, pk), answers.by(request)
    with transaction.atomic():
        kept = pages.keep(request, file, promise.root)
        return Status(201, services.add_evidence(promise, text=text, file=kept, **who))


@router.post("/promises/{int:pk}/visits", response={201: EvidenceOut})
def handling_visit(
    request: HttpRequest,
    pk: int,
    text: Form[str],
    visited_on: Form[date],
    file: File[UploadedFile | None] = None,
) -> Status[Evidence]:
    """multipart/form-data: somebody went and looked."""
    promise, who = answers.find(request, Promise, pk), answers.by(request)
    with transaction.atomic():
        kept = pages.keep(request, file, promise.root)
        return Status(201, services.visit(promise, text=text, visited_on=visited_on, file=kept, **who))


@router.get("/promises/{int:pk}/steps", response=list[PromiseStepOut])
def handling_steps(request: HttpRequest, pk: int) -> list[Milestone]:
    return list(answers.find(request, Promise, pk).milestones.exclude(state="void"))


@router.post("/promises/{int:pk}/steps", response={201: PromiseStepOut})
def handling_step(request: HttpRequest, pk: int, data: PromiseStepIn) -> Status[Milestone]:
    promise = answers.find(request, Promise, pk)
    return Status(201, services.add_step(promise, **data.dict(), **answers.by(request)))


@router.post("/steps/{int:pk}/reach", response=PromiseStepOut)
def handling_reach(request: HttpRequest, pk: int, data: answers.NoteIn) -> Milestone:
    step = answers.find(request, Milestone, pk)
    services.reach_step(step, note=data.note, **answers.by(request))
    return step


@router.post("/promises/{int:pk}/reopen", response=PromiseOut)
def handling_reopen(request: HttpRequest, pk: int, data: PostponeIn) -> Promise:
    """What was said to be kept is not so: it is owed again."""
    promise = answers.find(request, Promise, pk)
    services.reopen(promise, due_on=data.due_on, note=data.note, **answers.by(request))
    return promise


@router.post("/promises/{int:pk}/postpone", response=PromiseOut)
def handling_postpone(request: HttpRequest, pk: int, data: PostponeIn) -> Promise:
    promise = answers.find(request, Promise, pk)
    services.postpone(promise, due_on=data.due_on, note=data.note, **answers.by(request))
    return promise
