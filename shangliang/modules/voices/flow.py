"""When a voice and a call may do what."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel import params
from shangliang.kernel.flow import Due, Flow, Move, State

params.define("voices.screen_within", _("来声筛选期限"), 10, "working_days")
params.define("voices.rate_within", _("群众评价期限"), 15, "working_days", "DOMAIN 1.8 feedback_within")
params.define("voices.unsolved_within", _("“没解决”处理期限"), 10, "working_days")

VOICE = Flow(
    "voice",
    _("来声"),
    start="received",
    states=[
        State("received", _("已收到"), due=Due("voices.screen_within", warn=(3, 1), escalate=(5,))),
        State("in_topic", _("已并入议题")),
        State("passed_on", _("已转部门办理")),
        State(
            "answered",
            _("已有回音，待评价"),
            due=Due("voices.rate_within", warn=(3,), escalate=()),
            on_due="settle",
        ),
        State(
            "unsolved",
            _("提出人说没有解决"),
            due=Due("voices.unsolved_within", warn=(3, 1), escalate=(5,)),
            tone="bad",
        ),
        State("settled", _("了结"), final=True, tone="good"),
        State("not_taken", _("未采用"), final=True, tone="quiet"),
        State("withdrawn", _("已撤回"), final=True, tone="quiet"),
    ],
    moves=[
        Move("take", "received", "in_topic", _("并入议题")),
        Move("release", "in_topic", "received", _("移出议题"), note=True, option=True),
        Move("pass_on", "received", "passed_on", _("转部门")),
        Move("decline", "received", "not_taken", _("不采用"), note=True, undoable=False),
        Move("decline_with_topic", "in_topic", "not_taken", _("随议题不采用"), clock=True),
        Move("answer", "in_topic passed_on", "answered", _("告知结果"), clock=True),
        Move("rate", "answered", "settled", _("评价"), undoable=False),
        Move("settle", "answered", "settled", _("评价期满"), clock=True),
        Move("say_unsolved", "answered", "unsolved", _("没有解决")),
        Move("take_again", "unsolved", "in_topic", _("再商量")),
        Move("explain", "unsolved", "settled", _("说明情况"), bare=True, note=True, undoable=False),
        Move("withdraw", "received", "withdrawn", _("撤回"), bare=True, undoable=False, option=True),
    ],
)

CALL = Flow(
    "call",
    _("征集"),
    start="draft",
    states=[
        State("draft", _("草稿")),
        State("open", _("征集中"), due=Due(field="closes_on", warn=(3,), escalate=()), on_due="run_out"),
        State("closed", _("已截止"), final=True, tone="quiet"),
    ],
    moves=[
        Move("open", "draft", "open", _("开始征集"), bare=True),
        Move("close", "open", "closed", _("提前截止"), bare=True, note=True, option=True),
        Move("run_out", "open", "closed", _("到期截止"), clock=True),
        Move("drop", "draft", "closed", _("作废"), bare=True, option=True),
    ],
)
