"""Rooms: drawn once for all, only what changed is sent, and who comes back misses nothing."""

from __future__ import annotations

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from shangliang.modules.floor import queries, services
from shangliang.modules.floor.queries import Way, ticket_of
from shangliang.modules.floor.tests import given
from shangliang.surfaces.live import database, rooms
from shangliang.surfaces.live.rooms import Rooms, changed, message
from shangliang.surfaces.live.tests.wires import Line, served
from shangliang.surfaces.live.ticker import WAITING, Event, Ticker, Watcher
from tests.world import World

WAY = Way("001.", 1, "zh-hans")


def pieces_of(said: bytes) -> dict[str, str]:
    lines = [line for line in said.decode().split("\n") if line.startswith("data: ")]
    found: dict[str, str] = {}
    for line in lines:
        found |= json.loads(line[6:]).get("pieces", {})
    return found


def test_only_what_changed_is_sent_and_captions_line_by_line() -> None:
    before = {"now": "甲", "line": "一", "captions": '<p id="c-1">一</p>\n<p id="c-2">二</p>'}
    after = {**before, "now": "乙", "captions": '<p id="c-1">一</p>\n<p id="c-2">两</p>\n<p id="c-3">三</p>'}
    assert changed(before, after) == {"now": "乙", "captions": '<p id="c-2">两</p>\n<p id="c-3">三</p>'}
    assert changed(before, before) == {} and changed({}, before) == before
    shorter = {**before, "captions": '<p id="c-2">二</p>'}
    assert changed(before, shorter) == {}
    assert message(7, after).count(b"\n\n") == 1, "one event, whatever stands in it"


def test_a_ticket_opens_one_room_and_cannot_be_made_up(world: World) -> None:
    room = given.floor(world)
    words = queries.ticket(room)
    assert ticket_of(words) == Way(room.root, room.pk, "zh-hans")
    assert ticket_of(words[:-1] + ("A" if words[-1] != "A" else "B")) is None
    assert ticket_of("") is None and ticket_of("x" * 300) is None


def drawn(monkeypatch: pytest.MonkeyPatch, *states: dict[str, str]) -> list[Way]:
    asked: list[Way] = []

    def draw(way: Way) -> dict[str, str]:
        asked.append(way)
        return states[min(len(asked), len(states)) - 1]

    monkeypatch.setattr(rooms, "_drawn", draw)
    return asked


def test_a_room_is_drawn_once_for_all_who_are_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = drawn(monkeypatch, {"now": "甲"}, {"now": "乙"})
    hall, phones = Rooms(), [Watcher("001.", frozenset()) for _ in range(50)]

    async def play() -> list[bytes]:
        running = asyncio.create_task(hall.run())
        for phone in phones:
            hall.enter(phone, WAY)
        first = [await phone.next() for phone in phones]
        hall.heard(Event("002.", 3, "floor", "1"))
        hall.heard(Event("001.", 4, "topic", "1"))
        hall.heard(Event("001.", 5, "speech", "9"))
        second = [await phone.next() for phone in phones]
        late = Watcher("001.", frozenset())
        hall.enter(late, WAY)
        running.cancel()
        return [*first[:1], *second[:1], await late.next()]

    first, second, late = asyncio.run(play())
    assert len(asked) == 2
    assert [pieces_of(said)["now"] for said in (first, second, late)] == ["甲", "乙", "乙"]
    assert second.startswith(b"id: 5\n") and late.startswith(b"id: 5\n")
    for phone in phones:
        hall.leave(phone, WAY)
    assert len(hall.rooms) == 1, "the late one is still there"


def test_a_telephone_that_fell_behind_gets_the_whole_state() -> None:
    slow = Watcher("001.", frozenset())
    for n in range(WAITING + 5):
        slow.give(b"%d;" % n, instead=b"whole %d;" % n)
    said = asyncio.run(slow.next())
    assert said.startswith(b"0;1;") and said.endswith(b"whole %d;" % (WAITING + 4))


