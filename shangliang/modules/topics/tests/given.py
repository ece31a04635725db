"""One thing more in the demo world."""

from __future__ import annotations

from typing import Any

from shangliang.kernel import moves
from shangliang.modules.topics import services
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.tests import given as voices


def topic(world: Any, title: str = "老旧小区加装电梯", count: int = 2, **more: Any) -> Topic:
    """A candidate with some voices of different people."""
    raised = more.pop("voices", None)
    if raised is None:
        raised = [
            voices.voice(world, title=f"{title}（{n}）", device=f"phone-{title}-{n}") for n in range(count)
        ]
    filled = {
        "summary": "多位老人反映上下楼难。",
        "origin": "raised",
        "field": world.fields["城乡建设"],
        **more,
    }
    unit = filled.pop("unit", world.units["yunchuan"])
    return services.open_topic(
        unit, title=title, voices=raised, actor=world.actor("wang"), at=world.now, **filled
    )  # fmt: skip


def filed(world: Any, title: str = "老旧小区加装电梯", **more: Any) -> Topic:
    """A topic that has been scored and filed."""
    made = topic(world, title, **more)
    services.score(made, scale="doable", first=4, second=5, third=3, actor=world.actor("lin"), at=world.now)
    moves.make(made, "file", actor=world.actor("wang"), at=world.now)
    return made
