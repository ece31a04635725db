"""When posts, places, invitations and answers to them may do what (SYSTEMS 17, 18)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import calendar, params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.lists.models import Counsel, ExperiencePost, Invitation

params.define("lists.log_within", lazy("体验日志提交期限"), 15, "days", "SYSTEMS 17")
params.define("lists.post_close_within", lazy("体验岗收尾期限"), 20, "working_days", "SYSTEMS 17")
params.define("lists.report_within", lazy("邀请活动情况上报期限"), 15, "working_days", "SYSTEMS 18")


def everybody_is_marked(post: ExperiencePost, at: datetime) -> str | None:
    unmarked = post.sign_ups.filter(state="placed").count()
    return _("还有 %d 位委员没有登记是否到岗") % unmarked if unmarked else None


def every_suggestion_is_answered(post: ExperiencePost, at: datetime) -> str | None:
    waiting = Counsel.objects.filter(sign_up__post=post, state="waiting").count()
    return _("还有 %d 条体验建议没有回应") % waiting if waiting else None


def its_day_has_come(invitation: Invitation, at: datetime) -> str | None:
    return None if calendar.day_of(at) >= invitation.held_on else _("还没有到活动日期")


EXPERIENCE_POST = Flow(
    "experience_post",
    lazy("委员体验岗"),
    start="open",
    states=[
        State("open", lazy("接受报名"), due=Due(field="starts_on", warn=(), escalate=()), on_due="run"),
        State("running", lazy("正在体验"), due=Due(field="ends_on", warn=(), escalate=()), on_due="end"),
        State(
            "over", lazy("体验结束，待收尾"), due=Due("lists.post_close_within", warn=(5, 2), escalate=(5,))
        ),
        State("closed", lazy("已收尾"), final=True, tone="good"),
        State("cancelled", lazy("已取消"), final=True, tone="quiet"),
    ],
    moves=[
        Move("run", "open", "running", lazy("体验开始"), clock=True),
        Move("end", "running", "over", lazy("体验结束"), clock=True),
        Move(
            "close", "over", "closed", lazy("收尾"), bare=True,
            guards=(everybody_is_marked, every_suggestion_is_answered),
        ),
        Move("cancel", "open running", "cancelled", lazy("取消岗位"), note=True, option=True),
    ],
)  # fmt: skip

SIGN_UP = Flow(
    "sign_up",
    lazy("体验岗报名"),
    start="waiting",
    states=[
        State("waiting", lazy("排队候补"), tone="quiet"),
        State("placed", lazy("已有名额")),
        State("attended", lazy("已到岗，待写日志"), due=Due("lists.log_within", warn=(5, 1), escalate=(7,))),
        State("logged", lazy("日志已交"), final=True, tone="good"),
        State("absent", lazy("未到岗"), final=True, tone="quiet"),
        State("withdrawn", lazy("已退出"), final=True, tone="quiet"),
        State("lapsed", lazy("没有轮到"), final=True, tone="quiet"),
        State("released", lazy("岗位取消"), final=True, tone="quiet"),
    ],
    moves=[
        Move("place", "waiting", "placed", lazy("得到名额"), clock=True),
        Move("withdraw", "waiting placed", "withdrawn", lazy("退出"), option=True),
        Move("attend", "placed", "attended", lazy("登记到岗"), option=True),
        Move("miss", "placed", "absent", lazy("登记未到岗"), option=True),
        Move("log", "attended", "logged", lazy("交体验日志")),
        Move("lapse", "waiting", "lapsed", lazy("体验结束，没有轮到"), clock=True),
        Move("release", "waiting placed", "released", lazy("岗位取消"), clock=True),
    ],
)

LIST_INVITATION = Flow(
    "list_invitation",
    lazy("部门邀请"),
    start="sent",
    states=[
        State("sent", lazy("已发出邀请"), due=Due(field="held_on", warn=(), escalate=()), on_due="hold"),
        State(
            "held",
            lazy("已到日期，待报情况"),
            due=Due("lists.report_within", warn=(5, 2), escalate=(5,)),
        ),
        State("reported", lazy("已报情况"), final=True, tone="good"),
        State("cancelled", lazy("已取消"), final=True, tone="quiet"),
    ],
    moves=[
        Move("hold", "sent", "held", lazy("活动日期已到"), clock=True),
        Move("report", "held", "reported", lazy("报活动情况")),
        Move("report_now", "sent", "reported", lazy("报活动情况"), option=True, guards=(its_day_has_come,)),
        Move("cancel", "sent held", "cancelled", lazy("取消邀请"), note=True, option=True),
    ],
)

INVITEE = Flow(
    "invitee",
    lazy("受邀参加"),
    start="invited",
    states=[
        State("invited", lazy("等答复"), due=Due(field="answer_by", warn=(3, 1), escalate=(2,))),
        State("accepted", lazy("参加")),
        State("declined", lazy("不能参加"), final=True, tone="quiet"),
        State("came", lazy("已参加"), final=True, tone="good"),
        State("missed", lazy("没有到"), final=True, tone="quiet"),
        State("lapsed", lazy("没有答复"), final=True, tone="bad"),
        State("released", lazy("邀请取消"), final=True, tone="quiet"),
    ],
    moves=[
        Move("accept", "invited", "accepted", lazy("参加"), bare=True),
        Move("decline", "invited accepted", "declined", lazy("不能参加"), option=True),
        Move("come", "accepted", "came", lazy("登记参加"), option=True),
        Move("miss", "accepted", "missed", lazy("登记没有到"), option=True),
        Move("lapse", "invited", "lapsed", lazy("到期没有答复"), clock=True),
        Move("release", "invited accepted", "released", lazy("邀请取消"), clock=True),
    ],
)
