"""One department in one supervision: what it was told, and telling it."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from shangliang.look import answers
from shangliang.modules.supervision import queries, services
from shangliang.modules.supervision.api.common import found
from shangliang.modules.supervision.api.supervisions import (
    SupervisedOut,
    SupervisionActivityOut,
    SupervisionRecordIn,
    record_of,
)
from shangliang.modules.supervision.models import Activity, Supervised

router = Router()


@router.get("/supervised/{int:pk}", response=SupervisedOut)
def supervised_get(request: HttpRequest, pk: int) -> Supervised:
    return found(request, Supervised, pk, "department")


@router.get("/supervised/{int:pk}/talks", response=list[SupervisionActivityOut])
def supervised_talks(request: HttpRequest, pk: int) -> list[Activity]:
    """What the department was told: talks, and how it goes on."""
    return queries.told_of(found(request, Supervised, pk, "department"))[0]


@router.post("/supervised/{int:pk}/talk", response={201: SupervisionActivityOut})
def supervised_talk(request: HttpRequest, pk: int, data: SupervisionRecordIn) -> Status[Activity]:
    target = found(request, Supervised, pk, "department", "supervision__unit")
    record = record_of(target.supervision, data)
    return Status(201, services.talk(target, record=record, **answers.by(request)))


@router.post("/supervised/{int:pk}/inform", response={201: SupervisionActivityOut})
def supervised_inform(request: HttpRequest, pk: int, data: SupervisionRecordIn) -> Status[Activity]:
    target = found(request, Supervised, pk, "department", "supervision__unit")
    record = record_of(target.supervision, data)
    return Status(201, services.inform(target, record=record, **answers.by(request)))
