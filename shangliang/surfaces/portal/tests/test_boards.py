"""A phone without an account on a board."""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.models import Board, Cast, Statement
from shangliang.modules.deliberation.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(world: World, monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(timezone, "now", lambda: world.now)
    return world.now


def page(client: Client, name: str, *args: Any, status: int = 200) -> str:
    response = client.get(reverse(f"portal:{name}", args=args))
    assert response.status_code == status
    return response.content.decode()


def answer(client: Client, board: Board, value: str = "agree", **more: str) -> Any:
    """Press a button on the page as it stands."""
    text = page(client, "board", board.pk)
    told = dict(re.findall(r'name="(statement|token)" value="([^"]+)"', text))
    return client.post(reverse("portal:board_cast", args=[board.pk]), {**told, "value": value, **more}), told


def test_a_phone_answers_every_statement_and_may_check_each(world: World) -> None:
    board, client = given.opened(world), Client()
    for n in range(4):
        assert f"{n} / 4" in re.sub(r"<[^>]+>", "", page(client, "board", board.pk)) or n == 0
        response, _told = answer(client, board)
        assert response.status_code == 303
    assert "都表过态了" in page(client, "board", board.pk)
    assert board.heads.count() == 1 and Cast.objects.count() == 4
    services.seal(board, at=world.now)
    mine = page(client, "board_mine", board.pk)
    assert mine.count("第 1 批已封存") == 4
    cast = Cast.objects.first()
    assert cast and str(cast.token) in mine
    assert str(cast.token) not in page(Client(), "board_mine", board.pk)
    leaves = page(Client(), "board_leaves", board.pk, 1).split()
    assert len(leaves) == 4 and all(len(leaf) == 64 for leaf in leaves)


def test_the_same_press_twice_is_one_answer(world: World) -> None:
    board, client = given.opened(world), Client()
    _response, told = answer(client, board)
    again = client.post(reverse("portal:board_cast", args=[board.pk]), {**told, "value": "agree"})
    assert again.status_code == 303 and Cast.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"value": "maybe"}, {"statement": "0"}, {"statement": "x"}, {"token": "1"}, {"token": ""},
        {"statement": str(2**70)},
    ],
)  # fmt: skip
def test_a_broken_answer_is_told_and_nothing_is_kept(world: World, broken: dict[str, str]) -> None:
    board, client = given.opened(world), Client()
    statement = board.statements.first()
    assert statement
    good = {"statement": str(statement.pk), "value": "agree", "token": str(uuid.uuid4())}
    response = client.post(reverse("portal:board_cast", args=[board.pk]), good | broken)
    assert response.status_code == 422 and not Cast.objects.exists()


def test_what_is_hidden_shows_its_reason_and_nothing_else(world: World) -> None:
    board = given.opened(world)
    said = given.put(world, board, "某某干部收了好处")
    services.hide(said, why="指名道姓，无法核实", actor=world.actor("wang"), at=world.now)
    for name, args in {
        "board_statements": (),
        "statement": (said.number,),
        "board_map": (),
        "board": (),
    }.items():
        text = page(Client(), name, board.pk, *args)
        assert "某某干部" not in text
        assert ("指名道姓" in text) == (name in {"board_statements", "statement"})
    waiting = given.put(world, board, "还没有审看的")
    page(Client(), "statement", board.pk, waiting.number, status=404)


def test_a_statement_of_ones_own_is_put_seen_and_screened(world: World) -> None:
    board, client = given.opened(world), Client()
    text = page(client, "board", board.pk)
    token = re.findall(r'name="token" value="([0-9a-f]{32})"', text)[-1]
    address = reverse("portal:board_put", args=[board.pk])
    for _twice in range(2):
        assert client.post(address, {"text": "先试一栋楼", "token": token}).status_code == 303
    said = Statement.objects.get(text="先试一栋楼")
    assert said.state == "waiting" and "先试一栋楼" in page(client, "board", board.pk)
    assert "先试一栋楼" not in page(Client(), "board", board.pk)
    assert client.post(address, {"text": "", "token": "x"}).status_code == 422


def test_reasons_stand_under_their_statement(world: World) -> None:
    board, client = given.opened(world, screened=False), Client()
    address = reverse("portal:statement", args=[board.pk, 1])
    sent = {"side": "against", "text": "楼层低的不该出", "token": uuid.uuid4().hex}
    for _twice in range(2):
        assert client.post(address, sent).status_code == 303
    text = page(client, "statement", board.pk, 1)
    assert text.count("楼层低的不该出") == 2  # on the page, and in the list of those one may answer
    assert client.post(address, sent | {"side": "both", "token": "y"}).status_code == 422


def test_boards_for_some_say_so_and_take_no_answer_of_others(world: World) -> None:
    board = given.opened(world, voters="members")
    text = page(Client(), "board", board.pk)
    assert "只请一部分人表态" in text and 'value="agree"' not in text
    statement = board.statements.first()
    assert statement
    sent = {"statement": statement.pk, "value": "agree", "token": str(uuid.uuid4())}
    assert Client().post(reverse("portal:board_cast", args=[board.pk]), sent).status_code == 403
    member = Client()
    member.force_login(world.people["lin"])
    assert 'value="agree"' in page(member, "board", board.pk)


def test_boards_that_are_not_public_are_not_there(world: World) -> None:
    closed_door = given.opened(world, open_to_public=False, voters="members")
    draft = given.board(world)
    for board in (closed_door, draft):
        for name in ("board", "board_map", "board_statements", "board_seals", "board_mine"):
            page(Client(), name, board.pk, status=404)
    assert "加装电梯" not in page(Client(), "boards")


def test_pages_keep_their_price(world: World, django_assert_max_num_queries: Any) -> None:
    board = given.opened(world)
    given.two_camps(world, board, each=12)
    services.redraw(board, at=world.now)
    services.seal(board, at=world.now)
    client = Client()
    answer(client, board)
    prices = {
        "boards": 1,
        "board": 7,
        "board_map": 5,
        "board_statements": 4,
        "board_seals": 2,
        "board_mine": 3,
    }
    for name, most in prices.items():
        with django_assert_max_num_queries(most):
            page(client, name, *([] if name == "boards" else [board.pk]))
    said = page(client, "board_map", board.pk)
    assert "甲组" in said and "opinions-hull" in said
