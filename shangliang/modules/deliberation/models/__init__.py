"""boards   a board, its statements and the reasons under them
lots     抽签
voting   who answers, every answer as it came, what is sealed, and the maps drawn from it
polls    a poll, its options, its roll and its ballots
hands    举手表决
"""

from shangliang.modules.deliberation.models.boards import (
    ANSWERED,
    LONGEST,
    OUT,
    SHOWN,
    Board,
    Reason,
    Statement,
)
from shangliang.modules.deliberation.models.hands import Hands
from shangliang.modules.deliberation.models.lots import ANNOUNCED, Draw
from shangliang.modules.deliberation.models.polls import (
    COUNTED,
    HELD,
    OVER,
    NamedBallot,
    Poll,
    PollOption,
    PollVoter,
    SecretBallot,
)
from shangliang.modules.deliberation.models.voting import AGREE, DISAGREE, PASS, Cast, Chart, Seal, Voter

__all__ = [
    "AGREE",
    "ANNOUNCED",
    "ANSWERED",
    "COUNTED",
    "DISAGREE",
    "HELD",
    "LONGEST",
    "OUT",
    "OVER",
    "PASS",
    "SHOWN",
    "Board",
    "Cast",
    "Chart",
    "Draw",
    "Hands",
    "NamedBallot",
    "Poll",
    "PollOption",
    "PollVoter",
    "Reason",
    "Seal",
    "SecretBallot",
    "Statement",
    "Voter",
]
