"""What a department has before it, and what becomes of it.

dispatches  the task, what is asked item by item, who is concerned, each department's part, more time
talks       talking with those who asked, before the reply is written
replies     the reply, what it says to each item, the helpers' countersigns, templates and private notes
promises    what was promised, in what steps, with what evidence
people      what those concerned think of it: ratings, and the question four weeks later
letters     letters that urge a department
history     replies of the time before this system
"""

from shangliang.modules.handling.models.dispatches import Assignment, Concerned, Dispatch, Extension, Item
from shangliang.modules.handling.models.history import PastReply
from shangliang.modules.handling.models.letters import Urging, UrgingLine
from shangliang.modules.handling.models.people import Question, Rating
from shangliang.modules.handling.models.promises import Evidence, Milestone, Promise
from shangliang.modules.handling.models.replies import Countersign, ItemAnswer, Memo, Reply, ReplyTemplate
from shangliang.modules.handling.models.talks import Contact, Talk

__all__ = [
    "Assignment",
    "Concerned",
    "Contact",
    "Countersign",
    "Dispatch",
    "Evidence",
    "Extension",
    "Item",
    "ItemAnswer",
    "Memo",
    "Milestone",
    "PastReply",
    "Promise",
    "Question",
    "Rating",
    "Reply",
    "ReplyTemplate",
    "Talk",
    "Urging",
    "UrgingLine",
]
