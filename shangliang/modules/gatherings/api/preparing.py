"""Reading gatherings, and everything before the meeting."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.gatherings import queries, services
from shangliang.modules.gatherings.api.common import (
    find,
    full,
    one,
    participant_of,
    person_of,
    router,
    terms,
    unit_of,
)
from shangliang.modules.gatherings.api.schemas import (
    AgendaIn,
    BoardIn,
    GatheringFull,
    GatheringIn,
    GatheringsOut,
    GuestIn,
    MaterialIn,
    ParticipantOut,
    PatternOut,
    PrepareIn,
    VisitIn,
    VisitOut,
    guest_out,
)
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.topics.models import Topic


@router.get("/", response=GatheringsOut)
def gatherings_list(request: HttpRequest, asked: Query[BoardIn]) -> dict[str, Any]:
    """What this actor may see, newest first."""
    month = queries.month_of(asked.month) if asked.month else None
    if asked.month and month is None:
        raise moves.Refused(_("月份应写成 2026-03"))
    things = queries.filtered(
        answers.reachable(request, Gathering),
        state=asked.state,
        type=asked.type,
        month=month,
        topic=asked.topic,
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
def gatherings_get(request: HttpRequest, pk: int) -> Gathering:
    return full(request, find(request, pk))


@router.post("/", response={201: GatheringFull})
def gatherings_prepare(request: HttpRequest, data: PrepareIn) -> Status[Any]:
    """A new gathering; the same token gives the first one back."""
    acting = answers.by(request)
    unit = one(Unit.objects, _("没有这个单位：%s") % data.unit, code=data.unit)
    topic = one(answers.reachable(request, Topic), _("没有这个议题"), pk=data.topic)
    made = services.prepare(unit, topic=topic, **terms(acting["actor"], data), token=data.token, **acting)
    return Status(201, full(request, made))


@router.post("/{int:pk}/edit", response=GatheringFull)
def gatherings_edit(request: HttpRequest, pk: int, data: GatheringIn) -> Gathering:
    """Everything anew, while it is being prepared."""
    gathering, acting = find(request, pk), answers.by(request)
    services.edit(gathering, **terms(acting["actor"], data), **acting)
    return full(request, gathering)


@router.post("/{int:pk}/agenda", response=GatheringFull)
def gatherings_set_agenda(request: HttpRequest, pk: int, data: AgendaIn) -> Gathering:
    gathering = find(request, pk)
    items = [services.AgendaItem(i.part, i.title, i.minutes) for i in data.items]
    services.set_agenda(gathering, items=items, **answers.by(request))
    return full(request, gathering)


@router.post("/{int:pk}/agenda/{int:order}/open", response=GatheringFull)
def gatherings_open_part(request: HttpRequest, pk: int, order: int) -> Gathering:
    """The meeting goes on to this part."""
    gathering = find(request, pk)
    part = one(gathering.agenda.select_related("gathering"), _("议程里没有这一项"), order=order)
    services.open_part(part, **answers.by(request))
    return full(request, gathering)


@router.post("/{int:pk}/participants", response={201: ParticipantOut})
def gatherings_invite(request: HttpRequest, pk: int, data: GuestIn) -> Status[Any]:
    gathering = find(request, pk)
    guest = services.invite(
        gathering,
        capacity=data.capacity,
        name=data.name,
        person=person_of(data.person),
        unit=unit_of(data.unit),
        standing=data.standing,
        **answers.by(request),
    )
    return Status(201, guest_out(guest, True))


@router.post("/{int:pk}/participants/{int:participant}/remove", response=GatheringFull)
def gatherings_uninvite(request: HttpRequest, pk: int, participant: int) -> Gathering:
    gathering = find(request, pk)
    services.uninvite(participant_of(gathering, participant), **answers.by(request))
    return full(request, gathering)


@router.post("/{int:pk}/participants/{int:participant}/sign-in", response=ParticipantOut)
def gatherings_sign_in(request: HttpRequest, pk: int, participant: int) -> dict[str, Any]:
    """At the desk."""
    guest = participant_of(find(request, pk), participant)
    services.sign_in(guest, **answers.by(request))
    return guest_out(guest, True)


@router.post("/{int:pk}/participants/{int:participant}/unsign", response=ParticipantOut)
def gatherings_unsign(
    request: HttpRequest, pk: int, participant: int, data: answers.NoteIn
) -> dict[str, Any]:
    guest = participant_of(find(request, pk), participant)
    services.unsign(guest, note=data.note, **answers.by(request))
    return guest_out(guest, True)


@router.post("/{int:pk}/participants/{int:participant}/excuse", response=ParticipantOut)
def gatherings_excuse(
    request: HttpRequest, pk: int, participant: int, data: answers.NoteIn
) -> dict[str, Any]:
    """请假, with the reason in `note`: by the desk for anybody, by an invited person for herself."""
    guest = participant_of(find(request, pk), participant)
    services.excuse(guest, why=data.note, **answers.by(request))
    return guest_out(guest, True)


@router.post("/{int:pk}/visits", response={201: VisitOut})
def gatherings_visit(request: HttpRequest, pk: int, data: VisitIn) -> Status[Any]:
    return Status(201, services.visit(find(request, pk), **data.dict(), **answers.by(request)))


@router.post("/{int:pk}/materials", response={201: GatheringFull})
def gatherings_add_material(request: HttpRequest, pk: int, data: MaterialIn) -> Status[Any]:
    gathering = find(request, pk)
    services.add_material(gathering, **data.dict(), **answers.by(request))
    return Status(201, full(request, gathering))
