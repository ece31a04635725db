"""The verbs of supervision.

planning      a supervision begins, from the plan, a topic, a voice; scheme, departments, approval
resuming      再监督: out of last year's results, with one press
teaming       teams and their people
recording     trainings, talks, inspections, progress told, discussions
finding       what was found, and its way into a brief
feeding_back  the opinion paper; every finding goes to its department
rectifying    what departments do, and the re-check
looking_back  half a year and a year later
standing      special supervisors and their reports
appraising    departments appraised by secret ballot
publishing    opened to everybody
printing      the opinion paper as the institution's paper
following     what departments do comes back (the consumer `supervision`)
"""

from shangliang.modules.supervision.services.appraising import (
    Slip,
    close_ballot,
    confirmation,
    edit_appraisal,
    enrol_members,
    plan_appraisal,
    vote,
)
from shangliang.modules.supervision.services.feeding_back import send_opinion, write_opinion
from shangliang.modules.supervision.services.finding import (
    Words,
    ask_consent,
    consent,
    edit_finding,
    note_finding,
    turn_to_brief,
)
from shangliang.modules.supervision.services.following import follow, wants
from shangliang.modules.supervision.services.looking_back import Seen, hold_follow_up
from shangliang.modules.supervision.services.planning import (
    Plan,
    approve,
    edit_scheme,
    open_from,
    open_supervision,
)
from shangliang.modules.supervision.services.printing import paper
from shangliang.modules.supervision.services.publishing import publish, unpublish
from shangliang.modules.supervision.services.recording import Record, discuss, inform, inspect, talk, train
from shangliang.modules.supervision.services.rectifying import (
    claim_rectified,
    plan_rectification,
    recheck,
    resend,
)
from shangliang.modules.supervision.services.resuming import supervise_again
from shangliang.modules.supervision.services.standing import (
    answer_observation,
    appoint,
    file_observation,
    report,
    take_up,
)
from shangliang.modules.supervision.services.teaming import form_team, regroup

__all__ = [
    "Plan",
    "Record",
    "Seen",
    "Slip",
    "Words",
    "answer_observation",
    "appoint",
    "approve",
    "ask_consent",
    "claim_rectified",
    "close_ballot",
    "confirmation",
    "consent",
    "discuss",
    "edit_appraisal",
    "edit_finding",
    "edit_scheme",
    "enrol_members",
    "file_observation",
    "follow",
    "form_team",
    "hold_follow_up",
    "inform",
    "inspect",
    "note_finding",
    "open_from",
    "open_supervision",
    "paper",
    "plan_appraisal",
    "plan_rectification",
    "publish",
    "recheck",
    "regroup",
    "report",
    "resend",
    "send_opinion",
    "supervise_again",
    "take_up",
    "talk",
    "train",
    "turn_to_brief",
    "unpublish",
    "vote",
    "wants",
    "write_opinion",
]
