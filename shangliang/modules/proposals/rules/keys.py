"""Who may do what with key proposals and the activities that supervise them."""

from __future__ import annotations

from django.db.models import Q

from shangliang.kernel.access import Impartial, Inner, Policy, Reach, Through, current, grant
from shangliang.modules.proposals.models.keys import LED, STARTED
from shangliang.modules.proposals.rules.proposing import COMMITTEE

SIGNERS = ("proposal__signers__person_id", "proposal__merged__signers__person_id")
BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
# Whoever brought it neither nominates nor decides that it is a key proposal.
DESK = Impartial("below", "unit__path", own=SIGNERS)
COMMITTEE_SEES = Inner("same", "unit__path", which=COMMITTEE)
COMMITTEE_DESK = Inner("same", "unit__path", own=SIGNERS, which=COMMITTEE)
LEADS = Reach("mine", "leader_id")
SUPERVISES = Reach("mine", "supervisor_id")
SIGNED = current("proposal__signers__person_id", "proposal__signers__struck_at")
MERGED = current("proposal__merged__signers__person_id", "proposal__merged__signers__struck_at")
ASKED = Reach("same", "views__unit__path", many=True)
NOT_YET = Through("same", "views__unit__path", where=(("views__says", ""),))
HANDLES = Reach("same", "proposal__dispatch__assignments__unit__path", many=True)
IS_ASKED = Q(state="consulted")
IS_LED = Q(state__in=LED)
HAS_STARTED = Q(state__in=STARTED)

# say: give one's view while asked.  owe_view: has not given it yet.
# plan: write and mend the plan, arrange activities.  instruct: write down what a
# leader wrote on the conclusion.  hear: be told at every step.
OFFICE = "nominate consult enter gather start plan conclude report instruct summarise drop extend"
KEY_PROPOSAL = Policy(
    grant("secretary", "view oversee", BELOW),
    grant("secretary", "view oversee", COMMITTEE_SEES),
    grant("secretary", OFFICE, DESK),
    grant("secretary", OFFICE, COMMITTEE_DESK),
    grant("chair", "view oversee", BELOW),
    grant("chair", "decide drop", DESK),
    grant("dispatcher", "view oversee", BELOW, only=IS_LED),
    grant("convener", "view", ASKED),  # whoever was asked reads what came of it
    grant("head", "view", ASKED),
    grant("convener", "say", ASKED, only=IS_ASKED),
    grant("head", "say", ASKED, only=IS_ASKED),
    grant("convener", "owe_view", NOT_YET, only=IS_ASKED),
    grant("head", "owe_view", NOT_YET, only=IS_ASKED),
    grant("anyone", "view hear plan conclude", SUPERVISES, only=IS_LED),
    grant("anyone", "view hear plan", LEADS, only=IS_LED),
    grant("anyone", "view hear", SIGNED),
    grant("anyone", "view hear", MERGED),
    grant("clerk", "view hear", HANDLES, only=HAS_STARTED),
    grant("head", "view hear", HANDLES, only=HAS_STARTED),
    grant("leader", "view", BELOW, only=IS_LED),
    grant("member", "view", ABOVE, only=IS_LED),
)  # fmt: skip

ACT_BELOW = Reach("below", "unit__path")
ACT_LED = Reach("mine", "key__leader_id")
ACT_SUPERVISED = Reach("mine", "key__supervisor_id")
ACT_SIGNED = current("key__proposal__signers__person_id", "key__proposal__signers__struck_at")
ACT_MERGED = current("key__proposal__merged__signers__person_id", "key__proposal__merged__signers__struck_at")
ACT_HANDLED = Reach("same", "key__proposal__dispatch__assignments__unit__path", many=True)
ACT_SIGNERS = ("key__proposal__signers__person_id", "key__proposal__merged__signers__person_id")
ACT_DESK = Impartial("below", "unit__path", own=ACT_SIGNERS)
ACT_COMMITTEE = Inner("same", "unit__path", own=ACT_SIGNERS, which=COMMITTEE)

SUPERVISE_ACT = Policy(
    grant("secretary", "view oversee", ACT_BELOW),
    grant("secretary", "hold reschedule drop", ACT_DESK),
    grant("secretary", "view hold reschedule drop", ACT_COMMITTEE),
    grant("chair", "view oversee", ACT_BELOW),
    grant("dispatcher", "view", ACT_BELOW),
    grant("anyone", "view hear hold reschedule drop", ACT_SUPERVISED),
    grant("anyone", "view hear", ACT_LED),
    grant("anyone", "view hear", ACT_SIGNED),
    grant("anyone", "view hear", ACT_MERGED),
    grant("clerk", "view hear", ACT_HANDLED),
    grant("head", "view hear", ACT_HANDLED),
    grant("leader", "view", ACT_BELOW),
    grant("member", "view", Reach("above", "unit__path")),
)
