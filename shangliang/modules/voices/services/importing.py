"""A file of voices: first a preview that changes nothing, then everything in one transaction.

A row is new, the same as one already kept, similar to another (kept, and shown together on the screening board),
or wrong, with the reason. The same file again adds nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shangliang.analysis import similar
from shangliang.kernel import moves, sealed, sheets, text
from shangliang.kernel.access import Actor
from shangliang.modules.org.models import Unit
from shangliang.modules.voices.models import ImportBatch, Voice

NEW, SAME, SIMILAR, WRONG = "new", "same", "similar", "error"
KEPT = (NEW, SIMILAR)
CHUNK = 250  # rows between two steps of the progress bar
COMPARED = 5000  # most recent voices a file is compared with
OLDEST = 1949  # a year before this is a slip of the keyboard
FORMATS = (
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d",
    "%Y-%m-%d",
    "%Y年%m月%d日",
)


@dataclass(frozen=True)
class Row:
    """One row of the file and what would become of it. `like` names what it is the same as or similar to."""

    number: int
    state: str
    reason: str = ""
    like: str = ""
    title: str = ""
    body: str = ""
    place: str = ""
    person: str = ""
    raised_at: datetime | None = None
    key: str = ""
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    name: str
    sha256: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in (NEW, SAME, SIMILAR, WRONG)}


def preview(unit: Unit, *, sheet: sheets.Sheet, name: str, content: bytes, at: datetime) -> Preview:
    """What importing this table would do. Raises kernel.sheets.SheetError when columns are missing."""
    columns = sheets.require(sheet, ["title", "body"], ["id", "place", "person", "at"])
    rows = [_read(unit, row, columns, at) for row in sheet.rows]
    rows = _without_same(rows)
    rows = _with_similar(unit, rows)
    return Preview(name, hashlib.sha256(content).hexdigest(), tuple(sheet.headings), tuple(rows))


def _read(unit: Unit, row: sheets.Row, columns: dict[str, str], at: datetime) -> Row:
    said = {name: row.cells.get(heading, "") for name, heading in columns.items()}
    title, body = text.normal(said["title"]), text.normal(said["body"])
    raised_at, wrong = _moment(said.get("at", ""), at)
    if not title:
        wrong = _("缺标题")
    elif not body:
        wrong = _("缺内容")
    elif len(title) > 200:
        wrong = _("标题超过 200 字")
    elif len(body) > 10000:
        wrong = _("内容超过 10000 字")
    parts = (unit.path, said.get("id", ""), title, body, said.get("person", ""), said.get("at", ""))
    key = hashlib.sha256("\x1f".join(("import", *parts)).encode()).hexdigest()
    return Row(
        row.number, WRONG if wrong else NEW, wrong, "", title, body, text.normal(said.get("place", ""))[:120],
        said.get("person", "").strip(), raised_at, key, row.cells,
    )  # fmt: skip


def _moment(said: str, at: datetime) -> tuple[datetime | None, str]:
    """When it was raised, and what is wrong with the cell. An empty cell means now."""
    said = said.strip()
    if not said:
        return at, ""
    for form in FORMATS:
        try:
            moment = timezone.make_aware(datetime.strptime(said, form))
        except ValueError:
            continue
        if moment.year < OLDEST:
            return None, _("时间太早：%s") % said
        return (moment, "") if moment <= at else (None, _("时间在将来：%s") % said)
    return None, _("时间看不懂：%s（请写成 2026-03-02 14:30）") % said


def _without_same(rows: Sequence[Row]) -> list[Row]:
    """Mark rows that are kept already, or that stand twice in the file (1 query a thousand rows)."""
    keys = [r.key for r in rows]
    kept: dict[str, int] = {}
    for start in range(0, len(keys), 1000):
        found = Voice.objects.filter(same_key__in=keys[start : start + 1000]).values_list("same_key", "pk")
        kept.update(found)
    seen: dict[str, int] = {}
    marked = []
    for row in rows:
        like = ""
        if row.state == NEW and row.key in kept:
            like = _("来声 %d") % kept[row.key]
        elif row.state == NEW and row.key in seen:
            like = _("第 %d 行") % seen[row.key]
        seen.setdefault(row.key, row.number)
        marked.append(replace(row, state=SAME, like=like) if like else row)
    return marked


def _with_similar(unit: Unit, rows: Sequence[Row]) -> list[Row]:
    """Mark new rows that are about the same matter as a voice of this unit or an earlier row."""
    recent = Voice.objects.filter(unit=unit, state__in=["received", "in_topic"]).order_by("-pk")[:COMPARED]
    names = {f"v{v.pk}": _("来声 %d") % v.pk for v in recent}
    messages = [similar.Message(f"v{v.pk}", v.title, v.body, v.place_text, v.head) for v in recent]
    for row in rows:
        if row.state == NEW:
            names[f"r{row.number}"] = _("第 %d 行") % row.number
            messages.append(similar.Message(f"r{row.number}", row.title, row.body, row.place, row.person))
    if len(messages) < 2:
        return list(rows)
    nearest: dict[str, str] = {}
    for pair in similar.rank(messages, top=5):
        if pair.same_topic and pair.id.startswith("r") and _earlier(pair.other_id, pair.id):
            nearest.setdefault(pair.id, pair.other_id)
    return [
        replace(row, state=SIMILAR, like=names[nearest[f"r{row.number}"]])
        if row.state == NEW and f"r{row.number}" in nearest
        else row
        for row in rows
    ]


def _earlier(other: str, mine: str) -> bool:
    return other.startswith("v") or int(other[1:]) < int(mine[1:])


def _quietly(done: int, total: int) -> None:
    """Nobody watches the progress."""


def commit(
    unit: Unit,
    *,
    preview: Preview,
    actor: Actor,
    at: datetime,
    progress: Callable[[int, int], None] = _quietly,
) -> ImportBatch:
    """Keep every new and similar row, all of them or none. `progress(done, total)` is told as it goes on."""
    if not moves.kind_of(Voice).policy.may_at(actor, "take", unit.path):
        raise moves.NotAllowed(_("您不能为“%s”导入来声") % unit)
    rows, counts = [r for r in preview.rows if r.state in KEPT], preview.counts
    with transaction.atomic():
        # Two imports of one file at once: the second waits here, then finds every row kept.
        moves.held(unit)
        there = set(
            Voice.objects.filter(same_key__in=[r.key for r in rows]).values_list("same_key", flat=True)
        )
        rows = [r for r in rows if r.key not in there]
        batch = ImportBatch.objects.create(
            unit=unit, name=preview.name[:200], sha256=preview.sha256, added=len(rows),
            same=counts[SAME] + len(there), wrong=counts[WRONG], person_id=actor.person_id, at=at,
        )  # fmt: skip
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            moves.begin_many(_voices(unit, chunk, batch), actor=actor, at=at, batch=batch.pk)
            progress(start + len(chunk), len(rows))
    return batch


def _voices(unit: Unit, rows: Sequence[Row], batch: ImportBatch) -> Iterator[Voice]:
    for row in rows:
        known = row.person and not set(row.person) & set("×*")
        yield Voice(
            unit=unit, place_text=row.place, batch=batch, source=Voice.Source.IMPORT, title=row.title, body=row.body,
            raised_at=row.raised_at or batch.at, receipt=text.code(), same_key=row.key, open_ok=False,
            head=sealed.mark("account", row.person) if known else "",
        )  # fmt: skip


def wrong_rows(preview: Preview) -> tuple[list[str], list[list[str]]]:
    """The wrong rows as a table that can be corrected and imported again: the file's own columns, then the reason."""
    reason = _("导入时的问题")
    headings = [h for h in preview.headings if h != reason]
    rows = [[*(r.cells.get(h, "") for h in headings), r.reason] for r in preview.rows if r.state == WRONG]
    return [*headings, reason], rows
