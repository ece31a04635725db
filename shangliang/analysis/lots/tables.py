"""Pool and quotas out of CSV files, and what must be true of them before lots are drawn.

Reading is kept so plain that `verify_draw.py` can do the same: UTF-8 or else GB18030; comma, semicolon or
tabulator, whichever the first line has first; blanks around a cell do not count; empty rows are left out.
"""

import csv
import io
from collections.abc import Sequence

from shangliang.analysis.lots.records import HOUSEHOLD, Pool, Quota
from shangliang.analysis.refusal import Refusal

_QUOTA_HEADS = ("feature", "value", "min", "max")


def read_pool(data: bytes, *, name: str = "POOL.csv") -> Pool:
    """The people of a table with a column `id`. Refusal names the line that is wrong."""
    head, rows = _table(data, name)
    if "id" not in head:
        raise Refusal(f"{name}：缺少 id 一列。", f"{name}: the column id is missing.")
    columns = tuple(sorted(column for column in head if column != "id"))
    at = [head.index(column) for column in columns]
    first = head.index("id")
    seen: dict[str, int] = {}
    people = []
    for line, cells in rows:
        who = cells[first]
        if not who:
            raise Refusal(f"{name} 第 {line} 行没有 id。", f"{name}, line {line}: there is no id.")
        if who in seen:
            raise Refusal(
                f"{name} 第 {line} 行的 id {who} 与第 {seen[who]} 行重复。",
                f"{name}, line {line}: the id {who} stands in line {seen[who]} already.",
            )
        seen[who] = line
        people.append((who, tuple(cells[k] for k in at), line))
    if not people:
        raise Refusal(f"{name}：表头下面没有内容。", f"{name}: there are no rows below the headings.")
    people.sort()
    return Pool(columns, tuple(p[:2] for p in people), tuple(p[2] for p in people))


def read_quotas(data: bytes, *, name: str = "QUOTAS.csv") -> tuple[Quota, ...]:
    """The quotas of a table feature,value,min,max, in canonical order. Refusal names the line that is wrong."""
    head, rows = _table(data, name)
    for wanted in _QUOTA_HEADS:
        if wanted not in head:
            raise Refusal(f"{name}：缺少 {wanted} 一列。", f"{name}: the column {wanted} is missing.")
    found: dict[tuple[str, str], tuple[int, Quota]] = {}
    for line, cells in rows:
        feature, value, low, high = (cells[head.index(wanted)] for wanted in _QUOTA_HEADS)
        for bound in (low, high):
            if not (bound.isascii() and bound.isdigit()):
                raise Refusal(
                    f"{name} 第 {line} 行：“{bound}”不是整数人数。",
                    f"{name}, line {line}: {bound!r} is not a whole number.",
                )
        if int(low) > int(high):
            raise Refusal(
                f"{name} 第 {line} 行：最少 {low} 人大于最多 {high} 人。",
                f"{name}, line {line}: the minimum {low} is above the maximum {high}.",
            )
        if (feature, value) in found:
            raise Refusal(
                f"{name} 第 {line} 行：{feature}={value} 与第 {found[feature, value][0]} 行重复。",
                f"{name}, line {line}: {feature} = {value} stands in line {found[feature, value][0]} already.",
            )
        found[feature, value] = line, Quota(feature, value, int(low), int(high))
    if not found:
        raise Refusal(f"{name}：表头下面没有内容。", f"{name}: there are no rows below the headings.")
    return tuple(sorted(quota for _, quota in found.values()))


def check(pool: Pool, quotas: Sequence[Quota], size: int) -> None:
    """Refusal when the quotas speak of what the pool does not know, or the pool is too small."""
    if not 1 <= size <= len(pool.people):
        raise Refusal(
            f"要抽 {size} 人，但名单里有 {len(pool.people)} 人。",
            f"{size} people are to be drawn from a pool of {len(pool.people)}.",
        )
    allowed: dict[str, set[str]] = {}
    for quota in quotas:
        allowed.setdefault(quota.feature, set()).add(quota.value)
    for feature, values in allowed.items():
        if feature not in pool.columns:
            raise Refusal(f"名单里没有“{feature}”这一列。", f"The pool has no column {feature}.")
        at = pool.columns.index(feature)
        for number, (who, cells) in enumerate(pool.people):
            if cells[at] not in values:
                raise Refusal(
                    f"名单第 {pool.where(number)} 行（{who}）：“{feature}”的值“{cells[at]}”不在名额要求里。",
                    f"Pool, line {pool.where(number)} ({who}): the value {cells[at]!r} of {feature} "
                    "is not in the quotas.",
                )
    if has_households(pool, quotas):
        at = pool.columns.index(HOUSEHOLD)
        homes = [cells[at] for _, cells in pool.people]
        most = len({home for home in homes if home}) + homes.count("")
        if size > most:
            raise Refusal(
                f"每户最多一人，名单里只有 {most} 户，抽不出 {size} 人。",
                f"At most one per household: the pool has {most} households, {size} people are asked for.",
            )


def has_households(pool: Pool, quotas: Sequence[Quota]) -> bool:
    """Whether at most one person per household is drawn: the pool has that column, and no quota uses it."""
    return HOUSEHOLD in pool.columns and all(quota.feature != HOUSEHOLD for quota in quotas)


def _table(data: bytes, name: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Headings, and (line, cells) of the filled rows, as many cells as there are headings."""
    text = _text(data, name)
    first = text.split("\n", 1)[0]
    mark = min((m for m in ",;\t" if m in first), key=first.index, default=",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error as wrong:
        raise Refusal(
            f"{name} 第 {reader.line_num} 行不是合格的 CSV：引号没有配对。",
            f"{name}, line {reader.line_num}: no proper CSV ({wrong}).",
        ) from wrong
    if not rows:
        raise Refusal(f"{name}：文件是空的。", f"{name}: the file is empty.")
    head = rows[0][1]
    if len(set(head)) < len(head) or "" in head:
        raise Refusal(f"{name}：表头有空白或重复。", f"{name}: a heading is empty or stands twice.")
    for line, cells in rows[1:]:
        if len(cells) != len(head):
            raise Refusal(
                f"{name} 第 {line} 行有 {len(cells)} 格，表头有 {len(head)} 格。",
                f"{name}, line {line}: {len(cells)} cells below {len(head)} headings.",
            )
    return head, rows[1:]


def _text(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as wrong:
            line = data[: wrong.start].count(b"\n") + 1
    raise Refusal(
        f"{name} 第 {line} 行不是 UTF-8 文字。请另存为“CSV UTF-8”。",
        f"{name}, line {line}: not UTF-8. Save it as CSV UTF-8.",
    )
