"""Rooms on the network: one open beside the room that sits today, one prepared, one closed with its recording."""

from __future__ import annotations

from django.db.models import Count

from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.remote import services as remote
from shangliang.modules.remote.models import RemoteSession
from shangliang.surfaces.demo.year.stage import Stage, fresh

DIAL_IN = "电话会议 0531-8888-0000，会议号 2026；也可以拨打会务组电话，由会务人员代念发言。"


def of_the_day(stage: Stage) -> None:
    """At the end of the year: three meetings of the city, if there are as many."""
    seated = Count("participants__person", distinct=True)
    city = Gathering.objects.select_related("unit").filter(unit__code="yunchuan")
    rooms = (
        city.annotate(seated=seated)
        .filter(state__in=["noticed", "sitting"], seated__gte=2)
        .order_by("-state", "pk")
    )
    for gathering, recorded in zip(rooms[:3], (False, True, True), strict=False):
        session = remote.plan(
            gathering,
            dial_in=DIAL_IN,
            recorded=recorded,
            actor=stage.actor("wang"),
            at=stage.at,
            token=stage.token(),
        )
        if gathering != rooms[1]:
            stage.move(session, "open", "wang")
            _come_in(stage, fresh(session))
    ending = RemoteSession.objects.filter(recorded=True, state="open").first()
    if ending:
        where = "市政协办公室档案柜，硬盘一块，秘书科保管到明年底。"
        remote.record(ending, where=where, actor=stage.actor("wang"), at=stage.at)
        stage.move(fresh(ending), "end", "wang")
    stage.settle()


def _come_in(stage: Stage, session: RemoteSession) -> None:
    guests = session.gathering.participants.exclude(person=None).select_related("person").order_by("pk")
    for number, guest in enumerate(guests[:4]):
        actor = stage.actor(guest.person.username)
        if session.recorded:
            remote.answer(session, says=number != 2, actor=actor, at=stage.at)
        remote.enter(session, actor=actor, at=stage.at)
