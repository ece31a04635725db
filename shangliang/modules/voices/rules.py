"""Who may do what with voices and calls. The raiser acts by receipt, without an account."""

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Policy, Reach, grant

BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
TYPED = Reach("mine", "sheet__worker_id")
MINE = Reach("mine", "person_id")
# A raiser's seat carries the number of the voice in place of a person's.
BY_RECEIPT = Reach("mine", "pk")

VOICE = Policy(
    grant(
        "secretary", "view take release pass_on decline take_again explain read_contact extend oversee", BELOW
    ),
    grant("chair", "view oversee", BELOW),
    grant("member", "view", BELOW),
    grant("grid", "view", TYPED),
    grant("anyone", "view withdraw", MINE),
    grant("raiser", "view rate say_unsolved withdraw", BY_RECEIPT),
    grant(
        "public",
        "view",
        ANYWHERE,
        only=Q(open_ok=True, state__in=["in_topic", "passed_on", "answered", "settled"]),
    ),
)

CALL = Policy(
    grant("secretary", "view open close drop", BELOW),
    grant("chair", "view", BELOW),
    grant("member", "view", ABOVE),
    grant("grid", "view", ABOVE),
    grant("public", "view", ANYWHERE, only=Q(state__in=["open", "closed"])),
)
