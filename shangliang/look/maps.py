"""The picture of an opinion map: hulls of the groups and a mark for everybody, told apart by shape before colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

SIDE = 1000  # of the square on which places are given
# One mark at (x, y) as a piece of an SVG path; a group is known by its shape. The rest repeat from the first.
SHAPES = (
    "M{x} {y}m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",  # disc
    "M{x} {y}m-8-8h16v16h-16z",  # square
    "M{x} {y}m0-11l11 19h-22z",  # triangle
    "M{x} {y}m0-12l12 12l-12 12l-12-12z",  # diamond
    "M{x} {y}m-3-10h6v7h7v6h-7v7h-6v-7h-7v-6h7z",  # cross
)
DOT = "M{x} {y}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"
ANSWERS = {1: "agree", 0: "pass", -1: "disagree", None: "none"}


@dataclass(frozen=True)
class Marks:
    """All marks of one look as one path. kind: how they are coloured; path: the SVG path."""

    kind: str
    path: str


@dataclass(frozen=True)
class Hull:
    """The outline of a group and where its name stands."""

    group: int
    points: str
    x: int
    y: int


@dataclass(frozen=True)
class Picture:
    """hulls, marks, the place of the one who looks (or None), and whether marks tell answers instead of groups."""

    hulls: tuple[Hull, ...]
    marks: tuple[Marks, ...]
    me: tuple[int, int] | None
    answered: bool


def group_name(group: int) -> str:
    """甲组, 乙组, …"""
    names = (_("甲组"), _("乙组"), _("丙组"), _("丁组"), _("戊组"))
    return names[group] if 0 <= group < len(names) else _("第 %d 组") % (group + 1)


def mark_path(group: int) -> str:
    """The shape of a group, in the middle of a square of 30: for the key beside the map."""
    return SHAPES[group % len(SHAPES)].format(x=15, y=15)


def picture(
    points: Sequence[tuple[int, int, int]], hulls: Sequence[Sequence[tuple[int, int]]], *,
    me: tuple[int, int, int] | None = None, answers: Sequence[int | None] = (),
) -> Picture:  # fmt: skip
    """points: (x, y, group) on a square of SIDE, group -1 for those in none. answers: what each of the points said,
    where the map shows one statement.
    """
    kinds: dict[str, list[str]] = {}
    for at, (x, y, group) in enumerate(points):
        kind = ANSWERS[answers[at]] if answers else f"g{group % len(SHAPES)}" if group >= 0 else "none"
        shape = SHAPES[group % len(SHAPES)] if group >= 0 else DOT
        kinds.setdefault(kind, []).append(shape.format(x=x, y=y))
    return Picture(
        tuple(_hull(g, edge) for g, edge in enumerate(hulls) if edge),
        tuple(Marks(kind, "".join(paths)) for kind, paths in sorted(kinds.items(), key=_faint_first)),
        me[:2] if me else None,
        bool(answers),
    )


def _faint_first(item: tuple[str, Iterable[str]]) -> tuple[bool, str]:
    return item[0] != "none", item[0]


def _hull(group: int, edge: Sequence[tuple[int, int]]) -> Hull:
    x, y = (round(sum(v) / len(edge)) for v in zip(*edge, strict=True))
    return Hull(group, " ".join(f"{a},{b}" for a, b in edge), x, y)
