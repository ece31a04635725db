"""The verbs of proposals.

drafting    draft, write, attach files
signing     invite, answer, second, stop
submitting  hand in
taking      out of a voice or a topic
reviewing   accept, classify, review, file, not file, offer as a brief, revive
merging     merge at review and undo it
numbers     case and class numbers, written in full
arranging   sessions, classes, the panel
printing    the proposal as the institution's paper
assigning     departments are asked beforehand, agree or object, and are ruled upon
handing_over  a filed proposal becomes a task; several are handled together; many at once
leading       key proposals from nomination to the year's summary
supervising   activities that supervise them
publishing    opened to the public, taken back
following   what happens by itself (the consumer `proposals`)
"""

from shangliang.modules.proposals.services.arranging import (
    change_session,
    open_session,
    put_category,
    put_group,
    seat_panel,
    unseat_panel,
    usual_categories,
)
from shangliang.modules.proposals.services.assigning import (
    agree,
    object_to,
    pre_assign,
    replace,
    repropose,
    uphold,
)
from shangliang.modules.proposals.services.drafting import (
    BODIES,
    Body,
    Words,
    attach,
    detach,
    draft,
    put_seal,
    write,
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
from shangliang.modules.proposals.services.merging import merge, unmerge
from shangliang.modules.proposals.services.numbers import full, spelled, taken
from shangliang.modules.proposals.services.printing import paper
from shangliang.modules.proposals.services.publishing import publish, unpublish
from shangliang.modules.proposals.services.reviewing import (
    accept,
    classify,
    consent_brief,
    file,
    not_file,
    offer_brief,
    review,
    revive,
)
from shangliang.modules.proposals.services.signing import answer, invite, second, stop_cosigning
from shangliang.modules.proposals.services.submitting import keep_version, submit, take_serial
from shangliang.modules.proposals.services.supervising import arrange, hold, reschedule
from shangliang.modules.proposals.services.taking import from_topic, from_voice

__all__ = [
    "BODIES",
    "Body",
    "Handed",
    "Parts",
    "Words",
    "accept",
    "agree",
    "answer",
    "arrange",
    "assign",
    "assign_many",
    "attach",
    "change_session",
    "classify",
    "conclude",
    "consent_brief",
    "consult",
    "decide",
    "detach",
    "draft",
    "file",
    "follow",
    "from_topic",
    "from_voice",
    "full",
    "handle_with",
    "hold",
    "instruct",
    "invite",
    "keep_version",
    "merge",
    "nominate",
    "not_file",
    "object_to",
    "offer_brief",
    "open_session",
    "paper",
    "plan",
    "pre_assign",
    "publish",
    "put_category",
    "put_group",
    "put_seal",
    "replace",
    "report",
    "repropose",
    "reschedule",
    "review",
    "revive",
    "say",
    "seat_panel",
    "second",
    "spelled",
    "start",
    "stop_cosigning",
    "submit",
    "summarise",
    "take_serial",
    "taken",
    "unmerge",
    "unpublish",
    "unseat_panel",
    "uphold",
    "usual_categories",
    "wants",
    "write",
]
