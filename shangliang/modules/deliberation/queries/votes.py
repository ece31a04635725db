"""Who answered what, the next statement to show, and one voter's answers with their proofs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.db.models import Max

from shangliang.analysis.opinions import routing
from shangliang.analysis.opinions.votes import Votes
from shangliang.kernel import merkle
from shangliang.modules.deliberation.models import SHOWN, Board, Cast, Seal, Statement, Voter

_LAST = """
    SELECT DISTINCT ON (c.voter_id, c.statement_id) c.voter_id, c.statement_id, c.value
    FROM deliberation_cast c
    WHERE c.board_id = %s AND c.id <= %s
    ORDER BY c.voter_id, c.statement_id, c.id DESC
"""
_TALLY = f"""
    SELECT last.statement_id, count(*) FILTER (WHERE value = 1), count(*) FILTER (WHERE value = -1),
           count(*) FILTER (WHERE value = 0)
    FROM ({_LAST}) last GROUP BY last.statement_id
"""


def votes_of(board: Board) -> tuple[int, Votes]:
    """The last answer that was counted, and all that count: people and statements by number (2 queries)."""
    up_to = Cast.objects.filter(board=board).aggregate(last=Max("pk"))["last"] or 0
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [board.pk, up_to])
        rows = cursor.fetchall()
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    people, who = np.unique(columns[:, 0], return_inverse=True)
    statements, what = np.unique(columns[:, 1], return_inverse=True)
    votes = Votes.coded(
        who.astype(np.int32), what.astype(np.int32), columns[:, 2],
        people=[str(p) for p in people.tolist()], statements=[str(s) for s in statements.tolist()],
    )  # fmt: skip
    return up_to, votes


def taken_out(board: Board, statements: Collection[str]) -> list[str]:
    """Of these statements the ones that are no longer shown: they shape no map (1 query)."""
    shown = set(board.statements.filter(state__in=SHOWN).values_list("pk", flat=True))
    return [s for s in statements if int(s) not in shown]


def tallies(board: Board) -> dict[int, tuple[int, int, int]]:
    """Statement → how many agree, disagree, pass (1 query)."""
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, [board.pk, 2**62])
        return {row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()}


# --- one voter


def answers_of(voter: Voter | None) -> dict[int, int]:
    """Statement → this voter's last answer (1 query)."""
    if voter is None:
        return {}
    rows = voter.casts.order_by("statement", "-pk").distinct("statement")
    return dict(rows.values_list("statement", "value"))


@dataclass(frozen=True)
class Turn:
    """What a voter sees now: the next statement (None when she has answered all), and how far she is."""

    statement: Statement | None
    answered: int
    shown: int

    @property
    def left(self) -> int:
        return self.shown - self.answered


def turn(board: Board, voter: Voter | None, *, head: str, skip: Collection[int] = ()) -> Turn:
    """The next statement to show: drawn by how much an answer would tell (2 queries, 3 with a voter).

    head: whose turn it is, also before the first answer; the same head gets the same order.
    skip: statements put off for now.
    """
    statements = list(board.statements.filter(state="shown").order_by("number"))
    mine = answers_of(voter)
    open_ = np.array([s.pk not in mine for s in statements], dtype=bool)
    later = open_ & np.array([s.pk not in skip for s in statements], dtype=bool)
    chart = board.charts.order_by("-number").values_list("data", flat=True).first()
    known = dict(zip(chart["statements"], chart["priority"], strict=True)) if chart else {}
    wanted = np.array([known.get(str(s.pk), routing.UNKNOWN) for s in statements], dtype=float)
    answered = len(statements) - int(open_.sum())
    chance = routing.chance_of(head, answered, board.pk)
    drawn = routing.draw(wanted, later if later.any() else open_, chance) if statements else -1
    return Turn(statements[drawn] if drawn >= 0 else None, answered, len(statements))


@dataclass(frozen=True)
class Receipt:
    """What a voter can check of one answer: the line that was hashed, and the way from it to the journal.

    seal is None while the answer waits for the next batch; path: hashes in hexadecimal, from below.
    """

    cast: Cast
    statement: Statement
    line: str
    counts: bool
    seal: Seal | None = None
    path: tuple[str, ...] = ()


def leaves(seal: Seal) -> list[bytes]:
    """The leaves under a seal, in their order (1 query)."""
    return [leaf_of(c) for c in seal.casts.order_by("place")]


def line_of(cast: Cast) -> str:
    """One answer in one line: what is hashed, and what its voter's receipt says."""
    return f"board {cast.board_id} answer {cast.pk} statement {cast.statement_id} value {cast.value} token {cast.token}"


def leaf_of(cast: Cast) -> bytes:
    return merkle.leaf(line_of(cast).encode())


def receipts(voter: Voter, *, limit: int = 500) -> list[Receipt]:
    """A voter's answers, the newest first, each with its proof (1 query, and 1 for each seal they stand under)."""
    casts = list(voter.casts.select_related("statement", "seal").order_by("-pk")[:limit])
    under: dict[int, list[bytes]] = {}
    for cast in casts:
        if cast.seal and cast.seal.pk not in under:
            under[cast.seal.pk] = leaves(cast.seal)
    found, seen = [], set[int]()
    for cast in casts:
        found.append(_receipt(cast, under, counts=cast.statement_id not in seen))
        seen.add(cast.statement_id)
    return found


def receipt_of(cast: Cast) -> Receipt:
    """The receipt of one answer; whether it is still the one that counts is asked (3 queries)."""
    under = {cast.seal.pk: leaves(cast.seal)} if cast.seal else {}
    later = Cast.objects.filter(voter=cast.voter_id, statement=cast.statement_id, pk__gt=cast.pk)
    return _receipt(cast, under, counts=not later.exists())


def _receipt(cast: Cast, under: dict[int, list[bytes]], *, counts: bool) -> Receipt:
    path: Sequence[bytes] = ()
    if cast.seal and cast.place is not None:
        path = merkle.proof(under[cast.seal.pk], cast.place)
    return Receipt(cast, cast.statement, line_of(cast), counts, cast.seal, tuple(h.hex() for h in path))
