"""What people think of it: of the attitude and of the result, never mixed into one number.

Nobody rates in another's name (DOMAIN 1.8 防代填): a member rates in her own session and confirms what she is about to
say; what she wrote on paper is entered with the signed form and marked so, and gives way to her own rating.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import StoredFile
from shangliang.modules.handling.models import Assignment, Dispatch, Rating

RATABLE = ("replied", "tracking", "closed")
CONFIRM_WITHIN = 15 * 60  # seconds


@dataclass(frozen=True)
class Opinion:
    """One rating: attitude and result apart, and what DOMAIN 1.8 asks about besides. Empty means not said."""

    attitude: str
    result: str
    comment: str = ""
    visited: str = ""
    heard: str = ""
    aim: str = ""
    leader_came: bool | None = None


@dataclass(frozen=True)
class Session:
    """Where a rating came from; kept beside it, never in the journal."""

    address: str | None = None
    device: str = ""


def confirmation(dispatch: Dispatch, *, opinion: Opinion, actor: Actor) -> str:
    """What the second step sends back: this person, this task and round, these very words.

    Raises as `rate` would, so that nobody confirms what cannot be said.
    """
    moves.must(dispatch, "rate", actor=actor)
    _in_person(dispatch, actor)
    checked(opinion)
    if dispatch.state not in RATABLE:
        label = moves.label_of(dispatch)
        raise moves.Stale(_("现在的状态是“%s”，还不能评价") % label, state=label)
    return signing.dumps(_sealed(dispatch, opinion, actor), salt="handling.rating")


def _sealed(dispatch: Dispatch, opinion: Opinion, actor: Actor) -> list[object]:
    words = hashlib.sha256(repr(sorted(asdict(opinion).items())).encode()).hexdigest()
    return [dispatch.pk, dispatch.round, actor.person_id, words]


def _confirmed(dispatch: Dispatch, opinion: Opinion, code: str, actor: Actor) -> None:
    try:
        said = signing.loads(code, salt="handling.rating", max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        raise moves.Refused(_("请再看一遍您的评价，然后由您本人确认")) from None
    if said != _sealed(dispatch, opinion, actor):
        raise moves.Refused(_("要确认的和填写的不一致，请重新确认"))


@transaction.atomic
def rate(
    dispatch: Dispatch, *, by: str, label: str, opinion: Opinion, actor: Actor, at: datetime, code: str = "",
    session: Session | None = None,
) -> Rating:  # fmt: skip
    """One judgement a round from each person in their own session (`person:12`, with the code of
    `confirmation`), or by a raiser's receipt (`voice:345`; the caller has found the dispatch through that
    voice). Sent twice, it is kept once.
    """
    if by not in _names(actor):
        raise moves.NotAllowed(_("评价须由本人作出，不能代填"))
    moves.must(dispatch, "rate", actor=actor)
    if by.startswith("person:"):
        _in_person(dispatch, actor)
    checked(opinion)
    now = _ratable(dispatch)
    earlier = now.ratings.filter(round=now.round, by=by, replaced_at=None).first()
    if earlier and not earlier.proxy:
        if (earlier.attitude, earlier.result, earlier.comment) == (
            opinion.attitude, opinion.result, opinion.comment.strip(),
        ):  # fmt: skip
            return earlier
        raise moves.Refused(_("这一轮您已经评价过了"))
    if by.startswith("person:"):
        _confirmed(now, opinion, code, actor)
    if earlier:
        now.ratings.filter(pk=earlier.pk).update(replaced_at=at)
    facts: dict[str, Any] = {"attitude": opinion.attitude, "result": opinion.result, "round": now.round}
    moves.record(dispatch, "rate", actor=actor, at=at, own=True, **facts)
    where = session or Session()
    return _kept(now, by, label, opinion, at, address=where.address, device=where.device[:200])


def _kept(dispatch: Dispatch, by: str, label: str, opinion: Opinion, at: datetime, **more: object) -> Rating:
    said = {**asdict(opinion), "comment": opinion.comment.strip()}
    return Rating.objects.create(
        dispatch=dispatch, round=dispatch.round, by=by, label=label[:60], at=at, **said, **more
    )


def _in_person(dispatch: Dispatch, actor: Actor) -> None:
    """Not by a program's key, and not by the department that is rated."""
    if actor.scopes is not None:
        raise moves.NotAllowed(_("评价须由本人登录网页作出，不能用程序密钥代填"))
    rated = tuple(dispatch.assignments.values_list("unit__path", flat=True))
    if any(s.path.startswith(rated) for s in actor.seats if s.role in {"clerk", "head"}):
        raise moves.NotAllowed(_("承办单位的人不能评价本单位的办理"))


