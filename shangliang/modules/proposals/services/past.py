"""A table of the system before this one, read row by row: what each would become. Nothing is changed here.

A row is new, the same as one already kept, a draft that stays behind, or wrong, with the reason.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import date, datetime

from django.utils.translation import gettext as _

from shangliang.analysis.numbered import points
from shangliang.kernel import calendar, sheets
from shangliang.kernel.access import STEP
from shangliang.kernel.text import listed, normal
from shangliang.modules.handling import queries as handling
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.people import queries as people
from shangliang.modules.people.models import Person, Role, Seat
from shangliang.modules.proposals import queries
from shangliang.modules.proposals.models import COLLECTIVE, Category, Proposal, Session

NEW, SAME, LEFT, WRONG = "new", "same", "left", "error"
SUBMITTED, FILED, NOT_FILED, ARCHIVED, DRAFT = "submitted", "filed", "not_filed", "archived", "draft"
LONGEST = 20_000
Kind = Proposal.Kind
Course = Proposal.Course
# 旧系统的状态码 (DOMAIN 1.3 [G1]): its words, and where the proposal stands here.
CODES: Mapping[str, tuple[str, str]] = {
    "1": ("暂存", DRAFT), "2": ("外网提交", SUBMITTED), "3": ("提交", SUBMITTED), "4": ("预审通过", SUBMITTED),
    "-4": ("预审退回", SUBMITTED), "5": ("立案", FILED), "-5": ("不立案", NOT_FILED), "6": ("已分理", FILED),
    "-6": ("分理退回", FILED), "7": ("待反馈", FILED), "8": ("已反馈", FILED), "9": ("归档", ARCHIVED),
    "-9": ("重新办理", FILED), "98": ("转用", NOT_FILED), "99": ("已转用", NOT_FILED), "100": ("不转用", NOT_FILED),
}  # fmt: skip
KINDS: Mapping[str, str] = {
    "个人": Kind.PERSONAL, "委员": Kind.PERSONAL, "联名": Kind.JOINT, "党派": Kind.PARTY, "团体": Kind.ORGANIZATION,
    "界别": Kind.SECTOR, "小组": Kind.GROUP, "联组": Kind.GROUP, "专委会": Kind.COMMITTEE, "专门委员会": Kind.COMMITTEE,
}  # fmt: skip
NAMES: Mapping[str, Sequence[str]] = {
    "serial": ("流水号", "序号"),
    "case": ("案号", "提案号"),
    "category": ("类别", "提案类别", "分类"),
    "category_no": ("分类号", "类内号"),
    "title": ("案由", "标题", "题目"),
    "situation": ("情况", "情况与问题", "情况和问题", "情况分析"),
    "reasons": ("分析", "原因分析"),
    "person": ("提案者", "第一提案人", "提案人"),
    "cosigners": ("联名", "联名人", "联名委员"),
    "kind": ("种类", "提案种类", "提案者类别"),
    "code": ("状态码", "状态", "提案状态"),
    "filed_on": ("立案日期",),
    "handed_on": ("提交日期", "提交时间"),
    "lead": ("主办", "主办单位", "承办单位"),
    "joint": ("会办", "会办单位"),
    "grade": ("办理结果", "结果类别"),
    "reply": ("答复", "答复内容", "复文"),
    "ground": ("不立案原因",),
}
NEEDED = ("serial", "title", "person", "code")
_SUGGESTION = re.compile(r"(?:具体|意见)?建议(?:[一二三四五六七八九十\d]|[(（]\d+[)）])*")


@dataclass(frozen=True)
class Row:
    """One row of the file and what would become of it. `hands` says whether departments get it anew."""

    number: int
    state: str
    reason: str = ""
    became: str = ""
    code: str = ""
    title: str = ""
    situation: str = ""
    reasons: str = ""
    suggestions: tuple[str, ...] = ()
    kind: str = ""
    drafter: Person | None = None
    collective: Unit | None = None
    cosigners: tuple[Person, ...] = ()
    serial: int = 0
    case: int | None = None
    category: Category | None = None
    category_no: int | None = None
    filed_on: date | None = None
    handed_on: date | None = None
    lead: Unit | None = None
    joint: tuple[Unit, ...] = ()
    by: str = ""
    grade: str = ""
    norm: str = ""
    reply: str = ""
    ground: str = ""
    ground_note: str = ""
    course: str = ""
    key: str = ""
    cells: dict[str, str] = made(default_factory=dict)

    @property
    def hands(self) -> bool:
        return self.state == NEW and self.became == FILED and self.lead is not None


@dataclass(frozen=True)
class Preview:
    session: Session
    name: str
    sha256: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in (NEW, SAME, LEFT, WRONG)}

    @property
    def becoming(self) -> dict[str, int]:
        """Where the new ones will stand; "handed": how many go to departments anew, whose clocks then run here."""
        new = [row for row in self.rows if row.state == NEW]
        found = Counter(row.became for row in new)
        states = {state: found[state] for state in (SUBMITTED, FILED, NOT_FILED, ARCHIVED)}
        return {**states, "handed": sum(row.hands for row in new)}


@dataclass(frozen=True)
class Known:
    """Whom and what the cells may name, read once (9 queries)."""

    session: Session
    today: date
    members: dict[str, list[Person]]
    units: dict[str, Unit]
    conveners: dict[int, Person]
    categories: dict[str, Category]
    grounds: dict[str, str]  # words or code → code
    norms: dict[str, str]  # letter → meaning, where it has only one


def preview_proposals(
    session: Session, *, sheet: sheets.Sheet, name: str, content: bytes, at: datetime
) -> Preview:
    """What importing this table would do. Raises kernel.sheets.SheetError when columns are missing."""
    columns, asked = _columns(sheet)
    known = _known(session, at)
    rows = [_read(row, columns, asked, known) for row in sheet.rows]
    sha = hashlib.sha256(content).hexdigest()
    return Preview(session, name, sha, tuple(sheet.headings), tuple(without_same(session, rows=rows)))


def _columns(sheet: sheets.Sheet) -> tuple[dict[str, str], list[str]]:
    """Field → heading; and the headings of suggestions, in their order."""
    plain = {h: "".join(h.split()).rstrip("：:*＊") for h in sheet.headings}
    asked = [h for h, said in plain.items() if _SUGGESTION.fullmatch(said)]
    found: dict[str, str] = {}
    for field_name, names in NAMES.items():
        heading = next((h for n in names for h in plain if plain[h] == n and h not in found.values()), None)
        if heading is not None:
            found[field_name] = heading
    if missing := [NAMES[n] for n in NEEDED if n not in found] + ([] if asked else [("建议",)]):
        wanted = "；".join(f"“{'”或“'.join(names)}”" for names in missing)
        raise sheets.SheetError("columns", f"表头里缺少：{wanted}。现有：{'、'.join(sheet.headings)}。")
    return found, asked


def _known(session: Session, at: datetime) -> Known:
    unit, today = session.unit, calendar.day_of(at)
    members: dict[str, list[Person]] = {}
    for m in people.members(unit.path):
        if m.person not in members.setdefault(m.person.name, []):
            members[m.person.name].append(m.person)
    units: dict[str, Unit] = {}
    for u in org.below(unit.path[:STEP]):
        units |= {u.name: u, u.short: u, u.code: u}
    seats = Seat.objects.on(today).filter(role=Role.CONVENER, unit__path__startswith=unit.path)
    conveners = {s.unit_id: s.person for s in seats.select_related("person").order_by("-pk")}
    categories = {c.name: c for c in Category.objects.filter(unit=unit)}
    grounds = queries.grounds(unit.path, today)
    norms = {g.code: g.norms[0] for g in handling.grades(unit.path, today)}
    return Known(
        session, today, members, units, conveners, categories,
        {**{words: code for code, words in grounds.items()}, **{code: code for code in grounds}}, norms,
    )  # fmt: skip


def _read(row: sheets.Row, columns: dict[str, str], asked: Sequence[str], known: Known) -> Row:
    said = {name: normal(row.cells.get(heading, "")) for name, heading in columns.items()}
    said = {name: said.get(name, "") for name in NAMES}
    code, unknown = _code(said["code"])
    texts = [normal(row.cells.get(heading, "")) for heading in asked]
    texts = [text for text in texts if text]
    read = Row(
        row.number, NEW, code=code, became=CODES[code][1] if code else "", title=said["title"],
        situation=said["situation"], reasons=said["reasons"], cells=row.cells,
        suggestions=tuple(points(texts[0]) if len(texts) == 1 else texts),
    )  # fmt: skip
    if read.became == DRAFT:
        return replace(read, state=LEFT, reason=_("原系统里的草稿，不导入"))
    wrong = [unknown, *_texts(said, texts)]
    for reader in (_numbers, _people, _departments, _decision):
        found, faults = reader(said, read, known)
        read = replace(read, **found)  # type: ignore[arg-type]
        wrong += faults
    reason = _("；").join(w for w in wrong if w)
    key = f"{known.session.pk}:{read.serial}"
    return replace(read, state=WRONG if reason else NEW, reason=reason, key=key)


def _code(cell: str) -> tuple[str, str]:
    """The old system's number as it was typed: "5", "－5", "5 立案", "立案"."""
    plain = unicodedata.normalize("NFKC", cell).replace("−", "-").replace("–", "-").strip()
    match = re.match(r"-?\d+", plain)
    code = match.group() if match else next((c for c, (words, _s) in CODES.items() if words == plain), "")
    if code in CODES:
        return code, ""
    known = listed(f"{c} {words}" for c, (words, _state) in CODES.items())
    return "", _("状态码“%(cell)s”不认识，可用：%(known)s") % {"cell": cell, "known": known}


