"""Who may do what with briefs, adoptions and stations.

Whoever reports a brief or signs with her neither screens, edits, reviews, signs nor adopts it; whoever edited the
present version does not review it (核稿).
"""

from __future__ import annotations

from django.db.models import Q

from shangliang.kernel.access import Impartial, Inner, Policy, Reach, Through, current, grant
from shangliang.modules.briefs.models import COSIGNING, PRINTED
from shangliang.modules.org.models import Unit

OWN_OFFICE = Q(kind=Unit.Kind.OFFICE)
AUTHORS = ("authors__person_id", "sources__authors__person_id")
BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
DESK = Impartial("below", "unit__path", own=AUTHORS)
FRESH_EYE = Impartial("below", "unit__path", own=(*AUTHORS, "editor_id"))
OFFICE = Inner("same", "unit__path", own=AUTHORS, which=OWN_OFFICE)
OFFICE_FRESH = Inner("same", "unit__path", own=(*AUTHORS, "editor_id"), which=OWN_OFFICE)
OFFICE_SEES = Inner("same", "unit__path", which=OWN_OFFICE)
ASKED = Through("mine", "authors__person_id", where=(("authors__agreed_at", None),))
AUTHORED = Reach("mine", "authors__person_id", many=True)
IN_A_COMPOSITE = Reach("mine", "sources__authors__person_id", many=True)
DRAFTED = Reach("mine", "drafter_id")
AT_MY_STATION = Reach("mine", "station__contact_id")
HANDLED = Reach("same", "dispatch__assignments__unit__path", many=True)
# A draft is its writers' own; what was taken back was never handed in.
IN = ~Q(state__in=["draft", "withdrawn"])
OUT = Q(state__in=PRINTED) & ~Q(number="")
OPEN_TO_COSIGN = Q(state__in=COSIGNING)

# inside: read the original, the versions, the screening and who reported it.  hear: be told at every step.
# hear_more: be told of what stands in the composite's own story only; of the rest one's own brief tells, once.
# named: read the paper as it was printed, with who reported it; what was opened to everybody has no names.
BRIEF = Policy(
    grant("member", "draft", ABOVE),
    grant("convener", "draft", ABOVE),
    grant("grid", "draft", ABOVE),
    grant("secretary", "draft", ABOVE),
    grant("secretary", "draft", BELOW),
    grant("anyone", "view inside named hear hear_more submit drop recall", DRAFTED),
    grant("anyone", "write invite", DRAFTED, only=Q(state="draft")),
    grant("anyone", "view inside named hear hear_more", AUTHORED),
    grant("anyone", "cosign decline", AUTHORED, only=OPEN_TO_COSIGN),
    grant("anyone", "owe_signature", ASKED, only=OPEN_TO_COSIGN),
    grant("anyone", "view named hear_more", IN_A_COMPOSITE),
    grant("anyone", "view named", AT_MY_STATION, only=IN),
    grant("secretary", "view inside named oversee", BELOW, only=IN),
    grant("secretary", "send_back reject revive edit merge release dissolve rework issue forward", DESK),
    grant("secretary", "feed_back extend", DESK),
    grant("secretary", "compose", DESK, only=Q(composite=True)),
    grant("secretary", "revise", DESK, only=Q(state="edited")),
    grant("secretary", "adopt correct tell", DESK, only=OUT),
    grant("secretary", "read_contact", DESK, only=IN),
    grant("secretary", "review", FRESH_EYE),
    grant("chair", "view inside named oversee", BELOW, only=IN),
    grant("chair", "rework sign", DESK),
    grant("chair", "publish unpublish", DESK, only=OUT),
    grant("chair", "review", FRESH_EYE),
    grant("signer", "view inside named", OFFICE_SEES, only=IN),
    grant("signer", "rework sign", OFFICE),
    grant("signer", "publish unpublish", OFFICE, only=OUT),
    grant("signer", "review", OFFICE_FRESH),
    grant("leader", "view named", BELOW, only=OUT),
    grant("dispatcher", "view named", BELOW, only=Q(dispatch__isnull=False)),
    grant("clerk", "view named", HANDLED),
    grant("head", "view named", HANDLED),
    grant("member", "view", ABOVE, only=Q(published_at__isnull=False)),
)

ADOPTION_AUTHORS = ("brief__authors__person_id", "brief__sources__authors__person_id")
ADOPTION = Policy(
    grant("secretary", "view oversee", BELOW),
    grant("secretary", "tell correct extend", Impartial("below", "unit__path", own=ADOPTION_AUTHORS)),
    grant("chair", "view oversee", BELOW),
    grant("signer", "view", OFFICE_SEES),
    grant("anyone", "view hear", Reach("mine", "brief__authors__person_id", many=True)),
    grant("anyone", "view hear", Reach("mine", "brief__sources__authors__person_id", many=True)),
)

STATION = Policy(
    grant("secretary", "view edit appoint dismiss read_contact close oversee", BELOW),
    grant("chair", "view", BELOW),
    grant("member", "view", ABOVE),
    grant("anyone", "view report", Reach("mine", "contact_id")),
    grant("anyone", "view report", current("informants__person_id", "informants__until")),
)
