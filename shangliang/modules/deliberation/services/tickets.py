"""Tickets: the right to answer on one board as one of its voters. Made where rights were checked, read without asking
the database; whether the board is open and the statement shown is asked when the answer is taken (casting.TAKE).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings

from shangliang.modules.deliberation.models import Voter

LASTS = timedelta(hours=12)  # as long as somebody stays signed in
LONGEST = 120  # letters of a ticket
_SALT = b"deliberation.ticket"
_MAC = 32  # hexadecimal digits, 128 bits


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a ticket that was opened says. until: seconds since 1970."""

    board: int
    voter: int
    until: int


def ticket(voter: Voter, *, at: datetime) -> str:
    """board.voter.until.signature"""
    head = f"{voter.board_id}.{voter.pk}.{int((at + LASTS).timestamp())}"
    return f"{head}.{_signature(head)}"


def open_ticket(words: str, *, at: datetime) -> Ticket | None:
    """None for a ticket that was not made here, was altered or is too old."""
    if not words.isascii() or len(words) > LONGEST:
        return None
    head, _, signature = words.rpartition(".")
    if not hmac.compare_digest(signature, _signature(head)):
        return None
    board, voter, until = map(int, head.split("."))
    return Ticket(board, voter, until) if until > at.timestamp() else None


def _signature(head: str) -> str:
    return hmac.digest(_key(settings.SECRET_KEY), head.encode(), "sha256").hex()[:_MAC]


@cache
def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), _SALT, "sha256")
