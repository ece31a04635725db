"""The verbs of the two lists.

campaigning   a campaign, its departments, its dates
raising       members' concerns: raised, mended, merged, taken back
answering     pushed to departments, claimed, answered, objected to, sent formally
asking        departments' asks
counselling   what members say to departments (answers, suggestions, questions), and what those answer
comparing     compared by the machine, outside requests, with its progress
matching      confirmed by a person, linked, carried on, settled
acting        what departments do, with evidence, checked and made public
experiencing  posts, places, attendance, logs
inviting      invitations and their answers
following     what happens elsewhere comes back (the consumer `lists`)
importing     tables of concerns and asks
"""

from shangliang.modules.lists.services.acting import (
    add_evidence,
    claim_done,
    give_up,
    plan_action,
    postpone_action,
    publish,
)
from shangliang.modules.lists.services.answering import (
    answer_part,
    claim,
    give_back,
    object_to,
    push,
    push_many,
    send,
)
from shangliang.modules.lists.services.asking import ask, conclude_ask, edit_ask
from shangliang.modules.lists.services.campaigning import edit_campaign, open_campaign, postpone_campaign
from shangliang.modules.lists.services.comparing import (
    ask_comparison,
    compare,
    run_comparison,
    run_comparisons,
)
from shangliang.modules.lists.services.counselling import (
    answer_counsel,
    question,
    raise_from,
    reply_to_ask,
    suggest,
)
from shangliang.modules.lists.services.experiencing import (
    cancel_post,
    edit_post,
    leave,
    mark,
    open_post,
    sign_up,
    write_log,
)
from shangliang.modules.lists.services.following import follow, wants
from shangliang.modules.lists.services.importing import (
    begin_concerns,
    commit_list,
    preview_list,
    wrong_list_rows,
)
from shangliang.modules.lists.services.inviting import (
    cancel_invitation,
    decline_invitation,
    invite,
    invite_more,
    report,
)
from shangliang.modules.lists.services.matching import confirm, link, refuse, settle, step
from shangliang.modules.lists.services.raising import (
    decline,
    edit_concern,
    merge,
    raise_concern,
    split,
    withdraw,
)

__all__ = [
    "add_evidence",
    "answer_counsel",
    "answer_part",
    "ask",
    "ask_comparison",
    "begin_concerns",
    "cancel_invitation",
    "cancel_post",
    "claim",
    "claim_done",
    "commit_list",
    "compare",
    "conclude_ask",
    "confirm",
    "decline",
    "decline_invitation",
    "edit_ask",
    "edit_campaign",
    "edit_concern",
    "edit_post",
    "follow",
    "give_back",
    "give_up",
    "invite",
    "invite_more",
    "leave",
    "link",
    "mark",
    "merge",
    "object_to",
    "open_campaign",
    "open_post",
    "plan_action",
    "postpone_action",
    "postpone_campaign",
    "preview_list",
    "publish",
    "push",
    "push_many",
    "question",
    "raise_concern",
    "raise_from",
    "refuse",
    "reply_to_ask",
    "report",
    "run_comparison",
    "run_comparisons",
    "send",
    "settle",
    "sign_up",
    "split",
    "step",
    "suggest",
    "wants",
    "withdraw",
    "write_log",
    "wrong_list_rows",
]
