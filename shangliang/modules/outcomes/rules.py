"""Who may do what with outcomes."""

from django.db.models import Exists, OuterRef, Q

from shangliang.kernel.access import ANYWHERE, Policy, Reach, grant
from shangliang.modules.outcomes.models import FeedbackItem

BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
PASSED = Reach("same", "passed_to__path")
GOES = Reach("mine", "person_id")
OUT = Q(state__in=["submitted", "echoed"])
SENT = ~Q(state__in=["draft", "withdrawn"])
# Whoever publishes a list feeds back what stands on it.
ON_A_LIST = Q(Exists(FeedbackItem.objects.filter(recommendation=OuterRef("pk"), list__state="published")))

# 党组把关: only the chair lets a document pass; the office sends out what has passed.
DOCUMENT = Policy(
    grant("secretary", "view edit check echo drop instruct extend oversee", BELOW),
    grant("secretary", "submit", BELOW, only=Q(state="cleared")),
    grant("chair", "view send_back clear submit oversee", BELOW),
    grant("leader", "view instruct echo", BELOW, only=OUT),
    grant("member", "view", ABOVE, only=OUT),
)
INSTRUCTION = Policy(
    grant("secretary", "view forward note_only oversee extend", BELOW),
    grant("leader", "view", BELOW),
    grant("chair", "view oversee", BELOW),
    grant("dispatcher", "view oversee", BELOW),
    grant("clerk", "view answer", PASSED),
    grant("head", "view answer oversee", PASSED),
    grant("secretary", "view answer", PASSED),
)
RECOMMENDATION = Policy(
    grant("secretary", "view edit send withdraw feed_back reopen oversee", BELOW),
    grant("chair", "view oversee", BELOW),
    grant("chair", "feed_back", BELOW, only=ON_A_LIST),
    grant("leader", "view oversee", BELOW, only=SENT),
    grant("member", "view", ABOVE, only=SENT),
    grant("public", "view", ANYWHERE, only=SENT),
)
FEEDBACK = Policy(
    grant("secretary", "view edit publish drop", BELOW),
    grant("chair", "view publish", BELOW),
    grant("public", "view", ANYWHERE, only=Q(state="published")),
)
LOOK_BACK = Policy(
    grant("secretary", "view conclude reschedule drop oversee", BELOW),
    grant("chair", "view oversee", BELOW),
    grant("member", "view", ABOVE),
    grant("anyone", "view conclude", GOES),
    grant("public", "view", ANYWHERE, only=Q(state="concluded")),
)
