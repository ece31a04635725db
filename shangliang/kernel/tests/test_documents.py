"""The papers are read back: every measure of DOMAIN 7.1 that a .docx can hold."""

import io
from datetime import date

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Pt

from shangliang.kernel import documents

ISSUERS = ["中共云川市委办公室", "云川市人民政府办公室", "云川市政协办公室"]
TITLE = "关于印发《云川市2026年度协商计划》的通知"
SECTIONS = [
    "《云川市2026年度协商计划》已经市委审定，现印发给你们。",
    documents.Heading("一、总体要求"),
    documents.Heading("（一）选题", 2),
    documents.Annex("云川市2026年度协商计划"),
    documents.Grid(["序号", "议题"], [["1", "老旧小区加装电梯"], ["2", "公交末班车"]], [1, 4]),
]


def paper(**more) -> Document:
    given = {
        "number": "云政协办发〔2026〕3号", "issuer": ISSUERS, "sections": SECTIONS, "copies_to": "市委常委",
        "date": date(2026, 3, 2), "to": "各县（市、区）", **more,
    }  # fmt: skip
    return docx.Document(io.BytesIO(documents.red_head(TITLE, **given)))


def line(document: Document, words: str):
    return next(p for p in document.paragraphs if p.text == words)


def face(paragraph) -> tuple[str, float]:
    run = paragraph.runs[0]
    return run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


def test_the_sheet_is_a4_with_the_margins_of_the_standard() -> None:
    section = paper().sections[0]
    assert [round(v.mm) for v in (section.page_width, section.page_height)] == [210, 297]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(v.mm) for v in edges] == [37, 35, 28, 26]


def test_a_page_holds_22_lines_of_28_signs() -> None:
    document = paper()
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("linesAndChars", "579")
    sign = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 28 * sign == pytest.approx(156 / 25.4 * 72, abs=0.05)
    body = line(document, SECTIONS[0])
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert 22 * 28.95 <= 225 / 25.4 * 72 < 23 * 28.95


def test_typefaces_and_sizes() -> None:
    document = paper()
    assert face(line(document, SECTIONS[0])) == ("仿宋_GB2312", 16)
    assert face(line(document, "一、总体要求")) == ("黑体", 16)
    assert face(line(document, "（一）选题")) == ("楷体_GB2312", 16)
    assert face(line(document, "各县（市、区）：")) == ("仿宋_GB2312", 16)
    assert face(line(document, documents.title_lines(TITLE)[0])) == ("方正小标宋简体", 22)
    assert face(line(document, "附件")) == ("黑体", 16)


def test_paragraphs_begin_two_signs_in() -> None:
    body = line(paper(), SECTIONS[0])
    assert body.paragraph_format.first_line_indent == Pt(32)
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_number_stands_in_the_middle_over_the_red_rule() -> None:
    number = line(paper(), "云政协办发〔2026〕3号")
    assert number.alignment == ALIGN.CENTER
    rule = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:color")) == "FF0000"
    assert int(rule.get(qn("w:space"))) / 72 * 25.4 == pytest.approx(4, abs=0.2)


def test_three_offices_stand_one_under_the_other_in_red_beside_the_word_document() -> None:
    mark = paper().tables[0]
    assert [mark.cell(row, 0).text for row in range(3)] == ISSUERS
    assert mark.cell(0, 1).text.strip() == "文件"
    run = mark.cell(0, 0).paragraphs[0].runs[0]
    assert str(run.font.color.rgb) == "FF0000"
    assert len(ISSUERS[1]) * run.font.size.pt + 2 * run.font.size.pt <= 156 / 25.4 * 72
    gap = paper().paragraphs[0]
    assert gap.paragraph_format.line_spacing.mm == pytest.approx(35, abs=0.1)


def test_one_office_stands_in_one_line() -> None:
    document = paper(issuer="云川市政协办公室")
    mark = line(document, "云川市政协办公室文件")
    assert mark.paragraph_format.space_before.mm == pytest.approx(35, abs=0.1)
    assert mark.runs[0].font.size.pt * len(mark.text) <= 156 / 25.4 * 72


