"""Pages, keyset slices, CSV, switches, and addresses of static files."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest
from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from shangliang.kernel.access import PUBLIC, Actor, Seat
from shangliang.kernel.models import DayRule
from shangliang.look import assets, pages

ASK = RequestFactory()


def test_setting_reads_cookies_and_falls_back() -> None:
    request = ASK.get("/x/?q=1")
    request.COOKIES.update({"theme": "dark", "elder": "1"})
    here = pages.setting_of(request)
    assert (here.theme, here.elder, here.path, here.actor) == ("dark", True, "/x/?q=1", PUBLIC)
    bad = ASK.get("/")
    bad.COOKIES["theme"] = "<b>"
    assert pages.setting_of(bad).theme == "auto"
    assert pages.setting_of(None).path == "/"


def test_one_answer_may_reach_further_than_the_house_does() -> None:
    def policy(response: HttpResponse) -> dict[str, list[str]]:
        sent = CSPMiddleware(lambda _request: response)(ASK.get("/")).headers["Content-Security-Policy"]
        return {name: places for name, *places in (part.split() for part in sent.split(";"))}

    usual, wide = (
        policy(HttpResponse()),
        policy(pages.reaching(HttpResponse(), connect_src=["wss://v.example"], media_src=["blob:"])),
    )
    assert wide["connect-src"] == [*usual["connect-src"], "wss://v.example"] and wide["media-src"] == [
        "blob:"
    ]
    assert {n: p for n, p in wide.items() if n not in {"connect-src", "media-src"}} == {
        n: p for n, p in usual.items() if n != "connect-src"
    }


def test_this_devices_wish_comes_before_the_persons() -> None:
    def here(cookie: str | None) -> pages.Setting:
        request = ASK.get("/")
        request.actor = Actor("李娜", (Seat("member", "001.", 7),), 7)  # type: ignore[attr-defined]
        request.user = SimpleNamespace(elder=True)  # type: ignore[assignment]
        if cookie:
            request.COOKIES["elder"] = cookie
        return pages.setting_of(request)

    assert here(None).elder
    assert not here("0").elder


def test_pages_of_somebody_are_never_kept() -> None:
    request = ASK.get("/style/")
    request.actor = Actor("李娜", (Seat("member", "001.", 7),), 7)  # type: ignore[attr-defined]
    request.user = SimpleNamespace(elder=False)  # type: ignore[assignment]
    response = pages.page(request, "look/failure_part.html", {"failure": _failure(), "back": "/"})
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]


def _failure() -> SimpleNamespace:
    return SimpleNamespace(title="x", detail="", reasons=(), state="")


def _walk(size: int) -> list[list[int]]:
    found, query = [], ""
    while True:
        part = pages.keyset(ASK.get("/x/" + query), DayRule.objects.all(), size)
        found.append([r.pk for r in part.rows])
        if not part.older:
            return found
        query = part.older


@pytest.mark.django_db
def test_keyset_walks_everything_once_and_back() -> None:
    for day in range(1, 24):
        DayRule.objects.create(day=date(2026, 7, day), works=True, name="x")
    ids = list(DayRule.objects.order_by("-pk").values_list("pk", flat=True))
    slices = _walk(10)
    assert [len(s) for s in slices] == [10, 10, 3]
    assert [pk for s in slices for pk in s] == ids
    last = pages.keyset(ASK.get(f"/x/?before={slices[1][-1]}&state=open"), DayRule.objects.all(), 10)
    assert parse_qs(last.newer.removeprefix("?")) == {"state": ["open"], "after": [str(slices[2][0])]}
    back = pages.keyset(ASK.get("/x/" + last.newer), DayRule.objects.all(), 10)
    assert [r.pk for r in back.rows] == slices[1]


@pytest.mark.django_db
def test_keyset_bears_nonsense_and_emptiness() -> None:
    assert pages.keyset(ASK.get("/x/?before=abc"), DayRule.objects.all()).rows == []
    assert pages.keyset(ASK.get("/x/?after=" + "9" * 40), DayRule.objects.all()).rows == []
    assert pages.keyset(ASK.get("/x/?after=999999"), DayRule.objects.all()).newer == "?"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\t=1", "\r=1", "＝1+1"])
def test_no_cell_runs(cell: str) -> None:
    assert str(pages.harmless(cell)).startswith("'")


def test_csv_opens_in_a_spreadsheet() -> None:
    response = pages.csv_response(
        [("路灯", 3, -2, None, "=HYPERLINK(1)")], ["标题", "数", "差", "空", "坏"], "议题.csv"
    )
    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert text.splitlines() == ["标题,数,差,空,坏", "路灯,3,-2,,'=HYPERLINK(1)"]
    assert "filename*=UTF-8''%E8%AE%AE%E9%A2%98.csv" in response["Content-Disposition"]


@pytest.mark.django_db
def test_switches_keep_a_wish_and_return(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    with translation.override("zh-hans"):  # the language asked for must not outlive this test
        client = Client()
        response = client.post("/look/elder/", {"on": "1", "next": "/style/"})
        assert (response.status_code, response["Location"]) == (302, "/style/")
        assert client.cookies["elder"].value == "1"
        assert (
            client.post("/look/theme/", {"theme": "dark", "next": "https://evil.example/"})["Location"] == "/"
        )
        assert client.cookies["theme"].value == "dark"
        client.post("/look/language/", {"language": "en"})
        assert client.cookies["django_language"].value == "en"
        assert client.get("/look/elder/").status_code == 405
        page = client.get("/style/").content.decode()
        assert 'lang="en"' in page
        assert "data-elder" in page


def test_static_files_are_asked_for_by_content() -> None:
    mark = assets.mark_of("look/tokens.css")
    assert len(mark) == 10
    assert assets.Assets().url("look/tokens.css") == f"/static/look/tokens.css?v={mark}"
    assert assets.mark_of("look/none.css") == ""
    assert assets.immutable("", "/static/look/tokens.css")
    assert not assets.immutable("", "/static/look/favicon.svg")
    assert not assets.immutable("", "/static/admin/x.css")
