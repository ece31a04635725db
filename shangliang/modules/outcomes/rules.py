"""Who may do what with outcomes."""

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Policy, Reach, grant

BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
PASSED = Reach("same", "passed_to__path")

DOCUMENT = Policy(
    grant("secretary", "view edit check submit echo drop instruct extend oversee", BELOW),
    grant("chair", "view send_back submit oversee", BELOW),
    grant("leader", "view instruct", BELOW),
    grant("member", "view", ABOVE, only=Q(state__in=["submitted", "echoed"])),
)
INSTRUCTION = Policy(
    grant("secretary", "view forward note_only oversee extend", BELOW),
    grant("leader", "view", BELOW),
    grant("chair", "view oversee", BELOW),
    grant("clerk", "view answer", PASSED),
    grant("head", "view answer oversee", PASSED),
)
RECOMMENDATION = Policy(
    grant("secretary", "view edit send withdraw feed_back reopen oversee", BELOW),
    grant("chair", "view oversee", BELOW),
    grant("leader", "view oversee", BELOW),
    grant("member", "view", ABOVE, only=~Q(state__in=["draft", "withdrawn"])),
    grant("public", "view", ANYWHERE, only=~Q(state__in=["draft", "withdrawn"])),
)
FEEDBACK = Policy(
    grant("secretary", "view edit publish drop", BELOW),
    grant("chair", "view publish", BELOW),
    grant("public", "view", ANYWHERE, only=Q(state="published")),
)
LOOK_BACK = Policy(
    grant("secretary", "view conclude drop oversee", BELOW),
    grant("chair", "view oversee", BELOW),
    grant("member", "view conclude", ABOVE),
    grant("public", "view", ANYWHERE, only=Q(state="concluded")),
)
