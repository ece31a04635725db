"""Around a reply: talking first, the helpers' countersigns, asking for more time (DOMAIN 1.8)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.handling.models import Countersign


def worth_a_ruling(countersign: Countersign, at: datetime) -> str | None:
    """A ruling is for a disagreement or for silence, not instead of asking."""
    if countersign.state == "asked" and countersign.due_at and at <= countersign.due_at:
        return _("协办单位还在会签期限内，到期没有会签或提出异议的才裁定")
    return None


def not_submitted(countersign: Countersign, at: datetime) -> str | None:
    return _("答复稿已提交审核，会签意见不能再改") if countersign.reply.submitted_at else None


CONTACT = Flow(
    "contact",
    lazy("首次沟通"),
    start="due",
    states=[
        State(
            "due", lazy("待沟通"),
            due=Due("handling.contact_within", warn=(5, 2), escalate=(5,), since="counts_from"),
        ),
        State("met", lazy("已沟通"), tone="good"),
        State("waived", lazy("提出人说不需要"), final=True, tone="good"),
        State("unreachable", lazy("联系不上"), tone="bad"),
    ],
    moves=[
        Move("meet", "due unreachable", "met", lazy("登记沟通")),
        Move("waive", "due", "waived", lazy("不需要沟通"), bare=True, note=True, option=True),
        Move("miss", "due", "unreachable", lazy("联系不上提出人"), bare=True, note=True, option=True),
        Move("deny", "met unreachable", "due", lazy("没有沟通过"), bare=True, note=True, option=True),
    ],
)  # fmt: skip

COUNTERSIGN = Flow(
    "countersign",
    lazy("会签"),
    start="asked",
    states=[
        State("asked", lazy("待会签"), due=Due("handling.countersign_within", warn=(1,), escalate=(3,))),
        State("agreed", lazy("会签同意"), tone="good"),
        # Two departments that disagree have as long to come to terms; then those who inspect hear of it.
        State("objected", lazy("有异议"), due=Due("handling.countersign_within", warn=(), escalate=(3,)), tone="bad"),
        State("overruled", lazy("已裁定"), final=True),
        State("void", lazy("换了新稿"), final=True, tone="quiet"),
    ],
    moves=[
        Move("agree", "asked objected", "agreed", lazy("会签同意"), guards=(not_submitted,)),
        Move("object", "asked agreed", "objected", lazy("要修改"), note=True, option=True, guards=(not_submitted,)),
        Move(
            "overrule", "asked objected", "overruled", lazy("裁定"), note=True, option=True,
            guards=(worth_a_ruling,), undoable=False,
        ),
        Move("void", "asked agreed objected", "void", lazy("换了新稿"), clock=True),
    ],
)  # fmt: skip

EXTENSION = Flow(
    "extension",
    lazy("延期申请"),
    start="asked",
    states=[
        State("asked", lazy("待审批"), due=Due("handling.extension_ruling_within", warn=(1,), escalate=(3,))),
        State("granted", lazy("同意延期"), final=True, tone="good"),
        State("denied", lazy("不同意延期"), final=True, tone="bad"),
        State("void", lazy("已不需要"), final=True, tone="quiet"),
    ],
    moves=[
        Move("grant", "asked", "granted", lazy("同意延期")),
        Move("deny", "asked", "denied", lazy("不同意延期"), bare=True, note=True, option=True),
        Move("void", "asked", "void", lazy("已不需要"), clock=True),
    ],
)
