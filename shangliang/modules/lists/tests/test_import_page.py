"""The two lists brought in on the desk: uploaded, looked at, kept in one press; Excel, and CSV as it comes."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from shangliang.kernel import documents
from shangliang.modules.lists import services
from shangliang.modules.lists.models import Campaign, DeptAsk, ListBatch, MemberConcern
from shangliang.modules.lists.tests import given
from shangliang.modules.lists.tests.given import as_, get, words
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
CONCERNS = ["标题", "现状", "建议", "委员", "涉及部门"]
GOOD = ["路灯昏暗", "夜里看不清", "更换路灯", "林晓梅", "市城管局"]
BAD = ["没有这个人", "现状", "建议", "张三丰", ""]
ASKS = ["标题", "想听什么", "部门", "截止"]


def book(headings: list[str], *rows: list[str]) -> bytes:
    return documents.workbook("清单", headings, rows)


def table(headings: list[str], *rows: list[str]) -> str:
    return "\n".join(",".join(r) for r in (headings, *rows))


def upload(
    world: World, around: Campaign, content: bytes, name: str, *, what: str = "concerns", who: str = "wang"
) -> Any:
    file = SimpleUploadedFile(name, content)
    return as_(world, who).post(reverse("lists:import", args=[around.pk]), {"what": what, "file": file})


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (book(CONCERNS, GOOD, BAD), "关注.xlsx"),
        (table(CONCERNS, GOOD, BAD).encode("gb18030"), "关注.csv"),
        (table(CONCERNS, GOOD, BAD).encode("utf-8-sig"), "关注.csv"),
        (table(CONCERNS, GOOD, BAD).encode("utf-16"), "关注.csv"),
    ],
)
def test_looked_at_first_then_kept_in_one_press(world: World, content: bytes, name: str) -> None:
    around = given.campaign(world)
    sent = upload(world, around, content, name)
    assert sent.status_code == 303 and not MemberConcern.objects.exists()
    client = as_(world, "wang")
    for _reload in range(2):
        shown = words(client.get(sent.url))
        assert "没有这位委员：张三丰" in shown and "路灯昏暗" in shown and "导入 1 条" in shown
    wrong = load_workbook(io.BytesIO(client.get(sent.url, {"format": "xlsx"}).content)).worksheets[0]
    assert wrong["A2"].value == "没有这个人" and "张三丰" in str(wrong[2][-1].value)
    for _twice in range(2):
        assert client.post(sent.url).status_code == 303
    assert [(c.title, c.member.name) for c in MemberConcern.objects.all()] == [("路灯昏暗", "林晓梅")]
    assert list(ListBatch.objects.order_by("pk").values_list("added", "same", "wrong")) == [
        (1, 0, 1),
        (0, 1, 1),
    ]
    again = upload(world, around, content, name)
    assert "没有可以导入的行" in words(client.get(again.url))


def test_asks_come_in_the_same_way(world: World) -> None:
    around = given.campaign(world)
    good, far = (
        ["热线怎么办", "谁来值守", "市教育局", "2026-04-01"],
        ["太远", "听意见", "市教育局", "9999-12-31"],
    )
    sent = upload(world, around, book(ASKS, good, far), "问计.xlsx", what="asks")
    shown = words(as_(world, "wang").get(sent.url))
    assert "截止日期在活动结束以后" in shown and "热线怎么办" in shown
    as_(world, "wang").post(sent.url)
    assert [a.title for a in DeptAsk.objects.all()] == ["热线怎么办"]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"PK\x03\x04 broken", "坏.xlsx", "已损坏"),
        (b"%PDF-1.7 not a table", "文件.pdf", "表头里缺少"),
        ("标题,现状\n甲,乙\n".encode(), "缺列.csv", "表头里缺少"),
        (b"<html><body>x</body></html>", "网页.xlsx", "不收"),
        (b"", "空.csv", "空"),
    ],
)
def test_what_cannot_be_read_is_told_beside_the_file(
    world: World, content: bytes, name: str, told: str
) -> None:
    answer = upload(world, given.campaign(world), content, name)
    assert answer.status_code == 422 and told in words(answer)


def test_only_the_office_and_only_its_own_upload(world: World) -> None:
    around = given.campaign(world)
    assert upload(world, around, book(CONCERNS, GOOD), "a.xlsx", who="lin").status_code == 404
    sent = upload(world, around, book(CONCERNS, GOOD), "a.xlsx")
    for who in ("lin", "tang", "gao"):
        assert as_(world, who).get(sent.url).status_code == 404
        assert as_(world, who).post(sent.url).status_code == 404
    other = re.sub(r"\d+/$", "999999/", sent.url)
    assert as_(world, "wang").get(other).status_code == 404
    assert "从表格导入清单" in words(get(world, "wang", "campaign", around.pk))
    assert "从表格导入清单" not in words(get(world, "lin", "campaign", around.pk))


def test_two_thousand_rows(world: World) -> None:
    around = given.campaign(world)
    many = [[f"关注{n}", "现状", "建议", "林晓梅", ""] for n in range(2_000)]
    sent = upload(world, around, table(CONCERNS, *many).encode("gb18030"), "多.csv")
    as_(world, "wang").post(sent.url)
    assert MemberConcern.objects.count() == 2_000
    assert services.ask_comparison(around, actor=world.actor("wang"), at=world.now).total == 2_000


def test_a_table_too_long_to_wait_for_is_told(world: World) -> None:
    many = [[f"关注{n}", "现状", "建议", "林晓梅", ""] for n in range(3001)]
    answer = upload(world, given.campaign(world), table(CONCERNS, *many).encode(), "多.csv")
    assert answer.status_code == 422 and "3000 行" in words(answer)


def test_what_a_list_shows_is_taken_along_as_a_workbook(world: World) -> None:
    around = given.campaign(world)
    given.concern(world, around, title="=1+1 路灯")
    given.ask(world, around)
    for name in ("concerns", "asks", "matches", "actions", "posts", "invitations"):
        answer = get(world, "wang", name, format="xlsx")
        sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
        assert sheet.max_row >= 1 and answer.headers["Cache-Control"] == "private, no-store"
    shown = load_workbook(io.BytesIO(get(world, "wang", "concerns", format="xlsx").content)).worksheets[0]
    assert shown["B2"].value == "=1+1 路灯" and shown["B2"].data_type == "s"
