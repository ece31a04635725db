"""Questions about proposals. Each says what it costs.

reading   rows of lists, everything of one proposal, the printed sheet
desk      what stands before the committee, before a reviewer, and what each person has of her own
sessions  会次: in which one a proposal falls; classes and the panel
grounds   why a proposal is not filed
assigning  who was asked to take it, what waits to be handed over
keys       key proposals
publishing what everybody may read
"""

from shangliang.modules.proposals.queries import assigning, keys, publishing
from shangliang.modules.proposals.queries.desk import (
    MINE,
    STAGES,
    Desk,
    asked,
    desk,
    in_state,
    mine,
    mine_by,
    to_review,
)
from shangliang.modules.proposals.queries.grounds import grounds
from shangliang.modules.proposals.queries.keys import led_by
from shangliang.modules.proposals.queries.reading import (
    Change,
    ProposalView,
    Sheet,
    changes,
    found,
    proposers,
    proposers_of,
    rows,
    sheet,
    view,
)
from shangliang.modules.proposals.queries.sessions import (
    Chosen,
    categories,
    panel,
    session_on,
    sessions,
    sitting,
)

__all__ = [
    "MINE",
    "STAGES",
    "Change",
    "Chosen",
    "Desk",
    "ProposalView",
    "Sheet",
    "asked",
    "assigning",
    "categories",
    "changes",
    "desk",
    "found",
    "grounds",
    "in_state",
    "keys",
    "led_by",
    "mine",
    "mine_by",
    "panel",
    "proposers",
    "proposers_of",
    "publishing",
    "rows",
    "session_on",
    "sessions",
    "sheet",
    "sitting",
    "to_review",
    "view",
]
