"""Who may do what with dispatches, parts and promises."""

from django.db.models import Q

from shangliang.kernel.access import Policy, Reach, grant

SENT_BELOW = Reach("below", "unit__path")
OURS = Reach("same", "unit__path")
# Those who send and those who inspect see every part and promise that goes out from their tree.
PART_SENT = Reach("below", "dispatch__unit__path")
PROMISE_SENT = Reach("below", "assignment__dispatch__unit__path")
WE_HANDLE = Reach("same", "assignments__unit__path", many=True)
SEEN = Q(state__in=["replied", "tracking", "rehandling", "closed"])

DISPATCH = Policy(
    grant("secretary", "view withdraw redo accept_result oversee", SENT_BELOW),
    grant("dispatcher", "view oversee", SENT_BELOW),
    grant("chair", "view oversee", SENT_BELOW),
    grant("leader", "view oversee", SENT_BELOW),
    grant("clerk", "view", WE_HANDLE),
    grant("head", "view", WE_HANDLE),
    grant("member", "view", Reach("above", "unit__path"), only=SEEN),
)

ASSIGNMENT = Policy(
    grant("clerk", "view sign sign_help refuse draft circulate revise submit advise countersign promise", OURS),
    grant("head", "view oversee countersign", OURS),
    grant("dispatcher", "view keep reassign pass_check bounce extend oversee", PART_SENT),
    grant("secretary", "view reassign oversee", PART_SENT),
    grant("chair", "view oversee", PART_SENT),
    grant("leader", "view oversee", PART_SENT),
)

PROMISE = Policy(
    grant("clerk", "view claim add_evidence", OURS),
    grant("head", "view give_up oversee", OURS),
    grant("dispatcher", "view confirm refute extend oversee", PROMISE_SENT),
    grant("secretary", "view confirm refute oversee", PROMISE_SENT),
    grant("chair", "view oversee", PROMISE_SENT),
    grant("leader", "view oversee", PROMISE_SENT),
    grant("public", "view", Reach("anywhere"), only=Q(assignment__state="replied")),
)
