"""带下去: a meeting is taken along on a device while there is a network."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, params
from shangliang.kernel.access import Actor
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.kits.models import Kit
from shangliang.modules.people.services import person_of

TAKEN = ("noticed", "sitting")
MOST = 100  # kits of one person for one meeting: devices, and what was wiped and taken anew


@transaction.atomic
def take_along(gathering: Gathering, *, actor: Actor, at: datetime) -> Kit:
    """A kit for one device. Each device has its own; taking a meeting along again gives another one."""
    moves.must(gathering, "take_along", actor=actor)
    now = moves.held(gathering, no_key=True)
    if now.state not in TAKEN:
        raise moves.Stale(_("发了通知、还没有散会的才能带下去"), state=moves.label_of(now))
    if now.kits.filter(person=actor.person_id).count() >= MOST:
        raise moves.Refused(_("您已把这次协商带下去 %d 次，请用设备上原有的离线包") % MOST)
    days = int(params.value(gathering.unit.path, "kits.valid", calendar.day_of(at)))
    kit = Kit.objects.create(
        gathering=gathering, person=person_of(actor), taken_at=at, valid_until=at + timedelta(days=max(1, days)),
        starts_at=now.starts_at,
    )  # fmt: skip
    moves.record(gathering, "take_along", actor=actor, at=at, until=kit.valid_until.isoformat())
    return kit
