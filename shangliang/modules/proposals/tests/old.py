"""Tables of an older system, as people would save them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from shangliang.kernel import sheets
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import ProposalBatch
from shangliang.modules.proposals.services.past import Preview
from shangliang.modules.proposals.tests import given
from tests.world import World

HEAD = (
    "流水号", "案号", "类别", "分类号", "案由", "情况", "建议", "提案者", "联名", "种类", "状态码", "立案日期", "主办",
    "会办", "办理结果", "答复", "不立案原因",
)  # fmt: skip
FILED_ON = "2026-02-28"


def row(serial: int, code: str, **more: str) -> dict[str, str]:
    """One row; those that were filed get their numbers, those that were not a ground."""
    filed = code in {"5", "6", "-6", "7", "8", "9", "-9"}
    usual = {
        "流水号": str(serial), "案由": f"关于第 {serial} 件事的提案", "情况": "校门口车速快，家长反映强烈。",
        "建议": "1. 加装减速带；2. 安排人员疏导。", "提案者": "林晓梅", "状态码": code,
    }  # fmt: skip
    if filed:
        usual |= {"案号": str(serial), "类别": "交通旅游", "分类号": str(serial), "立案日期": FILED_ON}
    if code in {"-5", "98", "99", "100"}:
        usual["不立案原因"] = "内容空泛，没有具体建议"
    return {**usual, **more}


def content(*rows: dict[str, str], head: tuple[str, ...] = HEAD, encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, [*head, *(k for k in rows[0] if k not in head)], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def preview(world: World, *rows: dict[str, str], data: bytes | None = None, **more: Any) -> Preview:
    data = content(*rows, **more) if data is None else data
    session = given.session(world)
    return services.preview_proposals(
        session, sheet=sheets.read_bytes(data), name="旧系统.csv", content=data, at=world.now
    )


def commit(world: World, found: Preview, *, who: str = "wang") -> ProposalBatch:
    return services.commit_proposals(
        given.session(world), preview=found, actor=world.actor(who), at=world.now
    )


def bring(world: World, *rows: dict[str, str], who: str = "wang") -> ProposalBatch:
    return commit(world, preview(world, *rows), who=who)


def save(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "旧系统.csv"
    path.write_bytes(content(*rows))
    return path
