"""Who may do what with boards. Who may answer is the board's own word (`voters`)."""

from __future__ import annotations

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Policy, Reach, grant
from shangliang.modules.deliberation.models import OUT, SHOWN

BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
INVITED = Reach("mine", "gathering__participants__person_id", many=True)
CONVENES = Reach("mine", "gathering__convener_id")


def _open(*voters: str) -> Q:
    return Q(state="open", voters__in=voters)


# say: put a statement or a reason of one's own.  vote: answer statements.
RUN = "plan edit seed open drop close conclude answer"
BOARD = Policy(
    grant("secretary", f"view inside {RUN} extend oversee", BELOW),
    grant("chair", "view inside oversee", BELOW),
    grant("anyone", f"view inside {RUN}", CONVENES),
    grant("leader", "view", BELOW, only=Q(state__in=OUT)),
    grant("member", "view", ABOVE, only=Q(state__in=OUT) & ~Q(voters="invited")),
    grant("anyone", "view", INVITED, only=Q(state__in=OUT)),
    grant("public", "view", ANYWHERE, only=Q(state__in=OUT, open_to_public=True)),
    grant("public", "vote say", ANYWHERE, only=_open("anybody")),
    grant("anyone", "vote say", ANYWHERE, only=_open("anybody", "signed_in")),
    grant("member", "vote say", ABOVE, only=_open("members")),
    grant("anyone", "vote say", INVITED, only=_open("invited")),
)

READ = Q(state__in=SHOWN, board__state__in=OUT)
SCREEN = "show hide restore"
ANSWER = "adopt adopt_partly decline"
# What is hidden is read by nobody else any more: its trace stands on the board (queries.traces).
STATEMENT = Policy(
    grant("secretary", f"view {SCREEN} {ANSWER} oversee extend", BELOW),
    grant("anyone", f"view {SCREEN} {ANSWER}", Reach("mine", "board__gathering__convener_id")),
    grant("chair", "view oversee", BELOW),
    grant("anyone", "view hear", Reach("mine", "author_id")),
    grant("member", "view", ABOVE, only=READ & ~Q(board__voters="invited")),
    grant("anyone", "view", Reach("mine", "board__gathering__participants__person_id", many=True), only=READ),
    grant("public", "view", ANYWHERE, only=READ & Q(board__open_to_public=True)),
)

REASON = Policy(
    grant("secretary", f"view {SCREEN} oversee extend", BELOW),
    grant("anyone", f"view {SCREEN}", Reach("mine", "statement__board__gathering__convener_id")),
    grant("chair", "view oversee", BELOW),
    grant("anyone", "view hear", Reach("mine", "author_id")),
)
