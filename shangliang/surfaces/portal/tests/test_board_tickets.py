"""Who has answered on a board gets a ticket for the live process with the page; nobody else does."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from shangliang.kernel import moves
from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.models import Board
from shangliang.modules.deliberation.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


def ticket_on(client: Client, board: Board, name: str = "board", *more: int) -> str:
    response = client.get(reverse(f"portal:{name}", args=[board.pk, *more]))
    assert "no-store" in response.headers["Cache-Control"], "another device must not get this page"
    [found] = re.findall(r'data-ticket="([^"]*)"', response.content.decode())
    return str(found)


def test_a_ticket_comes_with_the_first_answer_and_goes_with_the_board(world: World) -> None:
    board, client = given.opened(world), Client()
    first = board.statements.order_by("number")[0]
    assert ticket_on(client, board) == ""
    said = {"statement": str(first.pk), "token": str(uuid.uuid4()), "value": "agree"}
    assert client.post(reverse("portal:board_cast", args=[board.pk]), said).status_code == 303
    for place in (("board",), ("statement", first.number)):
        opened = services.open_ticket(ticket_on(client, board, *place), at=world.now)
        assert opened and (opened.board, opened.voter) == (board.pk, board.heads.get().pk)
    assert ticket_on(Client(), board) == ""
    moves.make(board, "close", actor=world.actor("wang"), at=world.now, note="人都到齐了")
    assert ticket_on(client, board) == ""
