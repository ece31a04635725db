"""预交办: a department that is asked beforehand (DOMAIN 1.3 pre_assigned)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel.flow import Due, Flow, Move, State

PRE_ASSIGNMENT = Flow(
    "pre_assignment",
    lazy("预交办"),
    start="asked",
    states=[
        State(
            "asked", lazy("等部门确认"), due=Due("proposals.confirm_within", warn=(1,), escalate=()),
            on_due="fall_silent",
        ),
        # What was agreed can still be taken back as a whole (repropose), so these are no ends.
        State("agreed", lazy("部门已确认"), tone="good"),
        State(
            "objected", lazy("部门有异议，待裁定"), due=Due("proposals.objection_within", warn=(1,), escalate=(3,)),
            tone="bad",
        ),
        State("silent", lazy("没有答复，视为同意"), tone="quiet"),
        State("upheld", lazy("异议不成立，仍由该部门承办")),
        State("replaced", lazy("已换其他单位"), final=True, tone="quiet"),
        State("void", lazy("已收回"), final=True, tone="quiet"),
    ],
    moves=[
        Move("agree", "asked", "agreed", lazy("确认承办"), bare=True),
        Move("object", "asked", "objected", lazy("提出异议"), note=True, option=True),
        Move("fall_silent", "asked", "silent", lazy("到期没有答复"), clock=True),
        Move("uphold", "objected", "upheld", lazy("异议不成立"), note=True),
        Move("replace", "asked objected", "replaced", lazy("换其他单位"), note=True, option=True),
        Move("void", "asked agreed objected silent upheld", "void", lazy("收回"), clock=True),
    ],
)  # fmt: skip
