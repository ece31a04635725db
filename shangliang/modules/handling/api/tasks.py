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
    CountersignOut,
    ExtensionIn,
    ExtensionOut,
    GrantIn,
    MemoIn,
    MemoOut,
    ReassignIn,
    RegradeIn,
    ReplyDraftIn,
    ReplyOut,
    RulingIn,
    TalkAnswerIn,
    TalkOut,
    TaskOut,
    TasksOut,
    task,
    units,
)
from shangliang.modules.handling.models import Assignment, Countersign, Dispatch, Extension, Memo, Reply, Talk

router = Router(tags=["handling"])


@router.get("/tasks", response=TasksOut)
def handling_tasks(
    request: HttpRequest, clock: str = "all", pile: str = "", cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    """The caller's own desk, newest first.

    clock: overdue, today, week, none, all. pile: sign, write, advise, countersign, check, refuse, done.
    """
    if clock not in queries.CLOCKS or (pile and pile not in queries.PILES):
        raise moves.Refused(_("clock 或 pile 的取值不对"))
    who = answers.by(request)
    return answers.sliced(queries.desk(who["actor"], at=who["at"], clock=clock, pile=pile), cursor, limit)


@router.get("/tasks/{int:pk}", response=TaskOut)
def handling_task(request: HttpRequest, pk: int) -> Assignment:
    """`opinion` is empty for those to whom it was not written."""
    part = task(request, pk)
    if not moves.kind_of(part).policy.which(
        answers.actor_of(request), ["read_draft", "read_advice", "see_advice"], part
    ):
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
    given = data.dict()
    said = [services.Said(**answer) for answer in given.pop("answers")]
    return services.save_draft(task(request, pk), **given, answers=said, **answers.by(request))


@router.get("/tasks/{int:pk}/countersigns", response=list[CountersignOut])
def handling_countersigns(request: HttpRequest, pk: int) -> list[Countersign]:
    """Of every version, oldest first; for those who may read drafts."""
    part = task(request, pk)
    if not moves.kind_of(part).policy.may(answers.actor_of(request), "read_draft", part):
        raise Http404
    rows = Countersign.objects.filter(reply__assignment=part).exclude(state="void")
    return list(rows.select_related("unit", "reply").order_by("reply__version", "pk"))


@router.post("/tasks/{int:pk}/countersigns", response={201: CountersignOut})
def handling_countersign(request: HttpRequest, pk: int, data: CountersignIn) -> Status[Countersign]:
    part = task(request, pk)
    reply = part.replies.filter(version=data.version).first()
    if reply is None or not moves.kind_of(part).policy.may(answers.actor_of(request), "read_draft", part):
        raise Http404
    unit = units([data.unit])[0]
    said = services.countersign(reply, unit=unit, agrees=data.agrees, note=data.note, **answers.by(request))
    return Status(201, said)


@router.post("/countersigns/{int:pk}/overrule", response=CountersignOut)
def handling_overrule(request: HttpRequest, pk: int, data: RulingIn) -> Countersign:
    """Rule on a disagreement, or on silence after the time allowed."""
    asked = answers.find(request, Countersign, pk)
    services.overrule(asked, ruling=data.ruling, **answers.by(request))
    return asked


@router.post("/tasks/{int:pk}/regrade", response=ReplyOut)
def handling_regrade(request: HttpRequest, pk: int, data: RegradeIn) -> Reply:
    part = task(request, pk)
    services.regrade(part, norm=data.norm, note=data.note, **answers.by(request))
    return queries.versions(part, drafts=True)[0]


@router.post("/tasks/{int:pk}/extensions", response={201: ExtensionOut})
def handling_ask_extension(request: HttpRequest, pk: int, data: ExtensionIn) -> Status[Extension]:
    return Status(201, services.ask_extension(task(request, pk), **data.dict(), **answers.by(request)))


@router.post("/extensions/{int:pk}/grant", response=ExtensionOut)
def handling_grant_extension(request: HttpRequest, pk: int, data: GrantIn) -> Extension:
    asked = answers.find(request, Extension, pk)
    services.grant_extension(asked, until=data.until, note=data.note, **answers.by(request))
    return asked


@router.get("/tasks/{int:pk}/memos", response=list[MemoOut])
def handling_memos(request: HttpRequest, pk: int) -> list[Memo]:
    """内部记事: only for the department itself."""
    part = task(request, pk)
    if not moves.kind_of(part).policy.may(answers.actor_of(request), "write_memo", part):
        raise Http404
    return list(part.memos.all())


@router.post("/tasks/{int:pk}/memos", response={201: MemoOut})
def handling_memo(request: HttpRequest, pk: int, data: MemoIn) -> Status[Memo]:
    return Status(201, services.write_memo(task(request, pk), text=data.text, **answers.by(request)))


@router.post("/tasks/{int:pk}/advice", response=TaskOut)
def handling_advise(request: HttpRequest, pk: int, data: AdviceIn) -> Assignment:
    part = task(request, pk)
    services.advise(part, opinion=data.opinion, **answers.by(request))
    return part


@router.get("/tasks/{int:pk}/talks", response=list[TalkOut])
def handling_talks(request: HttpRequest, pk: int) -> list[Talk]:
    return list(task(request, pk).talks.all())


@router.post("/tasks/{int:pk}/contacts", response={201: TalkOut})
def handling_contact(request: HttpRequest, pk: int, data: ContactIn) -> Status[Talk]:
    return Status(201, services.contact(task(request, pk), **data.dict(), **answers.by(request)))


@router.post("/talks/{int:pk}/answer", response=TalkOut)
def handling_answer_talk(request: HttpRequest, pk: int, data: TalkAnswerIn) -> Talk:
    """By those who asked, who see the dispatch but not always the part."""
    talk = Talk.objects.select_related("assignment__unit", "assignment__dispatch__unit").filter(pk=pk).first()
    if talk is None:
        raise Http404
    answers.find(request, Dispatch, talk.assignment.dispatch_id)
    services.answer_talk(talk, **data.dict(), **answers.by(request))
    talk.refresh_from_db()
    return talk


@router.post("/tasks/{int:pk}/reassign", response={201: TaskOut})
def handling_reassign(request: HttpRequest, pk: int, data: ReassignIn) -> Status[Assignment]:
    """The answer is the new department's task."""
    part = task(request, pk)
    return Status(201, services.reassign(part, to=units([data.to])[0], note=data.note, **answers.by(request)))
