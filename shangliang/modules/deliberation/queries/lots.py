"""Questions about draws of lots."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from shangliang.analysis import lots
from shangliang.kernel.search import Found
from shangliang.modules.deliberation.models import ANNOUNCED, Draw

PROOFS = {
    "bound": _("已达到理论上限，没有更公平的办法"),
    "columns": _("上限达不到，已证明没有更公平的签表"),
    "gap": _("未能证明最优，与上限的差距见下"),
}


def found_draw(draw: Draw) -> Found | None:
    """What a searcher finds of a draw; nothing of one in preparation."""
    if draw.state not in ANNOUNCED:
        return None
    return Found(draw.title, draw.purpose, draw.public_url(), True, draw.entered_at)


@dataclass(frozen=True)
class QuotaLine:
    """One quota, how many of the pool have this, and how many of those drawn."""

    feature: str
    value: str
    low: int
    high: int
    pool: int
    drawn: int | None


@dataclass(frozen=True)
class DrawFace:
    """What a draw's page shows (no query)."""

    people: int
    panels: int
    lowest: float
    highest: float
    bound: float
    gap: float
    proof: Any
    without_chance: int
    quotas: list[QuotaLine]
    columns: tuple[str, ...]
    panel: list[tuple[str, tuple[str, ...]]]


def face_of_draw(draw: Draw) -> DrawFace:
    """Chances, quotas and, once drawn, the panel with what the pool's file says of each."""
    pool = lots.read_pool(draw.pool.encode())
    content = draw.lottery
    chances = [float(c) for c in content["probabilities"].values()]
    cells = dict(pool.people)
    drawn = set(draw.panel)
    marks = content["certificate"]
    return DrawFace(
        len(pool.people), len(content["lottery"]), min(chances), max(chances), marks["bound"], marks["eps"],
        PROOFS[marks["proof"]], sum(1 for c in chances if not c), [_line(q, pool, drawn) for q in content["quotas"]],
        pool.columns, [(who, cells[who]) for who in draw.panel],
    )  # fmt: skip


def _line(quota: dict[str, Any], pool: lots.Pool, drawn: set[str]) -> QuotaLine:
    at = pool.columns.index(quota["feature"])
    having = {who for who, cells in pool.people if cells[at] == quota["value"]}
    return QuotaLine(
        quota["feature"], quota["value"], quota["min"], quota["max"], len(having),
        len(having & drawn) if drawn else None,
    )  # fmt: skip


def published_draw(draw: Draw) -> dict[str, Any]:
    """The file that is published: the lottery, and the panel once it is drawn."""
    return lots.written(lots.read(draw.lottery), seed=draw.seed)


def panel_csv(draw: Draw) -> str:
    """Those drawn with all columns of the pool, for the office."""
    face, out = face_of_draw(draw), io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", *face.columns])
    writer.writerows([who, *cells] for who, cells in face.panel)
    return out.getvalue()
