"""JSON of gatherings: the same services as the pages. Bare moves have the generic endpoint."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.look import answers
from shangliang.modules.gatherings import queries, services
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.plans.models import PlanItem
from shangliang.modules.topics.models import Topic

router = Router(tags=["gatherings"])


class GatheringOut(answers.StagedOut):
    number: str
    title: str
    type: str
    template: str
    unit: str
    topic_id: int
    plan_item_id: int | None
    place: str
    online: str
    starts_at: datetime | None
    ends_at: datetime | None
    convener: str
    open_to_public: bool

    @staticmethod
    def resolve_unit(gathering: Gathering) -> str:
        return gathering.unit.code

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


class GatheringsOut(Schema):
    items: list[GatheringOut]
    next: str


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
    starts_at: datetime | None = None
    ends_at: datetime | None = None
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


class MinutesIn(Schema):
    text: str
    seen: str = ""


class MinutesOut(Schema):
    text: str
    draft: str
    seen: str


class LightIn(Schema):
    kind: str
    evidence: str


class StepIn(Schema):
    note: str = ""
    done: bool = True


def _ask(request: HttpRequest) -> dict[str, Any]:
    """Who and when, for every service."""
    return {"actor": answers.actor_of(request), "at": request.at}  # type: ignore[attr-defined]


def _find(request: HttpRequest, pk: int) -> Gathering:
    return answers.find(request, Gathering, pk)


def _one(rows: Any, words: str, **lookup: Any) -> Any:
    found = rows.filter(**lookup).first()
    if found is None:
        raise moves.Refused(words)
    return found


def _unit(code: str) -> Unit | None:
    return _one(Unit.objects, f"没有这个单位：{code}", code=code) if code else None


def _person(username: str) -> Person | None:
    return _one(Person.objects, f"没有这个人：{username}", username=username) if username else None


def _terms(actor: Actor, data: GatheringIn) -> dict[str, Any]:
    item = None
    if data.plan_item is not None:
        item = _one(queries.plan_items(actor), "计划里没有这个题目", pk=data.plan_item)
    more = data.dict(exclude={"unit", "topic", "token"})
    terms: dict[str, Any] = {**more, "convener": _person(data.convener), "region": _unit(data.region)}
    return terms | {"plan_item": item if isinstance(item, PlanItem) else None}


def _full(request: HttpRequest, gathering: Gathering) -> dict[str, Any]:
    gathering.refresh_from_db()
    room = queries.room(gathering)
    inside = queries.inside(gathering, answers.actor_of(request))
    settled = gathering.state in {"concluded", "closed"}
    base = {name: getattr(gathering, name) for name in ("id", "state", "version", "entered_at", "due_at", "number",
            "title", "type", "template", "topic_id", "plan_item_id", "place", "online", "starts_at", "ends_at",
            "open_to_public")}  # fmt: skip
    return {
        **base, "state_label": moves.label_of(gathering), "unit": gathering.unit.code,
        "convener": gathering.convener.name if gathering.convener else "", "inside": inside,
        "minutes": gathering.minutes if inside or settled else "",
        "agenda": room.agenda, "visits": room.visits, "steps": room.steps,
        "participants": [_guest(p, inside) for p in room.participants if inside or p.signed_in_at],
        "opinions": room.opinions if inside else [],
        "consensus": [
            {"id": c.pk, "text": c.text, "responsible": c.responsible.code, "due_on": c.due_on,
             "opinions": [o.pk for o in c.opinions.all()]}
            for c in room.consensus
        ],
        "lights": [
            {"kind": lamp.kind, "lit": lamp.lit, "evidence": lamp.light.evidence if lamp.light else ""}
            for lamp in queries.lamps(room.lights)
        ],
    }  # fmt: skip


def _guest(p: Any, inside: bool) -> dict[str, Any]:
    return {
        "id": p.pk, "name": queries.shown_name(p, inside), "capacity": p.capacity, "unit": p.unit.code if p.unit else "",
        "standing": p.standing if inside else "", "signed_in_at": p.signed_in_at,
    }  # fmt: skip


@router.get("/", response=GatheringsOut)
def gatherings_list(request: HttpRequest, asked: BoardIn = Query(...)) -> dict[str, Any]:
    """What this actor may see, newest first."""
    month = queries.month_of(asked.month) if asked.month else None
    if asked.month and month is None:
        raise moves.Refused("月份应写成 2026-03")
    things = queries.filtered(
        answers.reachable(request, Gathering), state=asked.state, type=asked.type, month=month, topic=asked.topic
    )
    return answers.sliced(things.select_related("unit", "convener"), asked.cursor, asked.limit)


@router.get("/templates", response=list[PatternOut])
def gatherings_templates(request: HttpRequest) -> list[dict[str, Any]]:
    """The step templates and where each comes from."""
    return [
        {**vars(p), "steps": [{"phase": s.phase, "label": s.label, "on": s.on} for s in p.steps]}
        for p in queries.patterns().values()
    ]


@router.get("/{int:pk}", response=GatheringFull)
def gatherings_get(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _full(request, _find(request, pk))


@router.post("/", response={201: GatheringFull})
def gatherings_prepare(request: HttpRequest, data: PrepareIn) -> tuple[int, dict[str, Any]]:
    """A new gathering; the same token gives the first one back."""
    ask = _ask(request)
    unit = _one(Unit.objects, f"没有这个单位：{data.unit}", code=data.unit)
    topic = _one(answers.reachable(request, Topic), "没有这个议题", pk=data.topic)
    made = services.prepare(unit, topic=topic, **_terms(ask["actor"], data), token=data.token, **ask)
    return 201, _full(request, made)


@router.post("/{int:pk}/edit", response=GatheringFull)
def gatherings_edit(request: HttpRequest, pk: int, data: GatheringIn) -> dict[str, Any]:
    """Everything anew, while it is being prepared."""
    gathering, ask = _find(request, pk), _ask(request)
    services.edit(gathering, **_terms(ask["actor"], data), **ask)
    return _full(request, gathering)


@router.post("/{int:pk}/agenda", response=GatheringFull)
def gatherings_set_agenda(request: HttpRequest, pk: int, data: AgendaIn) -> dict[str, Any]:
    gathering = _find(request, pk)
    items = [services.AgendaItem(i.part, i.title, i.minutes) for i in data.items]
    services.set_agenda(gathering, items=items, **_ask(request))
    return _full(request, gathering)


@router.post("/{int:pk}/agenda/{int:order}/open", response=GatheringFull)
def gatherings_open_part(request: HttpRequest, pk: int, order: int) -> dict[str, Any]:
    """The meeting goes on to this part."""
    gathering = _find(request, pk)
    part = _one(gathering.agenda.select_related("gathering"), "议程里没有这一项", order=order)
    services.open_part(part, **_ask(request))
    return _full(request, gathering)


@router.post("/{int:pk}/participants", response={201: ParticipantOut})
def gatherings_invite(request: HttpRequest, pk: int, data: GuestIn) -> tuple[int, dict[str, Any]]:
    gathering = _find(request, pk)
    guest = services.invite(
        gathering, capacity=data.capacity, name=data.name, person=_person(data.person), unit=_unit(data.unit),
        standing=data.standing, **_ask(request),
    )  # fmt: skip
    return 201, _guest(guest, True)


def _participant(gathering: Gathering, pk: int) -> Any:
    return _one(gathering.participants.select_related("gathering", "unit"), "名单里没有这个人", pk=pk)


@router.post("/{int:pk}/participants/{int:participant}/remove", response=GatheringFull)
def gatherings_uninvite(request: HttpRequest, pk: int, participant: int) -> dict[str, Any]:
    gathering = _find(request, pk)
    services.uninvite(_participant(gathering, participant), **_ask(request))
    return _full(request, gathering)


@router.post("/{int:pk}/participants/{int:participant}/sign-in", response=ParticipantOut)
def gatherings_sign_in(request: HttpRequest, pk: int, participant: int) -> dict[str, Any]:
    """At the desk."""
    guest = _participant(_find(request, pk), participant)
    services.sign_in(guest, **_ask(request))
    return _guest(guest, True)


@router.post("/{int:pk}/participants/{int:participant}/unsign", response=ParticipantOut)
def gatherings_unsign(request: HttpRequest, pk: int, participant: int, data: answers.NoteIn) -> dict[str, Any]:
    guest = _participant(_find(request, pk), participant)
    services.unsign(guest, note=data.note, **_ask(request))
    return _guest(guest, True)


@router.post("/{int:pk}/visits", response={201: VisitOut})
def gatherings_visit(request: HttpRequest, pk: int, data: VisitIn) -> tuple[int, Any]:
    return 201, services.visit(_find(request, pk), **data.dict(), **_ask(request))


@router.post("/{int:pk}/materials", response={201: GatheringFull})
def gatherings_add_material(request: HttpRequest, pk: int, data: MaterialIn) -> tuple[int, dict[str, Any]]:
    gathering = _find(request, pk)
    services.add_material(gathering, **data.dict(), **_ask(request))
    return 201, _full(request, gathering)


@router.post("/{int:pk}/opinions", response={201: OpinionOut})
def gatherings_opine(request: HttpRequest, pk: int, data: OpinionIn) -> tuple[int, Any]:
    gathering = _find(request, pk)
    agenda = _one(gathering.agenda, "议程里没有这一项", order=data.agenda) if data.agenda else None
    earlier = _one(gathering.opinions, "没有这条意见", pk=data.replies_to) if data.replies_to else None
    return 201, services.opine(
        gathering, participant=_participant(gathering, data.participant), text=data.text, token=data.token,
        agenda=agenda, replies_to=earlier, **_ask(request),
    )  # fmt: skip


@router.post("/{int:pk}/opinions/{int:opinion}", response=OpinionOut)
def gatherings_correct(request: HttpRequest, pk: int, opinion: int, data: TextIn) -> Any:
    said = _one(_find(request, pk).opinions.select_related("gathering"), "没有这条意见", pk=opinion)
    services.correct(said, text=data.text, **_ask(request))
    return said


def _agreed(gathering: Gathering, data: ConsensusIn) -> dict[str, Any]:
    opinions = list(gathering.opinions.filter(pk__in=data.opinions))
    if len(opinions) != len(set(data.opinions)):
        raise moves.Refused("只能引用本次协商的意见")
    return {
        "text": data.text, "responsible": _one(Unit.objects, f"没有这个单位：{data.responsible}", code=data.responsible),
        "due_on": data.due_on, "opinions": opinions,
    }  # fmt: skip


@router.post("/{int:pk}/consensus", response={201: GatheringFull})
def gatherings_agree(request: HttpRequest, pk: int, data: ConsensusIn) -> tuple[int, dict[str, Any]]:
    gathering = _find(request, pk)
    services.agree(gathering, **_agreed(gathering, data), **_ask(request))
    return 201, _full(request, gathering)


@router.post("/{int:pk}/consensus/{int:consensus}", response=GatheringFull)
def gatherings_amend(request: HttpRequest, pk: int, consensus: int, data: ConsensusIn) -> dict[str, Any]:
    gathering = _find(request, pk)
    row = _one(gathering.consensus.select_related("gathering", "responsible"), "没有这项共识", pk=consensus)
    services.amend(row, **_agreed(gathering, data), **_ask(request))
    return _full(request, gathering)


@router.get("/{int:pk}/minutes", response=MinutesOut)
def gatherings_minutes(request: HttpRequest, pk: int) -> dict[str, str]:
    """The minutes as they stand, a draft put together from the record, and the mark to send back as `seen`."""
    gathering = _find(request, pk)
    if not moves.kind_of(gathering).policy.may(answers.actor_of(request), "write_minutes", gathering):
        raise moves.NotAllowed("纪要由经办人员起草")
    text = gathering.minutes
    return {"text": text, "draft": queries.draft_minutes(gathering), "seen": services.mark_of(text)}


@router.post("/{int:pk}/minutes", response=GatheringFull)
def gatherings_write_minutes(request: HttpRequest, pk: int, data: MinutesIn) -> dict[str, Any]:
    gathering = _find(request, pk)
    services.write_minutes(gathering, text=data.text, seen=data.seen, **_ask(request))
    return _full(request, gathering)


@router.post("/{int:pk}/lights", response=GatheringFull)
def gatherings_light(request: HttpRequest, pk: int, data: LightIn) -> dict[str, Any]:
    gathering = _find(request, pk)
    services.light(gathering, kind=data.kind, evidence=data.evidence, **_ask(request))
    return _full(request, gathering)


@router.post("/{int:pk}/steps/{int:order}", response=GatheringFull)
def gatherings_tick_step(request: HttpRequest, pk: int, order: int, data: StepIn) -> dict[str, Any]:
    gathering = _find(request, pk)
    services.tick_step(gathering, order=order, note=data.note, done=data.done, **_ask(request))
    return _full(request, gathering)


@router.post("/{int:pk}/end", response=GatheringFull)
def gatherings_end(request: HttpRequest, pk: int, data: answers.NoteIn) -> dict[str, Any]:
    gathering = _find(request, pk)
    services.end(gathering, note=data.note, **_ask(request))
    return _full(request, gathering)


@router.post("/{int:pk}/cancel", response=GatheringFull)
def gatherings_cancel(request: HttpRequest, pk: int, data: answers.NoteIn) -> dict[str, Any]:
    gathering = _find(request, pk)
    services.cancel(gathering, note=data.note, **_ask(request))
    return _full(request, gathering)
