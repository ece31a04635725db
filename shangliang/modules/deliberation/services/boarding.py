"""A board from its preparation to its conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves, once
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.wording import clean
from shangliang.modules.deliberation.models import LONGEST, Board, Reason, Statement
from shangliang.modules.deliberation.services.planning import may_plan
from shangliang.modules.deliberation.services.sealing import seal
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.topics.models import Topic

TERMS = ("title", "question", "voters", "may_add", "screened", "open_to_public", "closes_at", "gathering")


@transaction.atomic
def plan(
    unit: Unit, *, topic: Topic, title: str, question: str, voters: str, closes_at: datetime, actor: Actor,
    at: datetime, gathering: Gathering | None = None, may_add: bool = True, screened: bool = True,
    open_to_public: bool = True, seeds: Sequence[str] = (), token: str = "",
) -> Board:  # fmt: skip
    """A new board in preparation. seeds: the statements it begins with, the office's own words."""
    if earlier := once.made_before(Board, place="board", token=token, actor=actor, at=at):
        return earlier
    board = Board(
        unit=unit, topic=topic, gathering=gathering, voters=voters, closes_at=closes_at, may_add=may_add,
        screened=screened, open_to_public=open_to_public, **_said(title, question),
    )  # fmt: skip
    _fits(board, at)
    if not may_plan(Board, unit=unit, gathering=gathering, actor=actor):
        raise moves.NotAllowed(_("议事板由政协办公室或本次协商的召集人准备"))
    moves.begin(board, actor=actor, at=at, voters=voters, topic=topic.pk)
    sow(board, seeds=seeds, actor=actor, at=at)
    once.remember(board, place="board", token=token, actor=actor)
    return board


def _said(title: str, question: str) -> dict[str, str]:
    return {
        "title": clean(title, missing=_("请写名称"), most=80),
        "question": clean(question, missing=_("请写要大家商量什么"), most=2000),
    }


def _fits(board: Board, at: datetime) -> None:
    if board.topic.root != board.unit.path[:4]:
        raise moves.Refused(_("议题不在本级组织里"))
    if board.gathering and board.gathering.topic_id != board.topic_id:
        raise moves.Refused(_("这次协商不是商量这个议题的"))
    if board.voters == Board.Voters.INVITED and board.gathering is None:
        raise moves.Refused(_("只请参加人表态的，请先选是哪次协商"))
    if board.closes_at <= at:
        raise moves.Refused(_("截止时间要晚于现在"))


@transaction.atomic
def edit(board: Board, *, actor: Actor, at: datetime, **terms: Any) -> None:
    """Other terms, until it is opened."""
    moves.must(board, "edit", actor=actor)
    held = moves.held(board, "topic", "unit")
    if held.state != "draft":
        raise moves.Stale(_("开始表态以后不能再改"), state=moves.label_of(held))
    terms |= _said(terms.get("title", held.title), terms.get("question", held.question))
    for name, value in terms.items():
        setattr(held, name, value)
    _fits(held, at)
    Board.objects.filter(pk=held.pk).update(**{name: getattr(held, name) for name in TERMS})
    moves.record(held, "edit", actor=actor, at=at, closes_at=held.closes_at.isoformat())
    board.refresh_from_db()


@transaction.atomic
def sow(board: Board, *, seeds: Sequence[str], actor: Actor, at: datetime) -> list[Statement]:
    """The office's own statements to begin with; they need no screening. Those already there are left out."""
    moves.must(board, "seed", actor=actor)
    held = moves.held(board)
    if held.state not in {"draft", "open"}:
        raise moves.Stale(_("表态已经截止，不能再放看法"), state=moves.label_of(held))
    there = set(board.statements.values_list("text", flat=True))
    said = [clean(s, most=LONGEST) for s in seeds]
    new = [s for s in dict.fromkeys(said) if s and s not in there]
    number = board.statements.count()
    made = []
    for offset, words in enumerate(new, start=1):
        statement = Statement(
            unit=board.unit, board=board, number=number + offset, text=words, author_id=actor.person_id, at=at,
            token=f"seed-{number + offset}",
        )  # fmt: skip
        moves.begin(statement, actor=actor, at=at, board=board.pk, seed=True)
        moves.make(statement, "show", actor=actor, at=at)
        made.append(statement)
    return made


def open_board(board: Board, *, actor: Actor, at: datetime) -> None:
    moves.make(board, "open", actor=actor, at=at)


@transaction.atomic
def conclude(board: Board, *, conclusion: str, actor: Actor, at: datetime) -> None:
    """公布结论: after every statement has its answer. What was said is told to everybody who can read the board."""
    moves.must(board, "conclude", actor=actor)
    said = clean(conclusion, missing=_("请写结论"), most=10_000)
    Board.objects.filter(pk=board.pk, state="closed").update(conclusion=said)
    board.conclusion = said
    seal(board, at=at)
    moves.make(board, "conclude", actor=actor, at=at)
    shown = Reason.objects.filter(statement__board=board, state="shown").select_related("unit")
    for reason in shown.order_by("pk"):
        moves.make(reason, "rest", actor=CLOCK, at=at)
