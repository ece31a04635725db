"""Questions about boards. Each says what it costs.

boards   lists, what one board's page and its desk show
votes    who answered what, the next statement to show, one voter's answers and their proofs
charts   the map as its page shows it, results by sector and place
"""

from shangliang.modules.deliberation.queries.boards import (
    Desk,
    Traced,
    clusters_of,
    desk,
    found,
    listed,
    reasons_of,
    said_by,
    statement_lines,
    traces,
)
from shangliang.modules.deliberation.queries.charts import (
    LEAST_TOLD,
    Face,
    Part,
    Row,
    before_of,
    by_part,
    coloured,
    face_of,
)
from shangliang.modules.deliberation.queries.votes import (
    Receipt,
    Turn,
    answers_of,
    leaf_of,
    leaves,
    receipt_of,
    receipts,
    taken_out,
    tallies,
    turn,
    votes_of,
)

__all__ = [
    "LEAST_TOLD",
    "Desk",
    "Face",
    "Part",
    "Receipt",
    "Row",
    "Traced",
    "Turn",
    "answers_of",
    "before_of",
    "by_part",
    "clusters_of",
    "coloured",
    "desk",
    "face_of",
    "found",
    "leaf_of",
    "leaves",
    "listed",
    "reasons_of",
    "receipt_of",
    "receipts",
    "said_by",
    "statement_lines",
    "taken_out",
    "tallies",
    "traces",
    "turn",
    "votes_of",
]
