"""Who may do what with dispatches, parts, replies, promises and questions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, Q

from shangliang.kernel.access import ANYWHERE, NOBODY, Policy, Reach, Seat, grant
from shangliang.modules.handling.models import Assignment, Concerned


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
STEP_SENT = Reach("below", "promise__assignment__dispatch__unit__path")
REPLY_SENT = Reach("below", "reply__assignment__dispatch__unit__path")
WE_WRITE = Reach("same", "reply__assignment__unit__path")
WE_HANDLE = Reach("same", "assignments__unit__path", many=True)
WE_HELP = Partner("partner", mine=Assignment.HELPING, theirs=Assignment.ANSWERING)
HELP_US = Partner("partner", mine=Assignment.ANSWERING, theirs=Assignment.HELPING)
CONCERNED = Reach("mine", "concerned__person", many=True)
PART_CONCERNED = Reach("mine", "dispatch__concerned__person", many=True)
TALK_CONCERNED = Reach("mine", "assignment__dispatch__concerned__person", many=True)
SEEN = Q(state__in=["replied", "tracking", "rehandling", "closed"])
# Where somebody is named as having asked, only they rate; else every member may.
OPEN_CIRCLE = ~Q(pk__in=Concerned.objects.filter(person__isnull=False).values("dispatch"))
PUBLISHED = Q(assignment__state__in=["replied", "redoing"])
# A draft is the department's own until it leaves the house.
CIRCULATED = Q(state__in=["countersigning", "checking", "bounced", "replied", "redoing"])

DISPATCH = Policy(
    grant("secretary", "view send withdraw redo accept_result rate_proxy chase oversee", SENT_BELOW),
    grant("secretary", "rate", SENT_BELOW, only=OPEN_CIRCLE),
    grant("dispatcher", "view send chase oversee", SENT_BELOW),
    grant("chair", "view oversee", SENT_BELOW),
    grant("leader", "view oversee", SENT_BELOW),
    grant("clerk", "view", WE_HANDLE),
    grant("head", "view", WE_HANDLE),
    grant("member", "view", Reach("above", "unit__path"), only=SEEN),
    grant("member", "rate", Reach("above", "unit__path"), only=SEEN & OPEN_CIRCLE),
    # Those who asked see from the first day with whom it is.
    grant("anyone", "view hear", CONCERNED),
    grant("anyone", "rate", CONCERNED, only=SEEN),
    # A raiser has no account: the dispatch was found through the voice of the receipt.
    grant("raiser", "rate", ANYWHERE, only=SEEN),
)

# read_draft: see a reply before it has passed the check (DOMAIN 0.2 no. 5: those who asked may not).
# chase: hear of delays at once; oversee: hear of them when they go one step up, and see the board.
ASSIGNMENT = Policy(
    grant(
        "clerk",
        "view read_draft sign sign_help refuse draft save_draft circulate revise submit advise promise"
        " contact ask_extension write_memo",
        OURS,
    ),
    grant("head", "view read_draft chase oversee write_memo", OURS),
    grant("clerk", "view", WE_HELP),
    grant("head", "view", WE_HELP),
    grant("clerk", "read_draft", WE_HELP, only=CIRCULATED),
    grant("head", "read_draft", WE_HELP, only=CIRCULATED),
    grant("clerk", "view read_advice", HELP_US),
    grant("head", "view read_advice", HELP_US),
    grant("dispatcher", "view keep reassign pass_check bounce regrade extend chase oversee urge", PART_SENT),
    grant("dispatcher", "see_advice", PART_SENT),
    grant("dispatcher", "read_draft", PART_SENT, only=CIRCULATED),
    grant("secretary", "view reassign chase oversee answer_talk", PART_SENT),
    grant("chair", "view oversee", PART_SENT),
    grant("leader", "view oversee", PART_SENT),
    grant("anyone", "answer_talk", PART_CONCERNED),
)

CONTACT = Policy(
    grant("clerk", "view meet miss", OURS),
    grant("head", "view chase oversee", OURS),
    grant("secretary", "view waive deny chase oversee", PROMISE_SENT),
    grant("dispatcher", "view chase oversee", PROMISE_SENT),
    grant("leader", "view oversee", PROMISE_SENT),
    grant("anyone", "view waive deny", TALK_CONCERNED),
)

COUNTERSIGN = Policy(
    grant("clerk", "view agree object", OURS),
    grant("head", "view agree object chase", OURS),
    grant("clerk", "view hear", WE_WRITE),
    grant("head", "view", WE_WRITE),
    grant("dispatcher", "view overrule chase oversee", REPLY_SENT),
    grant("leader", "view oversee", REPLY_SENT),
)

EXTENSION = Policy(
    grant("clerk", "view ask_extension", OURS),
    grant("head", "view", OURS),
    grant("dispatcher", "view grant deny chase oversee", PROMISE_SENT),
    grant("secretary", "view", PROMISE_SENT),
    grant("leader", "view oversee", PROMISE_SENT),
)

PROMISE = Policy(
    grant("clerk", "view claim add_evidence add_step drop", OURS),
    grant("head", "view give_up chase oversee", OURS),
    grant("dispatcher", "view confirm refute reopen extend visit chase oversee urge", PROMISE_SENT),
    grant("secretary", "view confirm refute reopen visit chase oversee", PROMISE_SENT),
    grant("chair", "view oversee", PROMISE_SENT),
    grant("leader", "view oversee", PROMISE_SENT),
    grant("anyone", "view", TALK_CONCERNED, only=PUBLISHED & ~Q(state="dropped")),
    grant("public", "view", ANYWHERE, only=PUBLISHED & ~Q(state="dropped")),
)

MILESTONE = Policy(
    grant("clerk", "view reach", OURS),
    grant("head", "view chase oversee", OURS),
    grant("dispatcher", "view chase oversee", STEP_SENT),
    grant("secretary", "view", STEP_SENT),
    grant("leader", "view oversee", STEP_SENT),
)

QUESTION = Policy(
    grant("secretary", "view uphold dismiss chase oversee", SENT_BELOW),
    grant("dispatcher", "view dismiss chase oversee", SENT_BELOW),
    grant("chair", "view oversee", SENT_BELOW),
    grant("leader", "view oversee", SENT_BELOW),
    grant("anyone", "view confirm doubt", Reach("mine", "person")),
    # Whoever holds the link: services.asking.holder makes this seat from the token.
    grant("asked", "view confirm doubt", Reach("mine", "pk")),
)
