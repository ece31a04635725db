"""Who may do what with plans and their items."""

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Policy, Reach, grant

BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")

PLAN = Policy(
    grant("secretary", "view edit consult to_party_group send_back issue close", BELOW),
    grant("secretary", "add_item hold_round read_rounds oversee", BELOW),
    grant("chair", "view to_party send_back read_rounds oversee", BELOW),
    grant("leader", "view approve send_back read_rounds", BELOW),
    grant("signer", "view sign read_rounds", ABOVE),
    grant("member", "view read_rounds", ABOVE),
    grant("head", "view", ABOVE),
    grant("public", "view", ANYWHERE, only=Q(state__in=["issued", "closed"])),
)

SIGNATURE = Policy(
    grant("signer", "view sign", Reach("same", "unit__path")),
    grant("secretary", "view oversee", Reach("below", "plan__unit__path")),
    grant("chair", "view oversee", Reach("below", "plan__unit__path")),
)

ITEM = Policy(
    grant("secretary", "view edit list drop change oversee", BELOW),
    grant("chair", "view oversee", BELOW),
    grant("leader", "view", BELOW),
    grant("signer", "view", ABOVE),
    grant("member", "view", ABOVE),
    grant("head", "view", ABOVE),
    grant("public", "view", ANYWHERE, only=Q(plan__state__in=["issued", "closed"]) & ~Q(state="proposed")),
)
