"""When matches and actions may do what (DOMAIN 6.4): what was joined is carried through or answered for."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.lists.models import ListAction

params.define("lists.link_within", lazy("确认对接后取得联系期限"), 10, "working_days", "DOMAIN 6.4")
params.define("lists.verify_within", lazy("举措核验期限"), 10, "working_days", "DOMAIN 6.4")
params.define("lists.publish_within", lazy("举措公开期限"), 10, "working_days", "DOMAIN 6.4")


def has_evidence(action: ListAction, at: datetime) -> str | None:
    return None if action.evidence.exists() else _("还没有佐证（照片、文件或可以看到的事实）")


LIST_MATCH = Flow(
    "list_match",
    lazy("清单对接"),
    start="confirmed",
    states=[
        State("confirmed", lazy("已确认，待联系"), due=Due("lists.link_within", warn=(3, 1), escalate=(5,))),
        State("linked", lazy("对接中"), due=Due(field="next_on", warn=(3, 1), escalate=(5,))),
        # Each action has a clock of its own.
        State("acting", lazy("已有举措")),
        State("settled", lazy("对接有结果"), final=True, tone="good"),
        State("dissolved", lazy("已解除"), final=True, tone="bad"),
    ],
    moves=[
        Move("link", "confirmed", "linked", lazy("定联系人和下一步")),
        Move("step", "linked", "linked", lazy("记进展，定下一步"), option=True),
        Move("settle", "linked", "settled", lazy("写明对接结果")),
        Move(
            "dissolve", "confirmed linked", "dissolved", lazy("解除对接"), bare=True, note=True, option=True
        ),
        Move("act", "confirmed linked", "acting", lazy("部门提出举措"), clock=True),
        Move("rest", "acting", "linked", lazy("举措没有办成，继续对接"), clock=True),
        Move("finish", "acting", "settled", lazy("举措完成"), clock=True),
    ],
)

_BY_ITS_DAY = Due(field="due_on", warn=(7, 2), escalate=(5, 15))

LIST_ACTION = Flow(
    "list_action",
    lazy("部门举措"),
    start="planned",
    states=[
        State("planned", lazy("已提出"), due=_BY_ITS_DAY),
        State("doing", lazy("正在办"), due=_BY_ITS_DAY),
        State("claimed", lazy("报完成，待核验"), due=Due("lists.verify_within", warn=(3, 1), escalate=(5,))),
        State(
            "done",
            lazy("已核验，待公开"),
            due=Due("lists.publish_within", warn=(3, 1), escalate=(5,)),
            tone="good",
        ),
        State("published", lazy("已公开"), final=True, tone="good"),
        State("kept", lazy("已办成，不公开"), final=True, tone="good"),
        State("broken", lazy("没有办成"), final=True, tone="bad"),
    ],
    moves=[
        Move("start", "planned", "doing", lazy("开始办"), bare=True),
        Move("claim", "planned doing", "claimed", lazy("报完成"), guards=(has_evidence,)),
        Move("verify", "claimed", "done", lazy("核验属实"), bare=True, guards=(has_evidence,)),
        Move("refute", "claimed", "doing", lazy("核验不属实，退回"), bare=True, note=True, option=True),
        Move("publish", "done", "published", lazy("向社会公开"), undoable=False),
        Move("keep", "done", "kept", lazy("不宜公开，说明理由"), bare=True, note=True, option=True),
        Move("give_up", "planned doing", "broken", lazy("办不成，说明原因"), note=True, option=True),
    ],
)
