"""Who may do what with a room on the network."""

from django.db.models import Q

from shangliang.kernel.access import Policy, Reach, grant

BELOW = Reach("below", "unit__path")
CONVENES = Reach("mine", "gathering__convener_id")
INVITED = Reach("mine", "gathering__participants__person_id", many=True)

RUN = "plan edit open end record"
COME = "enter consent refuse"
REMOTE = Policy(
    grant("secretary", f"view inside {RUN} {COME} oversee", BELOW),
    grant("anyone", f"view inside {RUN} {COME}", CONVENES),
    grant("anyone", f"view {COME}", INVITED, only=Q(state__in=["planned", "open"])),
    grant("anyone", "view", INVITED, only=Q(state="ended")),
    grant("chair", "view inside oversee", BELOW),
)
