"""A question from the hall: it ends with an answer, or with the reason why it was not shown."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.floor.flow.floors import state_now
from shangliang.modules.floor.models import LiveQuestion


def has_answerer(question: LiveQuestion, at: datetime) -> str | None:
    return None if question.answered_by_id else _("请选是谁回答的")


def has_somebody(question: LiveQuestion, at: datetime) -> str | None:
    return None if question.answerer_id and question.due_on else _("请写明由哪个单位、什么时候答复")


def has_reply(question: LiveQuestion, at: datetime) -> str | None:
    return None if question.reply.strip() else _("请写下答复")


def is_not_settled(question: LiveQuestion, at: datetime) -> str | None:
    """What comes back after everything was settled would have nobody to answer it."""
    return None if state_now(question.floor_id) in {"open", "settling"} else _("本场提问都已安排完毕")


LIVE_QUESTION = Flow(
    "live_question",
    lazy("现场提问"),
    start="waiting",
    states=[
        State("waiting", lazy("待展示")),
        State("shown", lazy("待回答")),
        State("hidden", lazy("不展示"), tone="quiet"),
        State("answered", lazy("当场已答"), final=True, tone="good"),
        State("handed", lazy("会后答复"), due=Due(field="due_on", warn=(3, 1), escalate=(5,))),
        State(
            "returned", lazy("退回，待重新安排"), due=Due("floor.hand_again_within", warn=(), escalate=(3,))
        ),
        State("replied", lazy("会后已答"), final=True, tone="good"),
        State("withdrawn", lazy("提问人撤回"), final=True, tone="quiet"),
    ],
    moves=[
        Move("show", "waiting", "shown", lazy("展示"), bare=True),
        Move("let_through", "waiting", "shown", lazy("直接展示"), clock=True),
        Move("hide", "waiting shown", "hidden", lazy("不展示"), note=True, option=True),
        Move(
            "restore", "hidden", "shown", lazy("恢复展示"), bare=True, note=True, option=True,
            guards=(is_not_settled,),
        ),
        Move("answer", "shown", "answered", lazy("当场已答"), brings=(has_answerer,)),
        Move("hand", "waiting shown returned", "handed", lazy("定会后由谁答复"), brings=(has_somebody,)),
        Move("reply", "handed", "replied", lazy("答复"), undoable=False, brings=(has_reply,)),
        Move("send_back", "handed", "returned", lazy("不归本单位，退回"), bare=True, note=True, option=True),
        Move("withdraw", "waiting shown", "withdrawn", lazy("撤回"), bare=True, option=True),
    ],
)  # fmt: skip
