from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from shangliang.kernel.moves import kind_of
from shangliang.look import answers
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.api.common import found, unit_of
from shangliang.modules.proposals.models import Proposal, Session

router = Router()
READERS = {"secretary", "chair", "dispatcher", "leader"}


class ProposalAlikeIn(Schema):
    unit: str
    title: str
    text: str = ""


class ProposalAlikeOut(Schema):
    """An old proposal: how like it is (0 … 1), whether it is the same matter, and the meaning of each answer."""

    proposal_id: int
    title: str
    number: str
    state: str
    score: float
    same: bool
    norms: list[str]

    @staticmethod
    def resolve_proposal_id(alike: queries.Alike) -> int:
        return alike.carrier.pk

    @staticmethod
    def resolve_title(alike: queries.Alike) -> str:
        return alike.proposal.title

    @staticmethod
    def resolve_number(alike: queries.Alike) -> str:
        return alike.carrier.number

    @staticmethod
    def resolve_state(alike: queries.Alike) -> str:
        return alike.proposal.state

    @staticmethod
    def resolve_norms(alike: queries.Alike) -> list[str]:
        return [r.norm for r in alike.replies] + [a.norm for a in alike.past if a.norm]


class ProposalRepeatIn(Schema):
    previous: int | None = None


class ProposalRepeatOut(Schema):
    repeat: str
    previous_id: int | None


class ProposalSharesOut(Schema):
    """How parts were answered: so many of so many."""

    sole: int
    lead: int
    split: int
    joint: int
    assist: int
    answered: int
    on_time: int
    talked: int
    advised: int
    items: int
    solved: int
    promised: int
    kept: int
    broken: int


class ProposalSharesOf(Schema):
    unit: str
    shares: ProposalSharesOut

    @staticmethod
    def resolve_unit(of: Any) -> str:
        return str(of.unit.code)


class ProposalCountOut(Schema):
    received: int
    filed: int


class ProposalClassOut(ProposalCountOut):
    name: str
    main: str


class ProposalFiguresOut(Schema):
    received: int
    filed: int
    merged: int
    not_filed: int
    turned: int
    withdrawn: int
    open: int
    personal: ProposalCountOut
    joint: ProposalCountOut
    collective: ProposalCountOut
    classes: list[ProposalClassOut]
    units: list[ProposalSharesOf]
    total: ProposalSharesOut
    norms: dict[str, int]
    past: dict[str, int]
    past_items: int


@router.get("/sessions/{int:pk}/figures", response=ProposalFiguresOut)
def proposal_figures(request: HttpRequest, pk: int) -> queries.SessionFigures:
    """报表口径 of one session; for the office, the inspection office and leaders."""
    session = Session.objects.select_related("unit", "term").filter(pk=pk).first()
    seats = [s for s in answers.actor_of(request).seats if s.role in READERS and s.path]
    if session is None or not any(session.unit.path.startswith(s.path) for s in seats):
        raise Http404
    return queries.session_figures(session)


@router.post("/alike", response=list[ProposalAlikeOut])
def proposals_alike(request: HttpRequest, data: ProposalAlikeIn) -> list[queries.Alike]:
    """相似旧案 while one writes; nothing is kept."""
    unit, policy = unit_of(data.unit), kind_of(Proposal).policy
    if not any(policy.may_at(answers.actor_of(request), verb, unit.path) for verb in ("draft", "arrange")):
        raise Http404
    return queries.alike(unit, title=data.title[:50], text=data.text[:6000])


@router.post("/proposals/{int:pk}/repeat", response=ProposalRepeatOut)
def proposals_repeat(request: HttpRequest, pk: int, data: ProposalRepeatIn) -> Proposal:
    """Which old case it repeats; none takes the mark off."""
    proposal = found(request, pk)
    previous = found(request, data.previous) if data.previous else None
    services.mark_repeat(proposal, previous=previous, **answers.by(request))
    return proposal
