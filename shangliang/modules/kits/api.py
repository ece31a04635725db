"""Kits over JSON: the page on the device speaks to these, and so may a program of one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from shangliang.look import answers, pages
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.kits import queries, services
from shangliang.modules.kits.models import Kit

router = Router(tags=["kits"])
MOST = 50  # entries of one batch


class KitGatheringOut(Schema):
    """moved: put off since the kit was taken along; its entries become a matter for a person."""

    id: int
    title: str
    place: str
    starts_at: datetime | None
    state: str
    state_label: str
    moved: bool = False


class KitPartOut(Schema):
    order: int
    part: str
    title: str
    minutes: int
    started_at: datetime | None


class KitGuestOut(Schema):
    id: int
    name: str
    capacity: str
    label: str
    unit: str
    standing: str
    signed_in_at: datetime | None


class KitOpinionOut(Schema):
    id: int
    participant: int
    text: str
    replies_to: int | None


class KitMaterialOut(Schema):
    title: str
    kind: str


class KitPollOut(Schema):
    """options: also abstaining, where it is a motion."""

    id: int
    question: str
    options: list[str]


class KitHandsOut(Schema):
    question: str
    said: str


class KitCapacityOut(Schema):
    value: str
    label: str


class KitOut(Schema):
    """All that a device stores. now: the server's clock, to compare the device's with."""

    kit: UUID
    taken_at: datetime
    valid_until: datetime
    now: datetime
    who: int
    name: str
    late_days: int
    may: list[str]
    gathering: KitGatheringOut
    agenda: list[KitPartOut]
    participants: list[KitGuestOut]
    opinions: list[KitOpinionOut]
    materials: list[KitMaterialOut]
    polls: list[KitPollOut]
    hands: list[KitHandsOut]
    capacities: list[KitCapacityOut]


class KitsOut(Schema):
    """who: nobody when the session has ended. offers: what may be taken along."""

    who: int | None
    name: str
    now: datetime
    offers: list[KitGatheringOut]


class CarriedIn(Schema):
    """id: made on the device, once for each entry; sent again with the same content, the same answer comes.

    kind and content: start {}; part {order}; person {name, capacity, standing, same_as | other}; sign_in {participant};
    opinion {participant, text, agenda, replies_to}; correct {opinion, text}; hands {poll | question, options, counts or
    names}; photo {title, name, data in base64}. participant, opinion: a number, or {"entry": id} of what brings it.
    """

    id: UUID
    kind: str = Field(max_length=10)
    noted_at: AwareDatetime = Field(description="by the device's clock")
    content: dict[str, Any] = {}


class BatchIn(Schema):
    """ahead: by how many seconds the device's clock was before the server's when they were last compared."""

    ahead: float = Field(0, ge=-1e10, le=1e10)
    entries: list[CarriedIn] = Field(max_length=MOST)


class ArrivedOut(Schema):
    """state: kept; matter (a person decides); asks (say same_as or other); waits (for another entry); refused."""

    id: UUID
    state: str
    words: str
    made: dict[str, int]
    matter: int | None
    candidates: list[KitGuestOut]
    again: bool

    @staticmethod
    def resolve_candidates(found: Any) -> Any:
        return [queries.guest(p) for p in found.candidates]


def _mine(request: HttpRequest, kit: UUID) -> Kit:
    found = queries.mine(answers.actor_of(request)).filter(pk=kit).first()
    if found is None:
        raise Http404
    return found


def sent_of(data: BatchIn, *, since: datetime, at: datetime) -> list[services.Sent]:
    noted = [services.noted_of(e.noted_at, ahead=data.ahead, since=since, at=at) for e in data.entries]
    return [services.Sent(e.id, e.kind, e.content, n) for e, n in zip(data.entries, noted, strict=True)]


@router.get("/", response=KitsOut)
def kits_list(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in here, and what she may take along."""
    actor = answers.actor_of(request)
    offers = [queries.told(g) for g in queries.offers(actor)[:20]] if actor.person_id else []
    return {
        "who": actor.person_id,
        "name": actor.label if actor.person_id else "",
        "now": answers.at_of(request),
        "offers": offers,
    }


@router.post("/gatherings/{int:pk}", response={201: KitOut})
def kits_take(request: HttpRequest, pk: int) -> Status[Any]:
    """Take a meeting along on this device."""
    g = pages.find(Gathering, answers.actor_of(request), "view", "unit", pk=pk)
    kit = services.take_along(g, **answers.by(request))
    return Status(201, queries.bundle(_mine(request, kit.pk), **answers.by(request)))


@router.get("/{uuid:kit}", response=KitOut)
def kits_get(request: HttpRequest, kit: UUID) -> dict[str, Any]:
    """The kit anew, as the meeting stands now."""
    return queries.bundle(_mine(request, kit), **answers.by(request))


@router.post("/{uuid:kit}/entries", response=list[ArrivedOut])
def kits_receive(request: HttpRequest, kit: UUID, data: BatchIn) -> list[services.Result]:
    """What the device brings back, in its order; each entry has its own answer."""
    hers, at = _mine(request, kit), answers.at_of(request)
    return services.receive(hers, entries=sent_of(data, since=hers.taken_at, at=at), **answers.by(request))
