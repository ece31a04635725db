"""Some weeks after the reply: is it really so? What people doubt is looked into, and answered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel.flow import Due, Flow, Move, State

QUESTION = Flow(
    "question",
    lazy("回访"),
    start="waiting",
    states=[
        State(
            "waiting", lazy("还没到回访的时候"), due=Due("handling.ask_after", warn=(), escalate=()),
            on_due="ask", tone="quiet",
        ),
        State(
            "asked", lazy("已发出，等回答"), due=Due("handling.ask_within", warn=(3,), escalate=()),
            on_due="fall_silent",
        ),
        # A late answer is still an answer.
        State("silent", lazy("没有回答"), tone="quiet"),
        State("confirmed", lazy("属实"), final=True, tone="good"),
        State(
            "doubted", lazy("有异议，待核实"), due=Due("handling.verify_within", warn=(3,), escalate=(5,)),
            tone="bad",
        ),
        State("upheld", lazy("核实异议成立"), final=True),
        State("dismissed", lazy("核实异议不成立，已说明"), final=True),
        State("void", lazy("又办了一轮，不再问"), final=True, tone="quiet"),
    ],
    moves=[
        Move("ask", "waiting", "asked", lazy("发出回访"), clock=True),
        Move("fall_silent", "asked", "silent", lazy("没有回答"), clock=True),
        Move("confirm", "asked silent", "confirmed", lazy("是这样")),
        Move("doubt", "asked silent", "doubted", lazy("不是这样"), option=True),
        Move("uphold", "doubted", "upheld", lazy("异议成立，重新办理"), note=True),
        Move("dismiss", "doubted", "dismissed", lazy("异议不成立，写明说明"), bare=True, note=True, option=True),
        Move("void", "waiting asked silent", "void", lazy("又办了一轮，不再问"), clock=True),
    ],
)  # fmt: skip
