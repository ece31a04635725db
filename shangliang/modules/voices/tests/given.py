"""One thing more in the demo world."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from shangliang.kernel.access import PUBLIC
from shangliang.modules.voices import services
from shangliang.modules.voices.models import Call, Voice


def voice(
    world: Any, title: str = "文华社区 3 号楼没有电梯", at: datetime | None = None, **more: Any
) -> Voice:
    """A citizen's voice to the city's committee."""
    filled = {
        "body": "楼里住着 11 户老人，上下楼很难，希望加装电梯。", "source": "citizen", "actor": PUBLIC,
        "token": uuid.uuid4().hex, "place": world.units["shiqiao-wenhua"], **more,
    }  # fmt: skip
    unit = filled.pop("unit", world.units["yunchuan"])
    return services.raise_voice(unit, title=title, at=at or world.now, **filled)


def call(world: Any, **more: Any) -> Call:
    filled = {"title": "明年商量什么，请您出题", "body": "说说身边的难事。", **more}
    closes = filled.pop("closes_on", (world.now + timedelta(days=30)).date())
    unit = filled.pop("unit", world.units["yunchuan"])
    return services.open_call(unit, closes_on=closes, actor=world.actor("wang"), at=world.now, **filled)
