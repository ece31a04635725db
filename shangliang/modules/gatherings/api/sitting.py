"""The meeting itself, and what follows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.gatherings import services
from shangliang.modules.gatherings.api.common import find, full, one, participant_of, router
from shangliang.modules.gatherings.api.schemas import (
    ConsensusIn,
    GatheringFull,
    LightIn,
    OpinionIn,
    OpinionOut,
    StepIn,
    TextIn,
)
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit


@router.post("/{int:pk}/opinions", response={201: OpinionOut})
def gatherings_opine(request: HttpRequest, pk: int, data: OpinionIn) -> Status[Any]:
    gathering = find(request, pk)
    agenda = one(gathering.agenda, _("议程里没有这一项"), order=data.agenda) if data.agenda else None
    earlier = one(gathering.opinions, _("没有这条意见"), pk=data.replies_to) if data.replies_to else None
    return Status(
        201,
        services.opine(
            gathering,
            participant=participant_of(gathering, data.participant),
            text=data.text,
            token=data.token,
            agenda=agenda,
            replies_to=earlier,
            **answers.by(request),
        ),
    )


@router.post("/{int:pk}/opinions/{int:opinion}", response=OpinionOut)
def gatherings_correct(request: HttpRequest, pk: int, opinion: int, data: TextIn) -> Any:
    said = one(find(request, pk).opinions.select_related("gathering"), _("没有这条意见"), pk=opinion)
    services.correct(said, text=data.text, **answers.by(request))
    return said


def _agreed(gathering: Gathering, data: ConsensusIn) -> dict[str, Any]:
    opinions = list(gathering.opinions.filter(pk__in=data.opinions))
    if len(opinions) != len(set(data.opinions)):
        raise moves.Refused(_("只能引用本次协商的意见"))
    return {
        "text": data.text,
        "responsible": one(Unit.objects, _("没有这个单位：%s") % data.responsible, code=data.responsible),
        "due_on": data.due_on,
        "opinions": opinions,
    }


@router.post("/{int:pk}/consensus", response={201: GatheringFull})
def gatherings_agree(request: HttpRequest, pk: int, data: ConsensusIn) -> Status[Any]:
    gathering = find(request, pk)
    services.agree(gathering, **_agreed(gathering, data), **answers.by(request))
    return Status(201, full(request, gathering))


@router.post("/{int:pk}/consensus/{int:consensus}", response=GatheringFull)
def gatherings_amend(request: HttpRequest, pk: int, consensus: int, data: ConsensusIn) -> Gathering:
    gathering = find(request, pk)
    row = one(gathering.consensus.select_related("gathering", "responsible"), _("没有这项共识"), pk=consensus)
    services.amend(row, **_agreed(gathering, data), **answers.by(request))
    return full(request, gathering)


@router.post("/{int:pk}/lights", response=GatheringFull)
def gatherings_light(request: HttpRequest, pk: int, data: LightIn) -> Gathering:
    gathering = find(request, pk)
    services.light(gathering, kind=data.kind, evidence=data.evidence, **answers.by(request))
    return full(request, gathering)


@router.post("/{int:pk}/steps/{int:order}", response=GatheringFull)
def gatherings_tick_step(request: HttpRequest, pk: int, order: int, data: StepIn) -> Gathering:
    gathering = find(request, pk)
    services.tick_step(gathering, order=order, note=data.note, done=data.done, **answers.by(request))
    return full(request, gathering)


@router.post("/{int:pk}/end", response=GatheringFull)
def gatherings_end(request: HttpRequest, pk: int, data: answers.NoteIn) -> Gathering:
    gathering = find(request, pk)
    services.end(gathering, note=data.note, **answers.by(request))
    return full(request, gathering)


@router.post("/{int:pk}/cancel", response=GatheringFull)
def gatherings_cancel(request: HttpRequest, pk: int, data: answers.NoteIn) -> Gathering:
    gathering = find(request, pk)
    services.cancel(gathering, note=data.note, **answers.by(request))
    return full(request, gathering)
