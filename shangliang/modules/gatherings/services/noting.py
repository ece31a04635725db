"""What was written down where there was no network, and came in later: when it was, and when it arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from shangliang.kernel.models import Entry
from shangliang.kernel.text import official
from shangliang.modules.gatherings.models import Gathering


@dataclass(frozen=True)
class Noted:
    """on: when it was noted, put right by what the device's clock was wrong by. device: what that clock said."""

    on: datetime
    device: datetime


def moment(at: datetime, noted: Noted | None) -> datetime:
    """When it happened: for what was noted without network, not when it arrived."""
    return noted.on if noted else at


def told(noted: Noted | None, *, at: datetime, more: str = "") -> dict[str, Any]:
    """What the journal keeps of it beside the act: a sentence, and both clocks."""
    if noted is None:
        return {}
    with official():
        said = _("没有网络时记于 %(on)s，%(at)s 送到") % {"on": _minute(noted.on), "at": _minute(at)}
    facts = {"noted_at": noted.on.isoformat(), "device_at": noted.device.isoformat()}
    return {"note": f"{said}{more}", **facts}


def _minute(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def done_since(gathering: Gathering, verb: str, noted: Noted | None, **facts: int) -> bool:
    """Whether somebody did this after it was noted: by when that one happened, not by when it arrived (1 query)."""
    if noted is None:
        return False
    wanted = {f"facts__{name}": value for name, value in facts.items()}
    rows = Entry.objects.filter(kind="gathering", ref=str(gathering.pk), verb=verb, **wanted)
    when = [
        datetime.fromisoformat(row["noted_at"]) if "noted_at" in row else at
        for at, row in rows.values_list("at", "facts")
    ]
    return any(one > noted.on for one in when)
