"""Who may do what with topics."""

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Policy, Reach, grant
from shangliang.modules.topics.models import PUBLIC_STATES

BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")

TOPIC = Policy(
    grant(
        "secretary",
        "view edit score file merge pass_on decline plan unplan send reopen extend oversee",
        BELOW,
    ),
    grant("chair", "view score oversee", BELOW),
    grant("leader", "view score", BELOW),
    grant("member", "view score", BELOW),
    grant("public", "view", ANYWHERE, only=Q(state__in=PUBLIC_STATES)),
)
