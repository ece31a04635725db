"""Who may do what with gatherings."""

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Policy, Reach, grant

BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
INVITED = Reach("mine", "participants__person_id", many=True)
CONVENES = Reach("mine", "convener_id")
RUN = "notice reschedule cancel start end conclude close"
FILL = "edit invite sign_in visit opine agree write_minutes light step"

GATHERING = Policy(
    grant("secretary", f"view {RUN} {FILL} extend oversee", BELOW),
    grant("anyone", "view start end conclude opine agree light step sign_in", CONVENES),
    grant("anyone", "view opine", INVITED),
    grant("chair", "view oversee", BELOW),
    grant("leader", "view", BELOW),
    grant("member", "view", ABOVE),
    grant("public", "view", ANYWHERE, only=Q(open_to_public=True) & ~Q(state__in=["preparing", "cancelled"])),
)
