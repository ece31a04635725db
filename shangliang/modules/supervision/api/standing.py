from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from shangliang.look import answers
from shangliang.modules.lists.models import Invitee
from shangliang.modules.supervision import services
from shangliang.modules.supervision.api.common import (
    SupervisionNoteIn,
    found,
    given,
    institution,
    one_of,
    persons,
    unit,
)
from shangliang.modules.supervision.models import Observation, SpecialSupervisor, Supervision

router = Router()


class SpecialSupervisorOut(answers.StagedOut):
    department: answers.UnitCode
    person_id: int
    field: str
    letter_no: str
    starts_on: date
    ends_on: date
    invitee_id: int | None


class SpecialSupervisorsOut(answers.Page[SpecialSupervisorOut]):
    pass


class AppointIn(Schema):
    """invitee: the department's own invitation that was accepted."""

    unit: str
    department: str
    person: int
    field: str
    letter_no: str
    starts_on: date
    ends_on: date
    invitee: int | None = None


class ObservationOut(answers.StagedOut):
    supervisor_id: int
    seen_on: date
    title: str
    text: str
    answer: str
    finding_id: int | None


class ObservationsOut(answers.Page[ObservationOut]):
    pass


class ObservationIn(Schema):
    seen_on: date
    title: str
    text: str


class ObservationAnswerIn(Schema):
    answer: str


class TakeUpIn(ObservationAnswerIn):
    supervision: int
    advice: str


def _observation(request: HttpRequest, pk: int) -> Observation:
    return found(request, Observation, pk, "supervisor__department", "supervisor__person")


@router.get("/supervisors", response=SpecialSupervisorsOut)
def supervisors_list(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> Any:
    rows = answers.reachable(request, SpecialSupervisor).filter(**given(state=state))
    return answers.sliced(rows.select_related("department"), cursor, limit)


@router.get("/supervisors/{int:pk}", response=SpecialSupervisorOut)
def supervisors_get(request: HttpRequest, pk: int) -> SpecialSupervisor:
    return found(request, SpecialSupervisor, pk, "department")


@router.post("/supervisors", response={201: SpecialSupervisorOut})
def supervisors_appoint(request: HttpRequest, data: AppointIn) -> Status[SpecialSupervisor]:
    place = institution(data.unit)
    made = services.appoint(
        place, department=unit(place.path, data.department), person=persons([data.person])[0],
        invitee=one_of(answers.reachable(request, Invitee).select_related("invitation"), data.invitee),
        **data.dict(include={"field", "letter_no", "starts_on", "ends_on"}), **answers.by(request),
    )  # fmt: skip
    return Status(201, made)


@router.post("/supervisors/{int:pk}/report", response={201: ObservationOut})
def supervisors_report(request: HttpRequest, pk: int, data: ObservationIn) -> Status[Observation]:
    one = found(request, SpecialSupervisor, pk, "department", "person")
    return Status(201, services.report(one, **data.dict(), **answers.by(request)))


@router.get("/observations", response=ObservationsOut)
def observations_list(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> Any:
    return answers.sliced(answers.reachable(request, Observation).filter(**given(state=state)), cursor, limit)


@router.get("/observations/{int:pk}", response=ObservationOut)
def observations_get(request: HttpRequest, pk: int) -> Observation:
    return _observation(request, pk)


@router.post("/observations/{int:pk}/answer", response=ObservationOut)
def observations_answer(request: HttpRequest, pk: int, data: ObservationAnswerIn) -> Observation:
    one = _observation(request, pk)
    services.answer_observation(one, answer=data.answer, **answers.by(request))
    return one


@router.post("/observations/{int:pk}/file", response=ObservationOut)
def observations_file(request: HttpRequest, pk: int, data: SupervisionNoteIn) -> Observation:
    one = _observation(request, pk)
    services.file_observation(one, note=data.note, **answers.by(request))
    return one


@router.post("/observations/{int:pk}/take-up", response=ObservationOut)
def observations_take_up(request: HttpRequest, pk: int, data: TakeUpIn) -> Observation:
    """列入监督意见: `finding_id` is the finding that was made of it."""
    one = _observation(request, pk)
    running = one_of(answers.reachable(request, Supervision).select_related("unit"), data.supervision)
    services.take_up(one, supervision=running, advice=data.advice, answer=data.answer, **answers.by(request))
    return one
