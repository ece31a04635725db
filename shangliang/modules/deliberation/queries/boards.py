"""Lists of boards, and what one board's page and its desk show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from shangliang.kernel.search import Found
from shangliang.modules.deliberation.models import OUT, SHOWN, Board, Reason, Statement
from shangliang.modules.deliberation.queries.votes import tallies


def found(board: Board) -> Found | None:
    """What a searcher finds of a board; nothing of one in preparation."""
    if board.state not in OUT:
        return None
    public = board.open_to_public
    address = board.public_url() if public else board.get_absolute_url()
    return Found(board.title, board.question, address, public, board.entered_at)


def listed(boards: QuerySet[Board]) -> QuerySet[Board]:
    """What a list shows: statements that are shown, heads that have answered (1 query)."""
    shown = Count("statements", filter=Q(statements__state__in=SHOWN), distinct=True)
    return boards.select_related("unit", "topic").annotate(shown=shown, people=Count("heads", distinct=True))


@dataclass(frozen=True)
class Desk:
    """What whoever runs a board sees: what waits, what is shown, what is hidden, with the counts."""

    waiting: list[Statement]
    shown: list[Statement]
    hidden: list[Statement]
    reasons: list[Reason]
    heads: int
    casts: int
    sealed: int


def desk(board: Board) -> Desk:
    """6 queries."""
    statements = list(board.statements.select_related("author").order_by("number"))
    counted = tallies(board)
    for s in statements:
        s.agree, s.disagree, s.passed = counted.get(s.pk, (0, 0, 0))  # type: ignore[attr-defined]
    waiting = Reason.objects.filter(statement__board=board, state="waiting").select_related(
        "statement", "author"
    )
    casts = board.casts.aggregate(all=Count("pk"), sealed=Count("pk", filter=Q(seal__isnull=False)))
    return Desk(
        [s for s in statements if s.state == "waiting"],
        [s for s in statements if s.state in SHOWN],
        [s for s in statements if s.state == "hidden"],
        list(waiting.order_by("pk")),
        board.heads.count(),
        casts["all"],
        casts["sealed"],
    )


def statement_lines(board: Board) -> list[Statement]:
    """Every statement that was ever let in, by number, each with how many reasons stand under it (1 query)."""
    shown = Count("reasons", filter=Q(reasons__state__in=["shown", "kept"]))
    return list(board.statements.exclude(state="waiting").annotate(argued=shown).order_by("number"))


@dataclass(frozen=True)
class Traced:
    """What is left to read of something hidden: that it was there, since when it is not shown, and why."""

    number: int
    at: Any
    why: str


def traces(board: Board) -> list[Traced]:
    """The open trace of screening: every hidden statement (1 query)."""
    rows = board.statements.filter(state="hidden").order_by("number")
    return [Traced(s.number, s.entered_at, s.told) for s in rows]


def reasons_of(statement: Statement) -> list[Reason]:
    """The reasons under a statement that are shown or leave a trace, each before those that answer it (1 query)."""
    rows = list(
        statement.reasons.filter(state__in=["shown", "hidden", "kept"])
        .select_related("author")
        .order_by("pk")
    )
    first = [r for r in rows if r.answers_id is None]
    ordered: list[Reason] = []
    for one in first:
        ordered += [one, *(r for r in rows if r.answers_id == one.pk)]
    return ordered


def said_by(board: Board, *, person_id: int | None, head: str) -> list[Statement]:
    """What this person or device has put on the board, the newest first (1 query)."""
    who = {"author": person_id} if person_id else {"head": head}
    if not any(who.values()):
        return []
    return list(board.statements.filter(**who).exclude(token__startswith="seed-").order_by("-pk"))
