"""The room: opened for a gathering, with its rules and its screen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.deliberation.models import HELD, Poll
from shangliang.modules.floor.models import Floor
from shangliang.modules.floor.services.holding import held
from shangliang.modules.gatherings.models import Gathering, Material
from shangliang.modules.people.models import Person

SHOWABLE = ("image/", "application/pdf")
MOST_PAGES = 500


def open_floor(gathering: Gathering, *, actor: Actor, at: datetime) -> Floor:
    """开放会场 before or during the meeting. Pressed twice, or by two, it is one room."""
    if there := _of(gathering):
        moves.must(there, "open", actor=actor)
        return there
    floor = Floor(unit=gathering.unit, gathering=gathering)
    mine = gathering.convener_id is not None and gathering.convener_id == actor.person_id
    if not (mine or moves.kind_of(Floor).policy.may_at(actor, "open", gathering.unit.path)):
        raise moves.NotAllowed(_("会场由政协办公室或召集人开放"))
    try:
        with transaction.atomic():
            # Held: a room opened beside the end of its meeting would never be closed.
            now = moves.held(gathering, no_key=True)
            if now.state not in {"noticed", "sitting"}:
                raise moves.Stale(_("发出通知以后、散会以前才能开放会场"), state=moves.label_of(now))
            moves.begin(floor, actor=actor, at=at, gathering=gathering.pk)
    except IntegrityError:
        there = _of(gathering)
        if there is None:
            raise
        return there
    return floor


def _of(gathering: Gathering) -> Floor | None:
    return Floor.objects.select_related("unit", "gathering").filter(gathering=gathering).first()


def start(floor: Floor, *, actor: Actor, at: datetime) -> None:
    """开会, from the room in which it is then led. Pressed twice, the meeting has begun."""
    now = Gathering.objects.select_related("unit").get(pk=floor.gathering_id)
    if now.state != "sitting":
        moves.make(now, "start", actor=actor, at=at)


@transaction.atomic
def arrange(
    floor: Floor, *, minutes: int, alternate: bool, screened: bool, actor: Actor, at: datetime,
    stenographer: Person | None = None,
) -> None:  # fmt: skip
    """How long each may speak, whether groups take turns, whether questions are looked at first, who takes notes."""
    now = held(floor, "arrange", actor=actor)
    if not 1 <= minutes <= 60:
        raise moves.Refused(_("每人发言 1 到 60 分钟"))
    wanted: dict[str, Any] = {
        "minutes": minutes, "alternate": alternate, "screened": screened,
        "stenographer_id": stenographer.pk if stenographer else None,
    }  # fmt: skip
    if all(getattr(now, name) == value for name, value in wanted.items()):
        return
    Floor.objects.filter(pk=now.pk).update(**wanted)
    moves.record(now, "arrange", actor=actor, at=at, **wanted)
    floor.refresh_from_db()


@transaction.atomic
def show_on_screen(
    floor: Floor, *, shows: str, actor: Actor, at: datetime, poll: Poll | None = None,
    material: Material | None = None, page: int = 1,
) -> None:  # fmt: skip
    """What the hall sees on the common screen from now on."""
    now = held(floor, "screen", actor=actor)
    if shows not in Floor.Shows.values:
        raise moves.Refused(_("大屏幕上没有这一项"))
    poll = poll if shows == Floor.Shows.POLL else None
    material = material if shows == Floor.Shows.MATERIAL else None
    if shows == Floor.Shows.POLL and (
        poll is None or poll.gathering_id != now.gathering_id or poll.state not in HELD
    ):
        raise moves.Refused(_("请选本次协商已经开始的投票"))
    if shows == Floor.Shows.MATERIAL:
        _showable(now, material, page)
    wanted: dict[str, Any] = {
        "shows": shows, "poll_id": poll.pk if poll else None, "material_id": material.pk if material else None,
        "page": page if material else 1,
    }  # fmt: skip
    if all(getattr(now, name) == value for name, value in wanted.items()):
        return
    Floor.objects.filter(pk=now.pk).update(**wanted)
    moves.record(now, "screen", actor=actor, at=at, **wanted)
    floor.refresh_from_db()


def _showable(floor: Floor, material: Material | None, page: int) -> None:
    if material is None or material.gathering_id != floor.gathering_id or material.file is None:
        raise moves.Refused(_("请选本次协商存入的材料"))
    if not material.file.media_type.startswith(SHOWABLE):
        raise moves.Refused(_("大屏幕只能放图片和 PDF，请把“%s”另存为 PDF 再存入") % material.title)
    if not 1 <= page <= MOST_PAGES:
        raise moves.Refused(_("没有第 %d 页") % page)
