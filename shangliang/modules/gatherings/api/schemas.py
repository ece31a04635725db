"""What programs read and write about gatherings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema
from pydantic import AwareDatetime

from shangliang.look import answers
from shangliang.modules.gatherings import queries
from shangliang.modules.gatherings.models import Gathering


def guest_out(p: Any, inside: bool) -> dict[str, Any]:
    return {
        "id": p.pk,
        "name": queries.shown_name(p, inside),
        "capacity": p.capacity,
        "unit": p.unit.code if p.unit else "",
        "standing": p.standing if inside else "",
        "signed_in_at": p.signed_in_at,
        "excused_at": p.excused_at,
    }


class GatheringOut(answers.StagedOut):
    number: str
    title: str
    type: str
    template: str
    unit: answers.UnitCode
    topic_id: int
    plan_item_id: int | None
    place: str
    online: str
    starts_at: datetime | None
    ends_at: datetime | None
    convener: str
    open_to_public: bool

    @staticmethod
    def resolve_convener(gathering: Gathering) -> str:
        return gathering.convener.name if gathering.convener else ""


class AgendaOut(Schema):
    order: int
    part: str
    title: str
    minutes: int
    started_at: datetime | None


class ParticipantOut(Schema):
    """Names of guests who hold no seat are given to those of the house only."""

    id: int
    name: str
    capacity: str
    unit: str
    standing: str
    signed_in_at: datetime | None
    excused_at: datetime | None


class VisitOut(Schema):
    on: date
    place: str
    notes: str


class OpinionOut(Schema):
    id: int
    participant_id: int
    replies_to_id: int | None
    text: str
    at: datetime


class ConsensusOut(Schema):
    id: int
    text: str
    responsible: str
    due_on: date
    opinions: list[int]


class LightOut(Schema):
    kind: str
    lit: bool
    evidence: str


class StepOut(Schema):
    order: int
    phase: str
    label: str
    done_at: datetime | None
    note: str


class GatheringFull(GatheringOut):
    """One gathering with everything in it; opinions, minutes and guests only for those of the house."""

    inside: bool
    minutes: str
    agenda: list[AgendaOut]
    participants: list[ParticipantOut]
    visits: list[VisitOut]
    opinions: list[OpinionOut]
    consensus: list[ConsensusOut]
    lights: list[LightOut]
    steps: list[StepOut]

    @staticmethod
    def resolve_minutes(g: Any) -> str:
        return str(g.minutes) if g.inside or g.state in {"concluded", "closed"} else ""

    @staticmethod
    def resolve_agenda(g: Any) -> Any:
        return g.room.agenda

    @staticmethod
    def resolve_participants(g: Any) -> Any:
        return [guest_out(p, g.inside) for p in g.room.participants if g.inside or p.signed_in_at]

    @staticmethod
    def resolve_visits(g: Any) -> Any:
        return g.room.visits

    @staticmethod
    def resolve_opinions(g: Any) -> Any:
        return g.room.opinions if g.inside else []

    @staticmethod
    def resolve_consensus(g: Any) -> Any:
        return [
            {
                "id": c.pk,
                "text": c.text,
                "responsible": c.responsible.code,
                "due_on": c.due_on,
                "opinions": [o.pk for o in g.room.came_from[c.pk]],
            }
            for c in g.room.consensus
        ]

    @staticmethod
    def resolve_lights(g: Any) -> Any:
        return [
            {"kind": lamp.kind, "lit": lamp.lit, "evidence": lamp.light.evidence if lamp.light else ""}
            for lamp in queries.lamps(g.room.lights)
        ]

    @staticmethod
    def resolve_steps(g: Any) -> Any:
        return g.room.steps


class GatheringsOut(answers.Page[GatheringOut]):
    pass


class BoardIn(Schema):
    state: str = ""
    type: str = ""
    topic: int | None = None
    month: str = Field("", description="2026-03")
    cursor: str = ""
    limit: int = 50


class PatternOut(Schema):
    slug: str
    label: str
    place: str
    source: str
    about: str
    visits: int
    remind: list[str]
    steps: list[dict[str, str]]


class GatheringIn(Schema):
    title: str = Field(max_length=120)
    type: str
    template: str
    plan_item: int | None = None
    place: str = Field("", max_length=120)
    online: str = Field("", max_length=300)
    region: str = ""
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    convener: str = Field("", description="username")
    open_to_public: bool = True


class PrepareIn(GatheringIn):
    unit: str
    topic: int
    token: str = Field(min_length=8, max_length=64)


class AgendaItemIn(Schema):
    part: str
    title: str
    minutes: int = 10


class AgendaIn(Schema):
    items: list[AgendaItemIn]


class GuestIn(Schema):
    capacity: str
    name: str = Field("", max_length=60)
    person: str = Field("", description="username")
    unit: str = ""
    standing: str = Field("", max_length=120)


class VisitIn(Schema):
    on: date
    place: str = Field(max_length=120)
    notes: str = Field(max_length=5000)


class MaterialIn(Schema):
    """A link; files are uploaded on the page."""

    kind: str
    title: str = Field(max_length=160)
    link: str = Field(max_length=300, pattern=r"^https?://")


class OpinionIn(Schema):
    participant: int
    text: str
    token: str = Field(min_length=8, max_length=40)
    agenda: int | None = Field(None, description="order of the agenda part")
    replies_to: int | None = None


class TextIn(Schema):
    text: str


class ConsensusIn(Schema):
    text: str
    responsible: str
    due_on: date
    opinions: list[int] = []


class LightIn(Schema):
    kind: str
    evidence: str


class StepIn(Schema):
    note: str = ""
    done: bool = True
