"""The verbs of handling.

sending    a task goes to departments: lead, joint, split, assisting; another department instead
signing    sign for many at once
replying   draft, countersign, advise, note a talk with those who asked
promising  promise with a date, evidence, postpone
rating     rate attitude and result apart, accept, ask for second handling
following  what follows from a move by itself: start, publish, finish, complete (consumer of the journal)
versions   which version of a reply was submitted and which has passed the check
"""

from shangliang.modules.handling.services.following import follow, wants
from shangliang.modules.handling.services.promising import add_evidence, postpone, promise
from shangliang.modules.handling.services.rating import accept_result, judge, rate, redo
from shangliang.modules.handling.services.replying import advise, contact, countersign, save_draft
from shangliang.modules.handling.services.sending import reassign, send
from shangliang.modules.handling.services.signing import Signed, sign_many

__all__ = [
    "Signed",
    "accept_result",
    "add_evidence",
    "advise",
    "contact",
    "countersign",
    "follow",
    "judge",
    "postpone",
    "promise",
    "rate",
    "reassign",
    "redo",
    "save_draft",
    "send",
    "sign_many",
    "wants",
]
