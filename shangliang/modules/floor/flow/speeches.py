"""A speech: in the line, let speak, paused, ended. Whoever is in the line is nobody's duty: the meeting is."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel.flow import Flow, Move, State
from shangliang.modules.floor.models import Speech


def is_order(speech: Speech, at: datetime) -> str | None:
    return None if speech.kind == Speech.Kind.ORDER else _("只有程序动议要由主持人裁定")


def was_admitted(speech: Speech, at: datetime) -> str | None:
    if speech.kind == Speech.Kind.ORDER and speech.state == "waiting":
        return _("程序动议要先由主持人裁定")
    return None


def meeting_sits(speech: Speech, at: datetime) -> str | None:
    return None if speech.floor.gathering.state == "sitting" else _("现在没有在开会")


def nobody_speaks(speech: Speech, at: datetime) -> str | None:
    now = Speech.objects.filter(floor=speech.floor_id, state="speaking").select_related("participant").first()
    return _("%s正在发言") % now.participant.name if now else None


SPEECH = Flow(
    "speech",
    lazy("发言"),
    start="waiting",
    states=[
        State("waiting", lazy("排队中"), tone="quiet"),
        State("admitted", lazy("动议获准，优先")),
        State("speaking", lazy("正在发言")),
        State("paused", lazy("暂停")),
        State("skipped", lazy("跳过"), tone="quiet"),
        State("done", lazy("已发言"), final=True, tone="good"),
        State("refused", lazy("动议未获准"), final=True, tone="quiet"),
        State("withdrawn", lazy("已撤回"), final=True, tone="quiet"),
        State("unreached", lazy("没有轮到"), final=True, tone="quiet"),
    ],
    moves=[
        Move(
            "call", "waiting admitted", "speaking", lazy("请发言"), option=True,
            guards=(was_admitted, meeting_sits, nobody_speaks),
        ),
        Move("pause", "speaking", "paused", lazy("暂停"), option=True),
        Move("resume", "paused", "speaking", lazy("继续"), option=True, guards=(meeting_sits, nobody_speaks)),
        Move("finish", "speaking paused", "done", lazy("结束发言"), option=True),
        Move("cut_off", "speaking paused", "done", lazy("散会，发言结束"), clock=True),
        Move("admit", "waiting", "admitted", lazy("准许动议"), guards=(is_order,), option=True),
        Move("refuse", "waiting", "refused", lazy("不准动议"), note=True, option=True, guards=(is_order,)),
        Move("skip", "waiting admitted", "skipped", lazy("跳过"), note=True, option=True),
        Move("requeue", "skipped", "waiting", lazy("重新排队"), option=True),
        Move("withdraw", "waiting admitted skipped", "withdrawn", lazy("撤回"), option=True),
        Move("not_reached", "waiting admitted skipped", "unreached", lazy("散会，没有轮到"), clock=True),
    ],
)  # fmt: skip
