"""What is done with plans.

drafting   open a plan, put topics in, talk it over in three rounds
issuing    three offices sign, then the plan is issued
keeping    what changes after the issue, and what follows from gatherings, results and items moved out
printing   the plan as the paper of the joint issue
ground     what all of these stand on: rights, the lock, what an item must say
"""

from shangliang.modules.plans.services.drafting import add_item, edit_item, edit_plan, hold_round, open_plan
from shangliang.modules.plans.services.ground import must_be_issued, must_be_open, permit
from shangliang.modules.plans.services.issuing import ask, issue, sign, void
from shangliang.modules.plans.services.keeping import change_item, finish, follow, wants
from shangliang.modules.plans.services.printing import paper

__all__ = [
    "add_item",
    "ask",
    "change_item",
    "edit_item",
    "edit_plan",
    "finish",
    "follow",
    "hold_round",
    "issue",
    "must_be_issued",
    "must_be_open",
    "open_plan",
    "paper",
    "permit",
    "sign",
    "void",
    "wants",
]
