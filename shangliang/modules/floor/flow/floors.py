"""A room: open, then settling what was not reached, then settled."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.floor.models import LEFT, Floor

params.define("floor.settle_within", lazy("散会后安排未答问题的期限"), 1, "working_days")
params.define("floor.hand_again_within", lazy("退回的问题重新安排的期限"), 2, "working_days")


def state_now(floor_id: int) -> str:
    """Held where a move is made (none without a transaction): settling a room and bringing a question back to it follow
    each other, else one would not see the other.
    """
    rows = Floor.objects.filter(pk=floor_id)
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update(no_key=True)
    return rows.values_list("state", flat=True).get()


def nothing_left(floor: Floor, at: datetime) -> str | None:
    state_now(floor.pk)
    left = floor.questions.filter(state__in=LEFT).count()
    return _("还有 %d 个问题没有说明由谁、何时答复") % left if left else None


FLOOR = Flow(
    "floor",
    lazy("会场"),
    start="open",
    states=[
        State("open", lazy("会场开放")),
        State(
            "settling", lazy("已散会，待安排答复"), due=Due("floor.settle_within", warn=(), escalate=(3,))
        ),
        State("settled", lazy("件件有着落"), final=True, tone="good"),
        State("dropped", lazy("没有开成"), final=True, tone="quiet"),
    ],
    moves=[
        Move("wind_up", "open", "settling", lazy("散会"), clock=True),
        Move("rest", "open", "settled", lazy("散会，没有遗留问题"), clock=True, guards=(nothing_left,)),
        Move(
            "settle", "settling", "settled", lazy("问题都已安排"), bare=True, undoable=False,
            guards=(nothing_left,),
        ),
        Move("drop", "open", "dropped", lazy("会议取消"), clock=True, guards=(nothing_left,)),
    ],
)  # fmt: skip
