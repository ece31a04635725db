"""What stands around one proposal, for its own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shangliang.kernel import calendar
from shangliang.modules.proposals import queries
from shangliang.modules.proposals.models import Incubation, MutualReview, Nominee, PastAnswer, Proposal
from shangliang.modules.proposals.views.common import Request, may, within

ASKED = ("score", "mark_repeat", "accept", "write", "write_on", "inside")


@dataclass(frozen=True)
class Around:
    """Only what this reader may see: her own incubations and mutual reviews, marks for those who give them."""

    may: set[str]
    past: list[PastAnswer]
    incubations: list[Incubation]
    mutuals: list[tuple[MutualReview, list[str]]]
    honours: list[Nominee]
    quality: queries.Quality | None
    grades: Any

    @property
    def anything(self) -> bool:
        return bool(self.past or self.incubations or self.mutuals or self.honours or self.quality)


def around_of(request: Request, proposal: Proposal) -> Around:
    """9 queries, and one a mutual review that is shown."""
    allowed = may(request, proposal, *ASKED)
    grades = queries.marks(proposal.unit.path, calendar.day_of(request.at))
    reviews = queries.reviews().filter(
        pk__in=within(request, MutualReview).filter(proposal=proposal).values("pk")
    )
    held = within(request, Incubation).filter(proposal=proposal).select_related("after").order_by("-pk")
    honours = Nominee.objects.filter(proposal=proposal, chosen=True, round__state="published")
    return Around(
        may=allowed,
        past=list(proposal.past_answers.select_related("item")),
        incubations=list(held),
        mutuals=[(r, queries.hints(r, grades=grades)) for r in reviews.order_by("-pk")],
        honours=list(honours.select_related("round")),
        quality=queries.quality([proposal.pk]).get(proposal.pk) if "score" in allowed else None,
        grades=grades,
    )
