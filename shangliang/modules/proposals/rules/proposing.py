"""Who may do what with a proposal.

Whoever brings it or signs it neither reviews nor files it nor decides where it goes; what is being written is
seen by its signers only.
"""

from __future__ import annotations

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Impartial, Policy, Reach, grant
from shangliang.modules.proposals.models import FILED, IN_REVIEW, WITH_DEPARTMENTS, WRITING

SIGNERS = ("signers__person_id",)
BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
DESK = Impartial("below", "unit__path", own=SIGNERS)
FIRST = Reach("mine", "drafter_id")
SIGNED = Reach("mine", "signers__person_id", many=True)
MERGED = Reach("mine", "merged__signers__person_id", many=True)
HANDLED = Reach("same", "dispatch__assignments__unit__path", many=True)
# What is being written is its signers' own; what was taken back before it was handed in, too.
IN = ~Q(state__in=["draft", "cosigning"]) & Q(submitted_at__isnull=False)
WRITES = Q(state__in=WRITING)
OPEN_TO_SECOND = Q(state__in=IN_REVIEW, cosign_open=True)
SENT = Q(state__in=[*WITH_DEPARTMENTS, "closed", "archived"])
IS_FILED = Q(state__in=FILED)

# inside: read versions, reviews and who said what.  hear: be told at every step.
PROPOSAL = Policy(
    grant("member", "draft", ABOVE),
    grant("convener", "draft", ABOVE),
    grant("anyone", "view inside hear submit drop withdraw stop_cosigning", FIRST),
    grant("anyone", "write invite", FIRST, only=WRITES),
    grant("anyone", "consent_brief decline_brief", FIRST),
    grant("anyone", "view inside hear", SIGNED),
    grant("anyone", "cosign decline", SIGNED, only=Q(state="cosigning")),
    grant("anyone", "view hear", MERGED),
    grant("member", "view second", ABOVE, only=OPEN_TO_SECOND),
    grant("member", "view", ABOVE, only=IS_FILED),
    grant("convener", "view", ABOVE, only=IS_FILED),
    grant("secretary", "view inside oversee", BELOW, only=IN),
    grant(
        "secretary", "send_back accept classify file merge unmerge not_file offer_brief revive", DESK, only=IN
    ),
    grant("secretary", "pre_assign repropose assign handle_with archive extend", DESK, only=IN),
    grant("chair", "view inside oversee", BELOW, only=IN),
    grant("chair", "publish unpublish", DESK, only=IS_FILED),
    grant("dispatcher", "view inside oversee", BELOW, only=IS_FILED),
    grant("dispatcher", "assign pre_assign repropose", DESK, only=IS_FILED),
    grant("leader", "view", BELOW, only=IS_FILED),
    grant("clerk", "view", HANDLED),
    grant("head", "view", HANDLED),
    grant("public", "view", ANYWHERE, only=Q(published_at__isnull=False)),
)
