"""Dispatches, parts, replies and promises as JSON; bare moves go through /api/v1/{kind}/{id}/moves/{verb}."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from shangliang.kernel import files, moves
from shangliang.look import answers
from shangliang.modules.handling import queries, services
from shangliang.modules.handling.models import Assignment, Dispatch, Evidence, Promise, Rating, Reply
from shangliang.modules.org.models import Unit

router = Router(tags=["handling"])


class DispatchOut(answers.StagedOut):
    unit: str
    number: str
    title: str
    ask: str
    origin: str
    origin_link: str
    round: int

    @staticmethod
    def resolve_unit(thing: Dispatch) -> str:
        return thing.unit.code


class DispatchesOut(Schema):
    items: list[DispatchOut]
    next: str


class TaskOut(answers.StagedOut):
    """承办：one department's part."""

    dispatch: int
    title: str
    number: str
    unit: str
    part: str
    opinion: str

    @staticmethod
    def resolve_dispatch(part: Assignment) -> int:
        return part.dispatch_id

    @staticmethod
    def resolve_title(part: Assignment) -> str:
        return part.dispatch.title

    @staticmethod
    def resolve_number(part: Assignment) -> str:
        return part.dispatch.number

    @staticmethod
    def resolve_unit(part: Assignment) -> str:
        return part.unit.code


class TasksOut(Schema):
    items: list[TaskOut]
    next: str


class ReplyOut(Schema):
    version: int
    text: str
    adoption: str
    norm: str
    reason: str
    at: datetime
    submitted_at: datetime | None
    published_at: datetime | None


class PromiseOut(answers.StagedOut):
    task: int
    unit: str
    text: str
    due_on: date
    first_due_on: date

    @staticmethod
    def resolve_task(promise: Promise) -> int:
        return promise.assignment_id

    @staticmethod
    def resolve_unit(promise: Promise) -> str:
        return promise.unit.code


class PromisesOut(Schema):
    items: list[PromiseOut]
    next: str


class PartOut(Schema):
    """A department in a dispatch with what it has published."""

    task: int
    unit: str
    part: str
    state: str
    reply: ReplyOut | None
    promises: list[PromiseOut]


class DispatchWholeOut(Schema):
    """ratings: "attitude/result" → how many, in the present round."""

    dispatch: DispatchOut
    parts: list[PartOut]
    ratings: dict[str, int]


class SendIn(Schema):
    unit: str
    title: str
    ask: str
    origin: str
    origin_link: str = ""
    lead: str
    joint: list[str] = []
    split: list[str] = []
    assist: list[str] = []


class ReassignIn(Schema):
    to: str
    note: str


class DraftIn(Schema):
    text: str
    adoption: str
    norm: str
    reason: str = ""
    seen: datetime | None = None


class CountersignIn(Schema):
    version: int
    unit: str
    agrees: bool
    note: str = ""


class AdviceIn(Schema):
    opinion: str


class ContactIn(Schema):
    phase: str
    way: str
    note: str


class PromiseIn(Schema):
    text: str
    due_on: date


class PostponeIn(Schema):
    due_on: date
    note: str


class RateIn(Schema):
    attitude: str
    result: str
    comment: str = ""
    then: str = ""  # accept, redo or nothing


class RedoIn(Schema):
    note: str
    only: list[int] = []  # tasks; empty: all that replied


class EvidenceOut(Schema):
    id: int
    text: str
    at: datetime
    file: str

    @staticmethod
    def resolve_file(evidence: Evidence) -> str:
        return evidence.file.sha256 if evidence.file else ""


class RatingOut(Schema):
    id: int
    round: int
    attitude: str
    result: str
    comment: str


class FiguresOut(Schema):
    unit: str
    taken: int
    answered: int
    on_time: int
    overdue: int
    contacted: int
    solved: int
    promised: int
    kept: int
    broken: int
    slipped: int
    attitude: dict[str, int]
    result: dict[str, int]


def _units(codes: list[str]) -> list[Unit]:
    found = {u.code: u for u in Unit.objects.filter(code__in=codes)}
    if missing := [c for c in codes if c not in found]:
        raise moves.Refused(f"没有这个单位：{'、'.join(missing)}")
    return [found[c] for c in codes]


