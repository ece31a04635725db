"""监督意见 and 回头看."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.supervision.flow import numbers  # noqa: F401
from shangliang.modules.supervision.models import Finding, FollowUp


def has_deadline(finding: Finding, at: datetime) -> str | None:
    return None if finding.rectify_by else _("还没有定整改期限")


def finder_consents(finding: Finding, at: datetime) -> str | None:
    """DOMAIN 0.2 no. 3: what somebody said is passed on elsewhere only as she agrees."""
    return None if finding.consented_at else _("提出人还没有同意转为社情民意信息")


def is_briefed(finding: Finding, at: datetime) -> str | None:
    return None if finding.brief_id else _("还没有转成信息")


def has_measures(finding: Finding, at: datetime) -> str | None:
    said = finding.measures.strip() and finding.responsible.strip()
    return None if said else _("还没有写整改责任人和整改措施")


def has_proof(finding: Finding, at: datetime) -> str | None:
    return None if finding.proofs.filter(round=finding.round).exists() else _("还没有整改佐证")


def rechecked(finding: Finding, passes: bool) -> str | None:
    there = finding.rechecks.filter(round=finding.round, passes=passes).exists()
    return None if there else _("还没有复核记录")


def recheck_passes(finding: Finding, at: datetime) -> str | None:
    return rechecked(finding, True)


def recheck_fails(finding: Finding, at: datetime) -> str | None:
    return rechecked(finding, False)


def every_finding_seen(follow_up: FollowUp, at: datetime) -> str | None:
    """Every finding that had passed gets a result."""
    passed = follow_up.supervision.findings.filter(state="passed")
    missing = passed.exclude(pk__in=follow_up.results.values("finding")).count()
    return _("还有 %d 条意见没有写结果") % missing if missing else None


def has_notes(follow_up: FollowUp, at: datetime) -> str | None:
    return None if follow_up.notes.strip() else _("还没有写看到的情况")


FINDING = Flow(
    "finding",
    lazy("监督意见"),
    start="noted",
    states=[
        State("noted", lazy("列入问题清单"), tone="quiet"),
        State("sent", lazy("已交部门，待答复"), due=Due(field="rectify_by", warn=(15, 3), escalate=(7, 30))),
        State("answered", lazy("整改中"), carry=True),
        State("claimed", lazy("报整改完成，待复核"), due=Due("supervision.recheck_within", warn=(5, 1), escalate=(5,))),
        State(
            "failed", lazy("没有改好，待重新交办"), tone="bad",
            due=Due("supervision.resend_within", warn=(1,), escalate=(3,)),
        ),
        State("passed", lazy("复核通过"), tone="good"),
        State("briefed", lazy("已转社情民意信息"), final=True, tone="good"),
        State("dropped", lazy("不列入意见书"), final=True, tone="quiet"),
    ],
    moves=[
        Move("send", "noted", "sent", lazy("交部门整改"), guards=(has_deadline,), option=True),
        Move("turn", "noted", "briefed", lazy("转社情民意信息"), guards=(finder_consents, is_briefed), option=True),
        Move("drop", "noted", "dropped", lazy("不列入"), bare=True, note=True, option=True),
        Move("answer", "sent", "answered", lazy("部门已答复"), clock=True),
        Move("rehandle", "answered claimed", "sent", lazy("部门二次办理"), clock=True),
        Move("call_back", "sent answered", "noted", lazy("交办已撤回"), clock=True),
        Move("claim", "answered", "claimed", lazy("报整改完成"), guards=(has_measures, has_proof)),
        Move("pass", "claimed", "passed", lazy("复核通过"), guards=(recheck_passes,)),
        Move("fail", "claimed", "failed", lazy("复核不通过"), note=True, guards=(recheck_fails,)),
        Move("fall_back", "passed", "failed", lazy("回头看有反弹"), clock=True),
        Move("resend", "failed", "sent", lazy("重新交办")),
    ],
)  # fmt: skip

FOLLOW_UP = Flow(
    "follow_up",
    lazy("回头看"),
    start="waiting",
    states=[
        State("waiting", lazy("待回头看"), due=Due(field="due_on", warn=(14, 3), escalate=(15,))),
        State("held", lazy("已回头看"), final=True, tone="good"),
    ],
    moves=[Move("hold", "waiting", "held", lazy("登记回头看"), brings=(has_notes, every_finding_seen))],
)
