"""One department's part: replies, countersigns, opinions, talks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.api.shapes import (
    AdviceIn,
    ContactIn,
    CountersignIn,
    ReassignIn,
    ReplyDraftIn,
    ReplyOut,
    TaskOut,
    TasksOut,
    acting,
    task,
    units,
)
from shangliang.modules.handling.models import Assignment, Reply

router = Router(tags=["handling"])


@router.get("/tasks", response=TasksOut)
def handling_tasks(
    request: HttpRequest, clock: str = "all", pile: str = "", cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    """The caller's own desk, newest first.

    clock: overdue, today, week, all. pile: sign, write, advise, countersign, check, refuse, done.
    """
    if clock not in queries.CLOCKS or (pile and pile not in queries.PILES):
        raise moves.Refused(_("clock 或 pile 的取值不对"))
    who = acting(request)
    return answers.sliced(queries.desk(who["actor"], at=who["at"], clock=clock, pile=pile), cursor, limit)


@router.get("/tasks/{int:pk}", response=TaskOut)
def handling_task(request: HttpRequest, pk: int) -> Assignment:
    """`opinion` is empty for those to whom it was not written."""
    part = task(request, pk)
    if not moves.kind_of(part).policy.which(answers.actor_of(request), ["read_draft", "read_advice"], part):
        part.opinion = ""
    return part


@router.get("/tasks/{int:pk}/replies", response=list[ReplyOut])
def handling_replies(request: HttpRequest, pk: int) -> list[Reply]:
    """Newest first. Those who asked get only what has passed the check."""
    part = task(request, pk)
    drafts = moves.kind_of(part).policy.may(answers.actor_of(request), "read_draft", part)
    return queries.versions(part, drafts=drafts)


@router.post("/tasks/{int:pk}/draft", response=ReplyOut)
def handling_draft(request: HttpRequest, pk: int, data: ReplyDraftIn) -> Reply:
    """seen: `at` of the version the caller has read; 409 when somebody has saved since."""
    return services.save_draft(task(request, pk), **data.dict(), **acting(request))


@router.post("/tasks/{int:pk}/countersigns", response={201: ReplyOut})
def handling_countersign(request: HttpRequest, pk: int, data: CountersignIn) -> Status[Reply]:
    part = task(request, pk)
    reply = part.replies.filter(version=data.version).first()
    if reply is None or not moves.kind_of(part).policy.may(answers.actor_of(request), "read_draft", part):
        raise Http404
    unit = units([data.unit])[0]
    services.countersign(reply, unit=unit, agrees=data.agrees, note=data.note, **acting(request))
    return Status(201, reply)


@router.post("/tasks/{int:pk}/advice", response=TaskOut)
def handling_advise(request: HttpRequest, pk: int, data: AdviceIn) -> Assignment:
    part = task(request, pk)
    services.advise(part, opinion=data.opinion, **acting(request))
    return part


@router.post("/tasks/{int:pk}/contacts", response={201: TaskOut})
def handling_contact(request: HttpRequest, pk: int, data: ContactIn) -> Status[Assignment]:
    part = task(request, pk)
    services.contact(part, **data.dict(), **acting(request))
    return Status(201, part)


@router.post("/tasks/{int:pk}/reassign", response={201: TaskOut})
def handling_reassign(request: HttpRequest, pk: int, data: ReassignIn) -> Status[Assignment]:
    """The answer is the new department's task."""
    part = task(request, pk)
    return Status(201, services.reassign(part, to=units([data.to])[0], note=data.note, **acting(request)))
