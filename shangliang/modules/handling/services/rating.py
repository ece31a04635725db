"""What people think of it: of the attitude and of the result, never mixed into one number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.modules.handling.models import Assignment, Dispatch, Rating

RATABLE = ("replied", "tracking", "closed")


@transaction.atomic
def rate(
    dispatch: Dispatch,
    *,
    by: str,
    label: str,
    attitude: str,
    result: str,
    comment: str,
    actor: Actor,
    at: datetime,
) -> Rating:
    """One judgement a round from each person in their own session (`person:12`), or by a raiser's receipt
    (`voice:345`; the caller has found the dispatch through that voice). Sent twice, it is kept once.
    """
    if by not in _names(actor):
        raise moves.NotAllowed(_("评价须由本人作出，不能代填"))
    _checked(attitude, result, comment)
    now = Dispatch.objects.select_for_update(no_key=True).get(pk=dispatch.pk)
    if now.state not in RATABLE:
        raise moves.Stale(_("现在的状态是“%s”，还不能评价") % moves.label_of(now), state=moves.label_of(now))
    if earlier := now.ratings.filter(round=now.round, by=by).first():
        if (earlier.attitude, earlier.result, earlier.comment) == (attitude, result, comment.strip()):
            return earlier
        raise moves.Refused(_("这一轮您已经评价过了"))
    moves.record(dispatch, "rate", actor=actor, at=at, attitude=attitude, result=result, round=now.round)
    return Rating.objects.create(
        dispatch=dispatch, round=now.round, by=by, label=label[:60], attitude=attitude, result=result,
        comment=comment.strip(), at=at,
    )  # fmt: skip


def _names(actor: Actor) -> set[str]:
    """By what this actor may sign a rating."""
    raisers = {f"voice:{s.person_id}" for s in actor.seats if s.role == "raiser" and s.person_id}
    return raisers | ({f"person:{actor.person_id}"} if actor.person_id else set())


def _checked(attitude: str, result: str, comment: str) -> None:
    if attitude not in Rating.Attitude.values or result not in Rating.Result.values:
        raise moves.Refused(_("请分别评价办理态度和办理结果"))
    unhappy = attitude == Rating.Attitude.DISSATISFIED or result == Rating.Result.UNSOLVED
    if unhappy and not comment.strip():
        raise moves.Refused(_("不满意或没有解决的，请说明哪里不行"))


@transaction.atomic
def accept_result(dispatch: Dispatch, *, actor: Actor, at: datetime, note: str = "") -> None:
    """Those who asked take the result; promises are tracked from here on."""
    moves.make(dispatch, "accept_result", actor=actor, at=at, note=note, round=dispatch.round)


@transaction.atomic
def redo(
    dispatch: Dispatch, *, note: str, actor: Actor, at: datetime, only: Sequence[Assignment] = ()
) -> None:
    """Second handling, in a new round with a new clock: by all who answered, or by those named in `only`."""
    chosen = {a.pk for a in only}
    moves.make(dispatch, "redo", actor=actor, at=at, note=note, round=dispatch.round + 1)
    Dispatch.objects.filter(pk=dispatch.pk).update(round=F("round") + 1)
    dispatch.round += 1
    answered = dispatch.assignments.filter(part__in=Assignment.ANSWERING, state="replied").select_related(
        "unit"
    )
    again = [a for a in answered if not chosen or a.pk in chosen]
    if not again:
        raise moves.Refused(_("请选择要重新办理的单位"))
    for assignment in again:
        moves.make(assignment, "reopen", actor=CLOCK, at=at, note=note, round=dispatch.round)


@transaction.atomic
def judge(
    dispatch: Dispatch,
    *,
    label: str,
    attitude: str,
    result: str,
    comment: str,
    then: str,
    actor: Actor,
    at: datetime,
) -> Rating:
    """Rate in one's own session and, in the same step, accept the result ("accept") or ask again ("redo")."""
    rating = rate(
        dispatch, by=f"person:{actor.person_id}", label=label, attitude=attitude, result=result,
        comment=comment,
        actor=actor, at=at,
    )  # fmt: skip
    if then == "accept":
        accept_result(dispatch, actor=actor, at=at)
    elif then == "redo":
        redo(dispatch, note=comment, actor=actor, at=at)
    return rating
