"""Rooms on the network: one open beside the room that sits today, one prepared, one closed with its recording."""

from __future__ import annotations

from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.remote import services as remote
from shangliang.modules.remote.models import RemoteSession
from shangliang.surfaces.demo.year.stage import Stage, fresh

DIAL_IN = "电话会议 0531-8888-0000，会议号 2026；也可以拨打会务组电话，由会务人员代念发言。"


def of_the_day(stage: Stage) -> None:
    """At the end of the year: a trial that was recorded and the real one where people sit, one where they will."""
    city = Gathering.objects.select_related("unit").filter(unit__code="yunchuan").order_by("pk")
    if sitting := city.filter(state="sitting").first():
        trial = _opened(stage, sitting, recorded=True)
        where = "市政协办公室档案柜，硬盘一块，秘书科保管到明年底。"
        remote.record(trial, where=where, actor=stage.actor("wang"), at=stage.at)
        stage.move(fresh(trial), "end", "wang")
        _opened(stage, sitting, recorded=False)
    if coming := city.filter(state="noticed").first():
        _planned(stage, coming, recorded=True)
    stage.settle()


def _planned(stage: Stage, gathering: Gathering, *, recorded: bool) -> RemoteSession:
    return remote.plan(
        gathering, dial_in=DIAL_IN, recorded=recorded, actor=stage.actor("wang"), at=stage.at, token=stage.token()
    )  # fmt: skip


def _opened(stage: Stage, gathering: Gathering, *, recorded: bool) -> RemoteSession:
    session = _planned(stage, gathering, recorded=recorded)
    stage.move(session, "open", "wang")
    session = fresh(session)
    guests = gathering.participants.exclude(person=None).order_by("pk")
    for number, who in enumerate(guests.values_list("person__username", flat=True)[:4]):
        actor = stage.actor(who)
        if recorded:
            remote.answer(session, says=number != 1, actor=actor, at=stage.at)
        remote.enter(session, actor=actor, at=stage.at)
    return session
