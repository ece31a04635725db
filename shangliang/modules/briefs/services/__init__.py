"""The verbs of briefs.

drafting    draft, write, invite to sign with one, submit
taking      from a voice, from a topic, from another module
editing     edit, review, not take up
composing   make one of several; take one out; dissolve
issuing     sign, issue with number, forward to departments, publish
adopting    adoptions and their correction; tell, feed back and close
crediting   each author's share of each event
following   what departments do comes back (the consumer `briefs`)
stations    信息站 and their informants
printing    the brief as the institution's paper
"""

from shangliang.modules.briefs.services.adopting import (
    Evidence,
    adopt,
    correct,
    feed_back,
    read_contacts,
    tell,
)
from shangliang.modules.briefs.services.composing import compose, dissolve, joined, release
from shangliang.modules.briefs.services.crediting import recount, share
from shangliang.modules.briefs.services.drafting import Words, Writer, answer_invitation, draft, submit, write
from shangliang.modules.briefs.services.editing import edit, reject, review
from shangliang.modules.briefs.services.following import follow, wants
from shangliang.modules.briefs.services.issuing import forward, issue, publish, sign, unpublish
from shangliang.modules.briefs.services.printing import paper
from shangliang.modules.briefs.services.stations import (
    appoint,
    dismiss,
    edit_station,
    open_station,
    read_informants,
)
from shangliang.modules.briefs.services.taking import from_topic, from_voice, take_in

__all__ = [
    "Evidence",
    "Words",
    "Writer",
    "adopt",
    "answer_invitation",
    "appoint",
    "compose",
    "correct",
    "dismiss",
    "dissolve",
    "draft",
    "edit",
    "edit_station",
    "feed_back",
    "follow",
    "forward",
    "from_topic",
    "from_voice",
    "issue",
    "joined",
    "open_station",
    "paper",
    "publish",
    "read_contacts",
    "read_informants",
    "recount",
    "reject",
    "release",
    "review",
    "share",
    "sign",
    "submit",
    "take_in",
    "tell",
    "unpublish",
    "wants",
    "write",
]
