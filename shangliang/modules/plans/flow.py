"""When a plan and its items may do what (DOMAIN 3.2)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.kernel.text import listed
from shangliang.modules.plans import queries
from shangliang.modules.plans.models import Plan, PlanItem, Round

params.define("plans.livelihood_share", lazy("民生题目占比（%）"), 50, "number", "SYSTEMS 94")
params.define("plans.sign_within", lazy("三办会签期限"), 5, "working_days")
# {unit}: short name, {year}: of issue, {n}: gapless within the year.
params.define("plans.number_form", lazy("计划发文字号"), "{unit}办发〔{year}〕{n}号", "text", "DOMAIN 7.1")


def has_items(plan: Plan, at: datetime) -> str | None:
    return None if plan.items.exclude(state="dropped").exists() else _("计划里还没有题目")


def three_rounds_held(plan: Plan, at: datetime) -> str | None:
    held = set(plan.rounds.values_list("held_with", flat=True))
    missing = [str(label) for value, label in Round.With.choices if value not in held]
    return _("还没有座谈：%s") % listed(missing) if missing else None


def items_complete(plan: Plan, at: datetime) -> str | None:
    """Every item has a leader and a committee before it goes up for approval."""
    lacking = plan.items.exclude(state="dropped").filter(Q(leader=None) | Q(committee=None)).count()
    return _("还有 %d 个题目没有牵头领导或承办专委会") % lacking if lacking else None


def three_offices_signed(plan: Plan, at: datetime) -> str | None:
    """What was signed before the plan was sent back and approved anew does not count."""
    missing = [str(o.unit or o.label) for o in queries.offices(plan) if not o.valid]
    return _("还没有会签：%s") % listed(missing) if missing else None


def every_item_settled(plan: Plan, at: datetime) -> str | None:
    """A year ends only when each item was held, or moved out with a reason."""
    waiting = plan.items.filter(state__in=["proposed", "listed"]).count()
    return _("还有 %d 个题目没有协商，请先协商，或写明理由移出") % waiting if waiting else None


def plan_still_open(item: PlanItem, at: datetime) -> str | None:
    return None if item.plan.state != "closed" else _("年度计划已经了结")


def not_under_approval(item: PlanItem, at: datetime) -> str | None:
    return _("计划正在报批，要改先退回修改") if item.plan.state in Plan.APPROVING else None


def not_under_way(item: PlanItem, at: datetime) -> str | None:
    return _("这个题目正在协商，请先取消协商活动") if item.topic.state == "discussing" else None


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
        Move(
            "to_party_group", "consulting", "party_group", lazy("提请党组研究"), bare=True,
            guards=(has_items, three_rounds_held, items_complete),
        ),
        Move("to_party", "party_group", "party_review", lazy("报党委审定"), bare=True),
        Move(
            "send_back", "party_group party_review joint", "consulting", lazy("退回修改"),
            bare=True, note=True, option=True,
        ),
        Move("approve", "party_review", "joint", lazy("审定通过"), bare=True),
        Move("issue", "joint", "issued", lazy("联合印发"), guards=(three_offices_signed,), undoable=False),
        Move(
            "close", "issued", "closed", lazy("年度了结"), bare=True, note=True, undoable=False, option=True,
            guards=(every_item_settled,),
        ),
    ],
)  # fmt: skip

SIGNATURE = Flow(
    "signature",
    lazy("三办会签"),
    start="asked",
    states=[
        State("asked", lazy("待会签"), due=Due("plans.sign_within", warn=(2,), escalate=(3,))),
        State("signed", lazy("已会签"), tone="good"),
        State("void", lazy("随计划退回作废"), final=True, tone="quiet"),
    ],
    moves=[
        Move("sign", "asked", "signed", lazy("会签")),
        # A plan sent back and approved anew is signed anew.
        Move("void", "asked signed", "void", lazy("随计划退回作废"), clock=True),
    ],
)

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
        Move(
            "list", "proposed", "listed", lazy("列入计划"), bare=True, option=True,
            guards=(plan_still_open, not_under_approval),
        ),
        Move(
            "drop", "proposed listed", "dropped", lazy("移出计划"),
            bare=True, note=True, undoable=False, option=True,
            guards=(plan_still_open, not_under_approval, not_under_way),
        ),
        Move("hold", "listed", "held", lazy("协商已举行"), clock=True),
        Move("finish", "held", "done", lazy("结果已反馈"), clock=True),
    ],
)  # fmt: skip
