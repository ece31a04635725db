"""The shape of what comes in.

boards   议事板, statements, reasons
"""

from shangliang.modules.deliberation.forms.boards import (
    AnswerForm,
    BoardForm,
    ConcludeForm,
    PlanForm,
    PutForm,
    ReasonForm,
    SeedForm,
    WhyForm,
)

__all__ = [
    "AnswerForm",
    "BoardForm",
    "ConcludeForm",
    "PlanForm",
    "PutForm",
    "ReasonForm",
    "SeedForm",
    "WhyForm",
]
