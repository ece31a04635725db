"""监督事项: three phases, and the three "先…后…" as gates between them (SYSTEMS 86)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import calendar, params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.kernel.text import listed
from shangliang.modules.supervision.flow import numbers  # noqa: F401
from shangliang.modules.supervision.models import Activity, Supervision
from shangliang.modules.supervision.queries.passing import marked


def has_scheme(supervision: Supervision, at: datetime) -> str | None:
    return None if supervision.scheme.strip() and supervision.starts_on else _("还没有写实施方案和起止日期")


def has_departments(supervision: Supervision, at: datetime) -> str | None:
    return None if supervision.supervised.exists() else _("还没有确定被监督单位")


def teams_complete(supervision: Supervision, at: datetime) -> str | None:
    """Each team has a leader and so many members beside."""
    teams = list(
        supervision.teams.annotate(
            leaders=Count("people", filter=Q(people__leader=True)),
            others=Count("people", filter=Q(people__leader=False)),
        )
    )
    if not teams:
        return _("还没有组队")
    least = int(params.value(supervision.unit.path, "supervision.team_least", calendar.day_of(at)))
    short = [t.name for t in teams if not t.leaders or t.others < least]
    if not short:
        return None
    return _("小组人员不齐（组长 1 名、组员至少 %(n)d 名）：%(t)s") % {"n": least, "t": listed(short)}


def all_trained(supervision: Supervision, at: datetime) -> str | None:
    """先培训后视察."""
    names = listed(t.name for t in marked(supervision) if not t.trained)
    return _("先培训后视察：还没有培训签到的小组：%s") % names if names else None


def has_inspected(supervision: Supervision, at: datetime) -> str | None:
    there = supervision.activities.filter(kind__in=Activity.INSPECTING).exists()
    return None if there else _("还没有走访、座谈或查阅资料的记录")


def progress_told(supervision: Supervision, at: datetime) -> str | None:
    """向部门通报进展: every department that was inspected."""
    visited = supervision.activities.filter(kind__in=Activity.INSPECTING).values("supervised")
    missing = supervision.supervised.filter(pk__in=visited, informed_on=None).select_related("department")
    names = listed(s.department.short for s in missing)
    return _("还没有向这些部门通报进展：%s") % names if names else None


def has_discussed(supervision: Supervision, at: datetime) -> str | None:
    """先研讨后反馈: on record, with somebody of every team."""
    if not supervision.activities.filter(kind=Activity.Kind.DISCUSSION).exists():
        return _("先研讨后反馈：还没有集体研讨的记录")
    names = listed(t.name for t in marked(supervision) if not t.discussed)
    return _("先研讨后反馈：还没有参加研讨的小组：%s") % names if names else None


def has_opinion(supervision: Supervision, at: datetime) -> str | None:
    written = supervision.opinion.strip() and supervision.opinion_to.strip() and supervision.opinion_title
    return None if written else _("意见书还没有写好标题、主送和正文")


def has_findings(supervision: Supervision, at: datetime) -> str | None:
    return None if supervision.findings.exclude(state="dropped").exists() else _("问题清单还是空的")


def all_settled(supervision: Supervision, at: datetime) -> str | None:
    """Closed only when every finding was re-checked, turned into a brief or left out."""
    open_ones = supervision.findings.exclude(state__in=["passed", "briefed", "dropped"]).count()
    return _("还有 %d 条意见没有复核通过") % open_ones if open_ones else None


SUPERVISION = Flow(
    "supervision",
    lazy("监督事项"),
    start="planned",
    states=[
        State("planned", lazy("待定方案"), due=Due("supervision.scheme_within", warn=(5, 2), escalate=(5,))),
        State("proposed", lazy("方案待审定"), due=Due("supervision.approve_within", warn=(1,), escalate=(3,))),
        State("approved", lazy("组队培训"), due=Due("supervision.prepare_within", warn=(5, 2), escalate=(5,))),
        State("running", lazy("监督中"), due=Due(field="ends_on", warn=(10, 3), escalate=(7,))),
        State("reviewing", lazy("研讨反馈"), due=Due("supervision.review_within", warn=(5, 2), escalate=(5,))),
        State("rectifying", lazy("部门整改")),
        State("closed", lazy("办结，待回头看"), tone="good"),
        State("dropped", lazy("取消"), final=True, tone="quiet"),
    ],
    moves=[
        Move("propose", "planned", "proposed", lazy("送审方案"), bare=True, guards=(has_scheme, has_departments)),
        Move("send_back", "proposed", "planned", lazy("方案退回修改"), bare=True, note=True, option=True),
        Move("approve", "proposed", "approved", lazy("审定方案")),
        Move("start", "approved", "running", lazy("开始监督"), bare=True, guards=(teams_complete, all_trained)),
        Move("review", "running", "reviewing", lazy("转入研讨"), bare=True, guards=(has_inspected, progress_told)),
        Move("look_more", "reviewing", "running", lazy("补充走访"), bare=True, note=True, option=True),
        Move(
            "send", "reviewing", "rectifying", lazy("送出意见书"), undoable=False,
            guards=(has_findings, has_discussed, has_opinion),
        ),
        Move("close", "rectifying", "closed", lazy("办结"), bare=True, guards=(all_settled,), undoable=False),
        Move("resume", "closed", "rectifying", lazy("回头看有反弹，恢复整改"), clock=True),
        Move("drop", "planned proposed approved", "dropped", lazy("取消"), bare=True, note=True, option=True),
    ],
)  # fmt: skip

SUPERVISED = Flow(
    "supervised",
    lazy("被监督单位"),
    start="named",
    states=[
        State("named", lazy("还没有沟通"), tone="quiet"),
        State("talked", lazy("已沟通告知")),
        State("fed_back", lazy("已反馈意见"), final=True, tone="good"),
        State("left_out", lazy("不再监督"), final=True, tone="quiet"),
    ],
    moves=[
        Move("talk", "named talked", "talked", lazy("督查前沟通"), option=True),
        Move("inform", "talked", "talked", lazy("通报进展"), option=True),
        Move("feed_back", "talked", "fed_back", lazy("已送出意见书"), clock=True),
        Move("leave_out", "named talked", "left_out", lazy("不再监督"), clock=True),
    ],
)
