"""The desk of boards, in the browser of whoever runs them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shangliang.kernel import moves
from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.models import Board, Statement
from shangliang.modules.deliberation.tests import given
from shangliang.modules.gatherings.tests import given as gatherings
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    moment: datetime = world.now
    monkeypatch.setattr(timezone, "now", lambda: moment)

    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(world.people[who])
        return client

    return signed_in


def at(name: str, *args: Any) -> str:
    return reverse(f"deliberation:{name}", args=args)


def test_the_secretary_makes_a_board_once_and_opens_it(world: World, as_: Any) -> None:
    wang, topic = as_("wang"), gatherings.topic(world)
    form = wang.get(at("new") + f"?topic={topic.pk}")
    assert form.status_code == 200
    sent = {
        "topic": topic.pk, "unit": world.units["yunchuan"].pk, "title": "停车怎么收费",
        "question": "路边停车收不收费？",
        "voters": "anybody", "closes_at": f"{world.now + timedelta(days=9):%Y-%m-%dT%H:%M}", "may_add": "on",
        "screened": "on", "open_to_public": "on", "seeds": "白天收费\n\n夜里免费\n医院门口先停后收", "token": "t-1",
    }  # fmt: skip
    for _twice in range(2):
        assert wang.post(at("new"), sent).status_code == 303
    board = Board.objects.get()
    assert board.statements.filter(state="shown").count() == 3
    page = wang.get(at("board", board.pk)).content.decode()
    assert "夜里免费" in page and "开始表态" in page
    wang.post(reverse("desk:move", args=["board", board.pk, "open"]), {"version": board.version})
    board.refresh_from_db()
    assert board.state == "open"
    long = wang.post(at("seed", board.pk), {"seeds": "字" * 201})
    assert long.status_code == 422 and "第 1 行太长" in long.content.decode()
    assert wang.post(at("edit", board.pk), sent).status_code == 409


def test_what_waits_is_screened_from_the_board(world: World, as_: Any) -> None:
    board, wang = given.opened(world), as_("wang")
    said = given.put(world, board, "请公开账目")
    page = wang.get(at("board", board.pk)).content.decode()
    assert "等审看" in page and "请公开账目" in page
    assert wang.post(at("hide", said.pk), {"why": ""}).status_code == 422
    assert wang.post(at("hide", said.pk), {"why": "与议题无关"}).status_code == 303
    assert "与议题无关" in wang.get(at("statement", said.pk)).content.decode()
    reason = services.reason(
        board.statements.first(), side="for", text="公平", token="r", actor=world.actor("lin"), at=world.now
    )
    assert wang.post(at("hide_reason", reason.pk), {"why": "重复"}).status_code == 303


def test_every_statement_is_answered_and_the_conclusion_published(world: World, as_: Any) -> None:
    board, wang = given.opened(world), as_("wang")
    moves.make(board, "close", actor=world.actor("wang"), at=world.now, note="表态已齐")
    first = board.statements.first()
    assert wang.post(at("answer", first.pk), {"what": "adopted", "why": "写进方案"}).status_code == 303
    early = wang.post(at("conclude", board.pk), {"conclusion": "按楼层分摊"})
    assert early.status_code == 422 and "3 条看法没有写明怎么处理" in early.content.decode()
    assert (
        wang.post(at("answer_rest", board.pk), {"rest-what": "declined", "rest-why": ""}).status_code == 422
    )
    sent = {"rest-what": "declined", "rest-why": "另行研究"}
    assert wang.post(at("answer_rest", board.pk), sent).status_code == 303
    assert wang.post(at("conclude", board.pk), {"conclusion": "按楼层分摊"}).status_code == 303
    assert Board.objects.get(pk=board.pk).state == "concluded"
    assert not Statement.objects.filter(board=board, state="shown").exists()


def test_others_see_the_public_side_or_nothing(world: World, as_: Any) -> None:
    board, draft = given.opened(world), given.board(world)
    lin = as_("lin")
    assert lin.get(at("board", board.pk)).url == reverse("portal:board", args=[board.pk])
    assert lin.get(at("board", draft.pk)).status_code == 404
    for name in ("edit", "seed", "conclude", "parts"):
        assert lin.get(at(name, board.pk)).status_code == 403
    assert lin.post(at("answer_rest", board.pk), {}).status_code == 403
    said = given.put(world, board, "我自己的看法", actor=world.actor("lin"), head="")
    assert "我自己的看法" in lin.get(at("statement", said.pk)).content.decode()
    assert as_("deng").get(at("statement", said.pk)).status_code == 404
    assert lin.get(at("new")).status_code == 403


def test_pages_keep_their_price(world: World, as_: Any, django_assert_max_num_queries: Any) -> None:
    board, wang = given.opened(world), as_("wang")
    given.two_camps(world, board, each=12)
    for n in range(5):
        given.put(world, board, f"新看法 {n}")
    for name, args, most in (("list", (), 6), ("board", (board.pk,), 26), ("parts", (board.pk,), 12)):
        with django_assert_max_num_queries(most):
            assert wang.get(at(name, *args)).status_code == 200
