"""Batches of answers under one hash in the journal: nobody can take one out or change it later without it showing.

A leaf is one answer with its token, which only its voter and the house know: the list of leaves can be published and
says nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from shangliang.kernel import merkle, moves
from shangliang.kernel.access import CLOCK
from shangliang.modules.deliberation import queries
from shangliang.modules.deliberation.models import Board, Cast, Seal
from shangliang.modules.deliberation.services.alone import alone

AT_A_TIME = 4096  # leaves under one hash: a proof is twelve hashes, and quickly made


@transaction.atomic
def seal(board: Board, *, at: datetime) -> list[Seal]:
    """Seal every answer that is not yet, in the order of their numbers. Safe from two places at once."""
    alone("seal", board)
    waiting = list(Cast.objects.filter(board=board, seal=None).order_by("pk"))
    number = board.seals.count()
    made = []
    for start in range(0, len(waiting), AT_A_TIME):
        batch = waiting[start : start + AT_A_TIME]
        number += 1
        top = merkle.root([queries.leaf_of(c) for c in batch]).hex()
        one = Seal.objects.create(board=board, number=number, count=len(batch), top=top, at=at)
        _put_under(one, batch)
        moves.record(board, "seal", actor=CLOCK, at=at, seal=number, answers=len(batch), top=top)
        made.append(one)
    return made


def _put_under(seal: Seal, batch: Sequence[Cast]) -> None:
    """The place of each of thousands in one plain statement: a CASE for each row took longer than all the hashing."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Cast._meta.db_table} SET seal_id = %s, place = leaf.place - 1 "
            "FROM unnest(%s::bigint[]) WITH ORDINALITY AS leaf (cast_id, place) WHERE id = leaf.cast_id",
            [seal.pk, [cast.pk for cast in batch]],
        )


def seal_all(at: datetime) -> int:
    """Every board with answers that are not sealed. Returns how many seals were made."""
    boards = Board.objects.filter(pk__in=Cast.objects.filter(seal=None).values("board")).order_by("pk")
    return sum(len(seal(board, at=at)) for board in boards)
