"""Who decides on entries that were not simply taken in: whoever runs meetings of that unit, and the convener."""

from shangliang.kernel.access import Policy, Reach, grant

BELOW = Reach("below", "unit__path")
MATTER = Policy(
    grant("secretary", "view take set_aside extend oversee", BELOW),
    grant("anyone", "view take set_aside", Reach("mine", "gathering__convener_id")),
    grant("anyone", "view hear", Reach("mine", "person_id")),
    grant("chair", "view oversee", BELOW),
)
