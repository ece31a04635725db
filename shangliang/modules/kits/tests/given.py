"""A kit in a village room, and what comes back from it."""

from __future__ import annotations

import base64
import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given
from shangliang.modules.kits import services
from shangliang.modules.kits.models import Kit
from tests.world import World

HOUR = timedelta(hours=1)


def kit(
    world: World, gathering: Gathering | None = None, who: str = "wang", at: datetime | None = None
) -> Kit:
    """Taken along in the morning, while there was a network."""
    gathering = gathering or given.sitting(world)
    return services.take_along(gathering, actor=world.actor(who), at=at or given.the_day(world))


def now(world: World, hours: float = 1) -> datetime:
    """The room is that many hours behind the beginning."""
    return given.the_day(world) + hours * HOUR


def entry(
    world: World, kind: str, content: dict[str, Any] | None = None, *, hours: float = 1, number: UUID | None = None,
) -> services.Sent:  # fmt: skip
    on = now(world, hours)
    return services.Sent(
        number or uuid4(), kind, content or {}, services.noted_of(on, ahead=0, since=on, at=on)
    )


def back(
    world: World, taken: Kit, *entries: services.Sent, who: str = "wang", hours: float = 5
) -> list[services.Result]:
    """The network is there again."""
    return services.receive(
        Kit.objects.select_related("gathering", "person").get(pk=taken.pk), entries=entries,
        actor=world.actor(who), at=now(world, hours),
    )  # fmt: skip


def states(found: list[services.Result]) -> list[str]:
    return [r.state for r in found]


def picture(colour: str = "teal") -> str:
    """A small photograph, as a device sends it."""
    stream = io.BytesIO()
    Image.new("RGB", (24, 16), colour).save(stream, "JPEG")
    return base64.b64encode(stream.getvalue()).decode()


def spoken(
    taken: Kit, capacity: str = "member", text: str = "费用按楼层递增分摊。", **more: Any
) -> dict[str, Any]:
    return {"participant": taken.gathering.participants.get(capacity=capacity).pk, "text": text, **more}
