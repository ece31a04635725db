"""Questions about supervision. Each says what it costs.

passing     三先三后, with the evidence behind each
reading     the board by phase, one supervision, what is on paper, what a searcher finds
desks       what a member, a department, the office have before them; what may be chosen from
appraisals  ballots, and what may be read of them when
public      what everybody may read
"""

from shangliang.modules.supervision.queries.appraisals import (
    Line,
    appraisals,
    ballot_of,
    counted_ballots,
    has_voted,
    lines,
    public_appraisals,
    turnout,
)
from shangliang.modules.supervision.queries.desks import (
    DepartmentDesk,
    Mine,
    department_desk,
    follow_ups,
    members,
    mine,
    observations,
    own_units,
    owners,
    partners,
    plan_items,
    proofs,
    rechecks,
    supervisors,
    taking_up,
    told_of,
    unsettled,
)
from shangliang.modules.supervision.queries.passing import Gates, gates, marked
from shangliang.modules.supervision.queries.public import PublicFinding, PublicSupervision, public, public_of
from shangliang.modules.supervision.queries.reading import (
    PHASES,
    Row,
    View,
    board,
    counted,
    findings_of,
    found,
    found_finding,
    on_paper,
    rows,
    supervisions,
    view,
)

__all__ = [
    "PHASES",
    "DepartmentDesk",
    "Gates",
    "Line",
    "Mine",
    "PublicFinding",
    "PublicSupervision",
    "Row",
    "View",
    "appraisals",
    "ballot_of",
    "board",
    "counted",
    "counted_ballots",
    "department_desk",
    "findings_of",
    "follow_ups",
    "found",
    "found_finding",
    "gates",
    "has_voted",
    "lines",
    "marked",
    "members",
    "mine",
    "observations",
    "on_paper",
    "own_units",
    "owners",
    "partners",
    "plan_items",
    "proofs",
    "public",
    "public_appraisals",
    "public_of",
    "rechecks",
    "rows",
    "supervisions",
    "supervisors",
    "taking_up",
    "told_of",
    "turnout",
    "unsettled",
    "view",
]
