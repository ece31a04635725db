from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from shangliang.look import answers, pages
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals import services
from shangliang.modules.proposals.api.common import ProposalFull, again, found, unit_in
from shangliang.modules.proposals.models import PreAssignment, Proposal
from shangliang.modules.proposals.queries import assigning as queries
from shangliang.modules.proposals.queries import publishing

router = Router()
ASKED = ("unit", "instead", "person", "ruler", "proposal__unit")


class PartsIn(Schema):
    """Departments by their codes: one that leads, or several that each answer, and those that help."""

    lead: str
    joint: list[str] = []
    split: list[str] = []
    assist: list[str] = []


class AssignIn(Schema):
    """Nothing where departments have been asked beforehand: then it goes as they agreed."""

    parts: PartsIn | None = None


class PreAssignmentOut(answers.StagedOut):
    proposal_id: int
    unit: answers.UnitCode
    part: str
    note: str
    instead: str
    ruling: str
    person_id: int | None
    ruler_id: int | None

    @staticmethod
    def resolve_instead(asked: PreAssignment) -> str:
        return asked.instead.code if asked.instead else ""


class PreAssignmentsOut(answers.Page[PreAssignmentOut]):
    pass


class ObjectionIn(Schema):
    note: str
    instead: str = ""


class PreAssignmentRulingIn(Schema):
    ruling: str


class ReplacementIn(Schema):
    to: str
    note: str


class TogetherIn(Schema):
    """`main` empty: handled by itself again."""

    main: int | None = None


class PickIn(AssignIn):
    proposal: int


class MeetingIn(Schema):
    picks: list[PickIn]


class HandedOut(Schema):
    """How it went with one of many."""

    proposal: int
    ok: bool
    words: str


class PublicItemOut(Schema):
    number: int
    text: str


class PublicAnswerOut(Schema):
    number: int
    text: str
    adoption: str
    result: str
    reason: str


class PublicProposalPromiseOut(Schema):
    text: str
    due_on: date
    label: str


class PublicPartOut(Schema):
    unit: str
    part: str
    label: str
    answered_on: date | None
    text: str
    result: str
    answers: list[PublicAnswerOut]
    promises: list[PublicProposalPromiseOut]


class PublicRatedOut(Schema):
    attitude: str
    result: str
    count: int


class PublicProposalOut(Schema):
    """What everybody may read: no names of those who brought it, no contact data."""

    id: int
    number: str
    title: str
    unit: str
    kind: str
    category: str
    label: str
    filed_on: date | None
    situation: str
    reasons: str
    items: list[PublicItemOut]
    parts: list[PublicPartOut]
    rated: list[PublicRatedOut]

    @staticmethod
    def resolve_rated(shown: publishing.PublicProposal) -> list[dict[str, Any]]:
        return [{"attitude": a, "result": r, "count": n} for (a, r), n in sorted(shown.rated.items())]


class PublicProposalsOut(answers.Page[PublicProposalOut]):
    pass


def parts_of(unit: Unit, data: PartsIn | None) -> services.Parts | None:
    """Raises Refused for a code that is not there."""
    if data is None:
        return None
    root = unit.path[:4]

    def each(codes: list[str]) -> list[Unit]:
        return [u for code in codes if (u := unit_in(root, code))]

    return services.Parts(_sure(root, data.lead), each(data.joint), each(data.split), each(data.assist))


def _sure(root: str, code: str) -> Unit:
    held = unit_in(root, code or "-")
    assert held is not None  # unit_in refuses what is not there
    return held


def asked_of(request: HttpRequest, pk: int) -> PreAssignment:
    return pages.find(PreAssignment, answers.actor_of(request), "view", *ASKED, pk=pk)


@router.post("/proposals/{int:pk}/pre-assign", response={201: list[PreAssignmentOut]})
def proposals_pre_assign(request: HttpRequest, pk: int, data: PartsIn) -> Status[list[PreAssignment]]:
    """预交办: these departments are asked."""
    proposal = found(request, pk)
    parts = parts_of(proposal.unit, data)
    assert parts is not None
    made = services.pre_assign(
        proposal,
        lead=parts.lead,
        joint=parts.joint,
        split=parts.split,
        assist=parts.assist,
        **answers.by(request),
    )
    return Status(201, made)


