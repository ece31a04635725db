"""An election over projects with costs and one budget, as Pabulib files (.pb) describe it.

A file has three parts, META, PROJECTS and VOTES, with cells parted by semicolons. Votes are approvals, points
(scoring, cumulative) or a ranking (ordinal); a ranking counts as points: the longest allowed list has as many for its
first place, one less for the next, and so on.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property

import numpy as np

from shangliang.analysis.refusal import Refusal

_PARTS = ("META", "PROJECTS", "VOTES")
_POINTS = {"scoring", "cumulative", "choose-1-points"}
_RANKED = {"ordinal"}
_PLAIN = {"approval", "choose-1"}


@dataclass(frozen=True)
class Project:
    """A project; `selected` is what the file says was chosen in fact (None: it does not say)."""

    id: str
    cost: int
    name: str = ""
    selected: bool | None = None


@dataclass(frozen=True)
class Election:
    """Costs and budget in whole units, of which `unit` make one of the currency.

    `supporters[c]` are the numbers of the voters of project c, `worth[c]` what they give it (1, or points).
    """

    projects: tuple[Project, ...]
    budget: int
    voters: tuple[str, ...]
    supporters: tuple[np.ndarray, ...]
    worth: tuple[np.ndarray, ...]
    unit: int = 1
    meta: dict[str, str] = field(default_factory=dict)

    def votes(self, project: int) -> int:
        """Approvals or points in all."""
        return self._totals[project]

    @cached_property
    def _totals(self) -> list[int]:
        return [int(worth.sum()) for worth in self.worth]

    @cached_property
    def ranks(self) -> list[int]:
        """The published tie-break: more votes, then the lower cost, then the id. Lowest rank goes first."""
        order = sorted(
            range(len(self.projects)),
            key=lambda c: (-self.votes(c), self.projects[c].cost, natural(self.projects[c].id)),
        )
        return [place for _, place in sorted((c, place) for place, c in enumerate(order))]


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key by which p2 comes before p10."""
    return [
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in re.split(r"([0-9]+)", name)
        if part
    ] + [(-1, 0, name)]


def read(data: bytes, *, name: str = "FILE.pb") -> Election:
    """The election of a file. Refusal names the line that is wrong."""
    parts = _parts(data, name)
    meta = {cells[0].strip(): cells[1].strip() for _, cells in parts["META"] if len(cells) > 1}
    where = {cells[0].strip(): line for line, cells in parts["META"]}
    budget = _number(meta.get("budget", ""), name, where.get("budget", parts["META"][0][0]), "budget")
    costs, projects = _projects(parts["PROJECTS"], name)
    exponents = [n.normalize().as_tuple().exponent for n in (budget, *costs)]
    unit = 10 ** max(0, *(-e for e in exponents if isinstance(e, int)))
    ready = tuple(
        Project(p.id, int(cost * unit), p.name, p.selected) for p, cost in zip(projects, costs, strict=True)
    )
    voters, supporters, worth = _votes(parts["VOTES"], [p.id for p in projects], meta, name)
    return Election(ready, int(budget * unit), voters, supporters, worth, unit, meta)


Rows = list[tuple[int, list[str]]]


