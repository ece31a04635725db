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
from shangliang.modules.proposals.services.merging import merge, unmerge
from shangliang.modules.proposals.services.numbers import full, spelled, taken
from shangliang.modules.proposals.services.printing import paper
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
from shangliang.modules.proposals.services.taking import from_topic, from_voice

__all__ = [
    "BODIES",
    "Body",
    "Words",
    "accept",
    "answer",
    "attach",
    "change_session",
    "classify",
    "consent_brief",
    "detach",
    "draft",
    "file",
    "follow",
    "from_topic",
    "from_voice",
    "full",
    "invite",
    "keep_version",
    "merge",
    "not_file",
    "offer_brief",
    "open_session",
    "paper",
    "put_category",
    "put_group",
    "put_seal",
    "review",
    "revive",
    "seat_panel",
    "second",
    "spelled",
    "stop_cosigning",
    "submit",
    "take_serial",
    "taken",
    "unmerge",
    "unseat_panel",
    "usual_categories",
    "wants",
    "write",
]
