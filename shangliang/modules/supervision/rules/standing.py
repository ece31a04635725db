"""Who may do what with special supervisors and their reports. A department does not read what is reported of it;
what is taken up comes to it as a finding.
"""

from shangliang.kernel.access import Policy, Reach, grant
from shangliang.modules.supervision.rules.supervising import ABOVE, BELOW, OURS

SPECIAL_SUPERVISOR = Policy(
    grant("secretary", "view appoint dismiss oversee extend", BELOW),
    grant("chair", "view oversee", BELOW),
    grant("member", "view", ABOVE),
    grant("clerk", "view", OURS),
    grant("head", "view", OURS),
    grant("anyone", "view report hear", Reach("mine", "person_id")),
)

OBSERVATION = Policy(
    grant("secretary", "view answer take_up file oversee extend", BELOW),
    grant("chair", "view oversee", BELOW),
    grant("anyone", "view hear", Reach("mine", "supervisor__person_id")),
)