def _parts(data: bytes, name: str) -> dict[str, Rows]:
    """The rows of each part with the numbers of their lines; the first row of a part are its headings."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        raise Refusal(f"{name} 第 {line} 行不是 UTF-8 文字。", f"{name}, line {line}: not UTF-8.") from wrong
    parts: dict[str, Rows] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    rows: Rows | None = None
    try:
        for cells in reader:
            if len(cells) == 1 and cells[0].strip().upper() in _PARTS:
                rows = parts.setdefault(cells[0].strip().upper(), [])
            elif cells and rows is not None and any(map(str.strip, cells)):
                rows.append((reader.line_num, cells))
    except csv.Error as wrong:
        raise Refusal(
            f"{name} 第 {reader.line_num} 行无法读取。", f"{name}, line {reader.line_num}: {wrong}."
        ) from wrong
    for part in _PARTS:
        if len(parts.get(part, ())) < 2:
            raise Refusal(f"{name}：缺少 {part} 部分，或它是空的。", f"{name}: {part} is missing or empty.")
    return parts


def _number(text: str, name: str, line: int, what: str) -> Decimal:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0:
        raise Refusal(
            f"{name} 第 {line} 行：{what} “{text}”不是合格的数。",
            f"{name}, line {line}: {what} {text!r} is no proper number.",
        )
    return number


def _projects(rows: Rows, name: str) -> tuple[list[Decimal], list[Project]]:
    at = _headings(rows, ("project_id", "cost"), name)
    costs, found = [], []
    seen: set[str] = set()
    for line, cells in rows[1:]:
        who = _cell(cells, at["project_id"])
        if not who or who in seen:
            raise Refusal(
                f"{name} 第 {line} 行：项目编号“{who}”缺失或重复。",
                f"{name}, line {line}: the project id {who!r} is missing or stands twice.",
            )
        seen.add(who)
        cost = _number(_cell(cells, at["cost"]), name, line, "cost")
        if cost == 0:
            raise Refusal(f"{name} 第 {line} 行：费用为零。", f"{name}, line {line}: the cost is zero.")
        costs.append(cost)
        chosen = _cell(cells, at.get("selected"))
        found.append(Project(who, 0, _cell(cells, at.get("name")), chosen == "1" if chosen else None))
    return costs, found


def _votes(
    rows: Rows, ids: Sequence[str], meta: dict[str, str], name: str
) -> tuple[tuple[str, ...], tuple[np.ndarray, ...], tuple[np.ndarray, ...]]:
    kind = meta.get("vote_type", "approval").strip()
    if kind not in _POINTS | _RANKED | _PLAIN:
        raise Refusal(f"{name}：不认识的投票方式“{kind}”。", f"{name}: unknown vote_type {kind!r}.")
    needed = ("voter_id", "vote", "points") if kind in _POINTS else ("voter_id", "vote")
    at = _headings(rows, needed, name)
    number = {who: k for k, who in enumerate(ids)}
    longest = int(meta["max_length"]) if meta.get("max_length", "").isdigit() else len(ids)
    voters: list[str] = []
    voter, project, worth = [], [], []
    for line, cells in rows[1:]:
        chosen = [c for part in _cell(cells, at["vote"]).split(",") if (c := part.strip())]
        if unknown := next((c for c in chosen if c not in number), None):
            raise Refusal(
                f"{name} 第 {line} 行：没有项目“{unknown}”。", f"{name}, line {line}: no project {unknown!r}."
            )
        if len(set(chosen)) < len(chosen):
            raise Refusal(
                f"{name} 第 {line} 行：同一项目写了两次。",
                f"{name}, line {line}: a project stands twice in one vote.",
            )
        voter += [len(voters)] * len(chosen)
        project += [number[c] for c in chosen]
        if kind in _POINTS:
            worth += list(_points(_cell(cells, at["points"]), len(chosen), name, line))
        else:
            worth += [max(longest - k, 1) if kind in _RANKED else 1 for k in range(len(chosen))]
        voters.append(_cell(cells, at["voter_id"]))
    if twice := next((who for who, many in Counter(voters).items() if many > 1), None):
        raise Refusal(f"{name}：选票 {twice} 出现两次。", f"{name}: the voter {twice} stands twice.")
    return tuple(voters), *_by_project(voter, project, worth, len(ids))


def _points(text: str, many: int, name: str, line: int) -> Iterator[int]:
    """Whole points, as many as there are projects in the vote."""
    points = [p.strip() for p in text.split(",") if p.strip()]
    if len(points) != many or not all(p.isascii() and p.isdigit() for p in points):
        raise Refusal(
            f"{name} 第 {line} 行：分数“{text}”与所投项目不对应，或不是整数。",
            f"{name}, line {line}: the points {text!r} are not whole numbers, one a project.",
        )
    yield from map(int, points)


def _by_project(
    voter: list[int], project: list[int], worth: list[int], total: int
) -> tuple[tuple[np.ndarray, ...], tuple[np.ndarray, ...]]:
    """Supporters and what they give, by project; points of zero are no support."""
    who, what, much = (np.array(column, dtype=np.int64) for column in (voter, project, worth))
    who, what, much = who[much > 0], what[much > 0], much[much > 0]
    order = np.argsort(what, kind="stable")
    ends = np.searchsorted(what[order], np.arange(1, total))
    return tuple(np.split(who[order], ends)), tuple(np.split(much[order], ends))


def _headings(rows: Rows, needed: Sequence[str], name: str) -> dict[str, int]:
    line, head = rows[0]
    at = {title.strip(): k for k, title in enumerate(head)}
    for wanted in needed:
        if wanted not in at:
            raise Refusal(
                f"{name} 第 {line} 行：缺少 {wanted} 一列。",
                f"{name}, line {line}: the column {wanted} is missing.",
            )
    return at


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""
