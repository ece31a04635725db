"""What every endpoint of proposals needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema

from shangliang.kernel import moves
from shangliang.kernel.text import listed
from shangliang.look import answers, pages
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.proposals import queries
from shangliang.modules.proposals.models import (
    Category,
    PanelGroup,
    Proposal,
    Review,
    Session,
    Signer,
    Suggestion,
    Version,
)


def found(request: HttpRequest, pk: int) -> Proposal:
    """The proposal with what its answer shows, or 404 when this actor may not know of it (1 query)."""
    related = (
        "unit", "session__term", "session__unit", "category", "drafter", "collective", "panel", "original",
        "merged_into", "suggested_lead", "dispatch", "brief",
    )  # fmt: skip
    return pages.find(Proposal, answers.actor_of(request), "view", *related, pk=pk)


def inside(request: HttpRequest, proposal: Proposal) -> bool:
    return moves.kind_of(proposal).policy.may(answers.actor_of(request), "inside", proposal)


def unit_of(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise moves.Refused(_("没有这个单位：%s") % code)
    return found


def unit_in(root: str, code: str) -> Unit | None:
    """A unit of one root by its code; none for an empty one. Raises Refused for one that is not there."""
    if not code:
        return None
    held = org.below(root).filter(code=code).first()
    if held is None:
        raise moves.Refused(_("没有这个单位：%s") % code)
    return held


def people_of(usernames: list[str]) -> list[Person]:
    """By login name, in this order. Raises Refused for one that is not there."""
    held = {p.username: p for p in Person.objects.filter(username__in=usernames)}
    if unknown := [name for name in usernames if name not in held]:
        raise moves.Refused(_("没有这个人：%s") % listed(unknown))
    return [held[name] for name in dict.fromkeys(usernames)]


def category_of(unit: Unit, name: str) -> Category:
    held = queries.categories(unit).filter(name=name).first()
    if held is None:
        raise moves.Refused(_("没有这个类别：%s") % name)
    return held


def panel_of(session: Session | None, name: str) -> PanelGroup | None:
    if not name:
        return None
    held = PanelGroup.objects.filter(session=session, name=name).first()
    if held is None:
        raise moves.Refused(_("没有这个审查组：%s") % name)
    return held


class ProposalOut(answers.StagedOut):
    """What everybody sees who may know of a proposal: its title, its numbers, where it stands."""

    unit: answers.UnitCode
    kind: str
    title: str
    timing: str
    session: str
    serial_no: int | None
    case_no: int | None
    category: str
    category_no: int | None
    number: str
    filed_on: date | None
    submitted_at: datetime | None
    merged_into_id: int | None
    published: bool

    @staticmethod
    def resolve_session(proposal: Proposal) -> str:
        return str(proposal.session or "")

    @staticmethod
    def resolve_category(proposal: Proposal) -> str:
        return proposal.category.name if proposal.category else ""

    @staticmethod
    def resolve_published(proposal: Proposal) -> bool:
        return proposal.published_at is not None


class ProposalSignerOut(Schema):
    name: str
    person_id: int
    role: str
    agreed_at: datetime | None

    @staticmethod
    def resolve_name(signer: Signer) -> str:
        return signer.person.name


class ProposalItemOut(Schema):
    number: int
    text: str


class ProposalVersionOut(Schema):
    number: int
    title: str
    situation: str
    reasons: str
    suggestions: list[str]
    note: str
    at: datetime
    person_id: int | None


class ProposalReviewOut(Schema):
    version: int
    stage: str
    advice: str
    qualified: bool
    content_fit: bool
    form_fit: bool
    note: str
    lead: str
    person_id: int
    at: datetime

    @staticmethod
    def resolve_lead(review: Review) -> str:
        return review.lead.code if review.lead else ""


class ProposalPieceOut(Schema):
    kind: str
    text: str


class ProposalChangeOut(Schema):
    label: str
    changed: int
    pieces: list[ProposalPieceOut]


class ProposalInside(Schema):
    """What only the signers, the committee and the panel read."""

    drafter_id: int
    panel: str
    responsible: str
    contact_name: str
    contact_office: str
    discussed_on: date | None
    discussed_by: str
    cosign_until: datetime | None
    ground: str
    ground_note: str
    course: str
    voice_id: int | None
    waiting: list[ProposalSignerOut]
    versions: list[ProposalVersionOut]
    changes: list[ProposalChangeOut]
    reviews: list[ProposalReviewOut]


class ProposalFull(ProposalOut):
    situation: str
    reasons: str
    suggestions: list[ProposalItemOut]
    proposers: str
    collective: str
    signers: list[ProposalSignerOut]
    named: list[ProposalSignerOut]
    merged: list[int]
    files: list[str]
    researched: bool
    self_written: bool
    forwarded: bool
    repeat: str
    previous_id: int | None
    open_ok: bool
    open_reason: str
    suggested_lead: str
    cosign_open: bool
    topic_id: int | None
    brief_id: int | None
    dispatch: str
    inside: ProposalInside | None

    @staticmethod
    def resolve_suggestions(proposal: Any) -> list[Suggestion]:
        return proposal.seen.suggestions

    @staticmethod
    def resolve_proposers(proposal: Any) -> str:
        return queries.proposers(proposal, proposal.seen.signers)

    @staticmethod
    def resolve_signers(proposal: Any) -> list[Signer]:
        return [s for s in proposal.seen.signers if s.agreed_at]

    @staticmethod
    def resolve_named(proposal: Any) -> list[Signer]:
        return proposal.seen.named

    @staticmethod
    def resolve_merged(proposal: Any) -> list[int]:
        return [m.pk for m in proposal.seen.merged]

    @staticmethod
    def resolve_files(proposal: Any) -> list[str]:
        return [f.file.name for f in proposal.seen.files]

    @staticmethod
    def resolve_inside(proposal: Any) -> Any:
        return proposal.shown_inside

    @staticmethod
    def resolve_collective(proposal: Proposal) -> str:
        return proposal.collective.code if proposal.collective else ""

    @staticmethod
    def resolve_suggested_lead(proposal: Proposal) -> str:
        return proposal.suggested_lead.code if proposal.suggested_lead else ""

    @staticmethod
    def resolve_dispatch(proposal: Proposal) -> str:
        return proposal.dispatch.number if proposal.dispatch else ""


_PLAIN = (
    "drafter_id", "responsible", "contact_name", "contact_office", "discussed_on", "discussed_by", "cosign_until",
    "ground", "ground_note", "course", "voice_id",
)  # fmt: skip


def full(request: HttpRequest, proposal: Proposal) -> Proposal:
    """One proposal with everything around it and what this actor may read of its inside."""
    seen = queries.view(proposal)
    proposal.seen = seen  # type: ignore[attr-defined]
    proposal.shown_inside = _inside(proposal, seen) if inside(request, proposal) else None  # type: ignore[attr-defined]
    return proposal


def _inside(proposal: Proposal, seen: queries.ProposalView) -> dict[str, Any]:
    versions: list[Version] = seen.versions
    return {
        **{name: getattr(proposal, name) for name in _PLAIN},
        "panel": proposal.panel.name if proposal.panel else "", "waiting": seen.waiting, "versions": versions,
        "changes": queries.changes(versions[-1], versions[0]) if len(versions) > 1 else [],
        "reviews": seen.reviews,
    }  # fmt: skip


def again(request: HttpRequest, proposal: Proposal) -> Proposal:
    """The same after an act, read afresh."""
    return full(request, found(request, proposal.pk))
