"""Who may do what in the room. A guest without an account holds the seat of one participant (`guest`)."""

from __future__ import annotations

from django.db.models import Q

from shangliang.kernel.access import Policy, Reach, grant
from shangliang.modules.floor.models import READ

BELOW = Reach("below", "unit__path")
CONVENES = Reach("mine", "gathering__convener_id")
INVITED = Reach("mine", "gathering__participants__person_id", many=True)
GUEST = Reach("mine", "gathering__participants__id", many=True)
RUN = "view inside open arrange screen settle caption correct_caption"
FLOOR = Policy(
    grant("secretary", f"{RUN} ask put support extend oversee", BELOW),
    grant("anyone", RUN, CONVENES),
    grant("chair", "view inside oversee", BELOW),
    grant("leader", "view", BELOW),
    grant("anyone", "view ask put support", INVITED),
    grant("guest", "view ask put support", GUEST),
    grant("anyone", "view caption correct_caption", Reach("mine", "stenographer_id")),
)

CHAIRED = Reach("mine", "floor__gathering__convener_id")
THERE = Reach("mine", "floor__gathering__participants__person_id", many=True)
GUEST_THERE = Reach("mine", "floor__gathering__participants__id", many=True)
OWN = Reach("mine", "participant__person_id")
GUESTS_OWN = Reach("mine", "participant_id")
CONDUCT = "view call pause resume finish admit refuse skip requeue withdraw note"
SPEECH = Policy(
    grant("secretary", CONDUCT, BELOW),
    grant("anyone", CONDUCT, CHAIRED),
    grant("chair", "view", BELOW),
    grant("anyone", "view", THERE),
    grant("guest", "view", GUEST_THERE),
    grant("anyone", "withdraw", OWN),
    grant("guest", "withdraw", GUESTS_OWN),
)

SCREEN = "view inside show hide restore answer hand"
ANSWERS = Reach("same", "answerer__path")
LIVE_QUESTION = Policy(
    grant("secretary", f"{SCREEN} extend oversee", BELOW),
    grant("anyone", SCREEN, CHAIRED),
    grant("chair", "view inside oversee", BELOW),
    grant("head", "view inside reply send_back", ANSWERS),
    grant("clerk", "view inside reply send_back", ANSWERS),
    grant("anyone", "view", THERE, only=Q(state__in=READ)),
    grant("guest", "view", GUEST_THERE, only=Q(state__in=READ)),
    grant("anyone", "view hear withdraw", OWN),
    grant("guest", "view withdraw", GUESTS_OWN),
)
