"""民主评议: what may be read of it, and when. Nothing here opens a ballot before the close."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.text import tidy_code
from shangliang.modules.supervision.models import Appraisal, Appraised, Ballot

CLOSED = ("counted", "published")


@dataclass(frozen=True)
class Line:
    """One department with its three numbers; None before the close, and for ever where the vote was void."""

    department: Appraised
    satisfied: int | None
    basically: int | None
    dissatisfied: int | None


def appraisals(reached: QuerySet[Appraisal]) -> QuerySet[Appraisal]:
    """With how many are on the roll (1 query)."""
    return reached.select_related("unit").annotate(entitled=Count("roll", distinct=True))


def turnout(appraisal: Appraisal) -> tuple[int, int]:
    """How many are entitled, how many have voted: for the quorum, not for the result (1 query)."""
    found = appraisal.roll.aggregate(all=Count("pk"), voted=Count("pk", filter=Q(voted=True)))
    return found["all"], found["voted"]


def has_voted(appraisal: Appraisal, person_id: int | None) -> bool | None:
    """None for somebody who is not on the roll (1 query)."""
    return appraisal.roll.filter(person=person_id).values_list("voted", flat=True).first()


def lines(appraisal: Appraisal) -> list[Line]:
    """The departments in their order (1 query)."""
    closed = appraisal.state in CLOSED
    return [
        Line(d, *((d.satisfied, d.basically, d.dissatisfied) if closed else (None, None, None)))
        for d in appraisal.departments.select_related("department")
    ]


def counted_ballots(appraisal: Appraisal) -> list[Ballot]:
    """All ballots, by receipt, for anybody's recount (1 query). Raises Stale before the close."""
    if appraisal.state not in CLOSED:
        raise moves.Stale(_("投票没有结束，选票不能看"), state=moves.label_of(appraisal))
    return list(appraisal.ballots.order_by("receipt"))


def ballot_of(appraisal: Appraisal, receipt: str) -> Ballot | None:
    """The ballot with this receipt, as it was counted (1 query). Raises Stale before the close."""
    if appraisal.state not in CLOSED:
        raise moves.Stale(_("投票没有结束，选票不能看"), state=moves.label_of(appraisal))
    return appraisal.ballots.filter(receipt=tidy_code(receipt)).first()


def public_appraisals(path: str = "") -> QuerySet[Appraisal]:
    """Published results, newest first (1 query)."""
    rows = Appraisal.objects.filter(state="published")
    if path:
        rows = rows.filter(unit__path__startswith=path)
    return rows.select_related("unit").order_by("-held_on", "-pk")
