"""A text that counts its points, cut into them: 一、二、 · （一）（二） · 1. 2. · （1）（2） · ① ② · 一是、二是."""

from __future__ import annotations

import re
from collections.abc import Callable

_HAN = "一二三四五六七八九十"
_RINGS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_START = r"(?:(?<=^)|(?<=[\n。；;！!：:]))[ \t\u3000]*"
# Words that only announce the points.
_ANNOUNCES = re.compile(r"[^。；;\n]{0,24}(?:建议|如下|以下)[^。；;\n]{0,8}[:：，,。]?")
MOST = 20


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("十" if tens == 1 else _HAN[tens - 1] + "十" if tens else "") + (_HAN[ones - 1] if ones else "")


_STYLES: tuple[Callable[[int], str], ...] = (
    lambda n: rf"{_han(n)}[、.．]",
    lambda n: rf"[（(]{_han(n)}[)）]",
    lambda n: rf"{n}(?:[、．]|\.(?!\d))",
    lambda n: rf"[（(]{n}[)）]",
    lambda n: _RINGS[n - 1],
    lambda n: rf"第?{_han(n)}(?:是|要)[，,]?",
)


def points(text: str) -> list[str]:
    """The points of a text in their order, without their marks; the whole as one where it counts none.

    The outermost count decides: the one whose first mark stands first. A count runs 1, 2, 3 … without a gap, each
    mark at the beginning of a line or sentence. Words before the first mark stay with the first point, unless they
    only announce the points.
    """
    text = text.strip()
    counts = [marks for style in _STYLES if len(marks := _marks(text, style)) > 1]
    if not text or not counts:
        return [text] if text else []
    marks = min(counts)
    ends = [start for start, _end in marks[1:]] + [len(text)]
    found = [text[end:stop].strip(" \t\u3000\n；;") for (_start, end), stop in zip(marks, ends, strict=True)]
    before = text[: marks[0][0]].strip()
    if before and not _ANNOUNCES.fullmatch(before):
        found[0] = f"{before}\n{found[0]}"
    return [point for point in found if point]


def _marks(text: str, style: Callable[[int], str]) -> list[tuple[int, int]]:
    """Where the marks 1, 2, 3 … of one style stand, one after the other."""
    found: list[tuple[int, int]] = []
    for number in range(1, MOST + 1):
        match = re.compile(_START + style(number)).search(text, found[-1][1] if found else 0)
        if match is None:
            break
        found.append(match.span())
    return found
