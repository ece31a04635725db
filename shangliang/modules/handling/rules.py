"""Who may do what with dispatches, parts and promises."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, Q

from shangliang.kernel.access import ANYWHERE, NOBODY, Policy, Reach, Seat, grant
from shangliang.modules.handling.models import Assignment


@dataclass(frozen=True)
class Partner(Reach):
    """The other side of the table: parts that face those of the seat's own department in a dispatch.

    Helping departments reach the parts they help with, answering departments the parts that help them. A
    department that was taken off the dispatch reaches nothing.
    """

    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()

    def q(self, seat: Seat, model: type[Model]) -> Q:
        ours = Assignment.objects.filter(unit__path=seat.path, part__in=self.mine).exclude(
            state__in=Assignment.OUT
        )
        return Q(part__in=self.theirs, dispatch__in=ours.values("dispatch"))

    def seat_q(self, thing: Model) -> Q:
        if not isinstance(thing, Assignment) or thing.part not in self.theirs:
            return NOBODY
        others = Assignment.objects.filter(dispatch=thing.dispatch_id, part__in=self.mine)
        return Q(unit__in=others.exclude(state__in=Assignment.OUT).values("unit"))


SENT_BELOW = Reach("below", "unit__path")
OURS = Reach("same", "unit__path")
# Those who send and those who inspect see every part and promise that goes out from their tree.
PART_SENT = Reach("below", "dispatch__unit__path")
PROMISE_SENT = Reach("below", "assignment__dispatch__unit__path")
WE_HANDLE = Reach("same", "assignments__unit__path", many=True)
WE_HELP = Partner("partner", mine=Assignment.HELPING, theirs=Assignment.ANSWERING)
HELP_US = Partner("partner", mine=Assignment.ANSWERING, theirs=Assignment.HELPING)
SEEN = Q(state__in=["replied", "tracking", "rehandling", "closed"])

DISPATCH = Policy(
    grant("secretary", "view send withdraw redo accept_result rate chase oversee", SENT_BELOW),
    grant("dispatcher", "view send chase oversee", SENT_BELOW),
    grant("chair", "view oversee", SENT_BELOW),
    grant("leader", "view oversee", SENT_BELOW),
    grant("clerk", "view", WE_HANDLE),
    grant("head", "view", WE_HANDLE),
    grant("member", "view rate", Reach("above", "unit__path"), only=SEEN),
    # A raiser has no account: the dispatch was found through the voice of the receipt.
    grant("raiser", "rate", ANYWHERE, only=SEEN),
)

# read_draft: see a reply before it has passed the check (DOMAIN 0.2 no. 5: those who asked may not).
# chase: hear of delays at once; oversee: hear of them when they go one step up, and see the board.
ASSIGNMENT = Policy(
    grant(
        "clerk",
        "view read_draft sign sign_help refuse draft save_draft circulate revise submit advise promise"
        " contact",
        OURS,
    ),
    grant("head", "view read_draft chase oversee", OURS),
    grant("clerk", "view read_draft countersign object", WE_HELP),
    grant("head", "view read_draft countersign object", WE_HELP),
    grant("clerk", "view read_advice", HELP_US),
    grant("head", "view read_advice", HELP_US),
    grant("dispatcher", "view read_draft keep reassign pass_check bounce extend chase oversee", PART_SENT),
    grant("secretary", "view reassign chase oversee", PART_SENT),
    grant("chair", "view oversee", PART_SENT),
    grant("leader", "view oversee", PART_SENT),
)

PROMISE = Policy(
    grant("clerk", "view claim add_evidence drop", OURS),
    grant("head", "view give_up chase oversee", OURS),
    grant("dispatcher", "view confirm refute extend chase oversee", PROMISE_SENT),
    grant("secretary", "view confirm refute chase oversee", PROMISE_SENT),
    grant("chair", "view oversee", PROMISE_SENT),
    grant("leader", "view oversee", PROMISE_SENT),
    grant("public", "view", ANYWHERE, only=Q(assignment__state="replied") & ~Q(state="dropped")),
)
