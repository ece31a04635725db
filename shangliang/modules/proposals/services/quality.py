"""质量评价、提办双方互评: reviewers mark proposals; after the answer both sides score each other, back to back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, params
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import Entry
from shangliang.kernel.text import listed, normal
from shangliang.modules.handling.models import Assignment, Dispatch
from shangliang.modules.people.services import person_of
from shangliang.modules.proposals.flow import marks as numbers
from shangliang.modules.proposals.models import (
    DIMENSIONS,
    MANNERS,
    MutualReview,
    MutualScore,
    Proposal,
    QualityScore,
)
from shangliang.modules.proposals.queries.quality import sides_of
from shangliang.modules.proposals.services.common import must_be_impartial

Side = MutualScore.Side
ANSWERED = ("replied", "tracking", "closed")
# Side → the names of its marks, the parameter with their weights, the verb.
OF = {
    Side.DEPARTMENT: (DIMENSIONS, "proposals.quality_weights", "score_proposal"),
    Side.PROPOSER: (MANNERS, "proposals.manner_weights", "score_handling"),
}


def weigh(given: Mapping[str, int], *, names: Mapping[str, object], param: str, path: str, on: date) -> int:
    """The total of these marks with the weights of the unit, rounded (1 query). Raises Refused for wrong marks."""
    missing = [str(label) for name, label in names.items() if not isinstance(given.get(name), int)]
    if missing or set(given) - set(names):
        raise moves.Refused(_("每一项都要评分：%s") % listed(missing or map(str, names.values())))
    wrong = [str(names[name]) for name, mark in given.items() if not 0 <= mark <= 100]
    if wrong:
        raise moves.Refused(_("分数应在 0 到 100 之间：%s") % listed(wrong))
    weights = numbers.read(str(params.value(path, param, on)))
    return (sum(weights[name] * mark for name, mark in given.items()) + 50) // 100


@transaction.atomic
def score_quality(
    proposal: Proposal, *, given: Mapping[str, int], note: str, actor: Actor, at: datetime
) -> QualityScore:
    """质量评分 in the five; the newest of each reviewer counts. Never one's own (DOMAIN 1.10)."""
    must_be_impartial(proposal, actor=actor)
    moves.record(proposal, "score", actor=actor, at=at)
    total = weigh(
        given, names=DIMENSIONS, param="proposals.quality_weights", path=proposal.unit.path, on=calendar.day_of(at)
    )  # fmt: skip
    defaults = {**given, "total": total, "note": normal(note)[:1000], "at": at}
    return QualityScore.objects.update_or_create(
        proposal=proposal, person=person_of(actor), defaults=defaults
    )[0]


@transaction.atomic
def score_mutual(
    review: MutualReview, *, side: str, given: Mapping[str, int], note: str, actor: Actor, at: datetime
) -> MutualReview:
    """One side says what it thinks of the other. With the second one both are shown at once.

    Nothing of it stands in the journal or in a notice but that it was said.
    """
    names, param, verb = OF[Side(side)]
    # Two sides in the same moment: the second waits here and then sees that it is the second.
    held = MutualReview.objects.select_for_update(of=("self",)).select_related(
        "unit", "proposal", "assignment__unit"
    )
    review = held.get(pk=review.pk)
    if review.state != "open":
        raise moves.Stale(_("互评已经结束，分数不能再改"), state=moves.label_of(review))
    if len(sides_of(review, actor)) > 1:
        raise moves.NotAllowed(_("您既是提案者又在承办单位，不能参加这次互评"))
    if actor.scopes is not None:
        raise moves.NotAllowed(_("互评要本人登录填写，不能用程序密钥"))
    moves.record(review, verb, actor=actor, at=at)
    total = weigh(given, names=names, param=param, path=review.unit.path, on=calendar.day_of(at))
    defaults = {
        **given,
        "total": total,
        "note": normal(note)[:1000],
        "person": person_of(actor),
        "at": at,
    }
    MutualScore.objects.update_or_create(review=review, side=side, defaults=defaults)
    if review.scores.count() == len(Side):
        moves.make(review, "show", actor=CLOCK, at=at)
    return review


def follow_dispatch(entry: Entry, at: datetime) -> None:
    """Everybody has answered: each answering department and the proposer are asked (the consumer's part)."""
    # The same entry may be read twice at once: the second waits here, and then finds them begun.
    found = Dispatch.objects.select_for_update(of=("self",)).filter(pk=entry.ref, proposal__isnull=False)
    dispatch = found.first()
    if dispatch is None or dispatch.state not in ANSWERED:
        return
    proposal = Proposal.objects.select_related("unit").get(dispatch=dispatch)
    answering = dispatch.assignments.filter(part__in=Assignment.ANSWERING).exclude(state__in=Assignment.OUT)
    begun = set(
        MutualReview.objects.filter(assignment__dispatch=dispatch, round=dispatch.round).values_list(
            "assignment", flat=True
        )
    )
    for assignment in answering.select_related("unit").order_by("pk"):
        if assignment.pk not in begun:
            _ask(proposal, assignment, dispatch.round, at)


def _ask(proposal: Proposal, assignment: Assignment, round: int, at: datetime) -> None:
    review = MutualReview(unit=proposal.unit, proposal=proposal, assignment=assignment, round=round)
    moves.begin(review, actor=CLOCK, at=at, assignment=assignment.pk)
