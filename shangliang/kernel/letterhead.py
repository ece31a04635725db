"""Letters of an office (GB/T 9704 信函格式, DOMAIN 7.1) as .docx: the form in which departments answer."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from shangliang.kernel import documents, paper
from shangliang.kernel.paper import HEI, MARK, RED, THREE, TWO

BESIDE = Mm(-8), Mm(-6)  # rules of 170 mm stand out of a text 156 mm wide


def letter(
    title: str, *, issuer: str, number: str, to: str, sections: Iterable[documents.Part], date: datetime.date,
    marks: Sequence[str] = (), below: Sequence[str] = (), copies_to: str = "",
) -> bytes:  # fmt: skip
    """One letter. marks: what stands at the upper right (结果类别, 公开属性). below: after the signature, such as
    the person to ask. The name of the office stands 30 mm from the upper edge over a red double rule; another ends
    the first page, which bears no number.
    """
    sheet = paper.sheet(title, issuer, date)
    _head(sheet, issuer)
    paper.line(sheet, number, align=ALIGN.RIGHT)
    for mark in marks:
        paper.line(sheet, mark, font=HEI, align=ALIGN.RIGHT)
    for words in ["", *documents.title_lines(title)]:
        paper.line(sheet, words, font=MARK, size=TWO, align=ALIGN.CENTER)
    paper.line(sheet, "")
    paper.line(sheet, f"{to}：")
    for part in sections:
        documents.put(sheet, part)
    for words in ("", "", issuer, documents.spelled(date)):
        paper.line(sheet, words, align=ALIGN.RIGHT).paragraph_format.right_indent = Pt(THREE.pt * 2)
    for words in below:
        paper.line(sheet, f"（{words}）", indent=True)
    if copies_to:
        paper.line(sheet, f"抄送：{copies_to.rstrip('。')}。", indent=True)
    kept = io.BytesIO()
    sheet.save(kept)
    return kept.getvalue()


def _head(sheet: Document, issuer: str) -> None:
    section = sheet.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = Mm(30)
    size = Pt(min(40, int(paper.WIDTH.pt / (len(issuer) + 1))))
    name = section.first_page_header.paragraphs[0]
    paper.write(name, issuer, font=MARK, size=size, colour=RED, align=ALIGN.CENTER, exact=False)
    _double(name, "thickThinSmallGap", space=11)  # 4 mm
    _double(section.first_page_footer.paragraphs[0], "thinThickSmallGap", space=8)


def _double(paragraph: Paragraph, kind: str, *, space: int) -> None:
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = BESIDE
    border = paper.element("pBdr")
    border.append(paper.element("bottom", val=kind, sz=24, space=space, color="FF0000"))
    later = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
    paragraph._p.get_or_add_pPr().insert_element_before(border, *later)
