"""Who may do what with a department's answer before a proposal is handed to it."""

from __future__ import annotations

from shangliang.kernel.access import Impartial, Inner, Policy, Reach, grant
from shangliang.modules.proposals.rules.proposing import COMMITTEE

OURS = Reach("same", "unit__path")
ASKED = Reach("below", "proposal__unit__path")
ASKS = Impartial("below", "proposal__unit__path", own=("proposal__signers__person_id",))
COMMITTEE_SEES = Inner("same", "proposal__unit__path", which=COMMITTEE)
COMMITTEE_ASKS = Inner("same", "proposal__unit__path", own=("proposal__signers__person_id",), which=COMMITTEE)

PRE_ASSIGNMENT = Policy(
    grant("clerk", "view agree object", OURS),
    grant("head", "view agree object chase", OURS),
    grant("secretary", "view chase oversee", ASKED),
    grant("secretary", "uphold replace extend", ASKS),
    grant("secretary", "view chase oversee", COMMITTEE_SEES),
    grant("secretary", "uphold replace extend", COMMITTEE_ASKS),
    grant("dispatcher", "view chase oversee", ASKED),
    grant("dispatcher", "uphold replace extend", ASKS),
    grant("chair", "view oversee", ASKED),
)
