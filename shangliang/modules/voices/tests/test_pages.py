"""The desk's pages of voices: attachments for those who deal with them, odd filters, days in the unit's own zone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from shangliang.kernel import files, moves
from shangliang.modules.voices import views
from shangliang.modules.voices.models import Call, Voice
from shangliang.modules.voices.tests import given

pytestmark = pytest.mark.django_db


def test_attachments_are_opened_by_those_who_deal_with_them(
    world: Any, client: Client, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    upload = SimpleUploadedFile("楼道.pdf", b"%PDF-1.7 stairs")
    kept = files.keep(upload, root="001.", person_id=None, at=world.now)
    voice = given.voice(world, files=[kept])
    other = given.voice(world, title="另一条")
    address = f"/desk/voices/{voice.pk}/files/{kept.pk}/"
    client.force_login(world.people["wang"])
    assert address in client.get(f"/desk/voices/{voice.pk}/").content.decode()
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 stairs"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(f"/desk/voices/{other.pk}/files/{kept.pk}/").status_code == 404
    client.force_login(world.people["lin"])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["state=%00", "source=%00", "state=²", "before=%00"])
def test_odd_filters_are_told_not_crashed_on(world: Any, client: Client, query: str) -> None:
    client.force_login(world.people["wang"])
    assert client.get(f"/desk/voices/?{query}").status_code in {200, 422}


def test_a_table_that_was_cut_says_so(world: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    given.voice(world, title="第一条")
    given.voice(world, title="第二条")
    client.force_login(world.people["wang"])
    assert "只列最新" not in client.get("/desk/voices/?format=csv").content.decode()
    monkeypatch.setattr(views, "EXPORTED", 1)
    cut = client.get("/desk/voices/?format=csv").content.decode()
    assert "第二条" in cut and "第一条" not in cut and "只列最新的 1 条" in cut


def test_days_of_the_table_are_of_the_units_zone(world: Any, client: Client) -> None:
    given.voice(world, at=datetime(2026, 2, 28, 20, 0, tzinfo=UTC))
    client.force_login(world.people["wang"])
    assert "2026-03-01" in client.get("/desk/voices/?format=csv").content.decode()


def test_a_call_that_waits_is_opened_and_ended_on_its_page(world: Any, client: Client) -> None:
    city = world.units["yunchuan"]
    call = Call(unit=city, slug="WAITS1", title="还没有开始", text="说说", closes_on=world.now.date())
    moves.begin(call, actor=world.actor("wang"), at=world.now)
    address = call.get_absolute_url()
    assert client.get("/calls/WAITS1/").status_code == 404
    for who, sees in (("gao", 404), ("lin", 200), ("wang", 200)):
        client.force_login(world.people[who])
        page = client.get(address)
        assert page.status_code == sees
        assert ("开始征集</button>" in page.content.decode()) == (who == "wang")
    moved = client.post(f"/desk/move/call/{call.pk}/open/", {"version": call.version, "next": address})
    assert moved.status_code == 303
    page = client.get(address).content.decode()
    assert "提前截止" in page and "/calls/WAITS1/" in page


def typed(world: Any, **more: Any) -> dict[str, Any]:
    lines = {
        "line-TOTAL_FORMS": "3",
        "line-INITIAL_FORMS": "0",
        "line-0-title": "路灯不亮",
        "line-0-body": "请修",
    }
    place = world.units["shiqiao-wenhua"].pk
    sheet = {"paper_no": "7", "collected_on": "2026-03-02", "place": place, "token": "t1"}
    return {**sheet, **lines, **more}


def test_a_paper_sheet_may_have_more_lines_than_the_page_begins_with(world: Any, client: Client) -> None:
    client.force_login(world.people["zhou"])
    longer = client.post("/desk/voices/sheets/new/", typed(world, paper_no="", longer="1"))
    page = longer.content.decode()
    assert longer.status_code == 200 and 'name="line-5-title"' in page and "路灯不亮" in page
    assert "必填项" not in page and not Voice.objects.exists()


def test_a_paper_sheet_needs_one_line_not_three(world: Any, client: Client) -> None:
    client.force_login(world.people["zhou"])
    page = client.get("/desk/voices/sheets/new/").content.decode()
    first, *others = page.split("<fieldset")[1:4]
    assert first.count("必填") == 2 and "写了这一条就必填" not in first
    assert all(line.count("写了这一条就必填") == 2 for line in others)


@pytest.mark.parametrize(
    "wrong, said",
    [({"token": "t2"}, "已经录入过"), ({"collected_on": "2036-03-02", "token": "t3"}, "还没有到")],
)
def test_what_was_typed_from_paper_stays_in_the_form(
    world: Any, client: Client, wrong: dict[str, str], said: str
) -> None:
    client.force_login(world.people["zhou"])
    assert client.post("/desk/voices/sheets/new/", typed(world)).status_code == 302
    paper = {} if wrong["token"] == "t2" else {"paper_no": "8"}
    refused = client.post("/desk/voices/sheets/new/", typed(world, **wrong, **paper))
    page = refused.content.decode()
    assert refused.status_code == 422 and said in page and 'value="路灯不亮"' in page


@pytest.mark.parametrize("picked", ["", "zzz", "\x00", "9" * 30, "²"])
def test_a_field_that_is_none_is_asked_for(world: Any, client: Client, picked: str) -> None:
    client.force_login(world.people["wang"])
    voice = given.voice(world)
    assert client.post(f"/desk/topics/board/voice/{voice.pk}/field/", {"field": picked}).status_code == 422
