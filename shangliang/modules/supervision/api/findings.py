from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from shangliang.look import answers
from shangliang.modules.supervision import queries, services
from shangliang.modules.supervision.api.common import found, given, one_of, persons, unit
from shangliang.modules.supervision.models import Finding, FollowUp, Supervision

router = Router()


class FindingOut(answers.StagedOut):
    supervision_id: int
    order: int
    round: int
    title: str
    problem: str
    basis: str
    advice: str
    department: answers.UnitCode
    rectify_by: date | None
    responsible: str
    measures: str
    dispatch_id: int | None
    brief_id: int | None


class FindingsOut(answers.Page[FindingOut]):
    pass


class RectificationOut(Schema):
    """A proof or a re-check, by round; passes is empty for a proof."""

    round: int
    text: str
    passes: bool | None
    at: datetime


class FindingIn(Schema):
    title: str
    problem: str
    advice: str
    department: str
    basis: str = ""
    rectify_by: date | None = None


class FindingNewIn(FindingIn):
    """finder: whose it is; else whoever writes it down."""

    finder: int | None = None
    team: int | None = None
    activity: int | None = None
    matter: int | None = None


class MeasuresIn(Schema):
    responsible: str
    measures: str


class RectifiedIn(MeasuresIn):
    proof: str


class RecheckIn(Schema):
    passes: bool
    text: str


class ResendIn(Schema):
    rectify_by: date


class FindingBriefOut(Schema):
    brief_id: int


class FollowUpOut(answers.StagedOut):
    supervision_id: int
    round: int
    due_on: date
    held_on: date | None
    notes: str


class FollowUpsOut(answers.Page[FollowUpOut]):
    pass


class SeenIn(Schema):
    """result: kept, partly or slipped; the last two need a note."""

    finding: int
    result: str
    note: str = ""


class FollowUpHoldIn(Schema):
    held_on: date
    notes: str
    seen: list[SeenIn]


def _found(request: HttpRequest, pk: int) -> Finding:
    return found(request, Finding, pk, "department", "finder", "supervision__unit", "dispatch")


def _words(path: str, data: FindingIn) -> services.Words:
    named = {n: getattr(data, n) for n in ("title", "problem", "advice", "basis", "rectify_by")}
    return services.Words(department=unit(path, data.department), **named)


@router.get("/findings", response=FindingsOut)
def findings_list(
    request: HttpRequest,
    state: str = "",
    supervision: int = 0,
    department: str = "",
    cursor: str = "",
    limit: int = 50,
) -> Any:
    asked = given(state=state, supervision=supervision, department__code=department)
    rows = answers.reachable(request, Finding).filter(**asked)
    return answers.sliced(rows.select_related("department"), cursor, limit)


@router.get("/findings/{int:pk}", response=FindingOut)
def findings_get(request: HttpRequest, pk: int) -> Finding:
    return _found(request, pk)


@router.get("/findings/{int:pk}/rectification", response=list[RectificationOut])
def findings_rectification(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    """Proofs and re-checks, oldest first."""
    finding = _found(request, pk)
    proofs = [{"round": p.round, "text": p.text, "passes": None, "at": p.at} for p in queries.proofs(finding)]
    checks = [
        {"round": r.round, "text": r.text, "passes": r.passes, "at": r.at} for r in queries.rechecks(finding)
    ]
    return sorted(proofs + checks, key=lambda row: row["at"])


@router.post("/supervisions/{int:pk}/findings", response={201: FindingOut})
def findings_note(request: HttpRequest, pk: int, data: FindingNewIn) -> Status[Finding]:
    one: Supervision = found(request, Supervision, pk)
    made = services.note_finding(
        one, words=_words(one.root, data), team=one_of(one.teams, data.team),
        finder=persons([data.finder])[0] if data.finder else None, activity=one_of(one.activities, data.activity),
        matter=one_of(one.matters, data.matter), **answers.by(request),
    )  # fmt: skip
    return Status(201, made)


@router.post("/findings/{int:pk}/edit", response=FindingOut)
def findings_edit(request: HttpRequest, pk: int, data: FindingIn) -> Finding:
    finding = _found(request, pk)
    services.edit_finding(finding, words=_words(finding.root, data), **answers.by(request))
    return finding


@router.post("/findings/{int:pk}/ask-consent", response=FindingOut)
def findings_ask_consent(request: HttpRequest, pk: int) -> Finding:
    finding = _found(request, pk)
    services.ask_consent(finding, **answers.by(request))
    return finding


@router.post("/findings/{int:pk}/consent", response=FindingOut)
def findings_consent(request: HttpRequest, pk: int) -> Finding:
    """By the finder in her own session; programs' keys are refused."""
    finding = _found(request, pk)
    services.consent(finding, **answers.by(request))
    return finding


@router.post("/findings/{int:pk}/brief", response={201: FindingBriefOut})
def findings_turn(request: HttpRequest, pk: int) -> Status[dict[str, int]]:
    """转社情民意信息, with the finder's consent."""
    return Status(201, {"brief_id": services.turn_to_brief(_found(request, pk), **answers.by(request)).pk})


@router.post("/findings/{int:pk}/plan", response=FindingOut)
def findings_plan(request: HttpRequest, pk: int, data: MeasuresIn) -> Finding:
    finding = _found(request, pk)
    services.plan_rectification(finding, **data.dict(), **answers.by(request))
    return finding


@router.post("/findings/{int:pk}/claim", response=FindingOut)
def findings_claim(request: HttpRequest, pk: int, data: RectifiedIn) -> Finding:
    """报整改完成, by the department."""
    finding = _found(request, pk)
    services.claim_rectified(finding, **data.dict(), **answers.by(request))
    return finding


@router.post("/findings/{int:pk}/recheck", response=FindingOut)
def findings_recheck(request: HttpRequest, pk: int, data: RecheckIn) -> Finding:
    """复核, by somebody of the team who is not of the department."""
    finding = _found(request, pk)
    services.recheck(finding, **data.dict(), **answers.by(request))
    return finding


@router.post("/findings/{int:pk}/resend", response=FindingOut)
def findings_resend(request: HttpRequest, pk: int, data: ResendIn) -> Finding:
    finding = _found(request, pk)
    services.resend(finding, **data.dict(), **answers.by(request))
    return finding


@router.get("/follow-ups", response=FollowUpsOut)
def follow_ups_list(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> Any:
    return answers.sliced(answers.reachable(request, FollowUp).filter(**given(state=state)), cursor, limit)


@router.get("/follow-ups/{int:pk}", response=FollowUpOut)
def follow_ups_get(request: HttpRequest, pk: int) -> FollowUp:
    return found(request, FollowUp, pk)


@router.post("/follow-ups/{int:pk}/hold", response=FollowUpOut)
def follow_ups_hold(request: HttpRequest, pk: int, data: FollowUpHoldIn) -> FollowUp:
    """回头看, with a result for every finding that had passed; what fell back is open again."""
    one: FollowUp = found(request, FollowUp, pk, "supervision__unit")
    rows = one.supervision.findings.select_related("unit")
    seen = [services.Seen(one_of(rows, s.finding), s.result, s.note) for s in data.seen]
    services.hold_follow_up(one, held_on=data.held_on, notes=data.notes, seen=seen, **answers.by(request))
    return one
