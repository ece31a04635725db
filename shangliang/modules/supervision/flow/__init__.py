"""When things of supervision may do what (DOMAIN 4).

numbers      days that each unit may set
supervising  监督事项 with its three gates; a department in it
finding      监督意见 from the note to the re-check; 回头看
standing     特邀监督员 and their reports
appraising   民主评议
"""

from shangliang.modules.supervision.flow.appraising import APPRAISAL
from shangliang.modules.supervision.flow.finding import FINDING, FOLLOW_UP
from shangliang.modules.supervision.flow.standing import OBSERVATION, SPECIAL_SUPERVISOR
from shangliang.modules.supervision.flow.supervising import SUPERVISED, SUPERVISION

__all__ = [
    "APPRAISAL",
    "FINDING",
    "FOLLOW_UP",
    "OBSERVATION",
    "SPECIAL_SUPERVISOR",
    "SUPERVISED",
    "SUPERVISION",
]
