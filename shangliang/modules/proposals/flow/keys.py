"""When a key proposal and the activities that supervise it may do what (DOMAIN 1.10)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.kernel.flow import Ask, Due, Flow, Move, State
from shangliang.modules.proposals.models import WITH_DEPARTMENTS, KeyProposal, SuperviseAct

params.define(
    "proposals.key_consult_within", lazy("重点提案征求意见期限"), 10, "working_days", "DOMAIN 1.10, 各地取值"
)
params.define("proposals.key_decide_within", lazy("重点提案审定期限"), 30, "days", "DOMAIN 1.10, 各地取值")
params.define(
    "proposals.key_plan_within", lazy("重点提案定督办方案期限"), 15, "working_days", "DOMAIN 1.10, 各地取值"
)
params.define(
    "proposals.key_act_within", lazy("重点提案首次督办活动期限"), 60, "days", "DOMAIN 1.10, 各地取值"
)
params.define(
    "proposals.key_conclude_within", lazy("重点提案督办结论期限"), 180, "days", "DOMAIN 1.10, 各地取值"
)
params.define(
    "proposals.key_report_within", lazy("督办结论报送期限"), 10, "working_days", "DOMAIN 1.10, 各地取值"
)
params.define(
    "proposals.key_summary_within", lazy("重点提案年终总结期限"), 60, "days", "DOMAIN 1.10, 各地取值"
)


def somebody_is_asked(key: KeyProposal, at: datetime) -> str | None:
    return None if key.views.exists() else _("还没有写明征求哪些党派、团体、专委会的意见")


def views_are_in(key: KeyProposal, at: datetime) -> str | None:
    """Everybody asked has answered, or the time to answer is over; silence is no yes, but holds nothing up."""
    waiting = key.views.filter(says="").count()
    over = key.due_at is not None and key.due_at < at
    return _("还有 %d 家没有答复，征求意见期限未到") % waiting if waiting and not over else None


def has_both_leaders(key: KeyProposal, at: datetime) -> str | None:
    if key.leader_id is None:
        return _("还没有定领办的党政领导")
    return None if key.supervisor_id else _("还没有定督办的政协领导")


def has_plan(key: KeyProposal, at: datetime) -> str | None:
    return None if key.plan.strip() else _("还没有写督办方案")


def is_with_departments(key: KeyProposal, at: datetime) -> str | None:
    """Those who are told of the plan must be there."""
    there = key.proposal.state in [*WITH_DEPARTMENTS, "closed", "archived"]
    return None if there else _("提案还没有交办，没有承办单位可以函告")


def was_held(key: KeyProposal, at: datetime) -> str | None:
    return None if key.acts.filter(state="held").exists() else _("还没有登记督办活动")


def nothing_is_planned(key: KeyProposal, at: datetime) -> str | None:
    ahead = key.acts.filter(state="planned").count()
    return _("还有 %d 次安排好的督办活动没有登记结果") % ahead if ahead else None


def has_conclusion(key: KeyProposal, at: datetime) -> str | None:
    return None if key.conclusion.strip() else _("还没有写督办结论")


def has_summary(key: KeyProposal, at: datetime) -> str | None:
    return None if key.summary.strip() else _("还没有写年终总结")


def has_record(act: SuperviseAct, at: datetime) -> str | None:
    return None if act.record.strip() else _("还没有写活动记录")


def proposer_took_part(act: SuperviseAct, at: datetime) -> str | None:
    """提案者全程参与: whoever brought it was there, or it says why nobody was."""
    there = act.absent.strip() or act.proposers.exists()
    return None if there else _("请写明哪位提案者参加了；都没有参加的，写明原因")


KEY_PROPOSAL = Flow(
    "key_proposal",
    lazy("重点提案"),
    start="nominated",
    states=[
        State("nominated", lazy("提案委初选")),
        State(
            "consulted", lazy("征求意见中"), due=Due("proposals.key_consult_within", warn=(3, 1), escalate=()),
        ),
        State("ready", lazy("待主席会议审定"), due=Due("proposals.key_decide_within", warn=(7,), escalate=(10,))),
        State("decided", lazy("已审定，待定方案"), due=Due("proposals.key_plan_within", warn=(3,), escalate=(5,))),
        State(
            "under_way", lazy("督办中，还没有活动"),
            due=Due("proposals.key_act_within", warn=(15, 5), escalate=(10,), since="started_at"),
        ),
        State(
            "supervised", lazy("督办中"),
            due=Due("proposals.key_conclude_within", warn=(30, 10), escalate=(10,), since="started_at"),
        ),
        State(
            "concluded", lazy("已有结论，待报送"),
            due=Due("proposals.key_report_within", warn=(3,), escalate=(5,)),
        ),
        State("reported", lazy("已报党政领导，跟踪落实")),
        State(
            "kept", lazy("承诺已兑现，待总结"),
            due=Due("proposals.key_summary_within", warn=(15,), escalate=(10,)), tone="good",
        ),
        State("summarised", lazy("已总结"), final=True, tone="good"),
        State("dropped", lazy("不作重点提案"), final=True, tone="quiet"),
    ],
    moves=[
        Move("consult", "nominated", "consulted", lazy("征求意见"), brings=(somebody_is_asked,)),
        Move("gather", "consulted", "ready", lazy("意见收齐，报主席会议"), bare=True, guards=(views_are_in,)),
        Move("decide", "ready", "decided", lazy("主席会议审定"), brings=(has_both_leaders,)),
        Move("start", "decided", "under_way", lazy("函告督办方案"), guards=(has_plan, is_with_departments)),
        Move("first_act", "under_way", "supervised", lazy("已开展督办活动"), guards=(was_held,), clock=True),
        Move(
            "conclude", "supervised", "concluded", lazy("写督办结论"),
            guards=(was_held, nothing_is_planned), brings=(has_conclusion,),
        ),
        Move("report", "concluded", "reported", lazy("报送党政领导")),
        Move("keep", "reported", "kept", lazy("承诺全部兑现"), clock=True),
        Move("slip", "kept", "reported", lazy("承诺没有真正兑现，恢复跟踪"), clock=True),
        Move("summarise", "kept", "summarised", lazy("年终总结"), brings=(has_summary,)),
        Move(
            "drop", "nominated consulted ready decided under_way", "dropped", lazy("不作重点提案"), bare=True,
            note=True, undoable=False, option=True,
        ),
    ],
    asks=[Ask("owe_view", "consulted", lazy("提意见"))],
)  # fmt: skip

SUPERVISE_ACT = Flow(
    "supervise_act",
    lazy("督办活动"),
    start="planned",
    states=[
        State("planned", lazy("已安排"), due=Due(field="day", warn=(3, 1), escalate=(7,))),
        State("held", lazy("已开展"), final=True, tone="good"),
        State("dropped", lazy("取消"), final=True, tone="quiet"),
    ],
    moves=[
        Move("hold", "planned", "held", lazy("登记活动结果"), brings=(has_record, proposer_took_part)),
        Move("reschedule", "planned", "planned", lazy("改期"), note=True, option=True),
        Move("drop", "planned", "dropped", lazy("取消活动"), bare=True, note=True, option=True),
        Move("void", "planned", "dropped", lazy("不作重点提案，活动取消"), clock=True),
    ],
)
