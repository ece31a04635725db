"""The shape of what comes in.

boards   议事板, statements, reasons
polls    投票表决 and its ballots
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
from shangliang.modules.deliberation.forms.polls import (
    AskForm,
    BallotForm,
    PlanPollForm,
    PollForm,
    ReceiptForm,
    SureForm,
    first_of,
)

__all__ = [
    "AnswerForm",
    "AskForm",
    "BallotForm",
    "BoardForm",
    "ConcludeForm",
    "DrawForm",
    "DrawSeedForm",
    "PlanForm",
    "PlanPollForm",
    "PollForm",
    "PutForm",
    "ReasonForm",
    "ReceiptForm",
    "SealForm",
    "SeedForm",
    "SureForm",
    "WhyForm",
    "first_of",
]
