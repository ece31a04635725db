"""What becomes of an entry that a person has to decide on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import params
from shangliang.kernel.flow import Due, Flow, Move, State

params.define("kits.valid", lazy("离线包带下去以后几天有效"), 7, "days")
params.define("kits.late_within", lazy("散会以后几天内直接收下离线记录"), 3, "days")
params.define("kits.settle_within", lazy("离线记录待定夺的期限"), 5, "working_days")

MATTER = Flow(
    "carried",
    lazy("待定夺的离线记录"),
    start="waiting",
    states=[
        State("waiting", lazy("等人定夺"), due=Due("kits.settle_within", warn=(1,))),
        State("taken", lazy("已记入"), final=True, tone="good"),
        State("set_aside", lazy("不记入，留存"), final=True, tone="quiet"),
    ],
    moves=[
        Move("take", "waiting", "taken", lazy("记入"), undoable=False),
        Move("set_aside", "waiting", "set_aside", lazy("不记入"), bare=True, note=True, undoable=False),
    ],
)
