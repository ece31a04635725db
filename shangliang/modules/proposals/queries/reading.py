"""One proposal and many: what lists show, what its page shows, what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shangliang.kernel import diff
from shangliang.kernel.search import Found
from shangliang.kernel.text import listed, official
from shangliang.modules.proposals.models import (
    Proposal,
    ProposalFile,
    Review,
    Signer,
    Suggestion,
    Version,
)

HIDDEN = ("draft", "cosigning")  # its signers' own, nobody finds it


@dataclass(frozen=True)
class ProposalView:
    """Everything of one proposal that its own page shows.

    main: the case it stands in, itself or the one it was merged into. signers: its own, those struck off too.
    named: everybody who stands on the case, with those of merged ones.
    """

    proposal: Proposal
    main: Proposal
    signers: list[Signer]
    named: list[Signer]
    suggestions: list[Suggestion]
    versions: list[Version]
    files: list[ProposalFile]
    reviews: list[Review]
    merged: list[Proposal]

    @property
    def waiting(self) -> list[Signer]:
        return [s for s in self.signers if s.agreed_at is None and s.struck_at is None]

    @property
    def present(self) -> list[Review]:
        """What was said of the words as they now stand."""
        read = self.proposal.original.number if self.proposal.original else 0
        return [r for r in self.reviews if r.version == read]


@dataclass(frozen=True)
class Sheet:
    """What is printed."""

    title: str
    number: str
    numbered: bool
    masthead: str
    proposers: str
    category: str
    timing: str
    situation: tuple[str, ...]
    reasons: tuple[str, ...]
    suggestions: tuple[str, ...]
    contact: str


def rows(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With everything a list shows of each (1 query)."""
    return proposals.select_related(
        "unit", "session__term", "category", "drafter", "collective", "panel", "merged_into"
    )


def view(proposal: Proposal) -> ProposalView:
    """6 queries, for a proposal fetched with unit, session, original and merged_into."""
    main = proposal.merged_into or proposal
    case = list(
        Signer.objects.filter(Q(proposal=proposal) | Q(proposal=main) | Q(proposal__merged_into=main))
        .select_related("person", "proposal")
        .order_by("proposal__serial_no", "proposal_id", "place")
    )
    on_main = [s for s in case if s.proposal_id == main.pk] + [s for s in case if s.proposal_id != main.pk]
    return ProposalView(
        proposal=proposal,
        main=main,
        signers=[s for s in case if s.proposal_id == proposal.pk],
        named=list({s.person_id: s for s in reversed(on_main) if s.agreed_at}.values())[::-1],
        suggestions=list(proposal.suggestions.order_by("number")),
        versions=list(proposal.versions.select_related("person")),
        files=list(proposal.files.select_related("file")),
        reviews=list(proposal.reviews.select_related("person", "lead")),
        merged=list(rows(Proposal.objects.filter(merged_into=proposal)).order_by("serial_no")),
    )


def proposers(proposal: Proposal, signers: Iterable[Signer]) -> str:
    """提案者 as it is listed: the body, or the first proposer and those who signed with her. No query."""
    if proposal.collective is not None:
        return proposal.collective.name
    stand = [s for s in signers if s.agreed_at is not None and s.role != Signer.Role.SECONDER]
    return listed(s.person.name for s in stand)


def proposers_of(proposals: Sequence[Proposal]) -> dict[int, str]:
    """Proposal → 提案者, for a list (1 query)."""
    held: dict[int, list[Signer]] = {}
    for s in (
        Signer.objects.filter(proposal__in=proposals).select_related("person").order_by("proposal", "place")
    ):
        held.setdefault(s.proposal_id, []).append(s)
    return {p.pk: proposers(p, held.get(p.pk, [])) for p in proposals}


def changes(old: Version, new: Version) -> list[diff.Change]:
    """Part by part what went and what came; parts that neither has are left out (no query)."""
    parts = (("title", _("案由")), ("situation", _("情况与问题")), ("reasons", _("分析")))
    found = [diff.change(str(label), getattr(old, name), getattr(new, name)) for name, label in parts]
    asked = ["\n".join(v.suggestions) for v in (old, new)]
    return [c for c in (*found, diff.change(_("建议"), *asked)) if c.pieces]


def sheet(proposal: Proposal) -> Sheet:
    """2 queries, for a proposal fetched with unit, session, category and collective."""
    signers = proposal.signers.select_related("person").order_by("place")
    texts = tuple(proposal.suggestions.order_by("number").values_list("text", flat=True))
    said = _as_numbered(proposal)
    return Sheet(
        title=proposal.title, number=said, numbered=bool(proposal.number), masthead=_masthead(proposal),
        proposers=proposers(proposal, signers), category=proposal.category.name if proposal.category else "",
        timing=str(proposal.get_timing_display()), situation=paragraphs(proposal.situation),
        reasons=paragraphs(proposal.reasons), suggestions=texts,
        contact=" ".join(filter(None, [proposal.contact_name, proposal.contact_office])),
    )  # fmt: skip


def _masthead(proposal: Proposal) -> str:
    with official():
        return _("%s提案") % proposal.unit.name


def _as_numbered(proposal: Proposal) -> str:
    """Its number in full; before it is filed its serial number, before it is handed in that it is a draft."""
    with official():
        if proposal.number:
            return proposal.number
        if proposal.serial_no is None:
            return _("（草稿，未提交）")
        return _("（未立案，流水号 %d）") % proposal.serial_no


def paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def found(proposal: Proposal) -> Found | None:
    """For search; the grants decide who finds it on the desk, publishing whether everybody does."""
    if proposal.submitted_at is None or proposal.state in HIDDEN:
        return None
    asked = " ".join(proposal.suggestions.order_by("number").values_list("text", flat=True))
    body = f"{proposal.number} {proposal.situation} {proposal.reasons} {asked}"
    return Found(
        proposal.title,
        body,
        proposal.get_absolute_url(),
        proposal.published_at is not None,
        proposal.entered_at,
    )
