from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from shangliang.kernel import ballots, moves
from shangliang.look import answers
from shangliang.modules.supervision import queries, services
from shangliang.modules.supervision.api.common import found, given, institution, persons, units
from shangliang.modules.supervision.models import Appraisal, Ballot

router = Router()


class AppraisedOut(Schema):
    """The three numbers are empty until the ballot was closed and counted."""

    department: str
    satisfied: int | None
    basically: int | None
    dissatisfied: int | None


class AppraisalOut(answers.StagedOut):
    """cast and digest are empty before the close."""

    unit: answers.UnitCode
    title: str
    meeting: str
    held_on: date
    quorum: int
    cast: int | None
    digest: str
    departments: list[AppraisedOut]

    @staticmethod
    def resolve_departments(thing: Appraisal) -> list[dict[str, Any]]:
        return [
            {
                "department": line.department.department.code, "satisfied": line.satisfied,
                "basically": line.basically, "dissatisfied": line.dissatisfied,
            }
            for line in queries.lines(thing)
        ]  # fmt: skip


class AppraisalsOut(answers.Page[AppraisalOut]):
    pass


class EditAppraisalIn(Schema):
    quorum: int
    departments: list[str]
    people: list[int] = []


class AppraisalIn(EditAppraisalIn):
    unit: str
    title: str
    meeting: str
    held_on: date
    about: str = ""


class TurnoutOut(Schema):
    entitled: int
    voted: int


class BallotOut(Schema):
    """content: code of a department → choice and remark. line: what is hashed: receipt, a tab, content."""

    receipt: str
    content: dict[str, dict[str, str]]
    line: str

    @staticmethod
    def resolve_line(ballot: Ballot) -> str:
        return ballots.line(ballot.receipt, ballot.content)


class RecountOut(Schema):
    """digest: SHA-256 of the lines in the order of their receipts, each ended by a line feed."""

    digest: str
    ballots: list[BallotOut]


def _found(request: HttpRequest, pk: int) -> Appraisal:
    return found(request, Appraisal, pk)


@router.get("/appraisals", response=AppraisalsOut)
def appraisals_list(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 20) -> Any:
    rows = answers.reachable(request, Appraisal).filter(**given(state=state)).select_related("unit")
    return answers.sliced(rows, cursor, min(limit, 20))


@router.get("/appraisals/{int:pk}", response=AppraisalOut)
def appraisals_get(request: HttpRequest, pk: int) -> Appraisal:
    return _found(request, pk)


@router.get("/appraisals/{int:pk}/turnout", response=TurnoutOut)
def appraisals_turnout(request: HttpRequest, pk: int) -> dict[str, int]:
    """How many are entitled and how many have voted, for the quorum."""
    one = _found(request, pk)
    moves.must(one, "recount", actor=answers.actor_of(request))
    entitled, voted = queries.turnout(one)
    return {"entitled": entitled, "voted": voted}


@router.post("/appraisals", response={201: AppraisalOut})
def appraisals_plan(request: HttpRequest, data: AppraisalIn) -> Status[Appraisal]:
    place = institution(data.unit)
    made = services.plan_appraisal(
        place, departments=units(place.path, data.departments), people=persons(data.people),
        **data.dict(include={"title", "meeting", "held_on", "about", "quorum"}), **answers.by(request),
    )  # fmt: skip
    return Status(201, made)


@router.post("/appraisals/{int:pk}/edit", response=AppraisalOut)
def appraisals_edit(request: HttpRequest, pk: int, data: EditAppraisalIn) -> Appraisal:
    one = _found(request, pk)
    departments, people = units(one.root, data.departments), persons(data.people)
    services.edit_appraisal(
        one, quorum=data.quorum, departments=departments, people=people, **answers.by(request)
    )
    return one


@router.post("/appraisals/{int:pk}/close", response=AppraisalOut)
def appraisals_close(request: HttpRequest, pk: int) -> Appraisal:
    """结束投票: counted, or void below the quorum."""
    one = _found(request, pk)
    services.close_ballot(one, **answers.by(request))
    return one


@router.get("/appraisals/{int:pk}/ballots", response=RecountOut)
def appraisals_ballots(request: HttpRequest, pk: int) -> dict[str, Any]:
    """All ballots as they were counted, for anybody's recount. 409 before the close."""
    one = _found(request, pk)
    moves.must(one, "recount", actor=answers.actor_of(request))
    return {"digest": one.digest, "ballots": queries.counted_ballots(one)}


@router.get("/appraisals/{int:pk}/ballots/{str:receipt}", response=BallotOut)
def appraisals_ballot(request: HttpRequest, pk: int, receipt: str) -> Ballot:
    """The ballot with this receipt, as it was counted. 409 before the close."""
    one = _found(request, pk)
    moves.must(one, "recount", actor=answers.actor_of(request))
    ballot = queries.ballot_of(one, receipt)
    if ballot is None:
        raise Http404
    return ballot
