"""Answers on boards over HTTP: kept once when acknowledged, refused in words, never lost when the database goes."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.models import Cast, Voter
from shangliang.modules.deliberation.tests import given
from shangliang.surfaces.live import app, box, database, votes
from shangliang.surfaces.live.tests import wires
from shangliang.surfaces.live.tests.wires import ballot, voter_on
from tests.world import World

Answer = services.Answer
SOMEBODY = Voter(pk=1, board_id=1)


@pytest.fixture
def hall(db: None, world: World) -> tuple[Any, list[Any], Voter]:
    """An open board, its statements, one who may answer."""
    board = given.opened(world)
    return board, list(board.statements.order_by("number")), voter_on(board, given.device(1))


def on_wire(
    talk: Callable[[Callable[[], Awaitable[wires.Line]]], Awaitable[None]], wire: str = "fast"
) -> None:
    async def both() -> None:
        async with wires.served(wire) as line:
            await talk(line)

    asyncio.run(both())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wire", wires.WIRES)
def test_an_answer_is_kept_once_and_the_house_says_so(hall: Any, world: World, wire: str) -> None:
    _board, (first, second, third, _), me = hall
    elsewhere = given.opened(world).statements.first()
    services.hide(third, why="含有个人电话", actor=world.actor("wang"), at=world.now)
    body = ballot(me, first)
    token = json.loads(body)["token"]
    origin = {"origin": "http://127.0.0.1:8000"}

    async def talk(open_line: Any) -> None:
        line, other = await open_line(), await open_line()
        kept = await line.ask(body, **origin)
        assert kept.status == 200 and kept.said == {"id": kept.said["id"], "next": False}
        assert kept.headers["access-control-allow-origin"] == origin["origin"]
        assert (await other.ask(body)).said == kept.said
        assert (await line.ask(ballot(me, first, -1, token=token))).said["code"] == "not-taken"
        for statement in (elsewhere, third, 2**62):
            assert (await line.ask(ballot(me, statement))).status == 409
        refused = await line.ask(ballot(me, second, 5), origin="http://elsewhere.example")
        assert refused.status == 400 and "access-control-allow-origin" not in refused.headers
        line.writer.write(wires.request(ballot(me, second)) + wires.request(ballot(me, first, -1)))
        assert (await line.hear()).said["id"] < (await line.hear()).said["id"], "one after the other"
        whole = wires.request(ballot(me, second, 0))
        for piece in (whole[:9], whole[9:80], whole[80:-5], whole[-5:]):
            line.writer.write(piece)
            await asyncio.sleep(0.02)
        assert (await line.hear()).status == 200

    on_wire(talk, wire)
    assert list(Cast.objects.order_by("pk").values_list("statement", "value")) == [
        (first.pk, 1), (second.pk, 1), (first.pk, -1), (second.pk, 0),
    ]  # fmt: skip


BAD = ballot(SOMEBODY, 1)


def without(name: str) -> bytes:
    return json.dumps({k: v for k, v in json.loads(BAD).items() if k != name}).encode()


@pytest.mark.parametrize(
    "status, code, body, headers",
    [
        pytest.param(400, "malformed", b"", {}, id="nothing"),
        pytest.param(400, "malformed", b"\xff\xfe{", {}, id="no text"),
        pytest.param(400, "malformed", b"[" * 1000, {}, id="too deep"),
        pytest.param(400, "malformed", b"[1]", {}, id="no object"),
        pytest.param(400, "malformed", without("token"), {}, id="no token"),
        pytest.param(400, "malformed", ballot(SOMEBODY, 1, more=1), {}, id="one thing more"),
        pytest.param(400, "malformed", ballot(SOMEBODY, 1, True), {}, id="true"),
        pytest.param(400, "malformed", ballot(SOMEBODY, 1, 2), {}, id="two"),
        pytest.param(400, "malformed", ballot(SOMEBODY, 0), {}, id="number nought"),
        pytest.param(400, "malformed", ballot(SOMEBODY, 2**63), {}, id="number too large"),
        pytest.param(
            400,
            "malformed",
            ballot(SOMEBODY, 1, token="{" + str(uuid.uuid4()) + "}"),
            {},
            id="token in brackets",
        ),
        pytest.param(
            401, "ticket", ballot(SOMEBODY, 1, ticket="1.1.9999999999." + "0" * 32), {}, id="forged ticket"
        ),
        pytest.param(401, "ticket", ballot(SOMEBODY, 1, ticket=7), {}, id="ticket a number"),
        pytest.param(413, "too-large", b" " * 1025, {}, id="too large"),
        pytest.param(415, "kind", BAD, {"content_type": "application/x-www-form-urlencoded"}, id="form"),
        pytest.param(405, "method", BAD, {"method": "PUT"}, id="put"),
    ],
)
def test_whatever_is_odd_is_refused_in_words(
    status: int, code: str, body: bytes, headers: dict[str, str]
) -> None:
    got = straight(body, **headers)
    assert (got.status, got.said["code"], got.said["status"]) == (status, code, status)
    assert got.headers["content-type"] == "application/problem+json" and got.said["title"]


def straight(body: bytes, method: str = "POST", **headers: str) -> wires.Got:
    """Through the application, without a wire."""
    sent: list[Any] = []
    around = {"content-type": "text/plain", "host": "127.0.0.1:1"} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    scope = {
        "type": "http", "method": method, "path": "/live/votes", "query_string": b"",
        "headers": [(k.encode(), v.encode()) for k, v in around.items()],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app.application(scope, receive, send))
    found = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
    return wires.Got(sent[0]["status"], found, sent[1]["body"])


def test_a_browser_may_ask_beforehand_and_is_answered_in_its_language() -> None:
    got = straight(b"", "OPTIONS", origin="http://127.0.0.1:8000")
    assert got.status == 204 and got.headers["access-control-allow-methods"] == "POST"
    assert straight(b"", accept_language="en-GB,en").said["title"] != straight(b"").said["title"]


def test_a_full_box_says_busy_and_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "box", box.Box(most=0))
    got = straight(BAD)
    assert (got.status, got.said["code"], got.headers["retry-after"]) == (503, "busy", "1")


# --- the box itself


def answers(me: Voter, statements: list[Any], count: int) -> list[Answer]:
    at = timezone.now()
    return [Answer(me.pk, statements[n % len(statements)].pk, 1, uuid.uuid4(), at) for n in range(count)]


@pytest.mark.django_db(transaction=True)
def test_what_was_accepted_is_written_before_the_process_ends(hall: Any) -> None:
    _board, statements, me = hall
    said = answers(me, statements, 700)

    async def day() -> list[int | None]:
        mine = box.Box()
        kept = [mine.put(a) for a in [*said, said[0]]]
        mine.start()
        await asyncio.sleep(0)
        await mine.close()
        with pytest.raises(box.Busy):
            mine.put(said[0])
        return [await k for k in kept]

    numbers = asyncio.run(day())
    assert Cast.objects.count() == 700 and numbers[-1] == numbers[0]
    assert sorted(numbers[:-1]) == list(Cast.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_is_told_and_found_again(hall: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _board, statements, me = hall
    one, two = answers(me, statements, 2)

    async def away() -> Any:
        raise psycopg.OperationalError("nobody there")

    async def day() -> None:
        mine = box.Box()
        mine.start()
        with monkeypatch.context() as gone:
            gone.setattr(database, "connect", away)
            with pytest.raises(box.Away):
                await mine.put(one)
        number = await mine.put(one)
        async with await database.connect() as other:
            await other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%%WITH ORDINALITY%%'"
                " AND datname = current_database() AND pid <> pg_backend_pid()"
            )
        with pytest.raises(box.Away):
            await mine.put(two)
        assert await mine.put(one) == number and await mine.put(two) is not None
        await mine.close()

    asyncio.run(day())
    assert Cast.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_longer_than_a_commit_may_take(hall: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    board, statements, me = hall
    monkeypatch.setattr(box, "PATIENCE", 0.3)
    [one] = answers(me, statements, 1)

    async def day() -> None:
        mine = box.Box()
        mine.start()
        async with await database.connect() as other, other.transaction():
            await other.execute("SELECT FROM deliberation_board WHERE id = %s FOR UPDATE", [board.pk])
            with pytest.raises(box.Away):
                await mine.put(one)
        assert await mine.put(one) is not None
        await mine.close()

    asyncio.run(day())


def test_what_nobody_foresaw_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        votes.refusal(ZeroDivisionError(), {"headers": []})
