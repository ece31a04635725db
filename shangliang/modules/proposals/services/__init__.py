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
past        a table of the system before this one, read; nothing is changed
taking_over the same, kept: all of it or none
repeating   that the same was asked before
catalogue   选题目录: offer, list, decline, claim, write on
incubation  培育评审: call, wish, invite, agree, advise, conclude
quality     marks of reviewers; 互评, back to back
awards      评选: open, name, vote, decide, publish
around      what follows by itself for these (the consumer `proposals_around`)
"""

from shangliang.modules.proposals.services.arranging import (
    change_session,
    open_session,
    open_term,
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
from shangliang.modules.proposals.services.awards import (
    appoint_jury,
    nominate_for_award,
    open_award,
    propose_choice,
    publish_award,
    vote,
)
from shangliang.modules.proposals.services.catalogue import (
    claim_topic,
    decline_topic,
    edit_topic,
    join_voice,
    list_topic,
    offer_topic,
    topic_from_voice,
    unclaim_topic,
    write_on,
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
from shangliang.modules.proposals.services.incubation import (
    Guest,
    advise_incubation,
    call_incubation,
    conclude_incubation,
    consent_incubation,
    convene,
    invite_guests,
    wish_incubation,
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
from shangliang.modules.proposals.services.numbers import full, taken
from shangliang.modules.proposals.services.past import preview_proposals, wrong_proposal_rows
from shangliang.modules.proposals.services.printing import paper
from shangliang.modules.proposals.services.publishing import publish, unpublish
from shangliang.modules.proposals.services.quality import score_mutual, score_quality
from shangliang.modules.proposals.services.repeating import mark_repeat
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
from shangliang.modules.proposals.services.taking_over import commit_proposals

__all__ = [
    "BODIES",
    "Body",
    "Guest",
    "Handed",
    "Parts",
    "Words",
    "accept",
    "advise_incubation",
    "agree",
    "answer",
    "appoint_jury",
    "arrange",
    "assign",
    "assign_many",
    "attach",
    "call_incubation",
    "change_session",
    "claim_topic",
    "classify",
    "commit_proposals",
    "conclude",
    "conclude_incubation",
    "consent_brief",
    "consent_incubation",
    "consult",
    "convene",
    "decide",
    "decline_topic",
    "detach",
    "draft",
    "edit_topic",
    "file",
    "follow",
    "from_topic",
    "from_voice",
    "full",
    "handle_with",
    "hold",
    "instruct",
    "invite",
    "invite_guests",
    "join_voice",
    "keep_version",
    "list_topic",
    "mark_repeat",
    "merge",
    "nominate",
    "nominate_for_award",
    "not_file",
    "object_to",
    "offer_brief",
    "offer_topic",
    "open_award",
    "open_session",
    "open_term",
    "paper",
    "plan",
    "pre_assign",
    "preview_proposals",
    "propose_choice",
    "publish",
    "publish_award",
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
    "score_mutual",
    "score_quality",
    "seat_panel",
    "second",
    "start",
    "stop_cosigning",
    "submit",
    "summarise",
    "take_serial",
    "taken",
    "topic_from_voice",
    "unclaim_topic",
    "unmerge",
    "unpublish",
    "unseat_panel",
    "uphold",
    "usual_categories",
    "vote",
    "wants",
    "wish_incubation",
    "write",
    "write_on",
    "wrong_proposal_rows",
]
