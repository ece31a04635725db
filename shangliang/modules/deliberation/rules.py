"""Who may do what with boards and polls. Who may answer is their own word (`voters`)."""

from __future__ import annotations

from django.db.models import Q

from shangliang.kernel import adopting
from shangliang.kernel.access import ANYWHERE, Policy, Reach, Through, grant
from shangliang.modules.deliberation.models import ANNOUNCED, HELD, OUT, SHOWN

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
ANSWER = " ".join(adopting.MOVES.values())
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

# Nobody at all reads a ballot while the poll is open: there is no verb for it.
CONDUCT = "plan edit open count void cancel recount"
ON_THE_ROLL = Reach("mine", "roll__person_id", many=True)
GUEST = Reach("mine", "roll__participant_id", many=True)  # without an account, with the pass of the sign-in
NOT_YET = Through("mine", "roll__person_id", where=(("roll__voted", False),))
POLL = Policy(
    grant("secretary", f"view inside {CONDUCT} publish extend oversee", BELOW),
    grant("chair", "view inside recount publish oversee", BELOW),
    grant("anyone", f"view inside {CONDUCT} publish", CONVENES),
    grant("anyone", "view recount", ON_THE_ROLL, only=Q(state__in=HELD)),
    grant("anyone", "vote", ON_THE_ROLL, only=Q(state="open")),
    grant("guest", "view recount", GUEST, only=Q(state__in=HELD)),
    grant("guest", "vote", GUEST, only=Q(state="open")),
    grant("anyone", "owe_poll_ballot", NOT_YET, only=Q(state="open")),
    grant("anyone", "view", INVITED, only=Q(state__in=HELD)),
    grant("public", "view", ANYWHERE, only=Q(state="published")),
)

# The pool and who of it was drawn, with all columns, is `inside`; what is announced is for everybody.
DRAW = Policy(
    grant("secretary", "view inside plan seal draw drop extend oversee", BELOW),
    grant("chair", "view inside oversee", BELOW),
    grant("anyone", "view inside plan seal draw drop", CONVENES),
    grant("public", "view", ANYWHERE, only=Q(state__in=ANNOUNCED)),
)
