"""What goes in and out."""

from __future__ import annotations

from datetime import date, datetime

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema

from shangliang.kernel import moves
from shangliang.kernel.text import listed
from shangliang.look import answers
from shangliang.modules.handling.models import (
    Assignment,
    Countersign,
    Evidence,
    Extension,
    ItemAnswer,
    Milestone,
    Promise,
)
from shangliang.modules.org.models import Unit


class DispatchOut(answers.StagedOut):
    unit: answers.UnitCode
    number: str
    title: str
    ask: str
    origin: str
    origin_link: str
    source: str
    round: int


class DispatchesOut(answers.Page[DispatchOut]):
    pass


class TaskOut(answers.StagedOut):
    """承办：one department's part."""

    dispatch: int
    title: str
    number: str
    unit: answers.UnitCode
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


class TasksOut(answers.Page[TaskOut]):
    pass


class ItemAnswerOut(Schema):
    """What a reply says to one item of what was asked."""

    item: int
    text: str
    adoption: str
    norm: str
    reason: str

    @staticmethod
    def resolve_item(answer: ItemAnswer) -> int:
        return answer.item.number


class ReplyOut(Schema):
    """grade: the place's own letter for the result; norm: what it means everywhere."""

    version: int
    text: str
    answers: list[ItemAnswerOut]
    adoption: str
    norm: str
    grade: str
    grade_label: str
    reason: str
    letter_no: str
    signer: str
    office: str
    at: datetime
    submitted_at: datetime | None
    published_at: datetime | None


class PromiseOut(answers.StagedOut):
    task: int
    unit: answers.UnitCode
    text: str
    due_on: date
    first_due_on: date

    reopened: int

    @staticmethod
    def resolve_task(promise: Promise) -> int:
        return promise.assignment_id


class PromisesOut(answers.Page[PromiseOut]):
    pass


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
    items: list[str]
    concerned: list[str]
    parts: list[PartOut]
    ratings: dict[str, int]


class DispatchIn(Schema):
    """items: what is asked, one by one; every reply answers each. source: the kind of thing it came from."""

    unit: str
    title: str
    ask: str
    origin: str
    origin_link: str = ""
    lead: str
    joint: list[str] = []
    split: list[str] = []
    assist: list[str] = []
    items: list[str] = []


class ReassignIn(Schema):
    to: str
    note: str


class ItemAnswerIn(Schema):
    item: int
    text: str
    adoption: str
    norm: str
    reason: str = ""


class ReplyDraftIn(Schema):
    """With answers to items and no adoption, the whole follows from them."""

    text: str
    adoption: str = ""
    norm: str
    reason: str = ""
    answers: list[ItemAnswerIn] = []
    letter_no: str = ""
    signer: str = ""
    office: str = ""
    seen: datetime | None = None


class CountersignIn(Schema):
    version: int
    unit: str
    agrees: bool
    note: str = ""


class AdviceIn(Schema):
    opinion: str


class CountersignOut(answers.StagedOut):
    """What a helping department was asked of one version, and said; the ruling where there was one."""

    task: int
    version: int
    unit: answers.UnitCode
    note: str
    ruling: str

    @staticmethod
    def resolve_task(asked: Countersign) -> int:
        return asked.reply.assignment_id

    @staticmethod
    def resolve_version(asked: Countersign) -> int:
        return asked.reply.version


class RulingIn(Schema):
    ruling: str


class RegradeIn(Schema):
    norm: str
    note: str


class MemoIn(Schema):
    text: str


class MemoOut(answers.SaidOut):
    pass


class ContactIn(Schema):
    phase: str
    way: str
    note: str
    held_on: date | None = None
    people: str = ""
    agreed: str = ""
    differed: str = ""


class TalkOut(Schema):
    """confirmed: what those who asked say of it; nothing while they have not."""

    id: int
    phase: str
    way: str
    held_on: date
    people: str
    note: str
    agreed: str
    differed: str
    confirmed: bool | None
    said: str


class TalkAnswerIn(Schema):
    confirmed: bool
    said: str = ""


class ExtensionIn(Schema):
    until: date
    reason: str


class GrantIn(Schema):
    """until: the day granted, when it is earlier than the day asked for."""

    until: date | None = None
    note: str = ""


class ExtensionOut(answers.StagedOut):
    task: int
    was: date
    until: date
    reason: str

    @staticmethod
    def resolve_task(extension: Extension) -> int:
        return extension.assignment_id


class PromiseStepIn(Schema):
    text: str
    due_on: date


class PromiseStepOut(answers.StagedOut):
    """节点：one step on the way to a promise."""

    promise: int
    text: str
    due_on: date
    done_on: date | None

    @staticmethod
    def resolve_promise(step: Milestone) -> int:
        return step.promise_id


class PromiseIn(Schema):
    text: str
    due_on: date


class PostponeIn(Schema):
    due_on: date
    note: str


class RedoIn(Schema):
    note: str
    only: list[int] = []  # tasks; empty: all that replied


class EvidenceOut(Schema):
    id: int
    kind: str
    text: str
    at: datetime
    file: str

    @staticmethod
    def resolve_file(evidence: Evidence) -> str:
        return evidence.file.sha256 if evidence.file else ""


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
