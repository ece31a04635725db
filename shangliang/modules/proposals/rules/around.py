"""Who may do what around proposals.

Whoever brings or signs a proposal neither scores it nor votes on it; back to back means that neither side of a
mutual review sees the other's (that is in `queries.quality`: the scores, not the review, are hidden).
"""

from __future__ import annotations

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Impartial, Policy, Reach, current, grant
from shangliang.modules.proposals.models import CONVENED, LISTED

BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
OUT = Q(state__in=[*LISTED, "over"])
MINE = Reach("mine", "offerer_id")

PROPOSAL_TOPIC = Policy(
    grant("anyone", "view inside hear", MINE),
    grant("anyone", "take_back", MINE),
    grant("secretary", "view inside list decline edit extend oversee", BELOW),
    grant("chair", "view inside oversee", BELOW),
    grant("member", "view", ABOVE, only=OUT),
    grant("convener", "view", ABOVE, only=OUT),
    grant("member", "claim", ABOVE, only=Q(state__in=LISTED)),
    grant("convener", "claim", ABOVE, only=Q(state__in=LISTED)),
    grant("anyone", "unclaim", Reach("mine", "claims__person_id", many=True)),
    grant("public", "view", ANYWHERE, only=OUT),
)

SIGNERS = ("proposal__signers__person_id",)
DESK = Impartial("below", "unit__path", own=SIGNERS)
FIRST = Reach("mine", "proposal__drafter_id")
SIGNED = Reach("mine", "proposal__signers__person_id", many=True)
GUEST = Reach("mine", "guests__person_id", many=True)
SILENT = current("guests__person_id", "guests__advice")  # a guest who has said nothing yet

INCUBATION = Policy(
    grant("anyone", "view inside hear consent refuse", FIRST),
    grant("anyone", "view inside hear", SIGNED),
    grant("anyone", "call_off", FIRST, only=Q(state="asked", wished=True)),
    # What is being written is shown to those who were asked, and only once its proposer has agreed.
    grant("anyone", "view advise attend", GUEST, only=Q(state__in=CONVENED)),
    grant("anyone", "owe_advice", SILENT, only=Q(state="called")),
    grant("secretary", "view inside convene invite advise ripen defer call_off extend oversee", DESK),
    grant("chair", "view inside oversee", BELOW),
)

OURS = Impartial("same", "assignment__unit__path", own=SIGNERS)
SENT = Reach("below", "unit__path")

MUTUAL_REVIEW = Policy(
    grant("clerk", "view score_proposal hear", OURS),
    grant("head", "view score_proposal hear", OURS),
    grant("anyone", "view score_handling hear", FIRST),
    grant("secretary", "view inside extend oversee", SENT),
    grant("chair", "view inside oversee", SENT),
    grant("dispatcher", "view inside oversee", SENT),
)

NO_CANDIDATE = Impartial("below", "unit__path", own=("nominees__proposal__signers__person_id",))

AWARD_ROUND = Policy(
    grant("secretary", "view inside nominate appoint assess reopen stop oversee", BELOW),
    grant("secretary", "propose", NO_CANDIDATE),
    grant("chair", "view inside publish oversee", BELOW),
    grant("chair", "propose decide undecide", NO_CANDIDATE),
    grant("anyone", "view inside vote", Reach("mine", "jury__id", many=True), only=~Q(state="stopped")),
    grant("member", "nominate", ABOVE, only=Q(state="collecting")),
    grant("convener", "nominate", ABOVE, only=Q(state="collecting")),
    grant("member", "view", ABOVE, only=Q(state__in=["collecting", "published"])),
    grant("convener", "view", ABOVE, only=Q(state__in=["collecting", "published"])),
    grant("public", "view", ANYWHERE, only=Q(state="published")),
)
