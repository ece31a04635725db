"""boards   a board, its statements and the reasons under them
voting   who answers, every answer as it came, what is sealed, and the maps drawn from it
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
from shangliang.modules.deliberation.models.voting import AGREE, DISAGREE, PASS, Cast, Chart, Seal, Voter

__all__ = [
    "AGREE",
    "ANSWERED",
    "DISAGREE",
    "LONGEST",
    "OUT",
    "PASS",
    "SHOWN",
    "Board",
    "Cast",
    "Chart",
    "Reason",
    "Seal",
    "Statement",
    "Voter",
]
