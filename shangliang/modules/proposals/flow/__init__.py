"""When things may happen to proposals.

numbers    what each unit may set for itself
proposing  the proposal itself
assigning  departments asked before it is handed to them
around     选题目录、培育评审、互评、评选
marks      weights, grades and shares that each unit may set for these
keys       key proposals and the activities that supervise them
"""

from shangliang.modules.proposals.flow import marks, numbers
from shangliang.modules.proposals.flow.around import AWARD_ROUND, INCUBATION, MUTUAL_REVIEW, PROPOSAL_TOPIC
from shangliang.modules.proposals.flow.assigning import PRE_ASSIGNMENT
from shangliang.modules.proposals.flow.keys import KEY_PROPOSAL, SUPERVISE_ACT
from shangliang.modules.proposals.flow.proposing import PROPOSAL

__all__ = [
    "AWARD_ROUND",
    "INCUBATION",
    "KEY_PROPOSAL",
    "MUTUAL_REVIEW",
    "PRE_ASSIGNMENT",
    "PROPOSAL",
    "PROPOSAL_TOPIC",
    "SUPERVISE_ACT",
    "marks",
    "numbers",
]
