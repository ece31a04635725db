"""What goes in and out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema

from shangliang.kernel import moves
from shangliang.kernel.text import listed
from shangliang.look import answers
from shangliang.modules.handling.models import Assignment, Dispatch, Evidence, Promise
from shangliang.modules.org.models import Unit


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


class DispatchIn(Schema):
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


class ReplyDraftIn(Schema):
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


def units(codes: list[str]) -> list[Unit]:
    found = {u.code: u for u in Unit.objects.filter(code__in=codes)}
    if missing := [c for c in codes if c not in found]:
        raise moves.Refused(_("没有这个单位：%s") % listed(missing))
    return [found[c] for c in codes]


def task(request: HttpRequest, pk: int) -> Assignment:
    rows = answers.reachable(request, Assignment).select_related("unit", "dispatch__unit")
    if (part := rows.filter(pk=pk).first()) is None:
        raise Http404
    return part


def acting(request: HttpRequest) -> dict[str, Any]:
    return {"actor": answers.actor_of(request), "at": request.at}  # type: ignore[attr-defined]
