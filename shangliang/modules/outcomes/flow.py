"""When documents, instructions, recommendations, feedback lists and look-backs may do what (DOMAIN 3.7, 3.8)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.outcomes.models import FeedbackList, Instruction, LookBack, Recommendation

params.define("outcomes.echo_within", lazy("成果回音期限"), 15, "days", "DOMAIN 3.8：收文 15 日内回采纳意见")
params.define("outcomes.instruction_within", lazy("批示办理期限"), 30, "days")
params.define("outcomes.feed_back_within", lazy("结果反馈期限"), 15, "working_days")
params.define("outcomes.look_back_after", lazy("反馈后回头看期限"), 180, "days")


def has_unit(instruction: Instruction, at: datetime) -> str | None:
    return None if instruction.passed_to_id else _("还没有选定转办单位")


def has_answer(instruction: Instruction, at: datetime) -> str | None:
    return None if instruction.answer.strip() else _("还没有填写落实情况")


def has_adoption(recommendation: Recommendation, at: datetime) -> str | None:
    return None if recommendation.adoption else _("部门还没有回复是否采纳")


def delivered_or_declined(recommendation: Recommendation, at: datetime) -> str | None:
    """What was adopted is fed back when it has been delivered, or with the promise and its date."""
    return None if recommendation.result.strip() else _("还没有写明结果")


def every_one_has_result(feedback: FeedbackList, at: datetime) -> str | None:
    """Every recommendation of the topic is on the list: nothing is left out (件件有回音)."""
    alive = feedback.topic.recommendations.exclude(state="withdrawn")
    missing = alive.exclude(pk__in=feedback.items.values("recommendation")).count()
    return _("还有 %d 条建议不在清单里") % missing if missing else None


def all_decided(feedback: FeedbackList, at: datetime) -> str | None:
    waiting = feedback.topic.recommendations.filter(state__in=["draft", "sent"]).count()
    return _("还有 %d 条建议部门没有答复") % waiting if waiting else None


def has_finding(look_back: LookBack, at: datetime) -> str | None:
    return None if look_back.finding and look_back.notes.strip() else _("还没有写看到的情况和结论")


DOCUMENT = Flow(
    "document",
    lazy("成果文件"),
    start="draft",
    states=[
        State("draft", lazy("起草")),
        State("gatekeeping", lazy("党组把关")),
        State("submitted", lazy("已报送，等回音"), due=Due("outcomes.echo_within", warn=(5, 2), escalate=(10,))),
        State("echoed", lazy("已有回音"), final=True, tone="good"),
        State("dropped", lazy("作废"), final=True, tone="quiet"),
    ],
    moves=[
        Move("check", "draft", "gatekeeping", lazy("送党组把关"), bare=True),
        Move("send_back", "gatekeeping", "draft", lazy("退回修改"), bare=True, note=True),
        Move("submit", "gatekeeping", "submitted", lazy("报送"), undoable=False),
        Move("echo", "submitted", "echoed", lazy("登记回音"), bare=True, note=True),
        Move("drop", "draft", "dropped", lazy("作废"), bare=True, note=True),
    ],
)

INSTRUCTION = Flow(
    "instruction",
    lazy("批示"),
    start="recorded",
    states=[
        State("recorded", lazy("已登记")),
        State("forwarded", lazy("已转办"), due=Due("outcomes.instruction_within", warn=(7, 3), escalate=(7,))),
        State("answered", lazy("已反馈"), final=True, tone="good"),
    ],
    moves=[
        Move("forward", "recorded", "forwarded", lazy("转办"), guards=(has_unit,)),
        Move("answer", "forwarded", "answered", lazy("反馈落实情况"), guards=(has_answer,)),
        Move("note_only", "recorded", "answered", lazy("阅示，无需转办"), bare=True, note=True),
    ],
)

RECOMMENDATION = Flow(
    "recommendation",
    lazy("协商建议"),
    start="draft",
    states=[
        State("draft", lazy("起草")),
        State("sent", lazy("已交办，等答复")),
        State("decided", lazy("部门已答复"), due=Due("outcomes.feed_back_within", warn=(3, 1), escalate=(5,))),
        State("delivered", lazy("已落实"), due=Due("outcomes.feed_back_within", warn=(3, 1), escalate=(5,)), tone="good"),
        State("fed_back", lazy("已反馈群众"), due=Due("outcomes.look_back_after", warn=(30,), escalate=()), on_due="settle", tone="good"),
        State("settled", lazy("了结"), final=True, tone="good"),
        State("withdrawn", lazy("已撤回"), final=True, tone="quiet"),
    ],
    moves=[
        Move("send", "draft", "sent", lazy("交部门办理")),
        Move("withdraw", "draft", "withdrawn", lazy("撤回"), bare=True, note=True),
        Move("decide", "sent", "decided", lazy("登记采纳情况"), guards=(has_adoption,), clock=True),
        Move("deliver", "decided fed_back", "delivered", lazy("落实到位"), clock=True),
        Move("feed_back", "decided delivered", "fed_back", lazy("反馈群众"), guards=(delivered_or_declined,)),
        Move("reopen", "decided delivered fed_back", "sent", lazy("没有解决，重新交办"), note=True),
        Move("settle", "fed_back", "settled", lazy("回头看期满"), clock=True),
    ],
)  # fmt: skip

FEEDBACK = Flow(
    "feedback",
    lazy("结果反馈清单"),
    start="draft",
    states=[
        State("draft", lazy("起草")),
        State("published", lazy("已公布"), final=True, tone="good"),
        State("dropped", lazy("作废"), final=True, tone="quiet"),
    ],
    moves=[
        Move("publish", "draft", "published", lazy("公布并逐人告知"), guards=(all_decided, every_one_has_result), undoable=False),
        Move("drop", "draft", "dropped", lazy("作废"), bare=True, note=True),
    ],
)  # fmt: skip

LOOK_BACK = Flow(
    "look_back",
    lazy("再商量"),
    start="planned",
    states=[
        State("planned", lazy("已安排"), due=Due(field="visit_on", warn=(7, 2), escalate=(14,))),
        State("concluded", lazy("已有结论"), final=True, tone="good"),
        State("dropped", lazy("取消"), final=True, tone="quiet"),
    ],
    moves=[
        Move("conclude", "planned", "concluded", lazy("写明结论"), guards=(has_finding,)),
        Move("drop", "planned", "dropped", lazy("取消"), bare=True, note=True),
    ],
)
