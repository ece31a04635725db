"""Who may do what with a proposal.

Whoever brings it or signs it neither reviews nor files it nor decides where it goes; what is being written is
seen by its signers only. The committee's office works at the unit itself or in its proposals committee (提案委).
"""

from __future__ import annotations

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Grant, Impartial, Inner, Policy, Reach, Through, current, grant
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import FILED, IN_REVIEW, WITH_DEPARTMENTS, WRITING

SIGNERS = ("signers__person_id",)
COMMITTEE = Q(kind=Unit.Kind.COMMITTEE, name__contains="提案")  # 提案委员会, also where it has more tasks
BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
DESK = Impartial("below", "unit__path", own=SIGNERS)
COMMITTEE_SEES = Inner("same", "unit__path", which=COMMITTEE)
COMMITTEE_DESK = Inner("same", "unit__path", own=SIGNERS, which=COMMITTEE)
FIRST = Reach("mine", "drafter_id")
# Who was struck off (did not sign in time) has no more to do with it.
SIGNED = current("signers__person_id", "signers__struck_at")
ASKED = Through(
    "mine", "signers__person_id", where=(("signers__agreed_at", None), ("signers__struck_at", None))
)
MERGED = current("merged__signers__person_id", "merged__signers__struck_at")
PANEL = current("panel__seats__person_id", "panel__seats__until", own=SIGNERS)
HANDLED = Reach("same", "dispatch__assignments__unit__path", many=True)
# What is being written is its signers' own; what was taken back before it was handed in, too.
IN = ~Q(state__in=["draft", "cosigning"]) & Q(submitted_at__isnull=False)
WRITES = Q(state__in=WRITING)
REVIEWED = Q(state__in=IN_REVIEW)
OPEN_TO_SECOND = Q(state__in=IN_REVIEW, cosign_open=True)
SENT = Q(state__in=[*WITH_DEPARTMENTS, "closed", "archived"])
IS_FILED = Q(state__in=FILED)


def sees(verbs: str, only: Q) -> tuple[Grant, Grant]:
    """The committee's office, wherever it sits."""
    return grant("secretary", verbs, BELOW, only), grant("secretary", verbs, COMMITTEE_SEES, only)


def office(verbs: str, only: Q) -> tuple[Grant, Grant]:
    """The same, but not for those who signed the proposal."""
    return grant("secretary", verbs, DESK, only), grant("secretary", verbs, COMMITTEE_DESK, only)


# inside: read versions, reviews and who said what.  hear: be told at every step.
# arrange: sessions, classes and the panel of a unit.  panel: be told what comes to one's group.
PROPOSAL = Policy(
    grant("member", "draft", ABOVE),
    grant("convener", "draft", ABOVE),
    grant("anyone", "view inside hear submit drop withdraw stop_cosigning", FIRST),
    grant("anyone", "write invite", FIRST, only=WRITES),
    grant("anyone", "consent_brief decline_brief", FIRST),
    grant("anyone", "view inside hear", SIGNED),
    grant("anyone", "cosign decline", SIGNED, only=Q(state="cosigning")),
    grant("anyone", "owe_signature", ASKED, only=Q(state="cosigning")),
    grant("anyone", "view hear", MERGED),
    grant("member", "view second", ABOVE, only=OPEN_TO_SECOND),
    grant("member", "view", ABOVE, only=IS_FILED),
    grant("convener", "view", ABOVE, only=IS_FILED),
    *sees("view inside oversee", IN),
    *sees("arrange", Q()),
    *office("send_back accept review classify", REVIEWED),
    *office("file merge unmerge not_file offer_brief revive", IN),
    *office("pre_assign repropose assign handle_with archive extend", IN),
    grant("anyone", "view inside panel", PANEL, only=IN),
    grant("anyone", "review", PANEL, only=Q(state="reviewing")),
    grant("chair", "view inside oversee", BELOW, only=IN),
    grant("chair", "publish unpublish", DESK, only=IS_FILED),
    grant("dispatcher", "view inside oversee", BELOW, only=IS_FILED),
    grant("dispatcher", "assign pre_assign repropose", DESK, only=IS_FILED),
    # What stands around it: marks of quality, what it repeats, the topic of the catalogue it answers.
    *office("score mark_repeat", IN),
    grant("chair", "score", DESK, only=IN),
    grant("anyone", "score", PANEL, only=IN),
    grant("anyone", "write_on write_off", FIRST, only=WRITES),
    grant("leader", "view", BELOW, only=IS_FILED),
    grant("clerk", "view", HANDLED),
    grant("head", "view", HANDLED),
    grant("public", "view", ANYWHERE, only=Q(published_at__isnull=False)),
)
