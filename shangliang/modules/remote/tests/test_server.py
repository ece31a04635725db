"""What the house asks of a video server, and what becomes of a silent or a strange one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
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
    assert [path for path, _ in server.asked][:4] == ["/janus", "/janus/11", "/janus/11/22", "/janus/11"]
    said, mac = call.token.split(":")
    assert said == f"{int(NOON.timestamp()) + 12 * 3600},janus,janus.plugin.videoroom"
    assert base64.b64decode(mac) == hmac.new(b"s3", said.encode(), hashlib.sha1).digest()


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
