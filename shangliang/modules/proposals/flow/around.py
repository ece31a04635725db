"""选题目录、培育评审、互评、评选: when they may do what (DOMAIN 1.10, SYSTEMS 31, 32, 36-39)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel.flow import Ask, Due, Flow, Move, State
from shangliang.modules.proposals.models import AwardRound, Incubation, MutualReview, ProposalTopic
from shangliang.modules.proposals.queries import awards


def has_field(topic: ProposalTopic, at: datetime) -> str | None:
    return None if topic.field_id else _("还没有归入领域")


def says_why_not_listed(topic: ProposalTopic, at: datetime) -> str | None:
    return None if topic.reason.strip() else _("请写明不列入的理由，荐题的人会看到")


def nobody_writes(topic: ProposalTopic, at: datetime) -> str | None:
    count = topic.claims.filter(dropped_at=None).count()
    return _("已有 %d 位委员认领，不能再撤下") % count if count else None


def is_the_offices(incubation: Incubation, at: datetime) -> str | None:
    return _("这是提案者自己申请的，由提案委定时间") if incubation.wished else None


def is_the_proposers(incubation: Incubation, at: datetime) -> str | None:
    return None if incubation.wished else _("要先征得提案者同意")


def has_guests(incubation: Incubation, at: datetime) -> str | None:
    return None if incubation.guests.exists() else _("还没有邀请人")


def has_advice(incubation: Incubation, at: datetime) -> str | None:
    return None if incubation.advice.exists() else _("还没有一条评审意见")


def has_conclusion(incubation: Incubation, at: datetime) -> str | None:
    return None if incubation.conclusion.strip() else _("请写明评审结论")


def both_have_scored(review: MutualReview, at: datetime) -> str | None:
    return None if review.scores.count() == 2 else _("双方还没有都评完")


def has_nominees(award: AwardRound, at: datetime) -> str | None:
    return None if award.nominees.exists() else _("还没有候选")


def has_jury(award: AwardRound, at: datetime) -> str | None:
    return None if award.jury.exists() else _("还没有评委")


def all_are_decided(award: AwardRound, at: datetime) -> str | None:
    """Who is not chosen is owed a reason too."""
    open_ = award.nominees.filter(chosen=None).count()
    return _("还有 %d 个候选没有写明入选与否和理由") % open_ if open_ else None


def some_are_chosen(award: AwardRound, at: datetime) -> str | None:
    return None if award.nominees.filter(chosen=True).exists() else _("一个也没有入选；不评了请办“不再评选”")


def within_quota(award: AwardRound, at: datetime) -> str | None:
    """About one in a hundred of the filed, one in five of the departments (DOMAIN 1.10)."""
    quota = awards.quota(award, at=at)
    chosen = award.nominees.filter(chosen=True).count()
    if chosen <= quota.most:
        return None
    return _("最多评 %(most)d 个（%(of)d 的%(share)s），现在选了 %(now)d 个") % {
        "most": quota.most, "of": quota.of, "share": quota.words, "now": chosen,
    }  # fmt: skip


def collective_enough(award: AwardRound, at: datetime) -> str | None:
    """集体提案不少于两成 (DOMAIN 1.10)."""
    if award.kind != AwardRound.Kind.PROPOSALS:
        return None
    quota = awards.quota(award, at=at)
    chosen = award.nominees.filter(chosen=True).count()
    collective = awards.collective(award.nominees.filter(chosen=True)).count()
    if 100 * collective >= quota.collective * chosen:
        return None
    return _("集体提案应不少于 %(share)d%%，现在 %(all)d 件里有 %(now)d 件") % {
        "share": quota.collective, "all": chosen, "now": collective,
    }  # fmt: skip


PROPOSAL_TOPIC = Flow(
    "proposal_topic",
    lazy("提案选题"),
    start="offered",
    states=[
        State("offered", lazy("待筛选"), due=Due("proposals.topic_within", warn=(3, 1), escalate=(5,))),
        State("declined", lazy("没有列入目录"), tone="quiet"),
        State(
            "listed", lazy("已列入目录"), due=Due(field="until", warn=(30,), escalate=()), on_due="lapse", tone="good"
        ),
        State(
            "taken", lazy("已有提案"), due=Due(field="until", warn=(), escalate=()), on_due="lapse", tone="good"
        ),
        State("over", lazy("年度已过"), final=True, tone="quiet"),
        State("withdrawn", lazy("荐题人已撤回"), final=True, tone="quiet"),
    ],
    moves=[
        Move("list", "offered declined", "listed", lazy("列入目录"), brings=(has_field,)),
        Move(
            "decline", "offered listed", "declined", lazy("不列入目录"), option=True,
            guards=(nobody_writes,), brings=(says_why_not_listed,),
        ),
        Move("take_back", "offered", "withdrawn", lazy("撤回荐题"), bare=True, option=True, undoable=False),
        Move("take", "listed", "taken", lazy("有提案写这个题"), clock=True),
        Move("free", "taken", "listed", lazy("写这个题的提案已撤"), clock=True),
        Move("lapse", "listed taken", "over", lazy("年度已过"), clock=True),
    ],
)  # fmt: skip

INCUBATION = Flow(
    "incubation",
    lazy("培育评审"),
    start="asked",
    states=[
        State(
            "asked", lazy("待同意、待定时间"), due=Due("proposals.incubation_within", warn=(2,), escalate=()),
            on_due="lapse",
        ),
        State("called", lazy("已定，等评审"), due=Due(field="day", warn=(3, 1), escalate=(5,))),
        State("ripe", lazy("已成熟"), final=True, tone="good"),
        State("not_yet", lazy("还要修改"), final=True, tone="bad"),
        State("refused", lazy("提案者没有同意"), final=True, tone="quiet"),
        State("lapsed", lazy("到期没有答复"), final=True, tone="quiet"),
        State("called_off", lazy("已取消"), final=True, tone="quiet"),
    ],
    moves=[
        Move("consent", "asked", "called", lazy("同意培育评审"), guards=(is_the_offices,)),
        Move("refuse", "asked", "refused", lazy("不同意"), bare=True, note=True, option=True, guards=(is_the_offices,)),
        Move("convene", "asked", "called", lazy("定时间、请人"), guards=(is_the_proposers, has_guests)),
        Move("lapse", "asked", "lapsed", lazy("到期没有答复"), clock=True),
        Move("ripen", "called", "ripe", lazy("评审结论：已成熟"), guards=(has_advice,), brings=(has_conclusion,)),
        Move(
            "defer", "called", "not_yet", lazy("评审结论：还要修改"), option=True,
            guards=(has_advice,), brings=(has_conclusion,),
        ),
        Move("call_off", "asked called", "called_off", lazy("取消"), bare=True, note=True, option=True),
    ],
    asks=[Ask("owe_advice", "called", lazy("提意见"))],
)  # fmt: skip

MUTUAL_REVIEW = Flow(
    "mutual_review",
    lazy("提办互评"),
    start="open",
    states=[
        State(
            "open", lazy("双方评价中"), due=Due("proposals.mutual_within", warn=(5, 1), escalate=()),
            on_due="time_over",
        ),
        State("shown", lazy("已公开给双方"), final=True, tone="good"),
    ],
    moves=[
        Move("show", "open", "shown", lazy("双方都已评"), clock=True, guards=(both_have_scored,)),
        Move("time_over", "open", "shown", lazy("互评期满"), clock=True),
    ],
)  # fmt: skip

AWARD_ROUND = Flow(
    "award_round",
    lazy("评选表扬"),
    start="collecting",
    states=[
        State("collecting", lazy("推荐候选")),
        State("assessing", lazy("初评")),
        State("decided", lazy("已审定，待公布")),
        State("published", lazy("已公布"), final=True, tone="good"),
        State("stopped", lazy("不再评选"), final=True, tone="quiet"),
    ],
    moves=[
        Move("assess", "collecting", "assessing", lazy("开始初评"), bare=True, guards=(has_nominees, has_jury)),
        Move("reopen", "assessing", "collecting", lazy("再收候选"), bare=True, note=True, option=True),
        Move(
            "decide", "assessing", "decided", lazy("审定"), bare=True,
            guards=(all_are_decided, some_are_chosen, within_quota, collective_enough),
        ),
        Move("undecide", "decided", "assessing", lazy("退回初评"), bare=True, note=True, option=True),
        Move("publish", "decided", "published", lazy("公布")),
        Move(
            "stop", "collecting assessing decided", "stopped", lazy("不再评选"), bare=True, note=True, option=True,
            undoable=False,
        ),
    ],
)  # fmt: skip
