"""Boards over JSON: the same services as the pages."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers, pages
from shangliang.modules.deliberation import queries, services
from shangliang.modules.deliberation.models import Board, Reason, Seal, Statement
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.topics.models import Topic

router = Router()


class BoardOut(answers.StagedOut):
    title: str
    question: str
    unit: answers.UnitCode
    topic: int
    gathering: int | None
    voters: str
    may_add: bool
    screened: bool
    open_to_public: bool
    closes_at: datetime
    conclusion: str

    @staticmethod
    def resolve_topic(board: Board) -> int:
        return board.topic_id

    @staticmethod
    def resolve_gathering(board: Board) -> int | None:
        return board.gathering_id


class BoardsOut(answers.Page[BoardOut]):
    pass


class BoardTermsIn(Schema):
    title: str
    question: str
    voters: str
    closes_at: answers.Moment
    gathering: int | None = None
    may_add: bool = True
    screened: bool = True
    open_to_public: bool = True


class BoardPlanIn(BoardTermsIn):
    unit: str
    topic: int
    seeds: list[str] = []


class SeedsIn(Schema):
    seeds: list[str]


class ConclusionIn(Schema):
    conclusion: str


class StatementOut(answers.StagedOut):
    """text is empty where the statement is hidden: then `told` says why."""

    number: int
    text: str
    told: str
    at: datetime

    @staticmethod
    def resolve_text(statement: Statement) -> str:
        return "" if statement.state == "hidden" else statement.text


class PutIn(Schema):
    text: str
    token: str


class StatementReasonOut(Schema):
    id: int
    side: str
    state: str
    text: str
    told: str
    answers: int | None
    at: datetime

    @staticmethod
    def resolve_text(reason: Reason) -> str:
        return "" if reason.state == "hidden" else reason.text

    @staticmethod
    def resolve_answers(reason: Reason) -> int | None:
        return reason.answers_id


class StatementReasonIn(Schema):
    side: str
    text: str
    token: str
    answers: int | None = None


class WhyIn(Schema):
    why: str


class StatementAnswerIn(Schema):
    what: str
    why: str


class CastIn(Schema):
    """value: 1 agree, -1 disagree, 0 pass. token: a UUID of your own making, the same when you send it again."""

    value: int
    token: uuid.UUID


class CastOut(Schema):
    id: int
    statement: int
    value: int
    token: uuid.UUID
    line: str
    counts: bool
    seal: int | None
    place: int | None
    top: str
    path: list[str]


class MapRowOut(Schema):
    statement: int
    number: int
    text: str
    agree: int
    disagree: int
    passed: int
    shares: list[int | None]
    consensus: bool


class OpinionMapOut(Schema):
    """points: x, y and group (-1 none) of everybody who answered enough, in no order that tells who."""

    number: int
    at: datetime | None
    votes: int
    people: int
    groups: int
    seed: int
    version: str
    sha256: str
    points: list[list[int]]
    sizes: list[int]
    rows: list[MapRowOut]


class SealOut(Schema):
    number: int
    count: int
    top: str
    at: datetime


class SealFull(SealOut):
    leaves: list[str]


def _board(request: HttpRequest, pk: int) -> Board:
    return pages.find(Board, answers.actor_of(request), "view", "unit", "topic", "gathering", pk=pk)


def _statement(request: HttpRequest, pk: int) -> Statement:
    return pages.find(Statement, answers.actor_of(request), "view", "unit", "board__unit", pk=pk)


def _terms(request: HttpRequest, data: BoardTermsIn) -> dict[str, Any]:
    terms = data.dict(include=set(BoardTermsIn.model_fields))
    if data.gathering is not None:
        terms["gathering"] = answers.find(request, Gathering, data.gathering)
    return terms


@router.get("/boards", response=BoardsOut)
def deliberation_boards(request: HttpRequest, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    return answers.sliced(answers.reachable(request, Board).select_related("unit"), cursor, limit)


@router.post("/boards", response={201: BoardOut})
def deliberation_plan(request: HttpRequest, data: BoardPlanIn) -> Status[Any]:
    unit = Unit.objects.filter(code=data.unit).first()
    if unit is None:
        raise moves.Refused(_("没有这个单位：%s") % data.unit)
    topic = answers.find(request, Topic, data.topic)
    board = services.plan(unit, topic=topic, seeds=data.seeds, **_terms(request, data), **answers.by(request))
    return Status(201, board)


@router.get("/boards/{int:pk}", response=BoardOut)
def deliberation_board(request: HttpRequest, pk: int) -> Board:
    return _board(request, pk)


@router.post("/boards/{int:pk}", response=BoardOut)
def deliberation_edit(request: HttpRequest, pk: int, data: BoardTermsIn) -> Board:
    board = _board(request, pk)
    services.edit(board, **_terms(request, data), **answers.by(request))
    return board


@router.post("/boards/{int:pk}/seeds", response=list[StatementOut])
def deliberation_seed(request: HttpRequest, pk: int, data: SeedsIn) -> list[Statement]:
    return services.sow(_board(request, pk), seeds=data.seeds, **answers.by(request))


@router.post("/boards/{int:pk}/conclude", response=BoardOut)
def deliberation_conclude(request: HttpRequest, pk: int, data: ConclusionIn) -> Board:
    board = _board(request, pk)
    services.conclude(board, conclusion=data.conclusion, **answers.by(request))
    return board


@router.post("/boards/{int:pk}/answer-rest", response=int)
def deliberation_answer_rest(request: HttpRequest, pk: int, data: StatementAnswerIn) -> int:
    return services.answer_rest(_board(request, pk), what=data.what, why=data.why, **answers.by(request))


@router.get("/boards/{int:pk}/statements", response=list[StatementOut])
def deliberation_statements(request: HttpRequest, pk: int) -> list[Statement]:
    """Everything that was let in, the hidden ones as their trace."""
    return queries.statement_lines(_board(request, pk))


@router.post("/boards/{int:pk}/statements", response={201: StatementOut})
def deliberation_put(request: HttpRequest, pk: int, data: PutIn) -> Status[Any]:
    return Status(
        201, services.put(_board(request, pk), text=data.text, token=data.token, **answers.by(request))
    )


@router.get("/boards/{int:pk}/map", response=OpinionMapOut)
def deliberation_map(request: HttpRequest, pk: int) -> dict[str, Any]:
    face = queries.face_of(_board(request, pk))
    made = face.chart
    rows = [
        {"statement": r.statement.pk, "number": r.statement.number, "text": r.statement.text, "agree": r.agree,
         "disagree": r.disagree, "passed": r.passed, "shares": r.shares, "consensus": r.consensus}
        for r in face.rows
    ]  # fmt: skip
    return {
        "number": made.number if made else 0, "at": made.at if made else None, "votes": made.votes if made else 0,
        "people": made.people if made else 0, "groups": made.groups if made else 0,
        "seed": made.seed if made else 0, "version": made.version if made else "",
        "sha256": made.sha256 if made else "", "points": sorted(face.points), "sizes": face.sizes, "rows": rows,
    }  # fmt: skip


@router.get("/boards/{int:pk}/seals", response=list[SealOut])
def deliberation_seals(request: HttpRequest, pk: int) -> list[Seal]:
    return list(_board(request, pk).seals.order_by("number"))


@router.get("/boards/{int:pk}/seals/{int:number}", response=SealFull)
def deliberation_seal(request: HttpRequest, pk: int, number: int) -> dict[str, Any]:
    """A seal with all its leaves: whoever holds a receipt finds hers among them and reckons the top again."""
    seal = _board(request, pk).seals.filter(number=number).first()
    if seal is None:
        raise Http404
    leaves = [leaf.hex() for leaf in queries.leaves(seal)]
    return {"number": seal.number, "count": seal.count, "top": seal.top, "at": seal.at, "leaves": leaves}


@router.get("/boards/{int:pk}/mine", response=list[CastOut])
def deliberation_mine(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    """One's own answers with their proofs, the newest first."""
    board, me = _board(request, pk), answers.actor_of(request).person_id
    voter = board.heads.filter(person=me).first() if me else None
    return [_cast(r) for r in queries.receipts(voter)] if voter else []


