"""What a citizen's form does with bad files, with files when it is shown again, and with guessed receipts."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from shangliang.kernel import journal
from shangliang.kernel.models import StoredFile
from shangliang.modules.voices.models import MeToo, Voice
from shangliang.modules.voices.tests import given
from shangliang.surfaces.portal import guesses

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 photographs of the stairs"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()


def said(world: Any, **more: Any) -> dict[str, Any]:
    return {
        "title": "楼道灯不亮", "body": "三单元的楼道灯一直不亮，请修。", "unit": world.units["yunchuan"].pk,
        "agree": "on", "token": uuid.uuid4().hex, "sure": "1", **more,
    }  # fmt: skip


def kept_of(page: Any) -> str:
    return re.search(r'name="kept"[^>]*value="([^"]*)"', page.content.decode())[1]  # type: ignore[index]


def test_a_bad_file_is_an_error_of_the_form_and_the_words_stay(world: Any, client: Client) -> None:
    page = client.post("/speak/", said(world, files=SimpleUploadedFile("a.exe", b"MZ\x90\x00")))
    assert page.status_code == 422 and not Voice.objects.exists() and not StoredFile.objects.exists()
    assert "三单元的楼道灯一直不亮" in page.content.decode() and "a.exe" in page.content.decode()


def test_files_are_not_lost_when_the_form_is_shown_again(world: Any, client: Client) -> None:
    form = said(world, phone="not a number")
    page = client.post("/speak/", {**form, "files": SimpleUploadedFile("楼道.pdf", PDF)})
    assert page.status_code == 422 and "楼道.pdf" in page.content.decode()
    again = client.post("/speak/", {**form, "phone": "", "kept": kept_of(page)})
    assert again.status_code == 302
    assert [f.file.name for f in Voice.objects.get().files.all()] == ["楼道.pdf"]


def test_files_are_not_lost_when_similar_ones_are_shown(world: Any, client: Client) -> None:
    given.voice(world, title="楼道灯不亮", body="三单元的楼道灯一直不亮，请修。")
    journal.deliver_all(world.now)
    form = said(world)
    del form["sure"]
    page = client.post("/speak/", {**form, "files": SimpleUploadedFile("楼道.pdf", PDF)})
    assert page.status_code == 200 and "有人反映过" in page.content.decode()
    client.post("/speak/", {**form, "sure": "1", "kept": kept_of(page)})
    assert Voice.objects.order_by("pk").last().files.count() == 1  # type: ignore[union-attr]


def test_a_telephone_number_of_full_width_digits_is_one(world: Any, client: Client) -> None:
    assert client.post("/speak/", said(world, phone="１３８００１３８０００")).status_code == 302
    assert Voice.objects.get().contact_phone == "13800138000"


def test_nobody_hangs_a_strangers_file_on_their_voice(world: Any, client: Client) -> None:
    page = client.post("/speak/", {**said(world, phone="x"), "files": SimpleUploadedFile("a.pdf", PDF)})
    forged = kept_of(page)[:-3] + "AAA"
    client.post("/speak/", said(world, kept=forged))
    assert not Voice.objects.get().files.exists()


def test_guessing_receipts_ends_soon_and_a_right_code_is_free(world: Any, client: Client) -> None:
    code = given.voice(world).receipt
    for _ in range(guesses.MOST):
        assert client.get(f"/receipt/{code}/").status_code == 200
        assert client.get("/receipt/33333333/").status_code == 404
    assert client.get("/receipt/33333334/").status_code == 429
    assert client.post("/receipt/", {"code": "33333334"}).status_code == 429
    assert client.get(f"/receipt/{code}/", REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.parametrize(
    "away", ["//evil.example/", "/\\evil.example/", "https://evil.example/", "javascript:1"]
)
def test_me_too_never_leads_away(world: Any, client: Client, away: str) -> None:
    answer = client.post(f"/voices/{given.voice(world).pk}/me-too/", {"next": away})
    assert answer["Location"] == "/" and MeToo.objects.count() == 1


@pytest.mark.parametrize("typed", ["²", "9" * 5000, "-1", "x", "99999999999999999999", "%00"])
def test_odd_filters_are_no_fault_of_ours(world: Any, client: Client, typed: str) -> None:
    assert client.get(f"/topics/?field={typed}").status_code == 200
    assert client.get(f"/search/?q={typed}").status_code == 200
