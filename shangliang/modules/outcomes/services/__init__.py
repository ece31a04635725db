"""The verbs of outcomes.

documents     draft, edit, submit; leaders' instructions: record, pass on, answer
recommending  recommend, edit, send one or several to departments, send again
following     what departments do comes back (the consumer `outcomes`)
feeding_back  the public list: draft, edit, publish and tell everybody
looking_back  plan a look-back, move it, conclude
"""

from shangliang.modules.outcomes.services.documents import (
    answer_instruction,
    draft_document,
    edit_document,
    forward,
    instruct,
    submit,
)
from shangliang.modules.outcomes.services.feeding_back import (
    draft_feedback,
    edit_feedback,
    edit_item,
    publish,
    refill,
)
from shangliang.modules.outcomes.services.following import on_dispatch, wants
from shangliang.modules.outcomes.services.looking_back import conclude, plan_look_back, reschedule
from shangliang.modules.outcomes.services.recommending import (
    Sending,
    edit_recommendation,
    recommend,
    reopen,
    send,
    send_all,
)

__all__ = [
    "Sending",
    "answer_instruction",
    "conclude",
    "draft_document",
    "draft_feedback",
    "edit_document",
    "edit_feedback",
    "edit_item",
    "edit_recommendation",
    "forward",
    "instruct",
    "on_dispatch",
    "plan_look_back",
    "publish",
    "recommend",
    "refill",
    "reopen",
    "reschedule",
    "send",
    "send_all",
    "submit",
    "wants",
]
