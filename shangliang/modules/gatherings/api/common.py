"""The router, and what its endpoints share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.look import answers
from shangliang.modules.gatherings import queries
from shangliang.modules.gatherings.api.schemas import GatheringIn
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.plans.models import PlanItem

router = Router(tags=["gatherings"])


def find(request: HttpRequest, pk: int) -> Gathering:
    return answers.find(request, Gathering, pk)


def one(rows: Any, words: str, **lookup: Any) -> Any:
    found = rows.filter(**lookup).first()
    if found is None:
        raise moves.Refused(words)
    return found


def unit_of(code: str) -> Unit | None:
    return one(Unit.objects, _("没有这个单位：%s") % code, code=code) if code else None


def person_of(username: str) -> Person | None:
    return one(Person.objects, _("没有这个人：%s") % username, username=username) if username else None


def terms(actor: Actor, data: GatheringIn) -> dict[str, Any]:
    item = None
    if data.plan_item is not None:
        item = one(queries.plan_items(actor), _("计划里没有这个题目"), pk=data.plan_item)
    more = data.dict(exclude={"unit", "topic", "token"})
    terms: dict[str, Any] = {**more, "convener": person_of(data.convener), "region": unit_of(data.region)}
    return terms | {"plan_item": item if isinstance(item, PlanItem) else None}


def full(request: HttpRequest, gathering: Gathering) -> Gathering:
    """The gathering anew, with everything in it and whether the caller is of the house."""
    fresh: Any = Gathering.objects.select_related("unit", "convener").get(pk=gathering.pk)
    fresh.room, fresh.inside = queries.room(fresh), queries.inside(fresh, answers.actor_of(request))
    return fresh


def participant_of(gathering: Gathering, pk: int) -> Any:
    return one(gathering.participants.select_related("gathering", "unit"), _("名单里没有这个人"), pk=pk)
