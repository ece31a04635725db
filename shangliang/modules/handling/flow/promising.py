"""A promise and the steps on the way to it (DOMAIN 1.3 tracking, 8.3)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.handling.models import Promise


def has_evidence(promise: Promise, at: datetime) -> str | None:
    """Evidence that came after the last refutation: what was found untrue does not prove anything twice."""
    fresh = any(e.at >= promise.entered_at for e in promise.evidence.all())
    return None if fresh else _("请先上传（新的）佐证")


def not_yet_answered(promise: Promise, at: datetime) -> str | None:
    """Once people have read a promise it can be kept or broken, not taken away."""
    part = promise.assignment
    told = part.state == "replied" or any(r.published_at for r in part.replies.all())
    return _("答复已经送达，承诺不能撤销；不能兑现的请办“说明不能兑现”") if told else None


PROMISE = Flow(
    "promise",
    lazy("承诺"),
    start="open",
    states=[
        State("open", lazy("待兑现"), due=Due(field="due_on", warn=(30, 10, 3), escalate=(7, 30))),
        State("claimed", lazy("称已兑现，待核实"), carry=True),
        State("kept", lazy("已兑现"), tone="good"),
        State("broken", lazy("未能兑现"), tone="bad"),
        State("dropped", lazy("已撤销"), final=True, tone="quiet"),
    ],
    moves=[
        Move("claim", "open", "claimed", lazy("申请核实"), bare=True, guards=(has_evidence,)),
        Move("confirm", "claimed", "kept", lazy("核实属实"), bare=True),
        Move("refute", "claimed", "open", lazy("核实不实"), bare=True, note=True),
        Move("reopen", "kept broken", "open", lazy("恢复跟踪"), note=True, option=True),
        Move(
            "give_up", "open", "broken", lazy("说明不能兑现"), bare=True, note=True, undoable=False, option=True
        ),
        Move(
            "drop", "open", "dropped", lazy("撤销这项承诺"), bare=True, guards=(not_yet_answered,), option=True
        ),
    ],
)  # fmt: skip

MILESTONE = Flow(
    "milestone",
    lazy("承诺节点"),
    start="ahead",
    states=[
        State("ahead", lazy("待完成"), due=Due(field="due_on", warn=(3,), escalate=(7,))),
        State("reached", lazy("已完成"), final=True, tone="good"),
        State("void", lazy("不再需要"), final=True, tone="quiet"),
    ],
    moves=[
        Move("reach", "ahead", "reached", lazy("已完成")),
        Move("void", "ahead", "void", lazy("不再需要"), clock=True),
    ],
)