@transaction.atomic
def rate_proxy(
    dispatch: Dispatch, *, by: str, opinion: Opinion, form: StoredFile, actor: Actor, at: datetime
) -> Rating:
    """代录: a rating written on paper, with the signed form. Only of those named as concerned; they are told."""
    moves.must(dispatch, "rate_proxy", actor=actor)
    who = dispatch.concerned.filter(by=by).first()
    if who is None:
        raise moves.Refused(_("只能代录这件事提出人的书面评价"))
    checked(opinion)
    now = _ratable(dispatch)
    if now.ratings.filter(round=now.round, by=by, replaced_at=None).exists():
        raise moves.Refused(_("这一轮已有%s的评价") % who.label)
    facts: dict[str, Any] = {
        "attitude": opinion.attitude,
        "result": opinion.result,
        "round": now.round,
        "of": by,
    }
    moves.record(dispatch, "rate_proxy", actor=actor, at=at, form_sha256=form.sha256, **facts)
    return _kept(now, by, who.label, opinion, at, proxy=True, form=form, entered_by_id=actor.person)


def _ratable(dispatch: Dispatch) -> Dispatch:
    now = moves.held(dispatch, no_key=True)
    if now.state not in RATABLE:
        raise moves.Stale(_("现在的状态是“%s”，还不能评价") % moves.label_of(now), state=moves.label_of(now))
    return now


def _names(actor: Actor) -> set[str]:
    """By what this actor may sign a rating."""
    raisers = {f"voice:{s.person_id}" for s in actor.seats if s.role == "raiser" and s.person_id}
    return raisers | ({f"person:{actor.person_id}"} if actor.person_id else set())


def checked(opinion: Opinion) -> None:
    """Raises Refused with everything that is missing."""
    if opinion.attitude not in Rating.Attitude.values or opinion.result not in Rating.Result.values:
        raise moves.Refused(_("请分别评价办理态度和办理结果"))
    for value, allowed in (
        (opinion.visited, Rating.Visited), (opinion.heard, Rating.Heard), (opinion.aim, Rating.Aim),
    ):  # fmt: skip
        if value and value not in allowed.values:
            raise moves.Refused(_("评价表里有看不懂的选项，请重新选择"))
    unhappy = opinion.attitude == Rating.Attitude.DISSATISFIED or opinion.result == Rating.Result.UNSOLVED
    if unhappy and not opinion.comment.strip():
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
    _again(dispatch, "redo", note, actor, at, only)


@transaction.atomic
def force_redo(dispatch: Dispatch, *, note: str, at: datetime) -> None:
    """Those concerned are not satisfied: handled once more, whoever would rather not."""
    _again(dispatch, "force_redo", note, CLOCK, at, ())


def _again(
    dispatch: Dispatch, verb: str, note: str, actor: Actor, at: datetime, only: Sequence[Assignment]
) -> None:
    chosen = {a.pk for a in only}
    moves.make(dispatch, verb, actor=actor, at=at, note=note, round=dispatch.round + 1)
    Dispatch.objects.filter(pk=dispatch.pk).update(round=F("round") + 1)
    dispatch.round += 1
    answered = dispatch.assignments.filter(part__in=Assignment.ANSWERING, state="replied")
    again = [a for a in answered.select_related("unit").order_by("pk") if not chosen or a.pk in chosen]
    if not again:
        raise moves.Refused(_("请选择要重新办理的单位"))
    for assignment in again:
        moves.make(assignment, "reopen", actor=CLOCK, at=at, note=note, round=dispatch.round)
    open_ones = dispatch.questions.filter(state__in=["waiting", "asked", "silent"])
    for question in open_ones.select_related("unit").order_by("pk"):
        moves.make(question, "void", actor=CLOCK, at=at)


@transaction.atomic
def judge(
    dispatch: Dispatch, *, label: str, opinion: Opinion, then: str, actor: Actor, at: datetime, code: str = "",
    session: Session | None = None,
) -> Rating:  # fmt: skip
    """Rate in one's own session and, in the same step, accept the result ("accept") or ask again ("redo")."""
    rating = rate(
        dispatch, by=f"person:{actor.person_id}", label=label, opinion=opinion, actor=actor, at=at, code=code,
        session=session,
    )  # fmt: skip
    if then == "accept":
        accept_result(dispatch, actor=actor, at=at)
    elif then == "redo":
        redo(dispatch, note=opinion.comment, actor=actor, at=at)
    return rating