def _texts(said: Mapping[str, str], texts: Sequence[str]) -> list[str]:
    longest = max(map(len, [*said.values(), *texts]))
    return [
        "" if said["title"] else _("缺案由"),
        _("案由超过 50 字") if len(said["title"]) > 50 else "",
        _("内容超过 %d 字") % LONGEST if longest > LONGEST else "",
    ]


Found = tuple[dict[str, object], list[str]]


def _numbers(said: Mapping[str, str], read: Row, known: Known) -> Found:
    wrong = []
    serial, case, within = (_whole(said[name]) for name in ("serial", "case", "category_no"))
    if not serial:
        wrong.append(_("流水号应为正整数：%s") % said["serial"] if said["serial"] else _("缺流水号"))
    handed, wrong_handed = _day(said["handed_on"], known)
    found: dict[str, object] = {"serial": serial or 0, "handed_on": handed}
    wrong.append(wrong_handed)
    if read.became not in {FILED, ARCHIVED}:
        if said["case"]:
            wrong.append(_("没有立案，却有案号 %s") % said["case"])
        return found, wrong
    filed_on, wrong_filed = _day(said["filed_on"], known)
    category = known.categories.get(said["category"])
    wrong += [
        "" if case else _("立案的要有案号（正整数）"),
        "" if within else _("立案的要有分类号（正整数）"),
        "" if category else _("没有这个类别：%s") % (said["category"] or "—"),
        wrong_filed or ("" if filed_on else _("立案的要有立案日期")),
    ]
    return {**found, "case": case, "category_no": within, "category": category, "filed_on": filed_on}, wrong


