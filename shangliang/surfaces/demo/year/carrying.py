"""A meeting in a pavilion without network: taken along, noted on a telephone, brought back in the evening and later."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.kits import services as kits
from shangliang.modules.kits.models import Kit, Matter
from shangliang.surfaces.demo.year import enclosed
from shangliang.surfaces.demo.year.haste import undoing
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh

ROOM = "dogs"  # the matter whose meeting sat where there was no network
WHO = "wang"
Lines = Iterable[tuple[str, int, dict[str, Any]]]  # kind, minutes before it arrives, what it says


def _number(kit_or_phone: object, place: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"{kit_or_phone} {place}")


def taken(stage: Stage, gathering: Gathering, who: str = WHO) -> Kit:
    return kits.take_along(fresh(gathering), actor=stage.actor(who), at=stage.at)


def _sent(stage: Stage, name: str, lines: Lines, since: datetime) -> list[kits.Sent]:
    found = []
    for place, (kind, before, content) in enumerate(lines):
        on = stage.at - timedelta(minutes=before)
        noted = kits.noted_of(on, ahead=0, since=since, at=stage.at)
        found.append(kits.Sent(_number(name, place), kind, content, noted))
    return found


def _back(stage: Stage, kit: Kit, name: str, lines: Lines, who: str = WHO) -> None:
    again = Kit.objects.select_related("gathering", "person").get(pk=kit.pk)
    sent = _sent(stage, f"{kit.gathering.number} {name}", lines, again.taken_at)
    with undoing():
        kits.receive(again, entries=sent, actor=stage.actor(who), at=stage.at)


def back(stage: Stage, kit: Kit) -> None:
    """In the evening, when the telephone was in reach of the network again."""
    name = f"{kit.gathering.number} evening"
    came = {"entry": str(_number(name, 0))}
    picture = base64.b64encode(enclosed.photo("议事亭")).decode()
    lines: Lines = [
        ("person", 30, {"name": "柳师傅", "capacity": "stakeholder", "standing": "河边修车铺"}),
        ("sign_in", 30, {"participant": came}),
        ("opinion", 20, {"participant": came, "text": "修车铺门口可以放一个拾便箱，我顺手看着。"}),
        (
            "hands",
            12,
            {
                "question": "东角划作遛狗区，同意吗？",
                "options": ["同意", "不同意", "弃权"],
                "counts": [14, 2, 1],
            },
        ),
        ("photo", 5, {"title": "议事亭里的协商", "name": "ting.png", "data": picture}),
    ]
    _back(stage, kit, "evening", lines)
    stage.start(_late(stage, kit))


def _late(stage: Stage, kit: Kit) -> Story:
    """What had been left on the telephone came when the minutes were settled already: a person decides."""
    yield stage.at + timedelta(days=6)
    picture = base64.b64encode(enclosed.photo("小广场东角")).decode()
    member = kit.gathering.participants.filter(capacity="member").values_list("pk", flat=True)[0]
    lines: Lines = [
        ("photo", 8600, {"title": "散会后量东角", "name": "jiao.png", "data": picture}),
        ("opinion", 8610, {"participant": member, "text": "公告牌要写清楚钟点。"}),
    ]
    _back(stage, kit, "late", lines)
    yield stage.at + timedelta(days=1)
    for matter in Matter.objects.select_related("gathering", "carried", "file", "unit").filter(
        carried__kit=kit
    ):
        if matter.file:
            kits.take(matter, actor=stage.actor(WHO), at=stage.at)
        else:
            stage.move(matter, "set_aside", WHO, note="纪要已定，公告牌的钟点共识里已经写明。")


def of_the_day(stage: Stage) -> None:
    """In the room where people sit at this moment: the convener's device, and a telephone in the hall."""
    mine = Gathering.objects.select_related("unit", "convener").filter(unit__code="yunchuan", state="sitting")
    if (room := mine.exclude(convener=None).order_by("pk").first()) is None or room.convener is None:
        return
    who = room.convener.username
    kit = taken(stage, room, who)
    _back(
        stage,
        kit,
        "today",
        [("person", 0, {"name": "乔婶", "capacity": "grassroots", "standing": "5号楼"})],
        who,
    )
    signed = {"entry": str(_number("telephone", 0))}
    lines: Lines = [
        ("sign_in", 3, {"joining": True, "name": "曾伯", "standing": "3号楼"}),
        ("opinion", 1, {"participant": signed, "text": "架子别挡着一楼的窗。"}),
    ]
    sent = _sent(stage, "telephone", lines, stage.at - timedelta(hours=1))
    with undoing():
        kits.receive_from_phone(room, entries=sent, phone="telephone of the year", person=None, at=stage.at)
    stage.settle()
