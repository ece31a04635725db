from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.models import Voter
from shangliang.modules.deliberation.services import tickets

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MADE = services.ticket(Voter(pk=77, board_id=5), at=NOW)


def test_a_ticket_says_which_board_and_whose_and_until_when() -> None:
    opened = services.open_ticket(MADE, at=NOW)
    assert opened is not None and (opened.board, opened.voter) == (5, 77)
    assert services.open_ticket(MADE, at=NOW + tickets.LASTS - timedelta(seconds=1)) == opened
    assert services.open_ticket(MADE, at=NOW + tickets.LASTS) is None


@pytest.mark.parametrize(
    "words",
    [
        "", ".", "...", MADE[:-1], MADE + "0", MADE.upper(), f"5.78{MADE[4:]}", f"6{MADE[1:]}", f" {MADE}", "号" * 9,
        "\ud800", "5" * 10_000, MADE.rpartition(".")[0],
    ],
)  # fmt: skip
def test_what_was_not_made_here_opens_nothing(words: str) -> None:
    assert words != MADE and services.open_ticket(words, at=NOW) is None


def test_another_house_makes_other_tickets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECRET_KEY", "another")
    assert services.open_ticket(MADE, at=NOW) is None
