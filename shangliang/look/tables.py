"""The cells of a table, put together here: a page of 25 rows has hundreds, and each cost more as template code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from shangliang.look.shapes import Column

Cell = Callable[[Any, str], Any]
NOTHING = "—"
_CELL = Markup('<{0} class="{1}" data-label="{2}">')


def body(columns: Sequence[Column], rows: Iterable[Any], cell: Cell | None = None) -> Markup:
    """Rows of cells, the first of each heading its row. cell(row, name) gives what stands there, else row[name]."""
    made = [(c.name, _tag(c, n == 0), Markup("</th>" if n == 0 else "</td>")) for n, c in enumerate(columns)]
    parts: list[str] = []
    for row in rows:
        parts.append("<tr>\n")
        for name, (full, void), end in made:
            shown = escape(cell(row, name) if cell else row[name]).strip()
            parts += (void if shown == NOTHING else full, shown, end)
        parts.append("\n</tr>")
    return Markup("".join(parts))


def _tag(column: Column, first: bool) -> tuple[Markup, Markup]:
    """The opening tag of a cell, and the one for nothing, which phones leave out."""
    name = Markup('th scope="row"') if first else "td"
    every = (("numeric", column.numeric), ("wide", column.wide), ("short", column.short))
    kinds = [kind for kind, on in every if on]
    return tuple(_CELL.format(name, " ".join(more), column.label) for more in (kinds, [*kinds, "void"]))  # type: ignore[return-value]
