"""The live process answers odd requests in words and outlives a database that is away."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.db import OperationalError

from shangliang.surfaces.live import app
from shangliang.surfaces.live.ticker import Event, Watcher


def asked(path: str = "/live/events", query: bytes = b"", **headers: bytes) -> list[Any]:
    sent: list[Any] = []
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query,
        "headers": [(name.replace("_", "-").encode(), value) for name, value in headers.items()],
    }  # fmt: skip

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app.application(scope, receive, send))
    return sent


def test_nobody_listens_without_signing_in() -> None:
    assert asked()[0]["status"] == 401
    assert asked("/live/other")[0]["status"] == 404


def test_a_database_that_is_away_is_told_so_that_the_page_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(cookies: str) -> str:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(app, "_root_of", away)
    assert asked()[0]["status"] == 503


@pytest.mark.parametrize("last", [b"\xb2", b"9" * 5000, b"-1", b""])
def test_odd_bytes_are_no_fault_of_ours(monkeypatch: pytest.MonkeyPatch, last: bytes) -> None:
    async def seated(cookies: str) -> str:
        return "001."

    monkeypatch.setattr(app, "_root_of", seated)
    monkeypatch.setattr(app, "BEAT", 0.01)
    sent = asked(query=b"watch=%ff&watch=\xff&watch=topic:1", last_event_id=last)
    assert sent[0]["status"] == 200
    assert not app.ticker.watchers


def test_a_watcher_hears_of_its_own_root_only() -> None:
    watcher = Watcher("001.", frozenset({"topic:*"}))
    assert watcher.wants(Event("001.", 1, "topic", "5")) and not watcher.wants(Event("002.", 1, "topic", "5"))
