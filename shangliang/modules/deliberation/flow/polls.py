"""A poll: prepared, put to its roll, counted."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import ballots
from shangliang.kernel.flow import Ask, Due, Flow, Move, State
from shangliang.modules.deliberation.models import Poll


def has_options(poll: Poll, at: datetime) -> str | None:
    if poll.method == Poll.Method.MOTION or poll.options.count() >= 2:
        return None
    return _("至少要有两个选项")


def ends_later(poll: Poll, at: datetime) -> str | None:
    return None if poll.closes_at is None or poll.closes_at > at else _("截止时间已经过了，请先改截止时间")


def has_roll(poll: Poll, at: datetime) -> str | None:
    return None if poll.roll.exists() else _("没有一个可以投票的人")


def secret_among_enough(poll: Poll, at: datetime) -> str | None:
    return ballots.too_few(poll.unit.path, poll.roll.count(), at) if poll.secret else None


def quorum_in_reach(poll: Poll, at: datetime) -> str | None:
    entitled = poll.roll.count()
    if entitled >= (poll.needed or 0):
        return None
    return _("应投 %(n)d 人，达不到有效票数 %(q)d") % {"n": entitled, "q": poll.needed}


def quorum_reached(poll: Poll, at: datetime) -> str | None:
    cast, needed = poll.roll.filter(voted=True).count(), poll.needed or 0
    if cast >= needed:
        return None
    return _("只收回 %(n)d 票，不足 %(q)d 票，投票无效") % {"n": cast, "q": needed}


def quorum_missed(poll: Poll, at: datetime) -> str | None:
    return None if quorum_reached(poll, at) else _("票数已经有效，应当计票")


def may_be_public(poll: Poll, at: datetime) -> str | None:
    return None if poll.open_to_public else _("这次投票定为不公开")


POLL = Flow(
    "poll",
    lazy("投票表决"),
    start="draft",
    states=[
        State("draft", lazy("准备中"), tone="quiet"),
        State("open", lazy("正在投票"), due=Due(field="closes_at", warn=(), escalate=()), on_due="time_up"),
        State("closed", lazy("到点截止，正在计票")),
        State("counted", lazy("已计票"), tone="good"),
        State("published", lazy("已公布"), final=True, tone="good"),
        State("void", lazy("票数不足，无效"), final=True, tone="bad"),
        State("cancelled", lazy("取消"), final=True, tone="quiet"),
    ],
    moves=[
        Move(
            "open", "draft", "open", lazy("开始投票"), undoable=False,
            guards=(has_options, ends_later), brings=(has_roll, secret_among_enough, quorum_in_reach),
        ),
        Move("cancel", "draft", "cancelled", lazy("取消"), bare=True, note=True, option=True, undoable=False),
        Move("time_up", "open", "closed", lazy("到点截止"), clock=True),
        Move("count", "open closed", "counted", lazy("结束投票并计票"), undoable=False, guards=(quorum_reached,)),
        Move(
            "void", "open closed", "void", lazy("结束投票，票数不足"), undoable=False, option=True,
            guards=(quorum_missed,),
        ),
        Move("count_on_time", "closed", "counted", lazy("到点计票"), clock=True, guards=(quorum_reached,)),
        Move("void_on_time", "closed", "void", lazy("到点，票数不足"), clock=True, guards=(quorum_missed,)),
        Move(
            "publish", "counted", "published", lazy("公布结果"), bare=True, option=True, undoable=False,
            guards=(may_be_public,),
        ),
    ],
    asks=[Ask("owe_poll_ballot", "open", lazy("投票"))],
)  # fmt: skip
