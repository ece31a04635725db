from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.outcomes import queries, services
from shangliang.modules.outcomes.api.common import all_of, topic_of, units
from shangliang.modules.outcomes.models import LookBack, Recommendation

router = Router()


class LookBackOut(answers.StagedOut):
    topic_id: int
    round: int
    visit_on: date
    why: str
    notes: str
    finding: str


class LookBacksOut(answers.Page[LookBackOut]):
    pass


class LookBackIn(Schema):
    visit_on: date
    why: str


class RescheduleIn(Schema):
    visit_on: date
    note: str


class ConcludeIn(Schema):
    """`recommendations` go back to the departments; `again` opens the whole topic anew."""

    notes: str
    finding: str
    recommendations: list[int] = []
    again: bool = False


class WaitingOut(Schema):
    holder: str
    count: int
    days: int
    overdue: int


class StationOut(Schema):
    name: str
    label: str
    passed: int
    waiting: int
    days: int
    overdue: int
    holders: list[WaitingOut]


class LoopOut(Schema):
    total: int
    closed: int
    permille: int
    stations: list[StationOut]


class MeterOut(Schema):
    topics: LoopOut
    voices: LoopOut


class StopOut(Schema):
    name: str
    label: str
    place: str
    count: int
    holders: list[str]
    days: int


@router.get("/look-backs", response=LookBacksOut)
def look_backs_list(
    request: HttpRequest, state: str = "", topic: int = 0, cursor: str = "", limit: int = 50
) -> Any:
    rows = answers.reachable(request, LookBack).exclude(state="dropped")
    given = {"state": state, "topic_id": topic}
    return answers.sliced(rows.filter(**{k: v for k, v in given.items() if v}), cursor, limit)


@router.get("/look-backs/{int:pk}", response=LookBackOut)
def look_backs_get(request: HttpRequest, pk: int) -> LookBack:
    return answers.find(request, LookBack, pk)


@router.post("/topics/{int:pk}/look-backs", response={201: LookBackOut})
def look_backs_plan(request: HttpRequest, pk: int, data: LookBackIn) -> Status[LookBack]:
    return Status(201, services.plan_look_back(topic_of(request, pk), **data.dict(), **answers.by(request)))


@router.post("/look-backs/{int:pk}/reschedule", response=LookBackOut)
def look_backs_reschedule(request: HttpRequest, pk: int, data: RescheduleIn) -> LookBack:
    found = answers.find(request, LookBack, pk)
    services.reschedule(found, **data.dict(), **answers.by(request))
    return found


@router.post("/look-backs/{int:pk}/conclude", response=LookBackOut)
def look_backs_conclude(request: HttpRequest, pk: int, data: ConcludeIn) -> LookBack:
    found = answers.find(request, LookBack, pk)
    again = all_of(Recommendation.objects.filter(topic=found.topic_id), data.recommendations)
    content = data.dict(exclude={"recommendations"})
    services.conclude(found, **content, recommendations=again, **answers.by(request))
    return found


@router.get("/loop", response=MeterOut)
def loop_meter(request: HttpRequest, unit: str) -> queries.Meter:
    """闭环率 of a unit and all under it: how far topics and voices have come, where they wait."""
    path = units("", [unit])[0].path
    if not moves.kind_of(Recommendation).policy.may_at(answers.actor_of(request), "oversee", path):
        raise moves.NotAllowed(_("这个单位的闭环率不归您查看"))
    return queries.loop_meter(path, answers.by(request)["at"])


@router.get("/topics/{int:pk}/loop", response=list[StopOut])
def loop_topic(request: HttpRequest, pk: int) -> list[queries.Stop]:
    """The chain of one topic: passed, here, ahead; with whom it waits and for how many days."""
    return queries.loop_of(topic_of(request, pk), answers.by(request)["at"])
