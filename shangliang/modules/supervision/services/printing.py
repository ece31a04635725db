"""监督意见书 as the institution's paper (DOMAIN 7.1)."""

from __future__ import annotations

from datetime import date

from shangliang.kernel import documents
from shangliang.modules.supervision import queries
from shangliang.modules.supervision.models import Supervision


def paper(supervision: Supervision, *, on: date) -> bytes:
    """The .docx; before it is sent a draft that says so in place of its number (2 queries)."""
    sections: list[documents.Part] = [documents.Heading("一、监督情况"), *_lines(supervision.opinion)]
    sections.append(documents.Heading("二、发现的问题和建议"))
    for number, finding in enumerate(queries.on_paper(supervision), start=1):
        sections.append(documents.Heading(f"（{number}）{finding.title}（{finding.department.short}）", 2))
        sections += [*_lines(finding.problem), *_lines(f"建议：{finding.advice}")]
    return documents.red_head(
        supervision.opinion_title or supervision.title, number=supervision.number or "（讨论稿，未编号）",
        issuer=supervision.unit.name, sections=sections, copies_to="", date=supervision.sent_on or on,
        to=supervision.opinion_to,
    )  # fmt: skip


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
