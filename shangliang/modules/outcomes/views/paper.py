"""How the text of a document is laid out: on the page as a preview, and as a red-head .docx (DOMAIN 7.1)."""

from __future__ import annotations

import re
from datetime import date

from shangliang.kernel import documents
from shangliang.modules.outcomes.models import Document

_FIRST = re.compile(r"^[一二三四五六七八九十]+、")
_SECOND = re.compile(r"^[（(][一二三四五六七八九十]+[）)]")
LONGEST_HEADING = 40


def parts(body: str) -> list[tuple[int, str]]:
    """Each line with its level: 1 “一、…”, 2 “（一）…”, 0 a paragraph, also when it is numbered but long."""
    found = []
    for raw in body.splitlines():
        line = raw.strip()
        if not line:
            continue
        short = len(line) <= LONGEST_HEADING and not line.endswith(("。", "；", "："))
        level = 1 if short and _FIRST.match(line) else 2 if short and _SECOND.match(line) else 0
        found.append((level, line))
    return found


def red_head(document: Document, *, today: date) -> bytes:
    """The document as .docx; a draft says so in place of its number."""
    recommendations = [
        f"{i}. {r.text}" for i, r in enumerate(document.recommendations.exclude(state="withdrawn"), start=1)
    ]
    sections: list[documents.Part] = [
        documents.Heading(line, level) if level else line for level, line in parts(document.body)
    ]
    if recommendations:
        sections += [documents.Annex("建议清单"), *recommendations]
    return documents.red_head(
        document.title, number=document.number or "（草稿，未编号）", issuer=document.unit.name,
        sections=sections, copies_to="", date=document.submitted_on or today, to=document.sent_to,
    )  # fmt: skip
