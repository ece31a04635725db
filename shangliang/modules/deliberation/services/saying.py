"""Statements and reasons: put, screened in the open, answered one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shangliang.kernel import adopting, moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.wording import clean
from shangliang.modules.deliberation.models import LONGEST, Board, Reason, Statement
from shangliang.modules.gatherings.models import Opinion

MOST_WAITING = 20  # of one head on one board: a person has that many thoughts, a program more
MOST = 2000  # statements on one board


def _admitted(board: Board, actor: Actor) -> Board:
    """The board, held so that nobody closes it under a pen."""
    moves.must(board, "say", actor=actor)
    held = moves.held(board, "unit")
    if held.state != "open":
        raise moves.Stale(_("现在不能提看法"), state=moves.label_of(held))
    return held


def _of(actor: Actor, head: str) -> dict[str, Any]:
    if actor.person_id is None and not head:
        raise moves.NotAllowed(_("请先登录"))
    return {"author_id": actor.person_id} if actor.person_id else {"head": head}


@transaction.atomic
def put(
    board: Board, *, text: str, token: str, actor: Actor, at: datetime, head: str = "",
    opinion: Opinion | None = None,
) -> Statement:  # fmt: skip
    """A statement of one's own. The same form sent twice (`token`) is kept once."""
    if earlier := board.statements.filter(token=token).first():
        return earlier
    held = _admitted(board, actor)
    if earlier := held.statements.filter(token=token).first():
        return earlier
    if not held.may_add:
        raise moves.Refused(_("这块议事板只对已有的看法表态，不收新看法"))
    said = clean(text, missing=_("请写下您的看法"), most=LONGEST)
    if held.statements.filter(text=said).exclude(state="hidden").exists():
        raise moves.Refused(_("已经有人提了一模一样的看法，您可以直接对它表态"))
    who = _of(actor, head)
    if held.statements.filter(state="waiting", **who).count() >= MOST_WAITING:
        raise moves.Refused(_("您已有 %d 条看法在等审看，请等这些审完再提") % MOST_WAITING)
    number = (held.statements.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > MOST:
        raise moves.Refused(_("这块议事板上的看法已满 %d 条") % MOST)
    statement = Statement(
        unit=held.unit, board=held, number=number, text=said, at=at, token=token, opinion=opinion, **who
    )
    moves.begin(statement, actor=actor, at=at, board=held.pk)
    if not held.screened:
        _pass(statement, at)
    return statement


def _pass(thing: Statement | Reason, at: datetime) -> None:
    """先发后看: the board shows what comes in at once; whoever screens may still hide it, with the reason."""
    moves.make(thing, "let_through", actor=CLOCK, at=at)


@transaction.atomic
def reason(
    statement: Statement, *, side: str, text: str, token: str, actor: Actor, at: datetime, head: str = "",
    answers: Reason | None = None,
) -> Reason:  # fmt: skip
    """Why somebody agrees or not, under a statement that is shown; `answers` an earlier reason there."""
    if earlier := statement.reasons.filter(token=token).first():
        return earlier
    held = _admitted(statement.board, actor)
    if statement.state != "shown":
        raise moves.Stale(_("这条看法现在不能写理由"), state=moves.label_of(statement))
    if answers and (answers.statement_id != statement.pk or answers.state != "shown"):
        raise moves.Refused(_("要回应的理由不在这条看法下面"))
    if side not in Reason.Side.values:
        raise moves.Refused(_("请选赞成还是反对"))
    who = _of(actor, head)
    if Reason.objects.filter(statement__board=held, state="waiting", **who).count() >= MOST_WAITING:
        raise moves.Refused(_("您已有 %d 条理由在等审看，请等这些审完再写") % MOST_WAITING)
    said = clean(text, missing=_("请写下理由"), most=500)
    made = Reason(
        unit=held.unit, statement=statement, answers=answers.answers or answers if answers else None, side=side,
        text=said, at=at, token=token, **who,
    )  # fmt: skip
    moves.begin(made, actor=actor, at=at, statement=statement.pk)
    if not held.screened:
        _pass(made, at)
    return made


# --- screened in the open


def show(thing: Statement | Reason, *, actor: Actor, at: datetime) -> None:
    moves.make(thing, "show", actor=actor, at=at)


@transaction.atomic
def hide(thing: Statement | Reason, *, why: str, actor: Actor, at: datetime) -> None:
    """不展示: the words are no longer shown, that there was something and why stays for everybody to read."""
    adopting.tell(thing, "hide", why, _("请写明为什么不展示，这个理由会公开"), actor=actor, at=at)


@transaction.atomic
def restore(thing: Statement | Reason, *, why: str, actor: Actor, at: datetime) -> None:
    moves.make(thing, "restore", actor=actor, at=at, note=why)
    type(thing)._default_manager.filter(pk=thing.pk).update(told="")
    thing.told = ""


# --- answered


def answer(statement: Statement, *, what: str, why: str, actor: Actor, at: datetime) -> None:
    """采纳、部分采纳或未采纳, and why: whoever put it is told."""
    adopting.answer(statement, what=what, why=why, actor=actor, at=at)


@transaction.atomic
def answer_rest(board: Board, *, what: str, why: str, actor: Actor, at: datetime) -> int:
    """The same answer to every statement that has none yet. Returns how many."""
    moves.must(board, "answer", actor=actor)
    left = list(board.statements.filter(state="shown").select_related("unit", "board").order_by("number"))
    for statement in left:
        answer(statement, what=what, why=why, actor=actor, at=at)
    return len(left)
