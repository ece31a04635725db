"""One at a time for one board, without holding its row: whoever answers meanwhile does not wait."""

from __future__ import annotations

from zlib import crc32

from django.db import connection

from shangliang.modules.deliberation.models import Board


def alone(work: str, board: Board) -> None:
    """Wait until nobody else does this work on the board; until the end of the transaction."""
    key = crc32(f"deliberation.{work}".encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [key, board.pk % 2**31])
