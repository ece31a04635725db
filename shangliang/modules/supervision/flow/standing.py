"""特邀监督员 and what they report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.supervision.flow import numbers  # noqa: F401

SPECIAL_SUPERVISOR = Flow(
    "special_supervisor",
    lazy("特邀监督员"),
    start="serving",
    states=[
        State("serving", lazy("聘期内"), due=Due(field="ends_on", warn=(30,), escalate=()), on_due="expire"),
        State("expired", lazy("聘期已满"), final=True, tone="quiet"),
        State("dismissed", lazy("已解聘"), final=True, tone="quiet"),
    ],
    moves=[
        Move("expire", "serving", "expired", lazy("聘期届满"), clock=True),
        Move(
            "dismiss", "serving", "dismissed", lazy("解聘"), bare=True, note=True, option=True, undoable=False
        ),
    ],
)

OBSERVATION = Flow(
    "observation",
    lazy("监督员报告"),
    start="handed",
    states=[
        State("handed", lazy("待答复"), due=Due("supervision.answer_within", warn=(5, 1), escalate=(5,))),
        State("answered", lazy("已答复"), final=True, tone="good"),
        State("taken", lazy("已列入监督意见"), final=True, tone="good"),
        State("filed", lazy("留存"), final=True, tone="quiet"),
    ],
    moves=[
        Move("answer", "handed", "answered", lazy("答复")),
        Move("take_up", "handed", "taken", lazy("列入监督意见"), option=True),
        Move("file", "handed", "filed", lazy("留存并说明理由"), note=True, option=True),
    ],
)