def _task(request: HttpRequest, pk: int) -> Assignment:
    rows = answers.reachable(request, Assignment).select_related("unit", "dispatch__unit")
    if (part := rows.filter(pk=pk).first()) is None:
        raise Http404
    return part


def _acting(request: HttpRequest) -> dict[str, Any]:
    return {"actor": answers.actor_of(request), "at": request.at}  # type: ignore[attr-defined]


@router.get("/dispatches", response=DispatchesOut)
def handling_dispatches(
    request: HttpRequest, state: str = "", unit: str = "", cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    """unit: code of a department that is in it."""
    rows = queries.sent(answers.actor_of(request), state=state, unit=unit)
    return answers.sliced(rows, cursor, limit)


@router.get("/dispatches/{int:pk}", response=DispatchWholeOut)
def handling_dispatch(request: HttpRequest, pk: int) -> dict[str, Any]:
    """With every department's published reply and promises; what has not passed the check is not in it."""
    thing = answers.find(request, Dispatch, pk)
    parts = [
        {
            "task": p.assignment.pk, "unit": p.assignment.unit.code, "part": p.assignment.part,
            "state": p.assignment.state, "reply": p.reply, "promises": p.promises,
        }
        for p in queries.parts(thing)
    ]  # fmt: skip
    counts = queries.satisfaction(thing).counts
    return {"dispatch": thing, "parts": parts, "ratings": {f"{a}/{r}": n for (a, r), n in counts.items()}}


@router.post("/dispatches", response={201: DispatchOut})
def handling_send(request: HttpRequest, data: SendIn) -> Status[Dispatch]:
    unit, lead = _units([data.unit])[0], _units([data.lead])[0]
    given = data.dict()
    helping: dict[str, Any] = {name: _units(given[name]) for name in ("joint", "split", "assist")}
    words = {name: given[name] for name in ("title", "ask", "origin", "origin_link")}
    return Status(201, services.send(unit, lead=lead, **words, **helping, **_acting(request)))


@router.post("/dispatches/{int:pk}/ratings", response={201: RatingOut})
def handling_rate(request: HttpRequest, pk: int, data: RateIn) -> Status[Any]:
    """One's own judgement; `then` also accepts the result or asks for second handling."""
    thing = answers.find(request, Dispatch, pk)
    label = answers.actor_of(request).label
    return Status(201, services.judge(thing, label=label, **data.dict(), **_acting(request)))


@router.post("/dispatches/{int:pk}/accept", response=DispatchOut)
def handling_accept(request: HttpRequest, pk: int, data: answers.NoteIn) -> Dispatch:
    thing = answers.find(request, Dispatch, pk)
    services.accept_result(thing, note=data.note, **_acting(request))
    return thing


@router.post("/dispatches/{int:pk}/redo", response=DispatchOut)
def handling_redo(request: HttpRequest, pk: int, data: RedoIn) -> Dispatch:
    thing = answers.find(request, Dispatch, pk)
    only = list(thing.assignments.filter(pk__in=data.only))
    if len(only) < len(set(data.only)):
        raise moves.Refused("所选的承办任务不在这件交办件里")
    services.redo(thing, note=data.note, only=only, **_acting(request))
    return thing


@router.get("/tasks", response=TasksOut)
def handling_tasks(
    request: HttpRequest, clock: str = "all", pile: str = "", cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    """The caller's own desk, newest first.

    clock: overdue, today, week, all. pile: sign, write, advise, countersign, check, refuse, done.
    """
    if clock not in queries.CLOCKS or (pile and pile not in queries.PILES):
        raise moves.Refused("clock 或 pile 的取值不对")
    acting = _acting(request)
    return answers.sliced(
        queries.desk(acting["actor"], at=acting["at"], clock=clock, pile=pile), cursor, limit
    )


@router.get("/tasks/{int:pk}", response=TaskOut)
def handling_task(request: HttpRequest, pk: int) -> Assignment:
    """`opinion` is empty for those to whom it was not written."""
    part = _task(request, pk)
    if not moves.kind_of(part).policy.which(answers.actor_of(request), ["read_draft", "read_advice"], part):
        part.opinion = ""
    return part


@router.get("/tasks/{int:pk}/replies", response=list[ReplyOut])
def handling_replies(request: HttpRequest, pk: int) -> list[Reply]:
    """Newest first. Those who asked get only what has passed the check."""
    part = _task(request, pk)
    drafts = moves.kind_of(part).policy.may(answers.actor_of(request), "read_draft", part)
    return queries.versions(part, drafts=drafts)


@router.post("/tasks/{int:pk}/draft", response=ReplyOut)
def handling_draft(request: HttpRequest, pk: int, data: DraftIn) -> Reply:
    """seen: `at` of the version the caller has read; 409 when somebody has saved since."""
    return services.save_draft(_task(request, pk), **data.dict(), **_acting(request))


@router.post("/tasks/{int:pk}/countersigns", response={201: ReplyOut})
def handling_countersign(request: HttpRequest, pk: int, data: CountersignIn) -> Status[Reply]:
    part = _task(request, pk)
    reply = part.replies.filter(version=data.version).first()
    if reply is None or not moves.kind_of(part).policy.may(answers.actor_of(request), "read_draft", part):
        raise Http404
    unit = _units([data.unit])[0]
    services.countersign(reply, unit=unit, agrees=data.agrees, note=data.note, **_acting(request))
    return Status(201, reply)


@router.post("/tasks/{int:pk}/advice", response=TaskOut)
def handling_advise(request: HttpRequest, pk: int, data: AdviceIn) -> Assignment:
    part = _task(request, pk)
    services.advise(part, opinion=data.opinion, **_acting(request))
    return part


@router.post("/tasks/{int:pk}/contacts", response={201: TaskOut})
def handling_contact(request: HttpRequest, pk: int, data: ContactIn) -> Status[Assignment]:
    part = _task(request, pk)
    services.contact(part, **data.dict(), **_acting(request))
    return Status(201, part)


@router.post("/tasks/{int:pk}/reassign", response={201: TaskOut})
def handling_reassign(request: HttpRequest, pk: int, data: ReassignIn) -> Status[Assignment]:
    """The answer is the new department's task."""
    part = _task(request, pk)
    return Status(201, services.reassign(part, to=_units([data.to])[0], note=data.note, **_acting(request)))


@router.post("/tasks/{int:pk}/promises", response={201: PromiseOut})
def handling_promise(request: HttpRequest, pk: int, data: PromiseIn) -> Status[Promise]:
    return Status(201, services.promise(_task(request, pk), **data.dict(), **_acting(request)))


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
    promise, acting = answers.find(request, Promise, pk), _acting(request)
    with transaction.atomic():
        kept = None
        if file is not None:
            kept = files.keep(file, root=promise.root, person_id=acting["actor"].person_id, at=acting["at"])
        return Status(201, services.add_evidence(promise, text=text, file=kept, **acting))


@router.post("/promises/{int:pk}/postpone", response=PromiseOut)
def handling_postpone(request: HttpRequest, pk: int, data: PostponeIn) -> Promise:
    promise = answers.find(request, Promise, pk)
    services.postpone(promise, due_on=data.due_on, note=data.note, **_acting(request))
    return promise


@router.get("/figures/{slug:unit}", response=FiguresOut)
def handling_figures(request: HttpRequest, unit: str) -> dict[str, Any]:
    """How a department handles what it answers for; for those who oversee it."""
    acting = _acting(request)
    found = Unit.objects.filter(code=unit).first()
    if found is None or not queries.oversees(acting["actor"], found):
        raise Http404
    f = queries.figures(found, at=acting["at"])
    names = (
        "taken",
        "answered",
        "on_time",
        "overdue",
        "contacted",
        "solved",
        "promised",
        "kept",
        "broken",
        "slipped",
    )
    return {
        "unit": found.code, **{name: getattr(f, name) for name in names},
        "attitude": {a: f.satisfaction.attitude(a) for a in Rating.Attitude.values},
        "result": {r: f.satisfaction.result(r) for r in Rating.Result.values},
    }  # fmt: skip