@router.post("/proposals/{int:pk}/repropose", response=ProposalFull)
def proposals_repropose(request: HttpRequest, pk: int, data: answers.NoteIn) -> Proposal:
    """收回预交办."""
    proposal = found(request, pk)
    services.repropose(proposal, note=data.note, **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/assign", response=ProposalFull)
def proposals_assign(request: HttpRequest, pk: int, data: AssignIn) -> Proposal:
    """交办."""
    proposal = found(request, pk)
    services.assign(proposal, parts=parts_of(proposal.unit, data.parts), **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/assign-many", response=list[HandedOut])
def proposals_assign_many(request: HttpRequest, data: MeetingIn) -> list[dict[str, Any]]:
    """交办会: each by itself; the answer says how each went."""
    chosen = []
    for pick in data.picks[:500]:
        proposal = found(request, pick.proposal)
        chosen.append((proposal, parts_of(proposal.unit, pick.parts)))
    done = services.assign_many(chosen, **answers.by(request))
    return [{"proposal": h.proposal.pk, "ok": h.ok, "words": h.words} for h in done]


@router.post("/proposals/{int:pk}/handle-with", response=ProposalFull)
def proposals_handle_with(request: HttpRequest, pk: int, data: TogetherIn) -> Proposal:
    """办理并案."""
    proposal = found(request, pk)
    main = found(request, data.main) if data.main is not None else None
    services.handle_with(proposal, main=main, **answers.by(request))
    return again(request, proposal)


@router.get("/pre-assignments", response=PreAssignmentsOut)
def pre_assignments_list(
    request: HttpRequest, *, proposal: int = 0, state: str = "", cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    rows = answers.reachable(request, PreAssignment).select_related(*ASKED)
    given = {"proposal": proposal, "state": state}
    return answers.sliced(rows.filter(**{k: v for k, v in given.items() if v}), cursor, limit)


@router.post("/pre-assignments/{int:pk}/object", response=PreAssignmentOut)
def pre_assignments_object(request: HttpRequest, pk: int, data: ObjectionIn) -> PreAssignment:
    asked = asked_of(request, pk)
    instead = unit_in(asked.root, data.instead)
    services.object_to(asked, note=data.note, instead=instead, **answers.by(request))
    return asked_of(request, pk)


@router.post("/pre-assignments/{int:pk}/uphold", response=PreAssignmentOut)
def pre_assignments_uphold(request: HttpRequest, pk: int, data: PreAssignmentRulingIn) -> PreAssignment:
    services.uphold(asked_of(request, pk), ruling=data.ruling, **answers.by(request))
    return asked_of(request, pk)


@router.post("/pre-assignments/{int:pk}/replace", response={201: PreAssignmentOut})
def pre_assignments_replace(request: HttpRequest, pk: int, data: ReplacementIn) -> Status[PreAssignment]:
    """The answer is the row of the department that is asked instead."""
    asked = asked_of(request, pk)
    made = services.replace(asked, to=_sure(asked.root, data.to), note=data.note, **answers.by(request))
    return Status(201, made)


@router.post("/proposals/{int:pk}/publish", response=ProposalFull)
def proposals_publish(request: HttpRequest, pk: int) -> Proposal:
    proposal = found(request, pk)
    services.publish(proposal, **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/unpublish", response=ProposalFull)
def proposals_unpublish(request: HttpRequest, pk: int, data: answers.NoteIn) -> Proposal:
    proposal = found(request, pk)
    services.unpublish(proposal, note=data.note, **answers.by(request))
    return again(request, proposal)


@router.get("/public", response=PublicProposalsOut)
def public_proposals_list(
    request: HttpRequest, *, unit: str = "", category: str = "", department: str = "", query: str = "",
    cursor: str = "", limit: int = 20,
) -> dict[str, Any]:  # fmt: skip
    """提案公开."""
    rows = publishing.public(unit=unit, category=category, department=department, query=query)
    found_ = answers.sliced(rows.select_related("dispatch"), cursor, min(limit, 50))
    return {"items": [publishing.public_of(p) for p in found_["items"]], "next": found_["next"]}


@router.get("/public/{int:pk}", response=PublicProposalOut)
def public_proposals_get(request: HttpRequest, pk: int) -> publishing.PublicProposal:
    shown: Proposal | None = publishing.public().select_related("dispatch").filter(pk=pk).first()
    if shown is None:
        raise Http404
    return publishing.public_of(shown)


@router.get("/to-answer", response=list[PreAssignmentOut])
def pre_assignments_to_answer(request: HttpRequest) -> list[PreAssignment]:
    """What the caller's department has been asked and has not answered."""
    return queries.to_answer(answers.actor_of(request))