def test_a_room_that_cannot_be_drawn_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def draw(way: Way) -> dict[str, str]:
        calls.append(way.floor)
        if way.floor == 1 or len(calls) < 3:
            raise ValueError("broken")
        return {"now": "好"}

    monkeypatch.setattr(rooms, "_drawn", draw)
    monkeypatch.setattr(rooms, "STALE", 0.01)
    hall, well = Rooms(), Watcher("001.", frozenset())

    async def play() -> bytes:
        running = asyncio.create_task(hall.run())
        hall.enter(Watcher("001.", frozenset()), WAY)
        hall.enter(well, Way("001.", 2, "en"))
        said = await asyncio.wait_for(well.next(), 20)
        running.cancel()
        return said

    assert pieces_of(asyncio.run(play())) == {"now": "好"}


def test_a_new_process_knows_what_was_last_told(world: World, transactional_db: None) -> None:
    """Who comes back to a process that has just begun is told what happened while there was none."""
    given.floor(world)
    begun = Ticker()

    async def start() -> None:
        async with await database.connect() as journal:
            await begun._start(journal)

    asyncio.run(start())
    watcher = Watcher("001.", frozenset({"floor:*"}))
    assert [e.kind for e in begun.missed(watcher, 0)] == ["floor"]
    assert begun.missed(watcher, begun.heads["001."]) == []


async def _events(line: Line, query: str, last: str = "") -> str:
    resumed = f"Last-Event-ID: {last}\r\n" if last else ""
    line.writer.write(f"GET /live/events?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n{resumed}\r\n".encode())
    head = await asyncio.wait_for(line.reader.readuntil(b"\r\n\r\n"), 20)
    return head.decode().split("\r\n")[0]


async def _until(line: Line, words: str) -> str:
    said = ""
    while words not in said:
        said += (await asyncio.wait_for(line.reader.read(65_536), 20)).decode(errors="ignore")
    return said


@pytest.mark.parametrize("wire", ["plain", "fast"])
def test_a_telephone_hears_what_the_secretary_does(world: World, transactional_db: None, wire: str) -> None:
    room = given.floor(world)
    words = queries.ticket(room)

    async def play() -> tuple[str, str, str]:
        async with served(wire) as open_line:
            refused = await _events(await open_line(), "room=forged")
            phone = await open_line()
            await _events(phone, f"room={words}")
            await _until(phone, "event: room")
            await sync_to_async(given.caption)(world, room, "按楼层递增分摊")
            await _until(phone, "按楼层递增分摊")
            phone.writer.close()
            await sync_to_async(given.caption)(world, room, "断线时说的话")
            back = await open_line()
            status = await _events(back, f"room={words}&watch=voice:*", last="1")
            return refused, status, await _until(back, "断线时说的话")

    refused, status, told = asyncio.run(play())
    assert " 401 " in refused and " 200 " in status and "按楼层递增分摊" in told


def test_a_switch_of_the_screen_reaches_the_screen(world: World) -> None:
    """Telephones show nothing else then; the message says that something is different, and the screen asks what."""
    room = given.floor(world)
    way = Way(room.root, room.pk, "zh-hans")
    before = rooms.now_in(way)
    services.show_on_screen(room, shows="code", actor=world.actor("wang"), at=given.at(world))
    assert set(changed(before, rooms.now_in(way))) == {"state"}
    assert rooms.now_in(way) == rooms.now_in(way), "nothing in it follows the clock"


def test_support_is_seen_without_a_line_in_the_journal(world: World) -> None:
    room = given.floor(world)
    asked = given.question(world, room, given.seat(room, "member"))
    way = Way(room.root, room.pk, "zh-hans")
    before = rooms.now_in(way)
    services.support(
        asked, participant=given.seat(room, "head"), actor=world.actor("wang"), at=timezone.now()
    )
    news = changed(before, rooms.now_in(way))
    assert set(news) == {"questions"} and "1 人支持" in news["questions"]
