"""Tables people really have, and those that are none. All contents are invented."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from shangliang.kernel import sheets, workbooks
from shangliang.kernel.sheets import SheetError

HEAD = ["留言编号", "留言主题", "留言详情"]
FILLED = ["1", "路灯坏了", "望江路的路灯坏了半年"]


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refused(data: bytes, **options: int) -> SheetError:
    with pytest.raises(SheetError) as told:
        sheets.read_bytes(data, **options)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in str(told.value))
    return told.value


def test_xlsx() -> None:
    sheet = sheets.read_bytes(workbook(HEAD, [1, "路灯坏了", "  望江路的路灯坏了半年\r\n "]))
    assert sheet.headings == HEAD
    assert sheet.rows == [sheets.Row(2, dict(zip(HEAD, FILLED, strict=True)))]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("mark", [",", ";", "\t", "；"])
def test_delimited_text(encoding: str, mark: str) -> None:
    text = "\r\n".join(mark.join(row) for row in (HEAD, FILLED)) + "\r\n"
    sheet = sheets.read_bytes(text.encode(encoding))
    assert sheet.headings == HEAD
    assert list(sheet.rows[0].cells.values()) == FILLED


def test_quotes_with_line_breaks_keep_row_numbers() -> None:
    sheet = sheets.read_bytes('编号,内容\n1,"上\n下"\n2,"他说""好"""\n'.encode())
    assert [(r.number, r.cells["内容"]) for r in sheet.rows] == [(2, "上\n下"), (4, '他说"好"')]


def test_stray_control_characters_are_dropped() -> None:
    sheet = sheets.read_bytes("编号,内容\n1,路\x0b灯\u200b坏\x7f了\xa0半年\n".encode())
    assert sheet.rows[0].cells["内容"] == "路灯坏了 半年"


def test_titles_above_the_headings_and_blank_rows() -> None:
    data = workbook(
        ["二〇二六年来信汇总"],
        ["填报单位：某办公室", None, "制表"],
        HEAD,
        [None, None],
        FILLED,
        [None],
        FILLED,
    )
    sheet = sheets.read_bytes(data)
    assert sheet.headings == HEAD
    assert [row.number for row in sheet.rows] == [5, 7]


def test_unknown_headings_are_found_by_their_width() -> None:
    sheet = sheets.read_bytes(workbook(["说明"], ["甲", "乙", "丙"], ["1", "2", "3"], ["4", "5", "6"]))
    assert sheet.headings == ["甲", "乙", "丙"]
    assert len(sheet.rows) == 2


def test_merged_headings_and_repeated_ones() -> None:
    book = Workbook()
    book.active.append(["编号", "内容", None, "内容"])
    book.active.append(["1", "甲", "多余", "乙"])
    book.active.merge_cells("B1:C1")
    out = io.BytesIO()
    book.save(out)
    sheet = sheets.read_bytes(out.getvalue())
    assert sheet.headings == ["编号", "内容", "内容 (2)"]
    assert sheet.rows[0].cells == {"编号": "1", "内容": "甲", "内容 (2)": "乙"}


def test_values_of_many_kinds() -> None:
    head = ["编号", "时间", "内容", "办结日期"]
    row = [3.0, datetime(2026, 5, 3, 8, 30), True, date(2026, 5, 4)]
    cells = sheets.read_bytes(workbook(head, row)).rows[0].cells
    assert cells == {"编号": "3", "时间": "2026-05-03 08:30:00", "内容": "是", "办结日期": "2026-05-04"}


def test_dates_that_lost_their_format() -> None:
    sheet = sheets.read_bytes("编号,留言时间,内容\n43668,43668,43668\n2,43668.5,x\n3,昨天,y\n".encode())
    assert [r.cells["留言时间"] for r in sheet.rows] == ["2019-07-22", "2019-07-22 12:00:00", "昨天"]
    assert sheet.rows[0].cells["编号"] == sheet.rows[0].cells["内容"] == "43668"


def test_formulas_give_the_value_last_seen() -> None:
    sheet = sheets.read_bytes(workbook(["编号", "内容"], ["1", "=1+1"], ["2", "甲"]))
    assert sheet.rows[0].cells["内容"] == ""


def test_the_first_filled_sheet_is_read() -> None:
    book = Workbook()
    second = book.create_sheet("数据")
    second.append(["编号", "内容"])
    second.append(["1", "甲"])
    out = io.BytesIO()
    book.save(out)
    assert len(sheets.read_bytes(out.getvalue()).rows) == 1


