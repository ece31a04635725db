from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.outcomes import queries, services
from shangliang.modules.outcomes.api.common import all_of, topic_of, units
from shangliang.modules.outcomes.models import Document, Instruction, Recommendation

router = Router()


class DocumentOut(answers.StagedOut):
    kind: str
    kind_label: str
    number: str
    title: str
    topic_id: int
    gathering_id: int | None
    unit: answers.UnitCode
    sent_to: str
    submitted_on: date | None

    @staticmethod
    def resolve_kind_label(document: Document) -> str:
        return document.get_kind_display()


class DocumentFull(DocumentOut):
    body: str


class DocumentsOut(answers.Page[DocumentOut]):
    pass


class DocumentIn(Schema):
    kind: str
    title: str
    body: str
    gathering: int | None = None


class EditDocumentIn(Schema):
    title: str
    body: str


class SubmitIn(Schema):
    sent_to: str


class InstructionOut(answers.StagedOut):
    document_id: int
    leader: str
    rank: str
    text: str
    on: date
    passed_to: str
    due_on: date | None
    answer: str

    @staticmethod
    def resolve_passed_to(instruction: Instruction) -> str:
        return instruction.passed_to.code if instruction.passed_to else ""


class InstructionsOut(answers.Page[InstructionOut]):
    pass


class InstructIn(Schema):
    leader: str
    rank: str
    text: str
    on: date
    recommendations: list[int] = []


class ForwardIn(Schema):
    passed_to: str
    due_on: date | None = None


class AnswerIn(Schema):
    answer: str


class RankOut(Schema):
    rank: str
    label: str
    count: int
    passed_on: int
    answered: int
    overdue: int


@router.get("/documents", response=DocumentsOut)
def documents_list(
    request: HttpRequest,
    *,
    state: str = "",
    kind: str = "",
    topic: int = 0,
    cursor: str = "",
    limit: int = 50,
) -> dict[str, Any]:
    rows = answers.reachable(request, Document).exclude(state="dropped").select_related("unit")
    given = {"state": state, "kind": kind, "topic_id": topic}
    return answers.sliced(rows.filter(**{k: v for k, v in given.items() if v}), cursor, limit)


@router.get("/documents/{int:pk}", response=DocumentFull)
def documents_get(request: HttpRequest, pk: int) -> Document:
    return answers.find(request, Document, pk)


@router.post("/topics/{int:pk}/documents", response={201: DocumentFull})
def documents_draft(request: HttpRequest, pk: int, data: DocumentIn) -> Status[Document]:
    topic = topic_of(request, pk)
    met = Gathering.objects.filter(topic=topic)
    gathering = all_of(met, [data.gathering])[0] if data.gathering else None
    made = services.draft_document(
        topic, kind=data.kind, title=data.title, body=data.body, gathering=gathering, **answers.by(request)
    )
    return Status(201, made)


@router.post("/documents/{int:pk}/edit", response=DocumentFull)
def documents_edit(request: HttpRequest, pk: int, data: EditDocumentIn) -> Document:
    document = answers.find(request, Document, pk)
    services.edit_document(document, **data.dict(), **answers.by(request))
    return document


@router.post("/documents/{int:pk}/submit", response=DocumentFull)
def documents_submit(request: HttpRequest, pk: int, data: SubmitIn) -> Document:
    """报送: it gets its number, and the clock for an echo starts."""
    document = answers.find(request, Document, pk)
    services.submit(document, **data.dict(), **answers.by(request))
    return document


@router.post("/documents/{int:pk}/instructions", response={201: InstructionOut})
def documents_instruct(request: HttpRequest, pk: int, data: InstructIn) -> Status[Instruction]:
    """Record what a leader wrote on it."""
    document = answers.find(request, Document, pk)
    about = all_of(Recommendation.objects.filter(topic=document.topic_id), data.recommendations)
    content = data.dict(exclude={"recommendations"})
    return Status(201, services.instruct(document, **content, recommendations=about, **answers.by(request)))


@router.get("/instructions", response=InstructionsOut)
def instructions_list(
    request: HttpRequest, state: str = "", rank: str = "", cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    rows = answers.reachable(request, Instruction).select_related("passed_to")
    given = {"state": state, "rank": rank}
    return answers.sliced(rows.filter(**{k: v for k, v in given.items() if v}), cursor, limit)


@router.get("/instructions/{int:pk}", response=InstructionOut)
def instructions_get(request: HttpRequest, pk: int) -> Instruction:
    return answers.find(request, Instruction, pk)


@router.post("/instructions/{int:pk}/forward", response=InstructionOut)
def instructions_forward(request: HttpRequest, pk: int, data: ForwardIn) -> Instruction:
    instruction = answers.find(request, Instruction, pk)
    to = units(instruction.root, [data.passed_to])[0]
    services.forward(instruction, passed_to=to, due_on=data.due_on, **answers.by(request))
    return instruction


@router.post("/instructions/{int:pk}/answer", response=InstructionOut)
def instructions_answer(request: HttpRequest, pk: int, data: AnswerIn) -> Instruction:
    instruction = answers.find(request, Instruction, pk)
    services.answer_instruction(instruction, answer=data.answer, **answers.by(request))
    return instruction


@router.get("/instructions/counts", response=list[RankOut])
def instructions_counts(request: HttpRequest, unit: str, year: int) -> list[queries.RankCount]:
    """批示次数 of a unit and all under it, by rank."""
    path = units("", [unit])[0].path
    if not moves.kind_of(Instruction).policy.may_at(answers.actor_of(request), "oversee", path):
        raise moves.NotAllowed(_("这个单位的批示统计不归您查看"))
    return queries.instruction_counts(path, year=year, at=answers.by(request)["at"])
