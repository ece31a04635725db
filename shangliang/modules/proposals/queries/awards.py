"""评选: how many may be chosen, and what each candidate can show for itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, params
from shangliang.modules.handling.models import Assignment
from shangliang.modules.proposals.models import COLLECTIVE, FILED, AwardRound, AwardVote, Nominee, Proposal
from shangliang.modules.proposals.queries.figures import Shares, shares
from shangliang.modules.proposals.queries.quality import Quality, department_means, mutual_means, quality


@dataclass(frozen=True)
class Quota:
    """most: so many may be chosen out of `of`; words: the share as people say it; collective: least per cent."""

    of: int
    most: int
    words: str
    collective: int


def filed_between(award: AwardRound) -> QuerySet[Proposal]:
    """Proposals of the round's own committee that were filed in its time."""
    return Proposal.objects.filter(
        unit=award.unit_id, state__in=FILED, filed_on__gte=award.since, filed_on__lte=award.until
    )


def handlers_between(award: AwardRound) -> QuerySet[Assignment]:
    """The parts of departments that answered for these proposals."""
    ours = Assignment.objects.filter(
        dispatch__proposal__in=filed_between(award), part__in=Assignment.ANSWERING
    )
    return ours.exclude(state__in=Assignment.OUT)


def quota(award: AwardRound, *, at: datetime) -> Quota:
    """4 queries; a share of less than one still lets one be chosen."""
    day, path = calendar.day_of(at), award.unit.path
    collective = int(params.value(path, "proposals.award_collective", day))
    if award.kind == AwardRound.Kind.PROPOSALS:
        share = int(params.value(path, "proposals.award_permille", day))
        of = filed_between(award).count()
        words, whole = _("千分之%d") % share, 1000
    else:
        share = int(params.value(path, "proposals.award_departments", day))
        of = handlers_between(award).values("unit").distinct().count()
        words, whole = _("百分之%d") % share, 100
    return Quota(of, max(1, -(-of * share // whole)) if of else 0, words, collective)


def collective(nominees: QuerySet[Nominee]) -> QuerySet[Nominee]:
    return nominees.filter(proposal__kind__in=COLLECTIVE)


@dataclass(frozen=True)
class Candidate:
    """One candidate and what it can show: marks, both sides of mutual reviews that are shown, how it was handled."""

    nominee: Nominee
    votes: list[AwardVote]
    quality: Quality | None = None
    by_department: int | None = None  # mean of what departments gave the proposal
    by_proposer: int | None = None  # mean of what proposers gave the handling
    shares: Shares = field(default_factory=Shares)

    @property
    def yes(self) -> int:
        return sum(v.yes for v in self.votes)

    @property
    def no(self) -> int:
        return len(self.votes) - self.yes

    @property
    def against(self) -> list[AwardVote]:
        return [v for v in self.votes if not v.yes]


def candidates(award: AwardRound) -> list[Candidate]:
    """Chosen ones first, then as the jury voted (4 queries for proposals, 7 for departments, however many)."""
    rows = award.nominees.select_related("proposal__unit", "proposal__drafter", "department", "named_by")
    held = list(rows.prefetch_related("votes__person"))
    ids = [n.proposal_id for n in held if n.proposal_id]
    marked, means = quality(ids), mutual_means(ids)
    handled = {o.unit.pk: o.shares for o in shares(filed_between(award))} if not ids else {}
    gave = department_means(filed_between(award)) if not ids else {}
    found = []
    for n in held:
        pk, unit = n.proposal_id or 0, n.department_id or 0
        found.append(
            Candidate(
                n, list(n.votes.all()), marked.get(pk), means.get((pk, "department")),
                means.get((pk, "proposer"), gave.get(unit)), handled.get(unit, Shares()),
            )
        )  # fmt: skip
    order = {True: 0, None: 1, False: 2}
    return sorted(found, key=lambda c: (order[c.nominee.chosen], c.no - c.yes, c.nominee.pk))
