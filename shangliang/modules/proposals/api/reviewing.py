from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from shangliang.look import answers
from shangliang.modules.proposals import services
from shangliang.modules.proposals.api.common import (
    ProposalFull,
    again,
    category_of,
    found,
    panel_of,
    unit_in,
)
from shangliang.modules.proposals.models import Proposal

router = Router()


class ProposalPlaceIn(Schema):
    """The class and the group of the panel, by their names."""

    category: str
    panel: str = ""


class ProposalReviewIn(Schema):
    stage: str
    advice: str
    qualified: bool
    content_fit: bool
    form_fit: bool
    note: str = ""
    lead: str = ""


class ProposalMergeIn(Schema):
    into: int
    note: str = ""


class ProposalOfferIn(Schema):
    ground: str
    note: str


class ProposalNotFileIn(ProposalOfferIn):
    course: str


@router.post("/proposals/{int:pk}/accept", response=ProposalFull)
def proposals_accept(request: HttpRequest, pk: int, data: ProposalPlaceIn) -> Proposal:
    """预审通过."""
    proposal = found(request, pk)
    place = category_of(proposal.unit, data.category), panel_of(proposal.session, data.panel)
    services.accept(proposal, category=place[0], panel=place[1], **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/classify", response=ProposalFull)
def proposals_classify(request: HttpRequest, pk: int, data: ProposalPlaceIn) -> Proposal:
    """Another class, until it is filed."""
    proposal = found(request, pk)
    place = category_of(proposal.unit, data.category), panel_of(proposal.session, data.panel)
    services.classify(proposal, category=place[0], panel=place[1], **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/review", response=ProposalFull)
def proposals_review(request: HttpRequest, pk: int, data: ProposalReviewIn) -> Proposal:
    """审查意见 with the three checks."""
    proposal = found(request, pk)
    given = {**data.dict(), "lead": unit_in(proposal.root, data.lead)}
    services.review(proposal, **given, **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/file", response=ProposalFull)
def proposals_file(request: HttpRequest, pk: int) -> Proposal:
    """立案: it gets its case number and its number within the class."""
    proposal = found(request, pk)
    services.file(proposal, **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/merge", response=ProposalFull)
def proposals_merge(request: HttpRequest, pk: int, data: ProposalMergeIn) -> Proposal:
    """并案 into another one of the same session."""
    proposal = found(request, pk)
    services.merge(proposal, into=found(request, data.into), note=data.note, **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/unmerge", response=ProposalFull)
def proposals_unmerge(request: HttpRequest, pk: int, data: answers.NoteIn) -> Proposal:
    proposal = found(request, pk)
    services.unmerge(proposal, note=data.note, **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/not-file", response=ProposalFull)
def proposals_not_file(request: HttpRequest, pk: int, data: ProposalNotFileIn) -> Proposal:
    """不立案; `course`: reference or returned."""
    proposal = found(request, pk)
    services.not_file(proposal, **data.dict(), **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/offer-brief", response=ProposalFull)
def proposals_offer_brief(request: HttpRequest, pk: int, data: ProposalOfferIn) -> Proposal:
    """不立案，拟转信息: the proposer is asked first."""
    proposal = found(request, pk)
    services.offer_brief(proposal, **data.dict(), **answers.by(request))
    return again(request, proposal)


@router.post("/proposals/{int:pk}/revive", response=ProposalFull)
def proposals_revive(request: HttpRequest, pk: int, data: answers.NoteIn) -> Proposal:
    proposal = found(request, pk)
    services.revive(proposal, note=data.note, **answers.by(request))
    return again(request, proposal)