def test_recognises_headings() -> None:
    headings = [
        "留言编号",
        "留言用户",
        "留言主题",
        "留言时间",
        "留言详情",
        "答复意见",
        "答复时间",
        "一级分类",
        "承办单位",
    ]
    assert sheets.recognise(headings, sheets.SYNONYMS) == {
        "id": "留言编号",
        "person": "留言用户",
        "title": "留言主题",
        "at": "留言时间",
        "body": "留言详情",
        "reply": "答复意见",
        "reply_at": "答复时间",
        "category": "一级分类",
        "department": "承办单位",
    }


def test_recognises_decorated_and_longer_headings() -> None:
    found = sheets.recognise(
        ["* 编号：", "市民诉求标题", "Body", "联系人（必填）"], ["id", "title", "body", "person", "at"]
    )
    assert found == {"id": "* 编号：", "title": "市民诉求标题", "body": "Body", "person": "联系人（必填）"}


def test_one_heading_serves_one_field() -> None:
    found = sheets.recognise(["时间", "答复时间"], ["reply_at", "at"])
    assert found == {"reply_at": "答复时间", "at": "时间"}


def test_missing_headings_are_named() -> None:
    sheet = sheets.read_bytes("编号,甲\n1,2\n".encode())
    with pytest.raises(SheetError, match="title") as told:
        sheets.require(sheet, ["id", "title"])
    assert told.value.code == "missing_heading"
    assert "甲" in str(told.value)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old_or_encrypted"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01", "undecodable"),
        (b"%PDF-1.7\x01\x02\x03\x04\x05\x06", "not_a_table"),
        ("一行文字\n又一行\n".encode(), "not_a_table"),
        (b"\xff\xff\xff\xff\xff", "undecodable"),
    ],
)
def test_what_is_no_table(data: bytes, code: str) -> None:
    assert refused(data).code == code


def test_a_workbook_without_content_or_another_zip() -> None:
    assert refused(workbook()).code == "empty"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("letter.txt", "hello")
    assert refused(out.getvalue()).code == "not_a_table"


def test_damaged_inside() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.xml", "<broken")
        packed.writestr("[Content_Types].xml", "<broken")
    assert refused(out.getvalue()).code == "damaged"


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "UNPACKED_LIMIT", 100_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 200_000)
    assert refused(out.getvalue()).code == "zip_bomb"


def test_too_many_rows() -> None:
    rows = [[str(k), "甲", "乙"] for k in range(6)]
    assert len(sheets.read_bytes(workbook(HEAD, *rows), limit=6).rows) == 6
    assert refused(workbook(HEAD, *rows), limit=5).code == "too_many_rows"


def test_too_large_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "BYTES_LIMIT", 10)
    file = tmp_path / "a.csv"
    file.write_bytes("编号,内容\n1,甲\n".encode())
    with pytest.raises(SheetError) as told:
        sheets.read(file)
    assert told.value.code == "too_large"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_sheet_or_a_reason(data: bytes) -> None:
    try:
        sheet = sheets.read_bytes(data)
    except SheetError as told:
        assert told.code
    else:
        assert all(set(row.cells) == set(sheet.headings) for row in sheet.rows)


def test_a_hidden_sheet_is_not_what_people_mean() -> None:
    book = Workbook()
    hidden = book.active
    hidden.sheet_state = "hidden"
    for row in (HEAD, ["9", "隐藏的", "没有人看得见"]):
        hidden.append(row)
    shown = book.create_sheet("意见")
    for row in (HEAD, FILLED):
        shown.append(row)
    out = io.BytesIO()
    book.save(out)
    assert [r.cells["留言编号"] for r in sheets.read_bytes(out.getvalue()).rows] == ["1"]


def test_a_part_whose_packing_is_damaged() -> None:
    data = bytearray(workbook(HEAD, FILLED))
    start = data.find(b"xl/worksheets/sheet1.xml") + 60
    for place in range(start, start + 60):
        data[place] ^= 0xFF
    assert refused(bytes(data)).code == "damaged"


def test_stray_zero_bytes_do_not_make_it_utf_16() -> None:
    text = "\n".join([",".join(HEAD), "1,路\x00灯坏了,望江路的路灯\x00坏了半年，晚上走路看不见，请尽快修"])
    assert sheets.read_bytes(text.encode()).rows[0].cells["留言主题"] == "路灯坏了"
    for encoding in ("utf-16-le", "utf-16-be", "utf-16"):
        assert (
            sheets.read_bytes(text.replace("\x00", "").encode(encoding)).rows[0].cells["留言主题"]
            == "路灯坏了"
        )
