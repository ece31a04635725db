"""When a topic may do what."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.topics.models import Topic

params.define("topics.screen_within", lazy("议题筛选期限"), 15, "working_days")
params.define("topics.look_back_within", lazy("回头看期限"), 180, "days")


def has_field(topic: Topic, at: datetime) -> str | None:
    return None if topic.field_id else _("请先确认领域")


def has_score(topic: Topic, at: datetime) -> str | None:
    return None if topic.scores.exists() else _("还没有人评分")


TOPIC = Flow(
    "topic",
    lazy("议题"),
    start="candidate",
    states=[
        State("candidate", lazy("待筛选"), due=Due("topics.screen_within", warn=(3, 1), escalate=(5,))),
        State("filed", lazy("已立题")),
        State("planned", lazy("已列入计划")),
        State("discussing", lazy("协商中")),
        State("dispatched", lazy("建议已交办")),
        State("passed_on", lazy("已转部门")),
        State(
            "answered", lazy("已反馈"), tone="good", on_due="close",
            due=Due("topics.look_back_within", warn=(30, 7), escalate=()),
        ),
        State("closed", lazy("了结"), final=True, tone="good"),
        State("merged", lazy("已并入其他议题"), final=True, tone="quiet"),
        State("not_taken", lazy("未列入"), final=True, tone="quiet"),
    ],
    moves=[
        Move("file", "candidate", "filed", lazy("立为议题"), bare=True, guards=(has_field, has_score)),
        Move("merge", "candidate filed", "merged", lazy("并入其他议题"), undoable=False, option=True),
        Move("pass_on", "candidate filed", "passed_on", lazy("转部门办理")),
        Move("decline", "candidate filed", "not_taken", lazy("不列入"), note=True, undoable=False),
        Move("plan", "filed", "planned", lazy("列入年度计划")),
        Move("unplan", "planned", "filed", lazy("移出计划"), note=True, option=True),
        Move("discuss", "filed planned", "discussing", lazy("开始协商"), clock=True),
        Move("call_off", "discussing", "filed", lazy("取消协商"), note=True, clock=True),
        Move("send", "discussing", "dispatched", lazy("建议交办")),
        Move("answer", "dispatched passed_on", "answered", lazy("结果已反馈"), clock=True),
        Move("reopen", "answered", "filed", lazy("再商量"), note=True, option=True),
        Move("close", "answered", "closed", lazy("回头看期满"), clock=True),
    ],
)  # fmt: skip
