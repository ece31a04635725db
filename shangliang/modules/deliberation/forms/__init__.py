"""The shape of what comes in.

boards   议事板, statements, reasons
lots     抽签
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
from shangliang.modules.deliberation.forms.lots import DrawForm, SealForm
from shangliang.modules.deliberation.forms.lots import SeedForm as DrawSeedForm

__all__ = [
    "AnswerForm",
    "BoardForm",
    "ConcludeForm",
    "DrawForm",
    "DrawSeedForm",
    "PlanForm",
    "PutForm",
    "ReasonForm",
    "SealForm",
    "SeedForm",
    "WhyForm",
]
