"""民主评议部门: a secret ballot in session."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import ballots
from shangliang.kernel.flow import Ask, Due, Flow, Move, State
from shangliang.modules.supervision.models import Appraisal


def has_departments(appraisal: Appraisal, at: datetime) -> str | None:
    return None if appraisal.departments.exists() else _("还没有被评议的部门")


def roll_reaches_quorum(appraisal: Appraisal, at: datetime) -> str | None:
    entitled = appraisal.roll.count()
    if not entitled:
        return _("还没有投票人名册")
    if entitled < appraisal.quorum:
        return _("名册只有 %(n)d 人，达不到有效票数 %(q)d") % {"n": entitled, "q": appraisal.quorum}
    return ballots.too_few(appraisal.unit.path, entitled, at)


def quorum_reached(appraisal: Appraisal, at: datetime) -> str | None:
    cast = appraisal.roll.filter(voted=True).count()
    if cast >= appraisal.quorum:
        return None
    return _("只收回 %(n)d 票，不足 %(q)d 票，评议无效") % {"n": cast, "q": appraisal.quorum}


def quorum_missed(appraisal: Appraisal, at: datetime) -> str | None:
    return None if quorum_reached(appraisal, at) else _("票数已经有效，应当计票")


APPRAISAL = Flow(
    "appraisal",
    lazy("民主评议"),
    start="draft",
    states=[
        State("draft", lazy("准备中"), tone="quiet"),
        State("open", lazy("正在投票"), due=Due(field="held_on", warn=(), escalate=(1,))),
        State("counted", lazy("已计票，待公布")),
        State("published", lazy("已公布"), final=True, tone="good"),
        State("void", lazy("票数不足，无效"), final=True, tone="bad"),
        State("cancelled", lazy("取消"), final=True, tone="quiet"),
    ],
    moves=[
        Move(
            "open_ballot", "draft", "open", lazy("开始投票"), bare=True, undoable=False,
            guards=(has_departments, roll_reaches_quorum),
        ),
        Move("close", "open", "counted", lazy("结束投票并计票"), undoable=False, guards=(quorum_reached,)),
        Move("void", "open", "void", lazy("结束投票，票数不足"), undoable=False, guards=(quorum_missed,), option=True),
        Move("publish", "counted", "published", lazy("公布结果"), bare=True, undoable=False),
        Move("cancel", "draft", "cancelled", lazy("取消"), bare=True, note=True, option=True),
    ],
    asks=[Ask("owe_ballot", "open", lazy("投票"))],
)  # fmt: skip
