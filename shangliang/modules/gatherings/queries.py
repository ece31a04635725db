"""Questions about gatherings. Each says what it costs."""

from __future__ import annotations

from shangliang.kernel.search import Found
from shangliang.modules.gatherings.models import Gathering


def found(gathering: Gathering) -> Found | None:
    if gathering.state == "cancelled":
        return None
    public = gathering.open_to_public and gathering.state != "preparing"
    body = f"{gathering.place} {gathering.minutes}" if public else gathering.place
    return Found(gathering.title, body, gathering.get_absolute_url(), public, gathering.entered_at)
