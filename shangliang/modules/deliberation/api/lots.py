"""Draws of lots over JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers, pages
from shangliang.modules.deliberation import queries, services
from shangliang.modules.deliberation.models import Draw
from shangliang.modules.org.models import Unit
from shangliang.modules.topics.models import Topic

router = Router()


class DrawOut(answers.StagedOut):
    title: str
    purpose: str
    unit: answers.UnitCode
    size: int
    seal: str
    source: str
    seeded_on: date | None
    seed: str
    panel: list[str]


class DrawsOut(answers.Page[DrawOut]):
    pass


class DrawIn(Schema):
    """pool and quotas: the CSV files as text."""

    unit: str
    title: str
    purpose: str
    size: int
    pool: str
    quotas: str
    topic: int | None = None


class DrawSealIn(Schema):
    source: str
    seeded_on: date


class DrawSeedIn(Schema):
    seed: str


def _find(request: HttpRequest, pk: int) -> Draw:
    return pages.find(Draw, answers.actor_of(request), "view", "unit", pk=pk)


@router.get("/draws", response=DrawsOut)
def deliberation_draws(request: HttpRequest, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    return answers.sliced(answers.reachable(request, Draw).select_related("unit"), cursor, limit)


@router.post("/draws", response={201: DrawOut})
def deliberation_plan_draw(request: HttpRequest, data: DrawIn) -> Status[Any]:
    unit = Unit.objects.filter(code=data.unit).first()
    if unit is None:
        raise moves.Refused(_("没有这个单位：%s") % data.unit)
    topic = answers.find(request, Topic, data.topic) if data.topic is not None else None
    draw = services.plan_draw(
        unit, title=data.title, purpose=data.purpose, size=data.size, topic=topic, pool=data.pool.encode(),
        quotas=data.quotas.encode(), **answers.by(request),
    )  # fmt: skip
    return Status(201, draw)


@router.get("/draws/{int:pk}", response=DrawOut)
def deliberation_draw(request: HttpRequest, pk: int) -> Draw:
    return _find(request, pk)


@router.get("/draws/{int:pk}/published", response=dict[str, Any])
def deliberation_published_draw(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The file that verify_draw.py reads: the lottery, and the panel once it is drawn."""
    return queries.published_draw(_find(request, pk))


@router.post("/draws/{int:pk}/seal", response=DrawOut)
def deliberation_announce_draw(request: HttpRequest, pk: int, data: DrawSealIn) -> Draw:
    draw = _find(request, pk)
    services.announce(draw, source=data.source, seeded_on=data.seeded_on, **answers.by(request))
    return draw


@router.post("/draws/{int:pk}/draw", response=DrawOut)
def deliberation_draw_lots(request: HttpRequest, pk: int, data: DrawSeedIn) -> Draw:
    draw = _find(request, pk)
    services.draw_lots(draw, seed=data.seed, **answers.by(request))
    return draw
