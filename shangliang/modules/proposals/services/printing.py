"""The proposal as the institution's paper (DOMAIN 1.7, 7.1)."""

from __future__ import annotations

from datetime import date

from shangliang.kernel import documents
from shangliang.modules.proposals import queries
from shangliang.modules.proposals.models import Proposal


def paper(proposal: Proposal, *, on: date) -> bytes:
    """The .docx, with its number in full once it is filed (5 queries)."""
    data = queries.sheet(proposal)
    sections: list[documents.Part] = [f"提案者：{data.proposers}"]
    if data.numbered:
        sections[0:0] = [f"分类：{data.category}　{data.timing}"]
    sections += [documents.Heading("一、情况与问题"), *data.situation]
    order = iter("二三")
    if data.reasons:
        sections += [documents.Heading(f"{next(order)}、分析"), *data.reasons]
    sections.append(documents.Heading(f"{next(order)}、建议"))
    sections += [f"{n}.{text}" for n, text in enumerate(data.suggestions, start=1)]
    sections += [f"联系：{data.contact}"] if data.contact else []
    return documents.red_head(
        data.title, number=data.number, issuer=proposal.unit.name, sections=sections, copies_to="",
        date=proposal.filed_on or on, masthead=data.masthead,
    )  # fmt: skip
