"""The tables of supervision.

supervisions  监督事项, what it is about, the departments looked at
activities    teams and their people, what was done, who was there
findings      监督意见, proofs, re-checks, look-backs
supervisors   特邀监督员 and their reports
appraisals    民主评议: departments, the roll, ballots
"""

from shangliang.modules.supervision.models.activities import (
    Activity,
    ActivityFile,
    Presence,
    Team,
    TeamMember,
)
from shangliang.modules.supervision.models.appraisals import Appraisal, Appraised, Ballot, RollEntry
from shangliang.modules.supervision.models.findings import (
    WITH_DEPARTMENT,
    Finding,
    FollowUp,
    FollowUpResult,
    Proof,
    Recheck,
)
from shangliang.modules.supervision.models.supervisions import PAPER_OUT, Matter, Supervised, Supervision
from shangliang.modules.supervision.models.supervisors import Observation, SpecialSupervisor

__all__ = [
    "PAPER_OUT",
    "WITH_DEPARTMENT",
    "Activity",
    "ActivityFile",
    "Appraisal",
    "Appraised",
    "Ballot",
    "Finding",
    "FollowUp",
    "FollowUpResult",
    "Matter",
    "Observation",
    "Presence",
    "Proof",
    "Recheck",
    "RollEntry",
    "SpecialSupervisor",
    "Supervised",
    "Supervision",
    "Team",
    "TeamMember",
]
