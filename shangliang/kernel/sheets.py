"""Tables people really have: xlsx and delimited text in the usual encodings, read to plain rows of text."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from shangliang.kernel.workbooks import SheetError, workbook_rows

__all__ = ["SYNONYMS", "Row", "Sheet", "SheetError", "read", "read_bytes", "recognise", "require"]

SYNONYMS: Mapping[str, Sequence[str]] = {
    "id": (
        "编号",
        "留言编号",
        "来信编号",
        "提案编号",
        "工单编号",
        "工单号",
        "受理编号",
        "序号",
        "id",
        "no",
        "编码",
    ),
    "title": (
        "主题",
        "留言主题",
        "标题",
        "题目",
        "事项",
        "诉求标题",
        "案由",
        "来信标题",
        "名称",
        "title",
        "subject",
    ),
    "body": (
        "详情",
        "留言详情",
        "内容",
        "正文",
        "留言内容",
        "诉求内容",
        "事项内容",
        "问题描述",
        "详细内容",
        "来信内容",
        "body",
        "text",
    ),
    "place": ("地点", "地址", "发生地", "事发地点", "所在地", "所属区域", "区域", "地区", "place", "address"),
    "person": (
        "用户",
        "留言用户",
        "留言人",
        "来信人",
        "姓名",
        "联系人",
        "提交人",
        "反映人",
        "诉求人",
        "用户名",
        "person",
        "user",
    ),
    "at": (
        "时间",
        "留言时间",
        "日期",
        "提交时间",
        "来信时间",
        "登记时间",
        "受理时间",
        "发布时间",
        "at",
        "date",
        "time",
    ),
    "category": (
        "分类",
        "一级分类",
        "一级标签",
        "类别",
        "类型",
        "诉求类别",
        "问题类别",
        "category",
        "class",
        "label",
    ),
    "department": (
        "部门",
        "承办部门",
        "承办单位",
        "主办单位",
        "责任单位",
        "答复单位",
        "办理单位",
        "department",
        "unit",
    ),
    "reply": ("答复", "答复意见", "回复", "回复内容", "答复内容", "办理结果", "办理情况", "reply", "answer"),
    "reply_at": (
        "答复时间",
        "回复时间",
        "答复日期",
        "回复日期",
        "办结时间",
        "办结日期",
        "reply_at",
        "replied_at",
    ),
}

ROWS_LIMIT = 200_000
BYTES_LIMIT = 64 * 2**20
_HEAD_ROWS = 20
_DELIMITERS, _WIDE_DELIMITERS = ",\t;|", "，；"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u200e\u200f]")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DATES = {"at", "reply_at"}
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_DECORATION = re.compile(r"[\s:：*＊_\-]|[（(].*?[)）]")


@dataclass(frozen=True)
class Row:
    """One filled row: its number in the file as people see it (from 1), and its cells by heading."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """Headings in their order, and the rows below them that hold anything."""

    headings: list[str]
    rows: list[Row]


def read(path: str | Path, *, limit: int = ROWS_LIMIT) -> Sheet:
    """The first table of a file. SheetError when it cannot be read; OSError when it cannot be opened."""
    path = Path(path)
    size = path.stat().st_size
    if size > BYTES_LIMIT:
        raise SheetError(
            "too_large", f"文件有 {size >> 20} MB，超过上限 {BYTES_LIMIT >> 20} MB。请拆分后再导入。"
        )
    return read_bytes(path.read_bytes(), limit=limit)


def read_bytes(data: bytes, *, limit: int = ROWS_LIMIT) -> Sheet:
    """The first table in the bytes of a file; `limit` is the largest number of rows below the headings."""
    if not data.strip(b"\x00 \t\r\n"):
        raise SheetError("empty", "文件是空的。请选择含有表头和数据的表格。")
    if data.startswith(_OLD_EXCEL):
        raise SheetError(
            "old_or_encrypted", "这是旧式 .xls 或加了密码的文件。请去掉密码，另存为 .xlsx 或 CSV 再导入。"
        )
    if data.startswith(b"PK"):
        numbered = workbook_rows(data, limit + _HEAD_ROWS + 1)
    else:
        numbered = _text_rows(data, limit + _HEAD_ROWS + 1)
    rows = [(number, [_clean(cell) for cell in cells]) for number, cells in numbered]
    return _sheet([(number, cells) for number, cells in rows if any(cells)], limit)


def recognise(headings: Sequence[str], fields: Iterable[str]) -> dict[str, str]:
    """Which heading stands for which field; a field nobody recognises is left out.

    A heading that equals a synonym goes before one that merely ends with it; a heading serves one field only.
    """
    plain = {heading: _DECORATION.sub("", heading).lower() for heading in headings}
    chosen: dict[str, str] = {}
    wanted = list(fields)
    for exact in (True, False):
        for field in wanted:
            if field in chosen:
                continue
            names = [name.lower() for name in (field, *SYNONYMS.get(field, ()))]
            for name in names:
                fits = (
                    h
                    for h, text in plain.items()
                    if h not in chosen.values() and (text == name if exact else _ends(text, name))
                )
                heading = next(fits, None)
                if heading is not None:
                    chosen[field] = heading
                    break
    return chosen


def require(sheet: Sheet, fields: Iterable[str], optional: Iterable[str] = ()) -> dict[str, str]:
    """As `recognise`, but SheetError names every required field without a heading, and what was found."""
    needed = list(fields)
    chosen = recognise(sheet.headings, [*needed, *optional])
    missing = [field for field in needed if field not in chosen]
    if missing:
        wanted = "；".join(
            f"{field}（如“{'”“'.join(SYNONYMS.get(field, (field,))[:3])}”）" for field in missing
        )
        raise SheetError(
            "missing_heading",
            f"找不到表头：{wanted}。表中有：{'、'.join(sheet.headings)}。请改表头后再导入。",
        )
    return chosen


def _date(cell: str) -> str:
    """A day counted from 1899-12-30, as spreadsheets do when its format was lost, becomes a date again."""
    if not _SERIAL.fullmatch(cell):
        return cell
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(float(cell) * 86_400))
    return moment.date().isoformat() if "." not in cell else moment.isoformat(sep=" ")


def _ends(text: str, name: str) -> bool:
    return len(name) > 1 and not name.isascii() and text.endswith(name)


def _clean(cell: str) -> str:
    return _CONTROL.sub("", cell.replace("_x000D_", "")).replace("\r\n", "\n").replace("\xa0", " ").strip()


def _sheet(rows: list[tuple[int, list[str]]], limit: int) -> Sheet:
    if not rows:
        raise SheetError("empty", "表里没有内容。请选择含有表头和数据的表格。")
    head = _head_row(rows)
    headings = _headings(rows[head][1])
    if len(headings) < 2 and len(rows) > 1 and max(len(cells) for _, cells in rows) < 2:
        raise SheetError(
            "not_a_table", "文件里没有表格：每行只有一格。请用逗号、分号或制表符分隔的 CSV，或 .xlsx。"
        )
    dates = {
        chosen for field, chosen in recognise(list(headings.values()), SYNONYMS).items() if field in _DATES
    }
    below = rows[head + 1 :]
    if len(below) > limit:
        raise SheetError("too_many_rows", f"表里的数据超过上限 {limit} 行。请拆分后再导入。")
    found = []
    for number, cells in below:
        named = {heading: cells[place] if place < len(cells) else "" for place, heading in headings.items()}
        if any(named.values()):
            found.append(Row(number, {h: _date(cell) if h in dates else cell for h, cell in named.items()}))
    return Sheet(list(headings.values()), found)


def _head_row(rows: Sequence[tuple[int, list[str]]]) -> int:
    """The row with the most known headings; else the first with as many filled cells as rows usually have."""
    first = rows[:_HEAD_ROWS]
    known = [len(recognise([c for c in cells if c and len(c) < 30], SYNONYMS)) for _, cells in first]
    if max(known) >= 2:
        return known.index(max(known))
    filled = [sum(1 for cell in cells if cell) for _, cells in first]
    usual = sorted(filled)[len(filled) // 2]
    return next(k for k, count in enumerate(filled) if count >= usual)


def _headings(cells: Sequence[str]) -> dict[int, str]:
    named: dict[int, str] = {}
    for place, cell in enumerate(cells):
        name = " ".join(cell.split())
        if not name:
            continue
        again = sum(1 for known in named.values() if known == name or known.startswith(f"{name} ("))
        named[place] = f"{name} ({again + 1})" if again else name
    return named


def _text_rows(data: bytes, most: int) -> list[tuple[int, list[str]]]:
    text = _decode(data)
    sample = text[:20_000]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(sample))
    rows: list[tuple[int, list[str]]] = []
    try:
        line = 1
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
            if len(rows) > most:
                break
    except csv.Error as damage:
        raise SheetError(
            "not_a_table", f"第 {reader.line_num} 行不是表格：{damage}。请检查引号和分隔符。"
        ) from damage
    return rows


def _delimiter(sample: str) -> str:
    """The mark that cuts most lines into equally many cells; full-width ones only where no other cuts."""
    lines = [line for line in sample.splitlines() if line.strip()][:_HEAD_ROWS]
    for marks in (_DELIMITERS, _WIDE_DELIMITERS):
        best = max(marks, key=lambda mark: (_regular(lines, mark), -marks.index(mark)))
        if _regular(lines, best):
            return best
    return ","


def _regular(lines: Sequence[str], mark: str) -> int:
    widths = [len(next(csv.reader([line], delimiter=mark), [])) for line in lines]
    return max((widths.count(width) for width in widths if width > 1), default=0)


def _decode(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        opening = text[:4_000]
        if sum(1 for letter in opening if letter < " " and letter not in "\t\r\n") > max(
            2, len(opening) // 20
        ):
            raise SheetError(
                "not_a_table", "这不是表格文件。请使用 .xlsx，或 UTF-8、GB18030、UTF-16 编码的 CSV。"
            )
        return text
    raise SheetError("undecodable", "无法识别文字编码。请另存为 UTF-8 编码的 CSV，或 .xlsx。")


def _encodings(data: bytes) -> list[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    # Without a mark, UTF-16 shows in the zero halves of its commas and line ends; other text has no zeros,
    # or a few stray ones: those of UTF-8 are read as such, unless every other byte is one (plain ASCII in UTF-16).
    even, odd = data[:4_000:2].count(0), data[1:4_000:2].count(0)
    if even or odd:
        wide = "utf-16-le" if odd > even else "utf-16-be"
        return [wide] if 4 * (even + odd) > len(data[:4_000]) else ["utf-8-sig", wide]
    return ["utf-8-sig", "gb18030"]
