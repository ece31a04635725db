"""The minutes as the paper the office sends out (GB/T 9704)."""

from __future__ import annotations

from datetime import date

from shangliang.kernel import documents
from shangliang.kernel.text import official
from shangliang.modules.minutes import queries
from shangliang.modules.minutes.models import Minutes, Section


@official()
def paper(minutes: Minutes, *, on: date) -> bytes:
    """The .docx: what is settled, else a draft that says so (2 queries)."""
    gathering = minutes.gathering
    settled = minutes.state in {"settled", "kept"}
    title = f"{gathering.title}纪要" + ("" if settled else "（征求意见稿）")
    offices = "、".join(
        dict.fromkeys(c.responsible.name for c in gathering.consensus.select_related("responsible"))
    )
    return documents.red_head(
        title,
        number=gathering.number,
        issuer=gathering.unit.name,
        masthead="协商纪要",
        sections=_sections(minutes),
        copies_to=offices,
        date=on,
    )


def _sections(minutes: Minutes) -> list[documents.Part]:
    rows = queries.rows(queries.items(minutes))
    found: list[documents.Part] = []
    number = 0
    for value, label in Section.choices:
        mine = [row for row in rows if row["section"] == value]
        if not mine:
            continue
        found.append(documents.Heading(f"{'一二三四五六七八九十'[number]}、{label}"))
        number += 1
        for place, row in enumerate(mine, start=1):
            found.append(f"（{place}）{queries.line_of(row)}")
            found += [queries.stated(kept) for kept in row["kept"]]
    return found
