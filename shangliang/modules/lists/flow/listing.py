"""When campaigns, concerns, asks and counsels may do what (DOMAIN 6.4, 0.2 no. 9)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import calendar, params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.lists.models import Campaign, DeptAsk, MemberConcern

params.define("lists.push_within", lazy("委员关注推送期限"), 10, "working_days", "DOMAIN 6.4")
params.define("lists.answer_within", lazy("部门回应委员关注期限"), 30, "days", "DOMAIN 6.4")
params.define("lists.object_within", lazy("委员提出异议期限"), 15, "days", "DOMAIN 0.2 no. 9")
params.define("lists.conclude_within", lazy("问计截止后小结期限"), 20, "working_days", "DOMAIN 6.4")
params.define("lists.weigh_within", lazy("部门回应委员进言期限"), 15, "working_days", "DOMAIN 6.4")

# What still waits for somebody, by kind: a campaign does not close over it.
OPEN_CONCERNS = ("new", "pushed", "handled")
OPEN_ASKS = ("open", "collected")
OPEN_MATCHES = ("confirmed", "linked", "acting")
OPEN_ACTIONS = ("planned", "doing", "claimed", "done")


def every_concern_has_a_place(campaign: Campaign, at: datetime) -> str | None:
    waiting = campaign.concerns.filter(state="new").count()
    return _("还有 %d 条委员关注没有推送、归并或说明") % waiting if waiting else None


def nothing_waits(campaign: Campaign, at: datetime) -> str | None:
    """件件有回音: a campaign closes when nothing in it waits any more."""
    waiting = {
        _("%d 条委员关注"): campaign.concerns.filter(state__in=OPEN_CONCERNS).count(),
        _("%d 条部门问计"): campaign.asks.filter(state__in=OPEN_ASKS).count(),
        _("%d 项对接"): campaign.matches.filter(state__in=OPEN_MATCHES).count(),
        _("%d 项举措"): campaign.actions.filter(state__in=OPEN_ACTIONS).count(),
    }
    told = [words % count for words, count in waiting.items() if count]
    return _("还没有了结：%s") % _("、").join(told) if told else None


def raised_by_one(concern: MemberConcern, at: datetime) -> str | None:
    """What others raised too is not taken back by one of them."""
    others = concern.authors.exclude(person=concern.member_id).count()
    return _("还有 %d 位委员一起提出，不能撤回") % others if others else None


def nobody_has_answered(concern: MemberConcern, at: datetime) -> str | None:
    answered = concern.parts.filter(round=concern.round, state="answered").exists()
    return _("已有部门回应") if answered else None


def nobody_is_joined(concern: MemberConcern, at: datetime) -> str | None:
    """A confirmed match and an announced action are not dropped silently."""
    joined = concern.matches.exclude(state="dissolved").exists() or concern.actions.exists()
    return _("已经对接或已有举措") if joined else None


def is_in_time(concern: MemberConcern, at: datetime) -> str | None:
    days = int(params.value(concern.unit.path, "lists.object_within", calendar.day_of(concern.entered_at)))
    last = calendar.end_of(calendar.day_of(concern.entered_at) + timedelta(days=days))
    return None if at <= last else _("已过提出异议的期限（回应后 %d 天）") % days


def all_are_answered(ask: DeptAsk, at: datetime) -> str | None:
    """Every member who answered hears what was taken up and why not."""
    waiting = ask.counsels.filter(state="waiting").count()
    return _("还有 %d 条委员应答没有回应") % waiting if waiting else None


def nobody_has_spoken(ask: DeptAsk, at: datetime) -> str | None:
    said = ask.counsels.exclude(state="withdrawn").count()
    return _("已有 %d 位委员应答，不能撤回") % said if said else None


def nothing_hangs_on_it(ask: DeptAsk, at: datetime) -> str | None:
    joined = ask.matches.exclude(state="dissolved").exists() or ask.actions.exists()
    return _("已经对接或已有举措") if joined else None


CAMPAIGN = Flow(
    "campaign",
    lazy("知情明政活动"),
    start="collecting",
    states=[
        State(
            "collecting",
            lazy("征集清单"),
            due=Due(field="collect_until", warn=(7, 2), escalate=(5,), later=("match_until", "act_until")),
        ),
        State(
            "matching",
            lazy("比对对接"),
            due=Due(field="match_until", warn=(7, 2), escalate=(5,), later=("act_until",)),
        ),
        State("acting", lazy("落实举措"), due=Due(field="act_until", warn=(15, 5), escalate=(10,))),
        State("closed", lazy("已结束"), final=True, tone="good"),
    ],
    moves=[
        Move("match", "collecting", "matching", lazy("征集结束，开始对接"), bare=True),
        Move(
            "act",
            "matching",
            "acting",
            lazy("对接结束，抓落实"),
            bare=True,
            guards=(every_concern_has_a_place,),
        ),
        Move(
            "close", "acting", "closed", lazy("结束活动"), bare=True, undoable=False, guards=(nothing_waits,)
        ),
    ],
)

CONCERN = Flow(
    "concern",
    lazy("委员关注"),
    start="new",
    states=[
        State("new", lazy("新提出"), due=Due("lists.push_within", warn=(3, 1), escalate=(5,))),
        State("merged", lazy("已归并"), tone="quiet"),
        # Each department's part has a clock of its own.
        State("pushed", lazy("已推送")),
        State("handled", lazy("正式交办中")),
        State("answered", lazy("已回应"), tone="good"),
        State("adopted", lazy("已采纳"), tone="good"),
        State("declined", lazy("未采纳，已说明"), tone="quiet"),
        State("withdrawn", lazy("已撤回"), final=True, tone="quiet"),
    ],
    moves=[
        Move("push", "new", "pushed", lazy("推送给部门")),
        Move("push_more", "pushed", "pushed", lazy("再推送给别的部门"), option=True),
        Move("claim", "new pushed", "pushed", lazy("认领"), option=True),
        Move("merge", "new", "merged", lazy("归并"), option=True),
        Move("split", "merged", "new", lazy("取消归并"), note=True, option=True),
        Move("decline", "new", "declined", lazy("不予推送，说明理由"), note=True, option=True),
        Move("send", "new pushed", "handled", lazy("正式交办"), option=True, guards=(nobody_has_answered,)),
        Move(
            "withdraw",
            "new pushed",
            "withdrawn",
            lazy("撤回"),
            note=True,
            option=True,
            guards=(raised_by_one, nobody_has_answered, nobody_is_joined),
        ),
        Move(
            "object", "answered adopted declined", "new", lazy("不满意，请再回应"), note=True, option=True,
            guards=(is_in_time,),
        ),
        Move("answer", "pushed handled", "answered", lazy("部门已回应"), clock=True),
        Move("adopt", "pushed handled", "adopted", lazy("部门采纳"), clock=True),
        Move("refuse", "pushed handled", "declined", lazy("部门不采纳"), clock=True),
        Move("put_back", "pushed handled", "new", lazy("退回重新安排"), clock=True),
    ],
)  # fmt: skip

CONCERN_PART = Flow(
    "concern_part",
    lazy("委员关注回应"),
    start="waiting",
    states=[
        State("waiting", lazy("等部门回应"), due=Due("lists.answer_within", warn=(7, 2), escalate=(5, 15))),
        State("answered", lazy("已回应"), final=True, tone="good"),
        State("returned", lazy("不属本单位，已退回"), final=True, tone="quiet"),
        State("recalled", lazy("已收回"), final=True, tone="quiet"),
    ],
    moves=[
        Move("answer", "waiting", "answered", lazy("回应")),
        Move("give_back", "waiting", "returned", lazy("不属本单位，退回"), note=True, option=True),
        Move("recall", "waiting", "recalled", lazy("收回"), clock=True),
    ],
)

DEPT_ASK = Flow(
    "dept_ask",
    lazy("部门问计"),
    start="open",
    states=[
        State("open", lazy("正在征求"), due=Due(field="deadline", warn=(), escalate=()), on_due="collect"),
        State(
            "collected",
            lazy("已截止，待小结"),
            due=Due("lists.conclude_within", warn=(5, 2), escalate=(5,)),
        ),
        State("concluded", lazy("已小结"), final=True, tone="good"),
        State("withdrawn", lazy("已撤回"), final=True, tone="quiet"),
    ],
    moves=[
        Move("collect", "open", "collected", lazy("应答截止"), clock=True),
        Move("stop", "open", "collected", lazy("提前截止"), bare=True, note=True, option=True),
        Move("conclude", "collected", "concluded", lazy("写采纳小结"), guards=(all_are_answered,)),
        Move(
            "withdraw", "open", "withdrawn", lazy("撤回"), bare=True, note=True, option=True,
            guards=(nobody_has_spoken, nothing_hangs_on_it),
        ),
    ],
)  # fmt: skip

COUNSEL = Flow(
    "counsel",
    lazy("委员进言"),
    start="waiting",
    states=[
        # Its own day: an answer to an ask is weighed after the ask's deadline (services.counselling).
        State("waiting", lazy("等部门回应"), due=Due(field="due_on", warn=(5, 2), escalate=(5, 15))),
        State("answered", lazy("已回应"), final=True, tone="good"),
        State("withdrawn", lazy("已撤回"), final=True, tone="quiet"),
    ],
    moves=[
        Move("answer", "waiting", "answered", lazy("回应")),
        Move("withdraw", "waiting", "withdrawn", lazy("撤回"), bare=True, option=True),
    ],
)
