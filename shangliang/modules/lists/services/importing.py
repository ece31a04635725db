"""A table of concerns or of asks: first a preview that changes nothing, then everything in one transaction.

A row is new, the same as one already kept, or wrong, with the reason. The same file again adds nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, sheets
from shangliang.kernel.access import STEP, Actor
from shangliang.kernel.text import normal, without_contacts
from shangliang.modules.lists.models import Author, Campaign, DeptAsk, ListBatch, MemberConcern
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.people import queries as people
from shangliang.modules.people.models import Person

NEW, SAME, WRONG = "new", "same", "error"
CONCERNS, ASKS = "concerns", "asks"
CHUNK = 500  # rows between two steps of the progress bar
LONGEST = 10_000
DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S")
# What these columns are called; kernel.sheets knows the common ones.
NAMES: Mapping[str, Sequence[str]] = {
    "title": ("标题", "题目", "主题", "关注事项", "问计事项", "事项", "名称"),
    "present": ("现状", "现状问题", "存在问题", "背景", "情况", "背景情况", "内容"),
    "wish": ("建议", "对策建议", "意见建议", "想听什么", "问计内容", "需要的建议", "诉求"),
    "member": ("委员", "委员姓名", "提出人", "提出委员", "姓名"),
    "field": ("领域", "类别", "分类"),
    "department": ("涉及部门", "部门", "责任部门", "承办部门", "单位"),
    "deadline": ("截止", "截止日期", "应答截止", "期限"),
}
NEEDED = {CONCERNS: ("title", "present", "wish", "member"), ASKS: ("title", "wish", "department")}


@dataclass(frozen=True)
class Row:
    """One row of the file and what would become of it."""

    number: int
    state: str
    reason: str = ""
    title: str = ""
    present: str = ""
    wish: str = ""
    member: Person | None = None
    field: Field | None = None
    departments: tuple[Unit, ...] = ()
    deadline: date | None = None
    key: str = ""
    cells: dict[str, str] = made(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    what: str
    name: str
    sha256: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in (NEW, SAME, WRONG)}


@dataclass(frozen=True)
class Known:
    """Whom and what the cells may name: members by name, departments and fields by their names."""

    campaign: Campaign
    members: dict[str, list[Person]]
    units: dict[str, Unit]
    joined: set[int]
    fields: dict[str, Field]
    today: date


def preview_list(
    campaign: Campaign, *, what: str, sheet: sheets.Sheet, name: str, content: bytes, at: datetime
) -> Preview:
    """What importing this table would do. Raises kernel.sheets.SheetError when columns are missing."""
    columns = _columns(sheet, what)
    known = _known(campaign, at)
    rows = [_read(what, row, columns, known) for row in sheet.rows]
    sha = hashlib.sha256(content).hexdigest()
    return Preview(what, name, sha, tuple(sheet.headings), tuple(_without_same(what, rows)))


def _columns(sheet: sheets.Sheet, what: str) -> dict[str, str]:
    plain = {h: "".join(h.split()).rstrip("：:*＊") for h in sheet.headings}
    found: dict[str, str] = {}
    for field_name, names in NAMES.items():
        heading = next((h for n in names for h in plain if plain[h] == n and h not in found.values()), None)
        if heading is not None:
            found[field_name] = heading
    if missing := [n for n in NEEDED[what] if n not in found]:
        wanted = "；".join(f"“{'”或“'.join(NAMES[n][:3])}”" for n in missing)
        raise sheets.SheetError("columns", f"表头里缺少：{wanted}。现有：{'、'.join(sheet.headings)}。")
    return found


def _known(campaign: Campaign, at: datetime) -> Known:
    members: dict[str, list[Person]] = {}
    for m in people.members(campaign.unit.path):
        if m.person not in members.setdefault(m.person.name, []):
            members[m.person.name].append(m.person)
    units: dict[str, Unit] = {}
    for u in org.below(campaign.unit.path[:STEP]):
        units |= {u.name: u, u.short: u, u.code: u}
    fields = {f.name: f for f in org.fields(campaign.unit.path)}
    joined = set(campaign.departments.values_list("pk", flat=True))
    return Known(campaign, members, units, joined, fields, calendar.day_of(at))


def _read(what: str, row: sheets.Row, columns: dict[str, str], known: Known) -> Row:
    said = {name: normal(row.cells.get(heading, "")) for name, heading in columns.items()}
    departments, unknown = _units(said.get("department", ""), known)
    member, wrong_member = _member(said.get("member", ""), known)
    deadline, wrong_day = _deadline(said.get("deadline", ""), known)
    wrong = [
        _("缺标题") if not said["title"] else _("标题超过 120 字") if len(said["title"]) > 120 else "",
        _("缺“%s”") % columns["wish"] if not said["wish"] else "",
        _("内容超过 %d 字") % LONGEST if max(map(len, said.values())) > LONGEST else "",
        _("没有这个部门：%s") % unknown if unknown else "",
    ]
    if what == CONCERNS:
        wrong += [_("缺“%s”") % columns["present"] if not said["present"] else "", wrong_member]
        wrong.append(_("没有这个领域：%s") % said["field"] if _no_field(said, known) else "")
    else:
        wrong += [_wrong_department(departments, known), wrong_day]
    reason = _("；").join(w for w in wrong if w)
    parts = (
        what, str(known.campaign.pk), said["title"], said.get("present", ""), said["wish"],
        said.get("member", "") if what == CONCERNS else said.get("department", ""),
    )  # fmt: skip
    return Row(
        row.number, WRONG if reason else NEW, reason, said["title"], said.get("present", ""), said["wish"],
        member, known.fields.get(said.get("field", "")), departments, deadline,
        hashlib.sha256("\x1f".join(parts).encode()).hexdigest(), row.cells,
    )  # fmt: skip


def _no_field(said: Mapping[str, str], known: Known) -> bool:
    return bool(said.get("field")) and said["field"] not in known.fields


def _units(cell: str, known: Known) -> tuple[tuple[Unit, ...], str]:
    for mark in "，,；;/\n":
        cell = cell.replace(mark, "、")
    names = [n.strip() for n in cell.split("、") if n.strip()]
    unknown = _("、").join(n for n in names if n not in known.units)
    return tuple(dict.fromkeys(known.units[n] for n in names if n in known.units)), unknown


def _wrong_department(departments: Sequence[Unit], known: Known) -> str:
    if len(departments) != 1:
        return _("问计应写明一个部门")
    return "" if departments[0].pk in known.joined else _("“%s”没有参加这次活动") % departments[0]


def _member(name: str, known: Known) -> tuple[Person | None, str]:
    found = known.members.get(name, [])
    if not name:
        return None, _("缺委员姓名")
    if len(found) != 1:
        return None, (_("有几位委员叫%s，请用别的方式录入") if found else _("没有这位委员：%s")) % name
    return found[0], ""


def _deadline(cell: str, known: Known) -> tuple[date | None, str]:
    """An empty cell means until the matching ends."""
    if not cell:
        return known.campaign.match_until, ""
    for form in DAYS:
        try:
            day = datetime.strptime(cell, form).date()
        except ValueError:
            continue
        if day <= known.today:
            return None, _("截止日期已过：%s") % cell
        if day > known.campaign.act_until:
            return None, _("截止日期在活动结束以后：%s") % cell
        return day, ""
    return None, _("截止日期看不懂：%s（请写成 2026-06-30）") % cell


def _without_same(what: str, rows: Sequence[Row]) -> list[Row]:
    """Mark rows that are kept already, or that stand twice in the file (1 query a thousand rows)."""
    model: Any = MemberConcern if what == CONCERNS else DeptAsk
    keys = [r.key for r in rows]
    seen: set[str] = set()
    for start in range(0, len(keys), 1000):
        seen |= set(
            model.objects.filter(same_key__in=keys[start : start + 1000]).values_list("same_key", flat=True)
        )
    marked = []
    for row in rows:
        there = row.state == NEW and row.key in seen
        seen.add(row.key)
        marked.append(replace(row, state=SAME) if there else row)
    return marked


def _quietly(done: int, total: int) -> None:
    """Nobody watches the progress."""


@transaction.atomic
def commit_list(
    campaign: Campaign, *, preview: Preview, actor: Actor, at: datetime,
    progress: Callable[[int, int], None] = _quietly,
) -> ListBatch:  # fmt: skip
    """Keep every new row, all of them or none. `progress(done, total)` is told as it goes on."""
    moves.must(campaign, "import", actor=actor)
    # Two imports of one file at once: the second waits here, then finds every row kept.
    held = moves.held(campaign, "unit")
    if held.state == "closed":
        raise moves.Stale(_("活动已经结束"), state=moves.label_of(held))
    again = _without_same(preview.what, [r for r in preview.rows if r.state == NEW])
    rows = [r for r in again if r.state == NEW]
    counts = preview.counts
    batch = ListBatch.objects.create(
        campaign=held, what=preview.what, name=preview.name[:200], sha256=preview.sha256, added=len(rows),
        same=counts[SAME] + len(again) - len(rows), wrong=counts[WRONG], person_id=actor.person_id, at=at,
    )  # fmt: skip
    keep = _keep_concerns if preview.what == CONCERNS else _keep_asks
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        keep(batch, chunk, actor, at)
        progress(start + len(chunk), len(rows))
    moves.record(held, "import", actor=actor, at=at, what=preview.what, added=len(rows), batch_no=batch.pk)
    return batch


def _keep_concerns(batch: ListBatch, rows: Sequence[Row], actor: Actor, at: datetime) -> None:
    concerns = [
        MemberConcern(
            unit=batch.campaign.unit, campaign=batch.campaign, member=r.member, title=without_contacts(r.title),
            present=without_contacts(r.present), suggestion=without_contacts(r.wish), field=r.field,
            raised_at=at, batch=batch, same_key=r.key,
        )
        for r in rows
    ]  # fmt: skip
    begin_concerns(concerns, departments=[r.departments for r in rows], actor=actor, at=at, batch=batch.pk)


def begin_concerns(
    concerns: Sequence[MemberConcern], *, departments: Sequence[Sequence[Unit]], actor: Actor, at: datetime,
    batch: int,
) -> list[MemberConcern]:  # fmt: skip
    """Many new concerns at once, each with its author and departments (an import, the demo year): 5 statements."""
    saved = moves.begin_many(concerns, actor=actor, at=at, batch=batch)
    Author.objects.bulk_create(Author(concern=c, person_id=c.member_id) for c in saved)
    link = MemberConcern.departments.through
    link.objects.bulk_create(
        link(memberconcern_id=c.pk, unit_id=u.pk)
        for c, units in zip(saved, departments, strict=True)
        for u in units
    )
    return saved


def _keep_asks(batch: ListBatch, rows: Sequence[Row], actor: Actor, at: datetime) -> None:
    asks = [
        DeptAsk(
            unit=r.departments[0], campaign=batch.campaign, title=without_contacts(r.title),
            background=without_contacts(r.present), wanted=without_contacts(r.wish),
            deadline=r.deadline or batch.campaign.match_until,
            batch=batch, same_key=r.key,
        )
        for r in rows
    ]  # fmt: skip
    moves.begin_many(asks, actor=actor, at=at, batch=batch.pk)


def wrong_list_rows(preview: Preview) -> tuple[list[str], list[list[str]]]:
    """The wrong rows as a table that can be corrected and imported again: the file's own columns, then the reason."""
    reason = _("导入时的问题")
    headings = [h for h in preview.headings if h != reason]
    rows = [[*(r.cells.get(h, "") for h in headings), r.reason] for r in preview.rows if r.state == WRONG]
    return [*headings, reason], rows
