"""Papers that leave the house: red-head documents after GB/T 9704 (DOMAIN 7.1) as .docx, tables as .xlsx.

Typefaces are named, not shipped: 方正小标宋 and 仿宋_GB2312 have owners.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import rjieba
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from shangliang.kernel import paper
from shangliang.kernel.paper import FOUR, HEI, KAI, LINE, MARK, RED, THREE, TWO, WIDTH

TITLE_SIGNS = 20  # of 2号 in one line
CELL = Pt(12)


@dataclass(frozen=True)
class Heading:
    """level 1 “一、…” in 黑体, level 2 “（一）…” in 楷体."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Grid:
    """A table whose head row repeats on every page. widths: shares of the text's width."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()


@dataclass(frozen=True)
class Annex:
    """From here on an annex: a new page, “附件” and its own title."""

    title: str
    mark: str = "附件"


Part = str | Heading | Grid | Annex  # a plain text is a paragraph


def red_head(
    title: str, *, number: str, issuer: str | Sequence[str], sections: Iterable[Part], copies_to: str,
    date: datetime.date, to: str = "", printed_by: str = "", masthead: str = "",
) -> bytes:  # fmt: skip
    """A red-head document (文件格式) as .docx. Several issuers issue together, the host first.

    to: 主送. copies_to: 抄送. printed_by: 印发机关, else the first issuer. Annexes come after the signatures.
    masthead: what stands in red at the top of a bulletin (简报) in place of “…文件”.
    """
    issuers = [issuer] if isinstance(issuer, str) else list(issuer)
    parts = list(sections)
    body_ends = next((i for i, part in enumerate(parts) if isinstance(part, Annex)), len(parts))
    document = paper.sheet(title, issuers[0], date)
    _mark(document, issuers, masthead)
    _number(document, number)
    _title(document, title)
    if to:
        paper.line(document, f"{to}：")
    for part in parts[:body_ends]:
        put(document, part)
    if annexes := [part for part in parts if isinstance(part, Annex)]:
        _named_annexes(document, annexes)
    _signed(document, issuers, date)
    for part in parts[body_ends:]:
        put(document, part)
    _imprint(document, copies_to, printed_by or issuers[0], date)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def spelled(date: datetime.date) -> str:
    """成文日期：Arabic figures, no zero before month or day."""
    return f"{date.year}年{date.month}月{date.day}日"


def title_lines(title: str) -> list[str]:
    """The title in lines of nearly one length that break between words (梯形或菱形)."""
    count = -(-len(title) // TITLE_SIGNS)
    if count < 2:
        return [title]
    lines, fair = [""], len(title) / count
    for word in rjieba.cut(title):
        held, longer = len(lines[-1]), len(lines[-1]) + len(word)
        nearer_without = longer - fair > fair - held and len(lines) < count and word not in "，。、》）的"
        if held and (longer > TITLE_SIGNS or nearer_without):
            lines.append("")
        lines[-1] += word
    return lines


def workbook(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet as .xlsx: head row fixed, columns as wide as their words; no text turns into a formula."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "".join(c for c in name if c not in "[]:*?/\\")[:31] or "Sheet1"
    sheet.append(list(headings))
    for row in rows:
        sheet.append(["" if cell is None else cell for cell in row])
    for place, column in enumerate(sheet.iter_cols(), start=1):
        for cell in column:
            if isinstance(cell.value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        column[0].font = Font(bold=True)
        widest = max(_columns(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(place)].width = min(60, widest + 2)
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", sheet.dimensions
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _columns(words: str) -> int:
    """How wide a text stands: a Chinese sign takes two columns."""
    return max((sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in words.split("\n")), default=0)


def _mark(document: Document, issuers: Sequence[str], masthead: str) -> None:
    """发文机关标志：one name and “文件” in one line, or the names one under the other beside it."""
    longest = len(masthead) or max(len(name) for name in issuers)
    look: dict[str, Any] = {"font": MARK, "size": Pt(min(62, int(WIDTH.pt / (longest + 2.4)))), "colour": RED}
    if masthead or len(issuers) == 1:
        line = paper.line(document, masthead or f"{issuers[0]}文件", align=ALIGN.CENTER, exact=False, **look)
        line.paragraph_format.space_before = Mm(35)
        return
    paper.gap(document, Mm(35))
    names = paper.table(document, len(issuers), [look["size"].pt * longest, look["size"].pt * 2.4])
    for row, name in enumerate(issuers):
        paper.fill(names.cell(row, 0), name, align=ALIGN.DISTRIBUTE, **look)
    beside = names.cell(0, 1).merge(names.cell(len(issuers) - 1, 1))
    beside.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paper.fill(beside, "文件", align=ALIGN.RIGHT, **look)


def _number(document: Document, number: str) -> None:
    """发文字号 two lines under the mark; the red rule 4 mm under it."""
    paper.line(document, "")
    paper.line(document, "")
    line = paper.line(document, number, align=ALIGN.CENTER)
    paper.rule_under(line, eighths=12, space=11, colour="FF0000")


def _title(document: Document, title: str) -> None:
    for line in ["", "", *title_lines(title)]:
        paper.line(document, line, font=MARK, size=TWO, align=ALIGN.CENTER)
    paper.line(document, "")


def put(document: Document, part: Part) -> None:
    """One part of a text in its own form."""
    match part:
        case Heading(text, level):
            paper.line(document, text, font=HEI if level == 1 else KAI, indent=True)
        case Grid():
            _grid(document, part)
        case Annex(title, mark):
            first = paper.line(document, mark, font=HEI)
            first.paragraph_format.page_break_before = True
            _title(document, title)
        case str():
            paper.line(document, part, indent=True, align=ALIGN.JUSTIFY)


def _grid(document: Document, grid: Grid) -> None:
    shares = list(grid.widths) or [1] * len(grid.headings)
    table = paper.table(
        document, 1 + len(grid.rows), [WIDTH.pt * share / sum(shares) for share in shares], ruled=True
    )
    for place, heading in enumerate(grid.headings):
        paper.fill(table.cell(0, place), heading, font=HEI, size=CELL, align=ALIGN.CENTER)
    table.rows[0]._tr.get_or_add_trPr().append(paper.element("tblHeader"))
    for row, texts in zip(table.rows[1:], grid.rows, strict=True):
        row._tr.get_or_add_trPr().append(paper.element("cantSplit"))
        for cell, text in zip(row.cells, texts, strict=True):
            paper.fill(cell, text, size=CELL)


def _named_annexes(document: Document, annexes: Sequence[Annex]) -> None:
    """附件说明, one line under the text, two signs in."""
    paper.line(document, "")
    for place, annex in enumerate(annexes, start=1):
        order = f"{place}." if len(annexes) > 1 else ""
        paper.line(document, f"{'附件：' if place == 1 else '　　　'}{order}{annex.title}", indent=True)


def _signed(document: Document, issuers: Sequence[str], date: datetime.date) -> None:
    """署名 with room for the seals, two beside each other; the date ends four signs from the right."""
    paper.line(document, "")
    paper.line(document, "")
    rows = [list(issuers[i : i + 2]) for i in range(0, len(issuers), 2)]
    table = paper.table(document, len(rows), [WIDTH.pt / 2, WIDTH.pt / 2])
    for place, names in enumerate(rows):
        for column, name in enumerate(names, start=2 - len(names)):
            paper.fill(table.cell(place, column), name, align=ALIGN.CENTER)
        if place + 1 < len(rows):
            table.rows[place].height = Pt(LINE.pt * 3)
    day = paper.line(document, spelled(date), align=ALIGN.RIGHT)
    day.paragraph_format.right_indent = Pt(THREE.pt * 4)


def _imprint(document: Document, copies_to: str, printed_by: str, date: datetime.date) -> None:
    """版记 at the foot of the last page: 抄送, 印发机关 and day, between rules of 0.35 and 0.25 mm."""
    lines = [f"抄送：{copies_to.rstrip('。')}。"] if copies_to else []
    lines.append(f"{printed_by}\t{spelled(date)}印发")
    table = paper.table(document, len(lines), [WIDTH.pt])
    for row, words in zip(table.rows, lines, strict=True):
        form = paper.fill(row.cells[0], words, size=FOUR).paragraph_format
        form.left_indent = form.right_indent = FOUR
        form.tab_stops.add_tab_stop(Pt(WIDTH.pt - FOUR.pt), WD_TAB_ALIGNMENT.RIGHT)
    borders = paper.element("tblBorders")
    for edge, eighths in (("top", 8), ("bottom", 8), ("insideH", 6)):
        borders.append(paper.element(edge, val="single", sz=eighths, space=0, color="000000"))
    paper.table_property(table, borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    place = {"horzAnchor": "margin", "vertAnchor": "margin", "tblpXSpec": "center", "tblpYSpec": "bottom"}
    foot = paper.element("tblpPr", leftFromText=0, rightFromText=0, **place)
    paper.table_property(table, foot, "w:tblOverlap", "w:tblW", "w:jc", "w:tblBorders")
    paper.gap(document, Pt(1))  # Word wants a paragraph after a table