def _whole(cell: str) -> int | None:
    plain = unicodedata.normalize("NFKC", cell).strip().removeprefix("第").removesuffix("号")
    return int(plain) if plain.isascii() and plain.isdigit() and 0 < int(plain) < 2**31 else None


def _day(cell: str, known: Known) -> tuple[date | None, str]:
    if not cell:
        return None, ""
    match = re.fullmatch(
        r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d.*)?", unicodedata.normalize("NFKC", cell)
    )
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        return None, _("日期看不懂：%s（请写成 2026-06-30）") % cell
    return (day, "") if day <= known.today else (None, _("日期还没有到：%s") % cell)


def _people(said: Mapping[str, str], read: Row, known: Known) -> Found:
    """Who brought it: members by name, a body by its name and with the person who convenes it now."""
    named = [n for n in re.split(r"[、，,；;\s]+", said["cosigners"]) if n]
    kind = _kind(said["kind"], bool(named))
    if kind is None:
        return {}, [_("提案种类不认识：%s") % said["kind"]]
    wrong: list[str] = []
    found: dict[str, object] = {"kind": kind}
    if kind in COLLECTIVE:
        unit = known.units.get(said["person"])
        head = known.conveners.get(unit.pk) if unit else None
        found |= {"collective": unit, "drafter": head}
        if unit is None:
            wrong.append(_("没有这个单位：%s") % (said["person"] or "—"))
        elif head is None:
            wrong.append(_("“%s”没有召集人，提案没有人接续") % unit)
    else:
        found["drafter"], fault = _member(said["person"], known)
        wrong.append(fault)
    others = [_member(name, known) for name in named]
    wrong += [fault for _person, fault in others]
    people_ = [p for p, _fault in others if p and p != found["drafter"]]
    return {**found, "cosigners": tuple(dict.fromkeys(people_))}, wrong


def _kind(cell: str, joint: bool) -> str | None:
    plain = cell.removesuffix("提案")
    if not plain or KINDS.get(plain) == Kind.PERSONAL:
        return Kind.JOINT if joint else Kind.PERSONAL
    return KINDS.get(plain) or KINDS.get(plain.removeprefix("委员"))


