"""When a plan and its items may do what (DOMAIN 3.2)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.kernel.flow import Flow, Move, State
from shangliang.modules.org.models import Unit
from shangliang.modules.plans.models import Plan, PlanItem, Round

params.define("plans.livelihood_share", lazy("民生题目占比（%）"), 50, "number", "SYSTEMS 94")
JOINT_OFFICES = (Unit.Kind.PARTY, Unit.Kind.GOVERNMENT, Unit.Kind.OFFICE)


def has_items(plan: Plan, at: datetime) -> str | None:
    return None if plan.items.exclude(state="dropped").exists() else _("计划里还没有题目")


def three_rounds_held(plan: Plan, at: datetime) -> str | None:
    held = set(plan.rounds.values_list("held_with", flat=True))
    missing = [str(label) for value, label in Round.With.choices if value not in held]
    return _("还没有座谈：%s") % "、".join(missing) if missing else None


def items_complete(plan: Plan, at: datetime) -> str | None:
    """Every item has a leader and a committee before it goes up for approval."""
    lacking = plan.items.exclude(state="dropped").filter(leader=None) | plan.items.exclude(state="dropped").filter(
        committee=None
    )
    count = lacking.distinct().count()
    return _("还有 %d 个题目没有牵头领导或承办专委会") % count if count else None


def three_offices_signed(plan: Plan, at: datetime) -> str | None:
    signed = set(plan.signatures.values_list("office__kind", flat=True))
    missing = [str(kind.label) for kind in JOINT_OFFICES if kind not in signed]
    return _("还没有会签：%s") % "、".join(missing) if missing else None


def plan_still_open(item: PlanItem, at: datetime) -> str | None:
    return None if item.plan.state != "closed" else _("年度计划已经了结")


PLAN = Flow(
    "plan",
    lazy("年度协商计划"),
    start="drafting",
    states=[
        State("drafting", lazy("征题编制")),
        State("consulting", lazy("三轮座谈")),
        State("party_group", lazy("政协党组研究")),
        State("party_review", lazy("党委审定")),
        State("joint", lazy("三办会签")),
        State("issued", lazy("已联合印发"), tone="good"),
        State("closed", lazy("年度了结"), final=True, tone="quiet"),
    ],
    moves=[
        Move("consult", "drafting", "consulting", lazy("开始座谈"), bare=True, guards=(has_items,)),
        Move("to_party_group", "consulting", "party_group", lazy("提请党组研究"), bare=True, guards=(three_rounds_held, items_complete)),
        Move("to_party", "party_group", "party_review", lazy("报党委审定"), bare=True),
        Move("send_back", "party_group party_review joint", "consulting", lazy("退回修改"), bare=True, note=True),
        Move("approve", "party_review", "joint", lazy("审定通过"), bare=True),
        Move("issue", "joint", "issued", lazy("联合印发"), guards=(three_offices_signed,), undoable=False),
        Move("close", "issued", "closed", lazy("年度了结"), bare=True, note=True, undoable=False),
    ],
)  # fmt: skip

ITEM = Flow(
    "plan_item",
    lazy("计划题目"),
    start="proposed",
    states=[
        State("proposed", lazy("拟列入")),
        State("listed", lazy("已列入")),
        State("held", lazy("已协商")),
        State("done", lazy("已反馈"), final=True, tone="good"),
        State("dropped", lazy("已移出"), final=True, tone="quiet"),
    ],
    moves=[
        Move("list", "proposed", "listed", lazy("列入计划"), bare=True, guards=(plan_still_open,)),
        Move("drop", "proposed listed", "dropped", lazy("移出计划"), bare=True, note=True, undoable=False),
        Move("hold", "listed", "held", lazy("协商已举行"), clock=True),
        Move("finish", "held", "done", lazy("结果已反馈"), clock=True),
    ],
)
