"""When things may happen in handling.

numbers      what each unit may set for itself
dispatching  the task and each department's part in it
replying     before and around a reply: first contact, countersigns, more time
promising    promises and their steps
asking       the question four weeks later
"""

from shangliang.modules.handling.flow import numbers
from shangliang.modules.handling.flow.asking import QUESTION
from shangliang.modules.handling.flow.dispatching import ASSIGNMENT, DISPATCH
from shangliang.modules.handling.flow.promising import MILESTONE, PROMISE
from shangliang.modules.handling.flow.replying import CONTACT, COUNTERSIGN, EXTENSION

__all__ = [
    "ASSIGNMENT",
    "CONTACT",
    "COUNTERSIGN",
    "DISPATCH",
    "EXTENSION",
    "MILESTONE",
    "PROMISE",
    "QUESTION",
    "numbers",
]
