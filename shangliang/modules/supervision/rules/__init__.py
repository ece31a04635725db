"""Who may do what in supervision. supervising: matters, departments in them; finding: findings, going back;
standing: special supervisors and reports; appraising: ballots on departments.
"""

from shangliang.modules.supervision.rules.appraising import APPRAISAL
from shangliang.modules.supervision.rules.finding import FINDING, FOLLOW_UP
from shangliang.modules.supervision.rules.standing import OBSERVATION, SPECIAL_SUPERVISOR
from shangliang.modules.supervision.rules.supervising import SUPERVISED, SUPERVISION

__all__ = [
    "APPRAISAL",
    "FINDING",
    "FOLLOW_UP",
    "OBSERVATION",
    "SPECIAL_SUPERVISOR",
    "SUPERVISED",
    "SUPERVISION",
]
