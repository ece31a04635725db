"""When documents, instructions, recommendations, feedback lists and look-backs may do what (DOMAIN 3.7-8)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.outcomes.models import Document, FeedbackList, Recommendation

params.define("outcomes.echo_within", lazy("成果回音期限"), 15, "days", "DOMAIN 3.8")
params.define("outcomes.instruction_within", lazy("批示办理期限"), 30, "days")
params.define("outcomes.feed_back_within", lazy("结果反馈期限"), 15, "working_days")
params.define("outcomes.look_back_after", lazy("反馈后回头看期限"), 180, "days")

# A recommendation comes out of a consultation: before it, nothing is sent to departments.
DISCUSSED = {"discussing", "dispatched", "answered"}


def has_substance(document: Document, at: datetime) -> str | None:
    return None if document.body.strip() or document.file_id else _("还没有正文")


def topic_was_discussed(recommendation: Recommendation, at: datetime) -> str | None:
    return None if recommendation.topic.state in DISCUSSED else _("议题还没有协商，建议还不能交办")


def has_adoption(recommendation: Recommendation, at: datetime) -> str | None:
    return None if recommendation.adoption else _("部门还没有回复是否采纳")


def has_result(recommendation: Recommendation, at: datetime) -> str | None:
    """What was adopted is fed back when it has been delivered, or with the promise and its date."""
    return None if recommendation.result.strip() else _("还没有写明结果")


def has_items(feedback: FeedbackList, at: datetime) -> str | None:
    return None if feedback.items.exists() else _("清单里还没有建议")


def every_one_is_listed(feedback: FeedbackList, at: datetime) -> str | None:
    """Every recommendation of the topic is on the list: nothing is left out (件件有回音)."""
    alive = feedback.topic.recommendations.exclude(state="withdrawn")
    missing = alive.exclude(pk__in=feedback.items.values("recommendation")).count()
    return _("还有 %d 条建议不在清单里") % missing if missing else None


def every_one_has_result(feedback: FeedbackList, at: datetime) -> str | None:
    missing = feedback.items.filter(result="").count()
    return _("还有 %d 条没有写明结果") % missing if missing else None


def all_decided(feedback: FeedbackList, at: datetime) -> str | None:
    waiting = feedback.topic.recommendations.filter(state__in=["draft", "sent"]).count()
    return _("还有 %d 条建议部门没有答复") % waiting if waiting else None


DOCUMENT = Flow(
    "document",
    lazy("成果文件"),
    start="draft",
    states=[
        State("draft", lazy("起草")),
        State("gatekeeping", lazy("党组把关")),
        State("cleared", lazy("已把关，待报送")),
        State(
            "submitted", lazy("已报送，等回音"), due=Due("outcomes.echo_within", warn=(5, 2), escalate=(10,))
        ),
        State("echoed", lazy("已有回音"), final=True, tone="good"),
        State("dropped", lazy("作废"), final=True, tone="quiet"),
    ],
    moves=[
        Move("check", "draft", "gatekeeping", lazy("送党组把关"), bare=True, guards=(has_substance,)),
        Move("send_back", "gatekeeping", "draft", lazy("退回修改"), bare=True, note=True),
        Move("clear", "gatekeeping", "cleared", lazy("把关通过"), bare=True),
        Move("submit", "gatekeeping cleared", "submitted", lazy("报送"), undoable=False),
        Move("echo", "submitted", "echoed", lazy("登记回音"), bare=True, note=True),
        Move("drop", "draft cleared", "dropped", lazy("作废"), bare=True, note=True, option=True),
    ],
)

INSTRUCTION = Flow(
    "instruction",
    lazy("批示"),
    start="recorded",
    states=[
        State("recorded", lazy("已登记")),
        # The leader's own day, or else the unit's number of days: services.forward.
        State("forwarded", lazy("已转办"), due=Due(field="due_on", warn=(7, 3), escalate=(7,))),
        State("answered", lazy("已反馈"), final=True, tone="good"),
    ],
    moves=[
        Move("forward", "recorded", "forwarded", lazy("转办")),
        Move("answer", "forwarded", "answered", lazy("反馈落实情况")),
        Move("note_only", "recorded", "answered", lazy("阅示，无需转办"), bare=True, note=True, option=True),
    ],
)

RECOMMENDATION = Flow(
    "recommendation",
    lazy("协商建议"),
    start="draft",
    states=[
        State("draft", lazy("起草")),
        State("sent", lazy("已交办，等答复")),
        State(
            "decided", lazy("部门已答复"), due=Due("outcomes.feed_back_within", warn=(3, 1), escalate=(5,))
        ),
        State(
            "delivered",
            lazy("已落实"),
            due=Due("outcomes.feed_back_within", warn=(3, 1), escalate=(5,)),
            tone="good",
        ),
        State(
            "fed_back",
            lazy("已反馈群众"),
            due=Due("outcomes.look_back_after", warn=(30,), escalate=()),
            on_due="settle",
            tone="good",
        ),
        State("settled", lazy("了结"), final=True, tone="good"),
        State("withdrawn", lazy("已撤回"), final=True, tone="quiet"),
    ],
    moves=[
        Move("send", "draft", "sent", lazy("交部门办理"), guards=(topic_was_discussed,)),
        Move("withdraw", "draft", "withdrawn", lazy("撤回"), bare=True, note=True, option=True),
        Move("recall", "sent", "draft", lazy("交办已撤回"), clock=True),
        Move("decide", "sent", "decided", lazy("登记采纳情况"), guards=(has_adoption,), clock=True),
        Move("deliver", "decided fed_back", "delivered", lazy("落实到位"), clock=True),
        Move("feed_back", "decided delivered", "fed_back", lazy("反馈群众"), guards=(has_result,)),
        Move(
            "reopen", "decided delivered fed_back", "sent", lazy("没有解决，重新交办"), note=True, option=True
        ),
        Move("rehandle", "decided delivered fed_back", "sent", lazy("部门二次办理"), clock=True),
        Move("settle", "fed_back", "settled", lazy("回头看期满"), clock=True),
    ],
)

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
        Move(
            "publish",
            "draft",
            "published",
            lazy("公布并逐人告知"),
            undoable=False,
            guards=(has_items, all_decided, every_one_is_listed, every_one_has_result),
        ),
        Move("drop", "draft", "dropped", lazy("作废"), bare=True, note=True, option=True),
    ],
)

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
        Move("conclude", "planned", "concluded", lazy("写明结论")),
        Move("reschedule", "planned", "planned", lazy("改期"), note=True, option=True),
        Move("drop", "planned", "dropped", lazy("取消"), bare=True, note=True, option=True),
    ],
)