def _member(name: str, known: Known) -> tuple[Person | None, str]:
    found = known.members.get(name, [])
    if not name:
        return None, _("缺提案者")
    if len(found) != 1:
        return None, (_("有几位委员叫%s，请用别的方式录入") if found else _("没有这位委员：%s")) % name
    return found[0], ""


def _departments(said: Mapping[str, str], read: Row, known: Known) -> Found:
    """Those that get it anew must be there; those that answered long ago only keep their names."""
    names = {
        part: [n for n in re.split(r"[、，,；;/\n]+", said[part]) if n.strip()] for part in ("lead", "joint")
    }
    by = listed(n.strip() for n in (*names["lead"], *names["joint"]))[:300]
    grade = said["grade"][:60]
    letter = re.match(r"[A-Za-z]", grade)
    norm = known.norms.get(letter.group().upper() if letter else grade, "")
    found: dict[str, object] = {"by": by, "grade": grade, "norm": norm, "reply": said["reply"]}
    if read.became != FILED:
        return found, []
    units = {part: [known.units.get(n.strip()) for n in held] for part, held in names.items()}
    missing = [n for part, held in names.items() for n, u in zip(held, units[part], strict=True) if u is None]
    wrong = [_("没有这个单位：%s") % listed(missing)] if missing else []
    every = [u for held in units.values() for u in held if u]
    if len(units["lead"]) > 1:
        wrong.append(_("主办应写一个单位；其余写在会办里"))
    if len({u.pk for u in every}) < len(every):
        wrong.append(_("同一个单位只能写一次"))
    lead = units["lead"][0] if units["lead"] else None
    if lead and not read.suggestions:
        wrong.append(_("没有建议，不能交给承办单位"))
    return {**found, "lead": lead, "joint": tuple(u for u in units["joint"] if u)}, wrong


def _decision(said: Mapping[str, str], read: Row, known: Known) -> Found:
    """Why it was not filed, in the words of the list of grounds, and where it went."""
    if read.became != NOT_FILED:
        missing = read.became in {SUBMITTED, FILED} and not read.suggestions
        return {}, [_("至少要有一条具体建议")] if missing else []
    ground = known.grounds.get(said["ground"], "")
    course = Course.BRIEF if read.code in {"98", "99"} else Course.RETURNED
    if ground:
        return {"ground": ground, "ground_note": said["ground"], "course": course}, []
    words = listed(w for w in known.grounds if w not in known.grounds.values())
    return {}, [
        _("不立案原因看不懂：%(cell)s；可写：%(known)s") % {"cell": said["ground"] or "—", "known": words}
    ]


def without_same(session: Session, *, rows: Sequence[Row]) -> list[Row]:
    """Mark rows that are kept already, and numbers that stand twice, here or in the file (1 query)."""
    held = Proposal.objects.filter(session=session)
    columns = ("legacy_key", "serial_no", "case_no", "category", "category_no")
    keys: set[str] = set()
    taken: set[tuple[str, object]] = set()
    for key, serial, case, category, within in held.values_list(*columns):
        keys.add(key or "")
        taken |= {("serial", serial), ("case", case), ("within", (category, within))}
    marked = []
    for row in rows:
        if row.state != NEW or row.key in keys:
            marked.append(replace(row, state=SAME) if row.state == NEW else row)
            continue
        category = row.category.pk if row.category else None
        mine: set[tuple[str, object]] = {("serial", row.serial)}
        if row.case:
            mine |= {("case", row.case), ("within", (category, row.category_no))}
        reason = _("；").join(_twice(name, number) for name, number in sorted(mine & taken, key=str))
        taken |= set() if reason else mine
        keys |= set() if reason else {row.key}
        marked.append(replace(row, state=WRONG, reason=reason) if reason else row)
    return marked


def _twice(name: str, number: object) -> str:
    words = {"serial": _("流水号"), "case": _("案号"), "within": _("分类号")}[name]
    shown = number[1] if isinstance(number, tuple) else number
    return _("%(name)s %(number)s 已经有了") % {"name": words, "number": shown}


def wrong_proposal_rows(preview: Preview) -> tuple[list[str], list[list[str]]]:
    """The wrong rows as a table that can be corrected and imported again: the file's own columns, then the reason."""
    reason = _("导入时的问题")
    headings = [h for h in preview.headings if h != reason]
    rows = [[*(r.cells.get(h, "") for h in headings), r.reason] for r in preview.rows if r.state == WRONG]
    return [*headings, reason], rows
