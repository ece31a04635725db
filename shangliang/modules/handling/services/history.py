"""Bringing in replies of the time before: examined as they come, kept once, wrong rows given back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.analysis import delays, replies
from shangliang.analysis.replies import Exchange, Finding
from shangliang.kernel import days, journal, moves, sheets
from shangliang.kernel.access import Actor
from shangliang.kernel.text import normal
from shangliang.modules.handling.models import PastReply
from shangliang.modules.org.models import Unit

COLUMNS = ("id", "body", "reply"), ("title", "at", "reply_at", "department")
LONGEST = 20000
OLDEST = date(1949, 1, 1)


@dataclass(frozen=True)
class Brought:
    """What became of a file. wrong: row number, what is wrong, its cells."""

    added: int
    same: int
    wrong: tuple[tuple[int, str, dict[str, str]], ...]


@transaction.atomic
def bring_in(unit: Unit, *, sheet: sheets.Sheet, content: bytes, actor: Actor, at: datetime) -> Brought:
    """Every good row is examined and kept; one that is there already stays as it is.

    Raises kernel.sheets.SheetError when columns are missing.
    """
    if not any(
        s.role in {"dispatcher", "secretary"} and unit.path.startswith(s.path) for s in actor.seats if s.path
    ):
        raise moves.NotAllowed(_("历史办理由督查室或政协办公室导入"))
    columns = sheets.require(sheet, *map(list, COLUMNS))
    good: dict[str, tuple[Exchange, str]] = {}
    wrong = []
    for row in sheet.rows:
        cells = {name: row.cells.get(heading, "") for name, heading in columns.items()}
        if fault := _fault(cells, good):
            wrong.append((row.number, fault, row.cells))
        else:
            good[cells["id"].strip()] = _exchange(cells), cells.get("department", "").strip()[:120]
    there = set(PastReply.objects.filter(unit=unit, ref__in=good).values_list("ref", flat=True))
    seal = hashlib.sha256(content).hexdigest()
    listed = {day: works for day, (works, _name) in days.national().items()}
    found = {f.id: f for f in replies.examine([e for e, _by in good.values()], listed=listed)}
    new = [_past(unit, e, by, found[ref], seal) for ref, (e, by) in good.items() if ref not in there]
    PastReply.objects.bulk_create(new, batch_size=500)
    if new:
        journal.write([
            journal.entry_of(
                root=unit.path[:4], kind="past_reply", ref=seal[:40], verb="bring_in", actor=actor, at=at,
                facts={"unit": unit.code, "added": len(new), "same": len(there), "wrong": len(wrong), "sha256": seal},
            )
        ])  # fmt: skip
    return Brought(len(new), len(there), tuple(wrong))


def _fault(cells: dict[str, str], earlier: dict[str, tuple[Exchange, str]]) -> str:
    ref = cells["id"].strip()
    if not ref:
        return _("缺编号")
    if len(ref) > 80:
        return _("编号超过 80 字")
    if not (normal(cells["body"]) or normal(cells.get("title", ""))):
        return _("缺来信内容")
    if max(len(cells["body"]), len(cells["reply"])) > LONGEST:
        return _("内容超过 %d 字") % LONGEST
    if ref in earlier and earlier[ref][0] != _exchange(cells):
        return _("编号和前面的一行相同，内容不同")
    return ""


def _exchange(cells: dict[str, str]) -> Exchange:
    return Exchange(
        cells["id"].strip(), cells.get("title", ""), cells["body"], cells["reply"], cells.get("at", ""),
        cells.get("reply_at", ""),
    )  # fmt: skip


def _past(unit: Unit, e: Exchange, by: str, finding: Finding, seal: str) -> PastReply:
    asked, replied = _day(e.asked), _day(e.replied)
    return PastReply(
        unit=unit, ref=e.id, title=(normal(e.title) or normal(e.body))[:300], body=e.body.strip(), by=by,
        text=e.reply.strip(), asked_on=asked, replied_on=replied, days=finding.days,
        working_days=finding.working_days, empty=finding.empty, answers=finding.answers,
        why=[[str(b.reason), list(b.terms)] for b in finding.because], batch=seal,
    )  # fmt: skip


def _day(words: str) -> date | None:
    found = delays.day(words)
    return found if found and found >= OLDEST else None


def wrong_rows(brought: Brought) -> Iterator[list[str]]:
    """The wrong rows as they came, each with its number and what is wrong."""
    for number, fault, cells in brought.wrong:
        yield [str(number), fault, *cells.values()]
