"""Who may do what with gatherings."""

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Policy, Reach, grant

BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
INVITED = Reach("mine", "participants__person_id", many=True)
CONVENES = Reach("mine", "convener_id")
# The department at the table: its head and its clerk answer for it (部门回应席).
SEATED = Reach("same", "participants__unit__path", many=True)
# Whoever holds the code of the meeting in her hand; the seat carries the code in place of a path.
BY_CODE = Reach("same", "sign_in_code")
RUN = "notice reschedule cancel start end conclude close"
PREPARE = "edit invite uninvite material visit"
SIT = "sign_in unsign excuse move_code part opine correct hands take_along agree amend light step"

GATHERING = Policy(
    grant("secretary", f"view {RUN} {PREPARE} {SIT} write_minutes extend oversee", BELOW),
    grant("anyone", f"view start end conclude visit material {SIT}", CONVENES),
    grant("anyone", "view opine excuse", INVITED),
    grant("head", "view opine", SEATED),
    grant("clerk", "view opine", SEATED),
    # Her seat names the one participant for whom she may speak.
    grant("attendee", "sign_in opine", BY_CODE),
    grant("chair", "view oversee", BELOW),
    grant("leader", "view", BELOW),
    grant("member", "view", ABOVE),
    grant("public", "view", ANYWHERE, only=Q(open_to_public=True) & ~Q(state__in=["preparing", "cancelled"])),
)
