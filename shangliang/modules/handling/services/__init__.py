"""The verbs of handling.

sending         a task goes to departments: lead, joint, split, assisting; another department instead
signing         sign for many at once
talking         a talk with those who asked; what they say of it
replying        draft item by item, regrade in the check, advise
countersigning  the helpers' yes or no; a ruling where departments disagree
extending       more time: asked with a reason, granted by somebody
promising       promise with a date, its steps, evidence, visits, postpone, reopen
rating          rate attitude and result apart, on paper too, accept, ask for second handling
asking          the question four weeks later, and what comes of a doubt
urging          letters to those who are late, in one batch
history         replies of the time before this system, brought in and examined
printing        the reply as a letter, letters that urge, the report of a month
keeping         a department's own templates and private notes
following       what follows from a move by itself (consumer of the journal)
versions        which version of a reply was submitted and which has passed the check
locking         holding a part while several things of it are looked at together
"""

from shangliang.modules.handling.services.asking import answer, holder, uphold
from shangliang.modules.handling.services.countersigning import countersign, overrule
from shangliang.modules.handling.services.extending import ask_extension, grant_extension
from shangliang.modules.handling.services.following import follow, wants
from shangliang.modules.handling.services.keeping import drop_template, keep_template, write_memo
from shangliang.modules.handling.services.promising import (
    add_evidence,
    add_step,
    postpone,
    promise,
    reach_step,
    reopen,
    visit,
)
from shangliang.modules.handling.services.rating import (
    Opinion,
    Session,
    accept_result,
    confirmation,
    judge,
    rate,
    rate_proxy,
    redo,
)
from shangliang.modules.handling.services.replying import Said, advise, regrade, save_draft
from shangliang.modules.handling.services.sending import divide, reassign, send
from shangliang.modules.handling.services.signing import Signed, sign_many
from shangliang.modules.handling.services.talking import answer_talk, contact
from shangliang.modules.handling.services.urging import urge

__all__ = [
    "Opinion",
    "Said",
    "Session",
    "Signed",
    "accept_result",
    "add_evidence",
    "add_step",
    "advise",
    "answer",
    "answer_talk",
    "ask_extension",
    "confirmation",
    "contact",
    "countersign",
    "divide",
    "drop_template",
    "follow",
    "grant_extension",
    "holder",
    "judge",
    "keep_template",
    "overrule",
    "postpone",
    "promise",
    "rate",
    "rate_proxy",
    "reach_step",
    "reassign",
    "redo",
    "regrade",
    "reopen",
    "save_draft",
    "send",
    "sign_many",
    "uphold",
    "urge",
    "visit",
    "wants",
    "write_memo",
]
