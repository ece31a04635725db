"""Who may do what with supervisions: the office, the committee that owns one, its teams; the department only once it
was talked with; everybody only what was published.
"""

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Policy, Reach, grant
from shangliang.modules.supervision.models import PAPER_OUT

BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
OWNED = Reach("same", "owner__path")
TEAM = Reach("mine", "teams__people__person_id", many=True)
OUT = Q(state__in=PAPER_OUT)
PUBLISHED = Q(published_at__isnull=False)
PREPARED = ~Q(state__in=["planned", "proposed", "dropped"])
# approve, publish: the chair's. record: what was done. note: what was found. inside: read the journal.
RUNNING = "view inside edit propose team record note start review look_more write_opinion close"

SUPERVISION = Policy(
    # What goes to departments goes through the office.
    grant("secretary", f"{RUNNING} send open drop oversee extend", BELOW),
    grant("convener", RUNNING, OWNED),
    grant("chair", "view inside approve send_back publish unpublish oversee", BELOW),
    grant("anyone", "view inside record note", TEAM, only=PREPARED),
    grant("leader", "view", BELOW, only=OUT),
    grant("member", "view", ABOVE, only=PUBLISHED),
    grant("public", "view", ANYWHERE, only=PUBLISHED),
)

IN_OWNED = Reach("same", "supervision__owner__path")
IN_TEAM = Reach("mine", "supervision__teams__people__person_id", many=True)
OURS = Reach("same", "department__path")
# A department learns of it by the talk, never from a draft.
TALKED = Q(talked_on__isnull=False)

SUPERVISED = Policy(
    grant("secretary", "view inside talk inform oversee", BELOW),
    grant("convener", "view inside talk inform", IN_OWNED),
    grant("chair", "view inside oversee", BELOW),
    grant(
        "anyone", "view inside talk inform", IN_TEAM, only=~Q(supervision__state__in=["planned", "proposed"])
    ),
    grant("clerk", "view hear", OURS, only=TALKED),
    grant("head", "view hear", OURS, only=TALKED),
)
