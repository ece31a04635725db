"""Who may do what with an appraisal. Nobody at all reads a ballot while it is open: there is no verb for it."""

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Policy, Reach, Through, grant
from shangliang.modules.supervision.rules.supervising import ABOVE, BELOW

ENTITLED = Reach("mine", "roll__person_id", many=True)
NOT_YET = Through("mine", "roll__person_id", where=(("roll__voted", False),))
PUBLISHED = Q(state="published")
SHOWN = Q(state__in=["published", "void"])

APPRAISAL = Policy(
    grant("secretary", "view inside plan edit open_ballot close void cancel recount oversee extend", BELOW),
    grant("chair", "view inside publish recount oversee", BELOW),
    grant("anyone", "view recount", ENTITLED, only=~Q(state__in=["draft", "cancelled"])),
    grant("anyone", "vote", ENTITLED, only=Q(state="open")),
    grant("anyone", "owe_ballot", NOT_YET, only=Q(state="open")),
    grant("member", "view", ABOVE, only=SHOWN),
    grant("leader", "view", BELOW, only=SHOWN),
    grant("clerk", "view", Reach("same", "departments__department__path", many=True), only=PUBLISHED),
    grant("head", "view", Reach("same", "departments__department__path", many=True), only=PUBLISHED),
    grant("public", "view", ANYWHERE, only=PUBLISHED),
)
