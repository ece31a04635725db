"""A draw of lots: sealed before the seed is known, drawn after."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import calendar
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.deliberation.models import Draw


def has_lottery(draw: Draw, at: datetime) -> str | None:
    return None if draw.seal else _("还没有做出签表")


def has_source(draw: Draw, at: datetime) -> str | None:
    return None if draw.source and draw.seeded_on else _("请写明种子从哪里来、哪一天产生")


def seed_comes_later(draw: Draw, at: datetime) -> str | None:
    if draw.seeded_on is None or draw.seeded_on > calendar.day_of(at):
        return None
    return _("种子必须在公布封印以后产生，日期要晚于今天")


def seed_is_out(draw: Draw, at: datetime) -> str | None:
    if draw.seeded_on is not None and draw.seeded_on <= calendar.day_of(at):
        return None
    return _("还没有到公布种子的那一天")


def has_seed(draw: Draw, at: datetime) -> str | None:
    return None if draw.seed else _("请写种子的原文")


DRAW = Flow(
    "draw",
    lazy("抽签"),
    start="draft",
    states=[
        State("draft", lazy("准备中"), tone="quiet"),
        State("sealed", lazy("封印已公布，等种子"), due=Due(field="seeded_on", warn=(), escalate=(3,))),
        State("drawn", lazy("已抽出"), final=True, tone="good"),
        State("dropped", lazy("作废"), final=True, tone="quiet"),
    ],
    moves=[
        Move(
            "seal", "draft", "sealed", lazy("公布封印"), undoable=False, guards=(has_lottery,),
            brings=(has_source, seed_comes_later),
        ),
        Move("draw", "sealed", "drawn", lazy("用种子抽签"), undoable=False, guards=(seed_is_out,), brings=(has_seed,)),
        Move("drop", "draft sealed", "dropped", lazy("作废"), bare=True, note=True, option=True, undoable=False),
    ],
)  # fmt: skip
