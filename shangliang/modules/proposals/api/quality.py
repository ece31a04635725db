from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from shangliang.kernel import calendar
from shangliang.kernel.moves import kind_of
from shangliang.look import answers
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.api.common import found
from shangliang.modules.proposals.models import DIMENSIONS, MANNERS, MutualReview, MutualScore

router = Router()
MARKS = {"department": DIMENSIONS, "proposer": MANNERS}


class ProposalMarksIn(Schema):
    """One mark from 0 to 100 for each name."""

    given: dict[str, int]
    note: str = ""


class ProposalQualityOut(Schema):
    person_id: int
    science: int
    rigour: int
    feasible: int
    form: int
    impact: int
    total: int
    note: str
    at: datetime


class MutualScoreOut(Schema):
    side: str
    given: dict[str, int]
    total: int
    note: str
    person_id: int
    at: datetime

    @staticmethod
    def resolve_given(score: MutualScore) -> dict[str, int]:
        return {name: getattr(score, name) for name in MARKS[score.side]}


class MutualReviewOut(answers.StagedOut):
    """scores: one's own side only, until both are in or the time is over."""

    proposal_id: int
    assignment_id: int
    round: int
    scores: list[MutualScoreOut]
    hints: list[str]

    @staticmethod
    def resolve_scores(review: MutualReview) -> Any:
        return review.shown_scores  # type: ignore[attr-defined]

    @staticmethod
    def resolve_hints(review: MutualReview) -> Any:
        return review.shown_hints  # type: ignore[attr-defined]


class MutualReviewsOut(answers.Page[MutualReviewOut]):
    pass


def _out(request: HttpRequest, review: MutualReview) -> MutualReview:
    """Back to back: with what this actor may see of it, and nothing else."""
    grades = queries.marks(review.unit.path, calendar.day_of(review.entered_at))
    held = queries.scores_for(review, answers.actor_of(request))
    review.shown_scores = list(held.values())  # type: ignore[attr-defined]
    review.shown_hints = queries.hints(review, grades=grades)  # type: ignore[attr-defined]
    return review


@router.post("/proposals/{int:pk}/quality", response=ProposalQualityOut)
def proposals_score(request: HttpRequest, pk: int, data: ProposalMarksIn) -> Any:
    """质量评分, never of one's own."""
    return services.score_quality(found(request, pk), given=data.given, note=data.note, **answers.by(request))


@router.get("/proposals/{int:pk}/quality", response=list[ProposalQualityOut])
def proposals_quality(request: HttpRequest, pk: int) -> Any:
    """What each reviewer gave; for those who review it, 404 for everybody else."""
    proposal = found(request, pk)
    if not kind_of(proposal).policy.may(answers.actor_of(request), "score", proposal):
        raise Http404
    return queries.quality_scores(proposal)


@router.get("/mutual", response=MutualReviewsOut)
def mutual_list(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> dict[str, Any]:
    held = queries.reviews().filter(pk__in=answers.reachable(request, MutualReview).values("pk"))
    found = answers.sliced(held.filter(state=state) if state else held, cursor, limit)
    return {**found, "items": [_out(request, review) for review in found["items"]]}


@router.get("/mutual/{int:pk}", response=MutualReviewOut)
def mutual_get(request: HttpRequest, pk: int) -> MutualReview:
    return _out(request, answers.find(request, MutualReview, pk))


@router.post("/mutual/{int:pk}/{side}", response=MutualReviewOut)
def mutual_score(request: HttpRequest, pk: int, side: str, data: ProposalMarksIn) -> MutualReview:
    """side: department (scores the proposal) or proposer (scores the handling)."""
    if side not in MARKS:
        raise Http404
    review = answers.find(request, MutualReview, pk)
    services.score_mutual(review, side=side, given=data.given, note=data.note, **answers.by(request))
    return _out(request, answers.find(request, MutualReview, pk))
