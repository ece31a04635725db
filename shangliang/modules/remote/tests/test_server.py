"""What the house asks of a video server, and what becomes of a silent or a strange one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from shangliang.modules.remote import services
from shangliang.modules.remote.tests import janus
from tests.world import NOON

NONE = dict.fromkeys(("url", "api", "secret", "admin_key"), "")


@pytest.fixture(autouse=True)
def nothing_set(settings: Any, tmp_path: Path) -> None:
    settings.VIDEO, settings.VIDEO_NOTE = NONE, tmp_path / "video.json"


def test_without_a_server_there_is_none(settings: Any) -> None:
    assert services.server() is None and services.call_for(1, at=NOON) is None
    settings.VIDEO_NOTE.write_text("{half", encoding="utf-8")
    assert services.server() is None


def test_a_room_is_asked_for_and_the_browser_gets_what_it_needs(settings: Any) -> None:
    with janus.running() as server:
        settings.VIDEO_NOTE.write_text(json.dumps(server.note() | {"pid": 1}), encoding="utf-8")
        call, other = services.call_for(7, at=NOON), services.call_for(8, at=NOON)
    assert call is not None and other is not None
    assert call.url == "ws://127.0.0.1:1" and call.room != other.room and call.pin != other.pin
    body = next(said["body"] for _, said in server.asked if said["janus"] == "message")
    assert (body["request"], body["room"], body["pin"], body["admin_key"]) == (
        "create",
        call.room,
        call.pin,
        "a",
    )
    said, mac = call.token.split(":")
    assert said == f"{int(NOON.timestamp()) + 12 * 3600},janus,janus.plugin.videoroom"
    assert base64.b64decode(mac) == hmac.new(janus.SECRET.encode(), said.encode(), hashlib.sha1).digest()


BEGUN = ["create", "attach", "message"]


def kinds(server: janus.Janus) -> list[str]:
    return [said["janus"] for _, said in server.asked]


def test_whoever_comes_next_costs_one_question(settings: Any) -> None:
    with janus.running() as server:
        settings.VIDEO = server.note()
        for session in (7, 8, 7):
            assert services.call_for(session, at=NOON) is not None
    assert kinds(server) == [*BEGUN, "message", "message"]
    assert {path for path, said in server.asked if said["janus"] == "message"} == {"/janus/11/12"}


def test_a_server_that_was_started_anew_is_asked_anew(settings: Any) -> None:
    with janus.running() as server:
        settings.VIDEO = server.note()
        services.call_for(7, at=NOON)
        server.known.clear()
        assert services.call_for(7, at=NOON) is not None
        assert services.call_for(7, at=NOON) is not None
    assert kinds(server) == [*BEGUN, "message", *BEGUN, "message"]


def test_a_handle_that_lay_too_long_is_not_tried(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with janus.running() as server:
        settings.VIDEO = server.note()
        services.call_for(7, at=NOON)
        late = time.monotonic() + 55
        monkeypatch.setattr(time, "monotonic", lambda: late)
        services.call_for(7, at=NOON)
    assert kinds(server) == BEGUN * 2


def test_a_failure_is_forgotten_with_its_handle(settings: Any) -> None:
    with janus.running() as server:
        settings.VIDEO = server.note()
        services.call_for(7, at=NOON)
        server.answers["message"] = {"janus": "error", "error": {"code": 403, "reason": "Unauthorized"}}
        with pytest.raises(services.Silent):
            services.call_for(7, at=NOON)
        server.answers.clear()
        assert services.call_for(7, at=NOON) is not None
    assert kinds(server)[3:] == ["message", *BEGUN]


def test_all_questions_together_have_the_patience_of_one(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that answers each of them late would keep the page waiting for the sum."""
    monkeypatch.setattr(sys.modules["shangliang.modules.remote.services.server"], "PATIENCE", 0.6)
    with janus.running() as server:
        settings.VIDEO = server.note()
        server.slow = 0.4
        with pytest.raises(services.Silent):
            services.call_for(7, at=NOON)
    assert len(server.asked) < len(BEGUN)


def test_a_room_that_is_there_is_as_good(settings: Any) -> None:
    with janus.running() as server:
        settings.VIDEO = server.note()
        there = {"videoroom": "event", "error_code": 427, "error": "Room exists"}
        server.answers["message"] = {"janus": "success", "plugindata": {"data": there}}
        assert services.call_for(7, at=NOON) is not None


@pytest.mark.parametrize(
    "answers",
    [
        {"create": {"janus": "error", "error": {"code": 403, "reason": "Unauthorized"}}},
        {"attach": b"<html>"},
        {"message": {"janus": "success", "plugindata": {"data": {"error_code": 429, "error": "no"}}}},
        {"create": []},
        {"create": {"janus": "success"}},
    ],
)
def test_a_strange_one_is_told_as_silent(settings: Any, answers: dict[str, Any]) -> None:
    with janus.running() as server:
        settings.VIDEO = server.note()
        server.answers |= answers
        with pytest.raises(services.Silent):
            services.call_for(7, at=NOON)


def test_nobody_there(settings: Any) -> None:
    with janus.running() as server:
        note = server.note()
    settings.VIDEO = note
    with pytest.raises(services.Silent):
        services.call_for(7, at=NOON)


def test_a_relay_gets_credentials_that_end(settings: Any) -> None:
    with janus.running() as server:
        settings.VIDEO = server.note(turn="turn:relay.example:3478", turn_secret="t")
        call = services.call_for(7, at=NOON)
    assert call is not None
    (relay,) = call.ice
    name = f"{int(NOON.timestamp()) + 12 * 3600}:janus"
    mac = base64.b64encode(hmac.new(b"t", name.encode(), hashlib.sha1).digest()).decode()
    assert relay == {"urls": "turn:relay.example:3478", "username": name, "credential": mac}
