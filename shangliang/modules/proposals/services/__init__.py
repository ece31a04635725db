"""The verbs of proposals.

assigning     departments are asked beforehand, agree or object, and are ruled upon
handing_over  a filed proposal becomes a task; several are handled together; many at once
following     what departments do comes back (the consumer `proposals`)
leading       key proposals from nomination to the year's summary
supervising   activities that supervise them
publishing    opened to the public, taken back
"""

from shangliang.modules.proposals.services.assigning import (
    agree,
    object_to,
    pre_assign,
    replace,
    repropose,
    uphold,
)
from shangliang.modules.proposals.services.following import follow, wants
from shangliang.modules.proposals.services.handing_over import (
    Handed,
    Parts,
    assign,
    assign_many,
    handle_with,
)
from shangliang.modules.proposals.services.leading import (
    conclude,
    consult,
    decide,
    instruct,
    nominate,
    plan,
    report,
    say,
    start,
    summarise,
)
from shangliang.modules.proposals.services.publishing import publish, unpublish
from shangliang.modules.proposals.services.supervising import arrange, hold, reschedule

__all__ = [
    "Handed",
    "Parts",
    "agree",
    "arrange",
    "assign",
    "assign_many",
    "conclude",
    "consult",
    "decide",
    "follow",
    "handle_with",
    "hold",
    "instruct",
    "nominate",
    "object_to",
    "plan",
    "pre_assign",
    "publish",
    "replace",
    "report",
    "repropose",
    "reschedule",
    "say",
    "start",
    "summarise",
    "unpublish",
    "uphold",
    "wants",
]
