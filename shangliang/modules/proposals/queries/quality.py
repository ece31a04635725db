"""质量评价、互评: marks with their grades, and who may see which side of a mutual review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, QuerySet
from django.utils.translation import gettext as _

from shangliang.kernel import params
from shangliang.kernel.access import Actor
from shangliang.modules.proposals.models import MutualReview, MutualScore, Proposal, QualityScore

Side = MutualScore.Side


@dataclass(frozen=True)
class Marks:
    """What marks are called in a unit: 优秀 ≥ 90, 良好 ≥ 75, 一般 ≥ 60 (DOMAIN 1.10)."""

    excellent: int
    good: int
    fair: int

    def word(self, total: float | int) -> str:
        if total >= self.excellent:
            return _("优秀")
        if total >= self.good:
            return _("良好")
        return _("一般") if total >= self.fair else _("较差")

    def tone(self, total: float | int) -> str:
        return "teal" if total >= self.good else "quiet" if total >= self.fair else "amber"

    def low(self, total: float | int) -> bool:
        return total < self.fair


@dataclass(frozen=True)
class Quality:
    """How a proposal was marked: by how many, and the mean of their totals, rounded."""

    count: int
    mean: int | None


def marks(path: str, on: date) -> Marks:
    """3 queries."""
    return Marks(*(int(params.value(path, f"proposals.{n}_from", on)) for n in ("excellent", "good", "fair")))


def quality(proposals: Iterable[int]) -> dict[int, Quality]:
    """The marks of many proposals at once (1 query)."""
    rows = QualityScore.objects.filter(proposal__in=list(proposals)).values_list("proposal")
    found = rows.annotate(n=Count("pk"), mean=Avg("total")).order_by()
    return {pk: Quality(n, round(mean)) for pk, n, mean in found}


def quality_scores(proposal: Proposal) -> list[QualityScore]:
    """What each reviewer gave; for those who review (1 query)."""
    return list(proposal.quality_scores.select_related("person"))


def reviews() -> QuerySet[MutualReview]:
    """With everything a list shows of each (1 query)."""
    return MutualReview.objects.select_related("unit", "proposal__drafter", "assignment__unit")


def sides_of(review: MutualReview, actor: Actor) -> set[str]:
    """For which side this actor speaks. No query."""
    sides = set()
    ours = {s.path for s in actor.seats if s.role in {"clerk", "head"}}
    if review.assignment.unit.path in ours:
        sides.add(str(Side.DEPARTMENT))
    if actor.person_id is not None and review.proposal.drafter_id == actor.person_id:
        sides.add(str(Side.PROPOSER))
    return sides


def scores_for(review: MutualReview, actor: Actor) -> dict[str, MutualScore]:
    """背靠背: side → what it gave. Before both are shown, an actor sees her own side and nothing else, whoever
    she is (1 query)."""
    scores = {s.side: s for s in review.scores.select_related("person")}
    if review.state == "shown":
        return scores
    own = sides_of(review, actor)
    # Somebody who speaks for both sides would see both: then she sees neither.
    return {side: s for side, s in scores.items() if side in own} if len(own) == 1 else {}


def shown_scores(review__in: QuerySet[MutualReview]) -> QuerySet[MutualScore]:
    """Scores that figures may use: those that both sides can see."""
    return MutualScore.objects.filter(review__in=review__in, review__state="shown")


def hints(review: MutualReview, *, grades: Marks) -> list[str]:
    """What a low score asks for, in words; nothing before it is shown (1 query)."""
    if review.state != "shown":
        return []
    totals = dict(review.scores.values_list("side", "total"))
    found = []
    if Side.DEPARTMENT in totals and grades.low(totals[Side.DEPARTMENT]):
        found.append(_("承办单位给提案评了 %d 分，建议提案者完善提案") % totals[Side.DEPARTMENT])
    if Side.PROPOSER in totals and grades.low(totals[Side.PROPOSER]):
        found.append(_("提案者给办理评了 %d 分，建议承办单位再答复") % totals[Side.PROPOSER])
    return found


def mutual_means(proposals: Iterable[int]) -> dict[tuple[int, str], int]:
    """(proposal, side) → the mean of what that side gave, of shown reviews only (1 query)."""
    rows = shown_scores(MutualReview.objects.filter(proposal__in=list(proposals)))
    found = rows.values_list("review__proposal", "side").annotate(mean=Avg("total")).order_by()
    return {(pk, side): round(mean) for pk, side, mean in found}


def department_means(proposals: QuerySet[Proposal]) -> dict[int, int]:
    """Department → the mean of what proposers gave its handling, of shown reviews only (1 query)."""
    rows = shown_scores(MutualReview.objects.filter(proposal__in=proposals.values("pk")))
    found = rows.filter(side=Side.PROPOSER).order_by().values_list("review__assignment__unit")
    return {pk: round(mean) for pk, mean in found.annotate(mean=Avg("total"))}
