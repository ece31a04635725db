from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.briefs import queries, services
from shangliang.modules.briefs.api.common import AnyYear, unit_of
from shangliang.modules.briefs.models import Informant, Station
from shangliang.modules.people.models import Person

router = Router()


class InfoStationOut(answers.StagedOut):
    unit: answers.UnitCode
    name: str
    place: str
    about: str
    contact_id: int
    opened_on: date


class InfoStationsOut(answers.Page[InfoStationOut]):
    pass


class InfoStationEditIn(Schema):
    name: str
    place: str
    contact: str
    about: str = ""


class InfoStationIn(InfoStationEditIn):
    unit: str
    opened_on: date


class InformantIn(Schema):
    username: str = ""
    name: str = ""
    contact: str = ""


class InformantOut(Schema):
    id: int
    name: str
    person_id: int | None
    since: date
    until: date | None


class InformantContactIn(Schema):
    why: str


class InformantContactOut(Schema):
    name: str
    contact: str


class InfoStationFigures(Schema):
    station: InfoStationOut
    informants: int
    received: int
    issued: int
    adopted: int


@router.get("/stations", response=InfoStationsOut)
def stations_list(request: HttpRequest, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    return answers.sliced(answers.reachable(request, Station).select_related("unit"), cursor, limit)


@router.get("/stations/figures", response=list[InfoStationFigures])
def stations_figures(request: HttpRequest, year: AnyYear) -> list[queries.StationLine]:
    return queries.stations(answers.reachable(request, Station), year=year)


@router.get("/stations/{int:pk}", response=InfoStationOut)
def stations_get(request: HttpRequest, pk: int) -> Station:
    return answers.find(request, Station, pk)


@router.post("/stations", response={201: InfoStationOut})
def stations_open(request: HttpRequest, data: InfoStationIn) -> Status[Station]:
    content = data.dict(exclude={"unit", "contact"})
    made = services.open_station(
        unit_of(data.unit), **content, contact=_person(data.contact), **answers.by(request)
    )
    return Status(201, made)


@router.post("/stations/{int:pk}/edit", response=InfoStationOut)
def stations_edit(request: HttpRequest, pk: int, data: InfoStationEditIn) -> Station:
    station = answers.find(request, Station, pk)
    services.edit_station(
        station, **data.dict(exclude={"contact"}), contact=_person(data.contact), **answers.by(request)
    )
    return station


@router.post("/stations/{int:pk}/informants", response={201: InformantOut})
def stations_appoint(request: HttpRequest, pk: int, data: InformantIn) -> Status[Informant]:
    station = answers.find(request, Station, pk)
    person = _person(data.username) if data.username else None
    row = services.appoint(
        station, person=person, name=data.name, contact=data.contact, **answers.by(request)
    )
    return Status(201, row)


@router.post("/stations/{int:pk}/contacts", response=list[InformantContactOut])
def stations_contacts(request: HttpRequest, pk: int, data: InformantContactIn) -> list[Informant]:
    station = answers.find(request, Station, pk)
    return services.read_informants(station, why=data.why, **answers.by(request))


@router.post("/informants/{int:pk}/dismiss", response=InformantOut)
def stations_dismiss(request: HttpRequest, pk: int) -> Informant:
    informant = Informant.objects.filter(pk=pk).first()
    if informant is None:
        raise Http404
    informant.station = answers.find(request, Station, informant.station_id)
    services.dismiss(informant, **answers.by(request))
    return informant


def _person(username: str) -> Person:
    found = Person.objects.filter(username=username).first()
    if found is None:
        raise moves.Refused(_("没有这个人：%s") % username)
    return found
