"""办理结果类别: the letters each place gives to results, and what they mean everywhere (DOMAIN 1.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shangliang.kernel import params
from shangliang.modules.handling.models.replies import Norm

# One line a letter: code, the place's own words, and the normal meanings it stands for.
GRADES = """A 已解决或基本解决 = solved
B 正在解决或列入规划 = in_progress planned
C 受条件限制，以后解决 = deferred
D 留作参考 = reference"""


@dataclass(frozen=True)
class Grade:
    """One letter of a place: "B", "正在解决或列入规划", the normal meanings it covers."""

    code: str
    label: str
    norms: tuple[str, ...]


def grades(path: str, on: date) -> list[Grade]:
    """The letters that hold in this unit on this day (1 query)."""
    return read(str(params.value(path, "handling.grades", on)))


def grade_of(path: str, norm: str, on: date) -> Grade | None:
    """The letter that this place gives to a result; None when its list has none for it (1 query)."""
    return next((g for g in grades(path, on) if norm in g.norms), None)


def choices(path: str, on: date) -> list[tuple[str, str]]:
    """Results to choose from, in the words of the place: norm → "B 正在解决或列入规划：列入计划" (1 query)."""
    found = []
    for grade in grades(path, on):
        for norm in grade.norms:
            more = _("：%s") % Norm(norm).label if len(grade.norms) > 1 else ""
            found.append((norm, f"{grade.code} {grade.label}{more}"))
    return found


def readable(words: str) -> str | None:
    """What is wrong with a list of letters, fit for people; None when it can be read."""
    try:
        read(words)
    except ValueError as wrong:
        return str(wrong)
    return None


def read(words: str) -> list[Grade]:
    """The list as the unit wrote it. Raises ValueError with words for people."""
    found = [_line(line) for line in words.splitlines() if line.strip()]
    norms = [norm for grade in found for norm in grade.norms]
    if not found:
        raise ValueError(_("至少要有一类"))
    if len({g.code for g in found}) < len(found) or len(set(norms)) < len(norms):
        raise ValueError(_("同一个代码或同一种语义只能出现一次"))
    return found


def _line(line: str) -> Grade:
    words, _equals, meant = line.partition("=")
    code, _space, label = words.strip().partition(" ")
    norms = tuple(meant.split())
    if not label.strip() or not norms or len(code) > 4 or len(label.strip()) > 60:
        raise ValueError(_("“%s”：应写成“代码 释义 = 规范语义”，如“A 已解决 = solved”") % line.strip())
    if unknown := [n for n in norms if n not in Norm.values]:
        raise ValueError(
            _("“%(norm)s”不是规范语义，可用的有：%(all)s")
            % {"norm": unknown[0], "all": " ".join(Norm.values)}
        )
    return Grade(code, label.strip(), norms)