def test_signatures_then_the_date_four_signs_from_the_right() -> None:
    document = paper()
    signed = document.tables[1]
    assert [[c.text for c in row.cells] for row in signed.rows] == [ISSUERS[:2], ["", ISSUERS[2]]]
    day = line(document, "2026年3月2日")
    assert (day.alignment, day.paragraph_format.right_indent) == (ALIGN.RIGHT, Pt(64))


def test_the_annex_is_named_under_the_text_and_begins_a_new_page() -> None:
    document = paper()
    texts = [p.text for p in document.paragraphs]
    assert texts.index("附件：云川市2026年度协商计划") < texts.index("2026年3月2日") < texts.index("附件")
    assert line(document, "附件").paragraph_format.page_break_before
    grid = document.tables[2]
    assert [c.text for c in grid.rows[2].cells] == ["2", "公交末班车"]
    assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_several_annexes_are_numbered() -> None:
    document = paper(sections=["正文", documents.Annex("计划", "附件1"), documents.Annex("分工", "附件2")])
    texts = [p.text for p in document.paragraphs]
    assert "附件：1.计划" in texts
    assert "　　　2.分工" in texts


def test_the_imprint_stands_at_the_foot_between_rules() -> None:
    table = paper(printed_by="云川市政协办公室").tables[-1]
    assert [row.cells[0].text for row in table.rows] == [
        "抄送：市委常委。",
        "云川市政协办公室\t2026年3月2日印发",
    ]
    assert table.rows[0].cells[0].paragraphs[0].runs[0].font.size.pt == 14
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    widths = {b.tag.split("}")[1]: int(b.get(qn("w:sz"))) / 8 / 72 * 25.4 for b in borders}
    assert widths == {
        "top": pytest.approx(0.35, abs=0.01), "bottom": pytest.approx(0.35, abs=0.01),
        "insideH": pytest.approx(0.25, abs=0.02),
    }  # fmt: skip
    assert table._tbl.tblPr.find(qn("w:tblpPr")).get(qn("w:tblpYSpec")) == "bottom"


def test_without_copies_the_imprint_has_one_line() -> None:
    assert len(paper(copies_to="").tables[-1].rows) == 1


def test_page_numbers_stand_outside_between_dashes() -> None:
    document = paper()
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.text, even.text) == ("—  —", "—  —")
    assert "PAGE" in odd._p.xml and "PAGE" in even._p.xml
    assert (odd.alignment, odd.paragraph_format.right_indent) == (ALIGN.RIGHT, Pt(14))
    assert (even.alignment, even.paragraph_format.left_indent) == (ALIGN.LEFT, Pt(14))
    assert face(odd) == ("宋体", 14)


def test_it_says_what_it_is_and_when() -> None:
    core = paper().core_properties
    assert (core.title, core.author, core.created.date()) == (TITLE, ISSUERS[0], date(2026, 3, 2))


@pytest.mark.parametrize(
    "title",
    [
        "协商计划",
        TITLE,
        "关于进一步加强和改进新时代市县政协“有事多商量”协商议事工作推动协商成果转化落实的若干意见",
    ],
)
def test_titles_break_between_words_into_lines_of_nearly_one_length(title: str) -> None:
    lines = documents.title_lines(title)
    assert "".join(lines) == title
    assert max(map(len, lines)) <= documents.TITLE_SIGNS
    assert min(map(len, lines)) >= max(map(len, lines)) / 2


def test_a_workbook_keeps_texts_as_texts() -> None:
    content = documents.workbook("2026/计划", ["题目", "月份"], [["=1+1", 3], ["路灯", None]])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.title == "2026计划"
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [
        ["题目", "月份"],
        ["=1+1", 3],
        ["路灯", None],
    ]
    assert (sheet["A2"].data_type, sheet["B2"].data_type, sheet.freeze_panes) == ("s", "n", "A2")
