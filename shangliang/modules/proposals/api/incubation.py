from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.proposals import services
from shangliang.modules.proposals.api.common import found, people_of
from shangliang.modules.proposals.models import Incubation, IncubationAdvice, IncubationGuest

router = Router()


class IncubationGuestOut(Schema):
    id: int
    name: str
    role: str
    person_id: int | None


class IncubationAdviceOut(Schema):
    number: int
    read: str
    text: str
    guest_id: int
    entered_by_id: int
    at: datetime


class IncubationOut(answers.StagedOut):
    """With the words of the proposal as its guests may read them."""

    proposal_id: int
    title: str
    situation: str
    suggestions: list[str]
    wished: bool
    about: str
    day: date | None
    place: str
    conclusion: str
    before: int | None
    after: int | None
    guests: list[IncubationGuestOut]
    advice: list[IncubationAdviceOut]

    @staticmethod
    def resolve_title(held: Incubation) -> str:
        return held.proposal.title

    @staticmethod
    def resolve_situation(held: Incubation) -> str:
        return held.proposal.situation

    @staticmethod
    def resolve_suggestions(held: Incubation) -> list[str]:
        return [s.text for s in held.proposal.suggestions.all()]

    @staticmethod
    def resolve_before(held: Incubation) -> int | None:
        return held.before.number if held.before else None

    @staticmethod
    def resolve_after(held: Incubation) -> int | None:
        return held.after.number if held.after else None


class IncubationOutsideIn(Schema):
    name: str
    role: str = ""


class IncubationGuestsIn(Schema):
    """people: login names; outside: experts without an account."""

    people: list[str] = []
    outside: list[IncubationOutsideIn] = []

    def guests(self) -> list[services.Guest]:
        known = [services.Guest(p) for p in people_of(self.people)]
        return known + [services.Guest(name=o.name, role=o.role) for o in self.outside]


class IncubationCallIn(IncubationGuestsIn):
    about: str
    day: date
    place: str = ""


class IncubationWishIn(Schema):
    about: str


class IncubationDayIn(Schema):
    day: date
    place: str = ""


class IncubationAdviceIn(Schema):
    """number: the item, 0 for the whole; guest: for whom the office writes."""

    text: str
    number: int = 0
    guest: int | None = None


class IncubationConclusionIn(Schema):
    ripe: bool
    conclusion: str


def _held(request: HttpRequest, pk: int) -> Incubation:
    held: Incubation = answers.find(request, Incubation, pk)
    return held


@router.get("/incubations/{int:pk}", response=IncubationOut)
def incubations_get(request: HttpRequest, pk: int) -> Any:
    return _held(request, pk)


@router.post("/proposals/{int:pk}/incubation", response={201: IncubationOut})
def incubations_call(request: HttpRequest, pk: int, data: IncubationCallIn) -> Status[Any]:
    """By the office, for a proposal in review; it takes place if the proposer agrees."""
    made = services.call_incubation(
        found(request, pk), about=data.about, day=data.day, place=data.place, guests=data.guests(),
        **answers.by(request),
    )  # fmt: skip
    return Status(201, made)


@router.post("/proposals/{int:pk}/incubation/wish", response={201: IncubationOut})
def incubations_wish(request: HttpRequest, pk: int, data: IncubationWishIn) -> Status[Any]:
    return Status(201, services.wish_incubation(found(request, pk), about=data.about, **answers.by(request)))


@router.post("/incubations/{int:pk}/guests", response=IncubationOut)
def incubations_invite(request: HttpRequest, pk: int, data: IncubationGuestsIn) -> Any:
    services.invite_guests(_held(request, pk), guests=data.guests(), **answers.by(request))
    return _held(request, pk)


@router.post("/incubations/{int:pk}/convene", response=IncubationOut)
def incubations_convene(request: HttpRequest, pk: int, data: IncubationDayIn) -> Any:
    services.convene(_held(request, pk), day=data.day, place=data.place, **answers.by(request))
    return _held(request, pk)


@router.post("/incubations/{int:pk}/consent", response=IncubationOut)
def incubations_consent(request: HttpRequest, pk: int) -> Any:
    services.consent_incubation(_held(request, pk), **answers.by(request))
    return _held(request, pk)


@router.post("/incubations/{int:pk}/advice", response={201: IncubationAdviceOut})
def incubations_advise(request: HttpRequest, pk: int, data: IncubationAdviceIn) -> Status[IncubationAdvice]:
    held = _held(request, pk)
    guest: IncubationGuest | None = held.guests.filter(pk=data.guest).first() if data.guest else None
    if data.guest and guest is None:
        raise moves.Refused(_("没有邀请这个人"))
    made = services.advise_incubation(
        held, text=data.text, number=data.number, guest=guest, **answers.by(request)
    )
    return Status(201, made)


@router.post("/incubations/{int:pk}/conclude", response=IncubationOut)
def incubations_conclude(request: HttpRequest, pk: int, data: IncubationConclusionIn) -> Any:
    services.conclude_incubation(
        _held(request, pk), ripe=data.ripe, conclusion=data.conclusion, **answers.by(request)
    )
    return _held(request, pk)
