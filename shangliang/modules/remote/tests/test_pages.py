"""Pages and API of rooms on the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shangliang.kernel import moves
from shangliang.modules.remote.models import RemoteSession
from shangliang.modules.remote.tests import given, janus
from shangliang.modules.remote.tests.test_server import NONE
from tests import visits
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(world: World, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)
    settings.VIDEO, settings.VIDEO_NOTE = NONE, tmp_path / "video.json"


PAGES = visits.Pages("remote")
as_, get, post = visits.as_, PAGES.get, PAGES.post


def test_by_hand_from_the_gathering_to_the_recording(world: World) -> None:
    meeting = given.meeting(world, "lin", "deng")
    assert "电话会议的号码" in get(world, "wang", "of", meeting.pk).content.decode()
    assert post(world, "wang", "of", meeting.pk, dial_in="", recorded="on").status_code == 422
    filled = {"dial_in": given.DIAL_IN, "recorded": "on", "token": "one"}
    first = post(world, "wang", "of", meeting.pk, **filled)
    session = RemoteSession.objects.get()
    assert first.status_code == 303 and get(world, "lin", "of", meeting.pk).url == session.get_absolute_url()
    edited = post(world, "wang", "edit", session.pk, dial_in="改用 999", recorded="on")
    assert (
        edited.status_code == 303 and "改用 999" in get(world, "lin", "session", session.pk).content.decode()
    )
    moves.make(session, "open", actor=world.actor("wang"), at=world.now)
    page = get(world, "lin", "session", session.pk).content.decode()
    assert "您同意吗" in page and "进入远程会场" not in page
    assert post(world, "lin", "enter", session.pk).status_code == 422
    assert post(world, "lin", "consent", session.pk, says="").status_code == 422
    assert post(world, "lin", "consent", session.pk, says="yes").status_code == 303
    # Without a server it does not promise what the next page cannot give.
    assert "登记接入，看接入办法" in get(world, "lin", "session", session.pk).content.decode()
    assert post(world, "lin", "enter", session.pk).url == reverse("remote:room", args=[session.pk])
    room = get(world, "lin", "room", session.pk)
    assert "没有接视频服务器" in room.content.decode() and "改用 999" in room.content.decode()
    assert post(world, "wang", "recording", session.pk, where="档案室").status_code == 303
    inside = get(world, "wang", "session", session.pk).content.decode()
    assert "林晓梅" in inside and "档案室" in inside
    assert "档案室" not in get(world, "deng", "session", session.pk).content.decode()


def test_with_a_server_the_page_carries_the_call(world: World, settings: Any) -> None:
    session = given.opened(world, recorded=True)
    for who, says in (("lin", "yes"), ("deng", "no")):
        post(world, who, "consent", session.pk, says=says)
        post(world, who, "enter", session.pk)
    with janus.running() as server:
        settings.VIDEO = server.note()
        room = get(world, "lin", "room", session.pk)
        looks_on = get(world, "deng", "room", session.pk).content.decode()
    page = room.content.decode()
    assert "data-speaks" in page and 'data-name="林晓梅"' in page and "data-call-mic" in page
    assert "data-speaks" not in looks_on and "data-call-mic" not in looks_on and "只看、只听" in looks_on
    assert server.note()["secret"] not in page.replace(server.note()["url"], "")
    assert "ws://127.0.0.1:1" in room.headers["Content-Security-Policy"]
    assert "ws:" not in get(world, "lin", "session", session.pk).headers["Content-Security-Policy"]
    silent = get(world, "lin", "room", session.pk)
    assert silent.status_code == 200 and "视频服务器没有回应" in silent.content.decode()


def test_who_did_not_enter_is_led_to_the_door(world: World) -> None:
    session = given.opened(world)
    assert get(world, "lin", "room", session.pk).url == session.get_absolute_url()
    assert get(world, "feng", "room", session.pk).status_code == 404
    assert Client().get(session.get_absolute_url()).status_code == 302
    assert get(world, "feng", "of", session.gathering_id).status_code == 403


def test_where_there_is_none_only_those_who_run_it_may_prepare_one(world: World) -> None:
    meeting = given.meeting(world, "lin")
    answer = get(world, "lin", "of", meeting.pk)
    assert answer.status_code == 403 and "没有为您开远程会场" in answer.content.decode()


def test_the_gathering_leads_only_those_in_who_may_enter(world: World) -> None:
    meeting = given.meeting(world, "lin")

    def shown(who: str) -> str:
        return as_(world, who).get(meeting.get_absolute_url()).content.decode()

    prepare = reverse("remote:of", args=[meeting.pk])
    assert prepare in shown("wang") and "准备远程会场" in shown("wang")
    assert "远程会场" not in shown("lin")
    session = given.session(world, of=meeting)
    assert f'<a href="{session.get_absolute_url()}">接入</a>' in shown("lin")
    assert session.get_absolute_url() in shown("wang") and prepare not in shown("wang")
    assert meeting.title in shown("deng") and "远程会场" not in shown(
        "deng"
    )  # sees the gathering, is not on its list
    moves.make(session, "end", actor=world.actor("wang"), at=world.now)
    assert "远程会场" not in shown("lin").split('id="story"')[0] and prepare in shown("wang")


def test_over_json(world: World) -> None:
    meeting = given.meeting(world, "lin")
    api = visits.Api("/api/v1/remote/")
    terms = {"dial_in": "x", "recorded": True}
    assert api.post(world, "lin", f"gatherings/{meeting.pk}", **terms)[0] == 403
    status, made = api.post(world, "wang", f"gatherings/{meeting.pk}", **terms)
    pk = made["id"]
    assert status == 201
    moves.make(RemoteSession.objects.get(), "open", actor=world.actor("wang"), at=world.now)
    assert api.post(world, "wang", f"{pk}", **{**terms, "dial_in": "y"})[1]["dial_in"] == "y"
    api.post(world, "wang", f"{pk}/recording", where="档案室")
    post(world, "lin", "consent", pk, says="yes")
    post(world, "lin", "enter", pk)
    assert api.get(world, "wang", f"{pk}")[1]["recording"] == "档案室"
    assert api.get(world, "lin", f"{pk}")[1]["recording"] == ""
    assert [g["consents"] for g in api.get(world, "wang", f"{pk}/guests")[1]] == [True]
    assert api.get(world, "lin", f"{pk}/guests")[0] == 404
    assert [s["id"] for s in api.get(world, "wang", "")[1]["items"]] == [pk]
    assert api.get(world, "lin", "")[1]["items"] == []
