"""The typewriter under kernel.documents: sheets, lines, tables and typefaces of a .docx after GB/T 9704."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

MARK, SONG, FANG, KAI, HEI = "方正小标宋简体", "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体"
WESTERN = "Times New Roman"
RED = RGBColor(0xFF, 0, 0)
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
WIDTH = Pt(156 / 25.4 * 72)  # between the margins
TWO, THREE, FOUR = Pt(22), Pt(16), Pt(14)  # 2号, 3号, 4号
LINE = Pt(28.95)  # 22 lines in 225 mm
SIGNS_A_LINE = 28


def sheet(title: str, author: str, date: datetime.date) -> Document:
    """An empty document: A4, 37/35/28/26 mm, 22 lines of 28 signs, page numbers at the outer edge."""
    paper = docx.Document()
    core = paper.core_properties
    core.title, core.author, core.language, core.comments = title, author, "zh-CN", ""
    core.created = core.modified = datetime.datetime.combine(date, datetime.time())
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.footer_distance = Mm(23)  # the line of the number then lies 7 mm under the text
    _grid_of_signs(section._sectPr)
    normal = paper.styles["Normal"]
    normal.font.size = THREE
    face(normal.element.get_or_add_rPr(), FANG)
    paper.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], ALIGN.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], ALIGN.LEFT)
    return paper


def _grid_of_signs(properties: Any) -> None:
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    narrower = round((WIDTH.pt / SIGNS_A_LINE - THREE.pt) * 4096)
    properties.append(
        element("docGrid", type="linesAndChars", linePitch=round(LINE.pt * 20), charSpace=narrower)
    )


def _page_number(paragraph: Paragraph, align: ALIGN) -> None:
    """— 3 —, one sign in from the edge."""
    paragraph.alignment = align
    if align == ALIGN.RIGHT:
        paragraph.paragraph_format.right_indent = FOUR
    else:
        paragraph.paragraph_format.left_indent = FOUR
    run(paragraph, "— ", SONG, FOUR, SONG)
    number = run(paragraph, "", SONG, FOUR, SONG)
    instruction = element("instrText")
    instruction.text = "PAGE"
    for part in (element("fldChar", fldCharType="begin"), instruction, element("fldChar", fldCharType="end")):
        number._r.append(part)
    run(paragraph, " —", SONG, FOUR, SONG)


def line(paper: Document, words: str, **how: Any) -> Paragraph:
    """One paragraph on the grid of 22 lines; `how` as in `write`."""
    return write(paper.add_paragraph(), words, **how)


def gap(paper: Document, height: Length) -> Paragraph:
    """Nothing, of exactly this height."""
    empty = paper.add_paragraph()
    empty.paragraph_format.space_after = Pt(0)
    empty.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    empty.paragraph_format.line_spacing = height
    return empty


def fill(cell: _Cell, words: str, **how: Any) -> Paragraph:
    """Words into a cell; lines as high as they need."""
    return write(cell.paragraphs[0], words, exact=False, **how)


def write(
    paragraph: Paragraph, words: str, *, font: str = FANG, size: Length = THREE, align: ALIGN | None = None,
    colour: RGBColor | None = None, indent: bool = False, exact: bool = True,
) -> Paragraph:  # fmt: skip
    """`exact` sets the paragraph on the grid of 22 lines, `indent` begins it two signs in."""
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    if exact:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if align is not None:
        paragraph.alignment = align
    if indent:
        form.first_line_indent = Pt(size.pt * 2)
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200")
    if words:
        written = run(paragraph, words, font, size)
        if colour is not None:
            written.font.color.rgb = colour
    return paragraph


def run(paragraph: Paragraph, words: str, font: str, size: Length, western: str = WESTERN) -> Any:
    written = paragraph.add_run(words)
    written.font.size = size
    face(written._r.get_or_add_rPr(), font, western)
    return written


def face(properties: Any, font: str, western: str = WESTERN) -> None:
    """Chinese and Western typeface; without w:eastAsia Word would set Chinese in its own default."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for name, value in (("ascii", western), ("hAnsi", western), ("eastAsia", font)):
        fonts.set(qn(f"w:{name}"), value)


def table(paper: Document, rows: int, widths: Sequence[float], *, ruled: bool = False) -> Table:
    """A table of fixed widths (points), with rules or bare."""
    made = paper.add_table(rows, len(widths), "Table Grid" if ruled else "Normal Table")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for place, width in enumerate(widths):
        made.columns[place].width = Pt(width)
        for cell in made.columns[place].cells:
            cell.width = Pt(width)
    margins = element("tblCellMar")
    for edge in ("left", "right"):
        margins.append(element(edge, w=60 if ruled else 0, type="dxa"))
    table_property(made, margins, "w:tblLook")
    return made


def table_property(made: Table, added: Any, *before: str) -> None:
    """Word wants the properties of a table in one order: `before` names those that come after."""
    made._tbl.tblPr.insert_element_before(added, *before)


def rule_under(paragraph: Paragraph, *, eighths: int, space: int, colour: str) -> None:
    """A rule under a paragraph: its width in eighths of a point, its distance in points."""
    border = element("pBdr")
    border.append(element("bottom", val="single", sz=eighths, space=space, color=colour))
    later = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
    paragraph._p.get_or_add_pPr().insert_element_before(border, *later)


def element(name: str, **attributes: Any) -> Any:
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made