def _cast(receipt: queries.Receipt) -> dict[str, Any]:
    cast, seal = receipt.cast, receipt.seal
    return {
        "id": cast.pk, "statement": cast.statement_id, "value": cast.value, "token": cast.token,
        "line": receipt.line, "counts": receipt.counts, "seal": seal.number if seal else None,
        "place": cast.place, "top": seal.top if seal else "", "path": list(receipt.path),
    }  # fmt: skip


@router.post("/statements/{int:pk}/casts", response={201: CastOut})
def deliberation_cast(request: HttpRequest, pk: int, data: CastIn) -> Status[Any]:
    cast = services.cast(_statement(request, pk), value=data.value, token=data.token, **answers.by(request))
    return Status(201, _cast(queries.receipt_of(cast)))


@router.get("/statements/{int:pk}/reasons", response=list[StatementReasonOut])
def deliberation_reasons(request: HttpRequest, pk: int) -> list[Reason]:
    return queries.reasons_of(_statement(request, pk))


@router.post("/statements/{int:pk}/reasons", response={201: StatementReasonOut})
def deliberation_reason(request: HttpRequest, pk: int, data: StatementReasonIn) -> Status[Any]:
    statement = _statement(request, pk)
    earlier = statement.reasons.filter(pk=data.answers).first() if data.answers else None
    if data.answers and earlier is None:
        raise moves.Refused(_("要回应的理由不在这条看法下面"))
    made = services.reason(
        statement, side=data.side, text=data.text, token=data.token, answers=earlier, **answers.by(request)
    )
    return Status(201, made)


@router.post("/statements/{int:pk}/hide", response=StatementOut)
def deliberation_hide(request: HttpRequest, pk: int, data: WhyIn) -> Statement:
    statement = _statement(request, pk)
    services.hide(statement, why=data.why, **answers.by(request))
    return statement


@router.post("/statements/{int:pk}/answer", response=StatementOut)
def deliberation_answer(request: HttpRequest, pk: int, data: StatementAnswerIn) -> Statement:
    statement = _statement(request, pk)
    services.answer(statement, what=data.what, why=data.why, **answers.by(request))
    return statement


@router.post("/reasons/{int:pk}/hide", response=StatementReasonOut)
def deliberation_hide_reason(request: HttpRequest, pk: int, data: WhyIn) -> Reason:
    reason = pages.find(Reason, answers.actor_of(request), "view", "unit", "statement__board__unit", pk=pk)
    services.hide(reason, why=data.why, **answers.by(request))
    return reason
