"""Who may do what with campaigns, concerns, asks and counsels."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from shangliang.kernel.access import ANYWHERE, Policy, Reach, Seat, grant
from shangliang.modules.lists.models import ConcernPart

BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
OURS = Reach("same", "unit__path")
# Departments that take part see what members care about; others only what was pushed to them.
TAKES_PART = Reach("same", "departments__path", many=True)
IN_CAMPAIGN = Reach("same", "campaign__departments__path", many=True)
PUSHED_TO = Reach("same", "parts__unit__path", many=True)
AUTHORED = Reach("mine", "authors__person_id", many=True)
RAISED = Reach("mine", "member_id")
AUTHORED_PART = Reach("mine", "concern__authors__person_id", many=True)
PART_OF = Reach("below", "concern__unit__path")
PART_MEMBERS = Reach("above", "concern__campaign__unit__path")
MEMBERS_OF = Reach("above", "campaign__unit__path")
HOSTED = Reach("below", "host__path")
HOST_MEMBERS = Reach("above", "host__path")
SAID = Reach("mine", "member_id")
ALIVE = ~Q(state="withdrawn")


@dataclass(frozen=True)
class Unasked(Reach):
    """A department that takes part and has no part of its own in this round: nobody claims what she already has."""

    def q(self, seat: Seat, model: type[Model]) -> Q:
        has = ConcernPart.objects.filter(
            concern=OuterRef("pk"), round=OuterRef("round"), unit__path=seat.path, state__in=ConcernPart.ASKED
        )
        return super().q(seat, model) & ~Q(Exists(has))

    def seat_q(self, thing: Any) -> Q:
        has = thing.parts.filter(round=thing.round, state__in=ConcernPart.ASKED)
        return super().seat_q(thing) & ~Q(unit__path__in=list(has.values_list("unit__path", flat=True)))


UNASKED = Unasked("same", "campaign__departments__path", many=True)

# inside: read the journal and whatever is not meant for everybody.
# raise: put a concern on the list; ask: put an ask there; compare: run the matching and decide about pairs.
CAMPAIGN = Policy(
    grant("secretary", "view inside edit match act close compare ask import extend oversee", BELOW),
    grant("chair", "view inside oversee", BELOW),
    grant("leader", "view inside oversee", BELOW),
    grant("member", "view inside raise", ABOVE),
    grant("clerk", "view inside ask", TAKES_PART),
    grant("head", "view inside ask", TAKES_PART),
    grant("public", "view", ANYWHERE),
)

# hear: be told what came of it.
CONCERN = Policy(
    grant(
        "secretary",
        "view edit push push_more merge split decline send match refuse_match extend oversee",
        BELOW,
    ),
    grant("chair", "view oversee", BELOW),
    grant("leader", "view oversee", BELOW),
    grant("member", "view", MEMBERS_OF, only=ALIVE),
    grant("anyone", "view object hear", AUTHORED),
    grant("anyone", "edit withdraw", RAISED),  # whoever was joined to it by merging does not rewrite it
    grant("clerk", "view", IN_CAMPAIGN, only=ALIVE),
    grant("head", "view", IN_CAMPAIGN, only=ALIVE),
    grant("clerk", "claim", UNASKED, only=ALIVE),
    grant("head", "claim", UNASKED, only=ALIVE),
    grant("clerk", "view plan", PUSHED_TO),
    grant("head", "view plan", PUSHED_TO),
)
CONCERN_PART = Policy(
    grant("clerk", "view answer give_back", OURS),
    grant("head", "view answer give_back oversee", OURS),
    grant("secretary", "view extend oversee", PART_OF),
    grant("chair", "view oversee", PART_OF),
    grant("leader", "view oversee", PART_OF),
    grant("member", "view", PART_MEMBERS),
    grant("anyone", "view hear", AUTHORED_PART),
)
DEPT_ASK = Policy(
    grant("clerk", "view inside edit stop conclude withdraw plan", OURS),
    grant("head", "view inside edit stop conclude withdraw plan oversee", OURS),
    grant("secretary", "view inside edit extend oversee", BELOW),
    grant("chair", "view inside oversee", BELOW),
    grant("leader", "view inside oversee", BELOW),
    grant("member", "view inside reply", MEMBERS_OF, only=ALIVE),
    grant("clerk", "view inside", IN_CAMPAIGN, only=ALIVE),
    grant("head", "view inside", IN_CAMPAIGN, only=ALIVE),
    grant("public", "view", ANYWHERE, only=Q(open_to_public=True) & ALIVE),
)
COUNSEL = Policy(
    grant("clerk", "view answer", OURS),
    grant("head", "view answer oversee", OURS),
    grant("secretary", "view extend raise oversee", HOSTED),
    grant("chair", "view oversee", HOSTED),
    grant("leader", "view oversee", HOSTED),
    grant("member", "view", HOST_MEMBERS, only=ALIVE),
    grant("anyone", "view withdraw raise hear", SAID),
)
