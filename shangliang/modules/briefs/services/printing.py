"""The brief as the institution's paper (DOMAIN 2.1, 7.1): its own masthead, its number, whom it goes to."""

from __future__ import annotations

from datetime import date

from shangliang.kernel import documents
from shangliang.modules.briefs import queries
from shangliang.modules.briefs.models import Brief


def paper(brief: Brief, *, on: date, named: bool = True) -> bytes:
    """The .docx; before it is issued a draft that says so in place of its number (6 queries)."""
    data = queries.sheet(brief, named=named)
    sections: list[documents.Part] = [documents.Heading("一、情况反映"), *data.situation]
    sections += [documents.Heading("二、意见建议"), *data.advice]
    sections += [f"反映人：{data.reporters}"] if data.reporters else []
    sections += [f"审稿：{data.reviewer}　签发：{data.signer}"] if data.signer else []
    return documents.red_head(
        data.title, number=data.number or "（编审稿，未编号）", issuer=brief.unit.name, sections=sections,
        copies_to=brief.copies_to, date=brief.issued_on or on, to=brief.sent_to,
        masthead=data.masthead,
    )  # fmt: skip
